"""What is said: where it stands beside its cue, and how far it reaches."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.desk.reading import phrase
from tocsin.desk.reading.cue import Range, Use
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.particle import trimmed


def said(page: Layout, use: Use, later: Sequence[Use]) -> list[Range]:
    """The parts of what is said by a cue, given the later cues of its sentence; none if nothing is."""
    quoted = _quoted_before(page, use)
    if quoted:
        return quoted + _resumed(page, use)
    if use.kind == "agent":
        return _done_by(page, use, later)
    if use.kind == "inverted":
        return _left(page, use) + _resumed(page, use)
    aside = _as(page, use)
    if aside:
        return aside
    if _is_tail(page, use):
        return _left(page, use) + _rest(page, use, later)
    return _right(page, use, later)


def _done_by(page: Layout, use: Use, later: Sequence[Use]) -> list[Range]:
    """What is said where the source stands behind "by": the subject, and what follows the source."""
    stop = trimmed(page.words.tags, use.low, use.high)
    here = _behind(use)
    if here >= stop or page.words.tags[here] not in "TtISQ":
        return use.content
    return [*use.content, (here, reach(page, use, here, stop, later))]


def _edge(page: Layout, use: Use) -> int:
    """The first token of source and cue."""
    return min(use.first, use.source[0]) if use.source else use.first


def _behind(use: Use) -> int:
    """The token after source and cue."""
    return max(use.last, use.source[1]) if use.source else use.last


def _quoted_before(page: Layout, use: Use) -> list[Range]:
    """The quotation that ends where source and cue begin, if it is closed as one that is said."""
    if use.kind not in {"subject", "inverted"} or not use.takes & {
        "quotation",
        "addressee",
        "tail",
    }:
        return []
    tags = page.words.tags
    edge = _edge(page, use)
    while edge > 0 and tags[edge - 1] in "AC" and edge - 1 > use.low:
        edge -= 1
    last = edge - (tags[edge - 1 : edge] in {",", "-"})
    first = page.closed.get(last)
    if first is None or not _speaks(page, last, use, edge):
        return []
    whole = first == use.low or tags[first - 1] in ".:,-" or first < use.low
    return _chained(page, first) if whole else [(use.low, last)]


def _speaks(page: Layout, last: int, use: Use, edge: int) -> bool:
    """Whether a quotation closes as one that is followed by its speaker."""
    mark = page.words.tags[last - 2]
    if last <= use.low:
        asked = page.words.lower[last - 2][0] in "?!…-—"
        near = use.sentence > 0 and page.block[use.sentence] == page.block[use.sentence - 1]
        return asked and near and _is_last(page, use)
    return last < edge or mark in ".,-"


def _chained(page: Layout, last: int) -> list[Range]:
    """The quotation at a token with those of the paragraphs before that it goes on from."""
    first = last
    found = True
    while found:
        found = False
        for earlier, later in page.goes_on.items():
            if later == first:
                first, found = earlier, True
    return page.chain(first)


def _resumed(page: Layout, use: Use) -> list[Range]:
    """The quotation that goes on behind source and cue: "…," said X, "…"."""
    tags = page.words.tags
    behind = phrase.adjunct(page.words, _behind(use), use.high)
    for here in (_behind(use), behind):
        if here < use.high and tags[here] == "“":
            return page.chain(here)
        if here + 1 < use.high and tags[here] in ",:-" and tags[here + 1] == "“":
            return page.chain(here + 1)
    return []


def _is_tail(page: Layout, use: Use) -> bool:
    """Whether only an adjunct or an addressee stands right of a cue that follows what is said."""
    if use.kind != "subject" or not use.takes & {"tail", "quotation", "addressee"}:
        return False
    tags = page.words.tags
    edge = _edge(page, use)
    if edge - 2 < use.low or tags[edge - 1] not in ",-":
        return False
    stop = trimmed(tags, use.low, use.high)
    here = _past(page, use, stop)
    if tags[here : here + 2] in {",“", ":“"} and not any(t in tags[use.low : edge] for t in "XVE"):
        return False
    return here >= stop or tags[here] in ",;-G" or (tags[here] == "S" and here == use.last)


def _as(page: Layout, use: Use) -> list[Range]:
    """The clause beside "as X put it", unless the cue has a content of its own."""
    words, tags = page.words, page.words.tags
    edge = _edge(page, use)
    while edge > use.low and tags[edge - 1] == "A":
        edge -= 1
    if use.kind not in {"subject", "inverted"} or edge <= use.low or words.lower[edge - 1] != "as":
        return []
    stop = trimmed(tags, use.low, use.high)
    here = _past(page, use, stop)
    if not use.takes & {"tail", "quotation"} or (here < stop and tags[here] not in ",-"):
        return []
    front = edge - 1
    while front > use.low and tags[front - 1] in "CA,-“":
        front -= 1
    found = [(use.low, front)] if front - use.low > 1 else []
    return [*found, (here + 1, stop)] if here + 1 < stop else found


def _past(page: Layout, use: Use, stop: int) -> int:
    """The token behind source, cue, addressee and adjuncts."""
    here = _behind(use)
    if "addressee" in use.takes and use.kind != "inverted":
        here = phrase.after(page.words, here, stop)
    return phrase.adjunct(page.words, here, stop)


def _is_last(page: Layout, use: Use) -> bool:
    stop = trimmed(page.words.tags, use.low, use.high)
    here = _past(page, use, stop)
    return here >= stop or page.words.tags[here] in ",;-G“"


def _left(page: Layout, use: Use) -> list[Range]:
    """The clause before source and cue, from the start of the sentence."""
    tags = page.words.tags
    last = _edge(page, use)
    while last > use.low and tags[last - 1] in ",-":
        last -= 1
    return [(use.low, last)] if last - use.low > 1 else []


def _rest(page: Layout, use: Use, later: Sequence[Use]) -> list[Range]:
    """The rest of a clause that source and cue only interrupt: "…, X said, …"."""
    tags = page.words.tags
    stop = trimmed(tags, use.low, use.high)
    here = phrase.adjunct(page.words, _behind(use), stop)
    if here + 1 >= stop or tags[here] not in ",-" or tags[here + 1] in "GSE":
        return []
    return [(here + 1, reach(page, use, here + 1, stop, later))]


def _right(page: Layout, use: Use, later: Sequence[Use]) -> list[Range]:
    stop = trimmed(page.words.tags, use.low, use.high)
    first = _first(page, use, stop)
    if first < 0:
        return []
    tags = page.words.tags
    if tags[first] == "“" and page.opened.get(first, stop) >= stop:
        return [*use.content, *page.chain(first)]
    last = reach(page, use, first, _enclosed(tags, use, stop), later)
    if last <= first or ("clause" in use.takes and not _clausal(page, use, first, last)):
        return []
    if "name" in use.groups and not _names(page, use, first, last):
        return []
    return [*use.content, (first, last)]


def _names(page: Layout, use: Use, first: int, last: int) -> bool:
    """Whether a verb of naming has both what is named and the name."""
    words, tags = page.words, page.words.tags
    if use.groups & {"mention", "say", "learn"} or tags[first] in "TQt" or last == use.high:
        return True
    if "as" in words.lower[first:last] or "“" in tags[first:last] or "q" in tags[first:last]:
        return True
    end = phrase.after(words, first, last)
    return first < end < last and tags[end] in "DAE"


def _enclosed(tags: str, use: Use, stop: int) -> int:
    """Where a bracket closes in which the cue stands, or `stop`."""
    opened = tags.rfind("(", use.low, use.first)
    if opened < 0 or ")" in tags[opened : use.first]:
        return stop
    closes = tags.find(")", use.last, stop)
    return stop if closes < 0 else closes


def _clausal(page: Layout, use: Use, first: int, last: int) -> bool:
    """Whether what follows a verb of thinking is a clause: a verb stands in it."""
    tags = page.words.tags
    if "object" in use.takes or tags[first] in "TQt“":
        return True
    end = phrase.after(page.words, first, last)
    return tags[end] != "C" and any(tag in tags[first:last] for tag in "XVEn")


def _first(page: Layout, use: Use, stop: int) -> int:
    """The first token of what is said right of a cue, or -1."""
    here = use.last
    if here >= stop:
        return -1
    if use.form == "adjective":
        return _of_adjective(page, use, stop)
    if "noun" in use.takes:
        return _of_noun(page, use, stop)
    if use.takes & {"addressee", "request"}:
        found = _addressed(page, use, stop)
        if found >= 0:
            return found
    return _complement(page, use, stop)


def _addressed(page: Layout, use: Use, stop: int) -> int:
    """What is said behind the one to whom it is said, or -1."""
    words, tags = page.words, page.words.tags
    end = phrase.after(words, use.last, stop)
    if end == use.last or end >= stop:
        return -1
    for here in (end, phrase.adjunct(words, end, stop)):
        found = _marked(page, here, stop)
        if found >= 0:
            return found
    if "request" in use.takes and (tags[end] == "t" or tags[end : end + 2] == "nt"):
        return use.last
    if "addressee" in use.takes and tags[end] in "RD":
        return end
    return end if "addressee" in use.takes and tags[use.last] == "B" and tags[end] in "PN" else -1


def _marked(page: Layout, here: int, stop: int) -> int:
    """A token at which that, a question word or a quotation opens what is said, or -1."""
    tags = page.words.tags
    if here < stop and tags[here] in "TQ“":
        return here
    if here + 1 < stop and tags[here] in ",:-" and tags[here + 1] == "“":
        return here + 1
    return -1


def _complement(page: Layout, use: Use, stop: int) -> int:
    tags, takes = page.words.tags, use.takes
    here = use.last
    behind = phrase.adjunct(page.words, here, stop)
    for at in (here, behind):
        found = _marked(page, at, stop)
        if found >= 0 and (tags[found] != "Q" or at == here):
            return found
    tag = tags[here]
    if tag == "t":
        return here if takes & {"infinitive", "passive"} else -1
    if use.form == "passive":
        return -1
    if "clause" in takes:
        return _clause(page, here, behind, stop)
    return here if "object" in takes and tag in "DNPRB#EGA'WC"[:-2] else -1


def _clause(page: Layout, here: int, behind: int, stop: int) -> int:
    """Where a clause without "that" begins: behind days and phrases that belong to the cue."""
    tags = page.words.tags
    if behind < stop and tags[behind] in "RD" and tags[here] != "A":
        return behind
    while here < stop and tags[here] == "M":
        here += 1
    return here if here < stop and tags[here] not in ",.:;-)C”" else -1


def _of_adjective(page: Layout, use: Use, stop: int) -> int:
    tags, here = page.words.tags, use.last
    if tags[here] in "TQ":
        return here
    if page.words.lower[here] in _ADJECTIVE_PREPOSITIONS and here + 1 < stop:
        if tags[here] == "t" and tags[here + 1] not in "DPRB#'M":
            return here
        use.last += 1
        return here + 1
    return here if tags[here] in "RDP" else -1


_ADJECTIVE_PREPOSITIONS = frozenset(
    ["to", "of", "for", "with", "about", "over", "by", "at", "in", "on"]
)


def _of_noun(page: Layout, use: Use, stop: int) -> int:
    """Behind a verb with a noun of saying; a preposition belongs to the cue."""
    words, here = page.words, use.last
    tags = words.tags
    if tags[here] in "Tt“":
        return here
    if words.lower[here] in _NOUN_PREPOSITIONS and here + 1 < stop:
        use.last += 1
        return here + 1
    return _marked(page, here, stop)


_NOUN_PREPOSITIONS = frozenset(
    ["of", "for", "with", "about", "over", "regarding", "concerning", "against"]
)


def reach(page: Layout, use: Use, first: int, stop: int, later: Sequence[Use]) -> int:
    """Last+1 token of what is said: the sentence's end, unless its main clause goes on before."""
    tags = page.words.tags
    if tags[first] == "“":
        end = page.opened.get(first, stop)
        whole = tags[end - 2] in ".,!?" or "name" in use.groups
        if end >= stop or whole or tags[end] in ",.;:-":
            return min(end, use.high)
    for other in later:
        if other.first > first:
            cut = _cut(tags, use, other, first)
            if cut > first:
                stop = min(stop, cut)
                break
    if "clause" not in use.takes and tags[first] not in "TQ":
        stop = phrase.clause(page.words, first, stop)
    return _contrasted(page, first, _subordinate(page, use, first, stop))


def _subordinate(page: Layout, use: Use, first: int, stop: int) -> int:
    """Where a subordinate clause ends that opens the sentence: "As I conclude my speech, …"."""
    tags = page.words.tags
    edge = _edge(page, use)
    if edge == use.low or edge > use.low + 2 or tags[edge - 1] != "S" or use.kind != "subject":
        return stop
    comma = tags.find(",", first, stop)
    return comma if comma > first and tags[comma + 1] in "RDPN" else stop


def _contrasted(page: Layout, first: int, stop: int) -> int:
    """Where ", while" or ", although" sets something else against what is said, or `stop`."""
    tags, here = page.words.tags, first
    while (here := tags.find(",S", here + 1, stop)) > 0:
        quoted = "“" in tags[first:here] and "”" not in tags[first:here]
        if page.words.lower[here + 1] in _AGAINST and not quoted:
            return here
    return stop


_AGAINST = frozenset(["while", "although", "though", "whereas"])


def _cut(tags: str, use: Use, other: Use, first: int) -> int:
    """Where what is said ends because a later cue goes on with the main clause, or -1."""
    if other.kind == "gerund":
        return other.first - 1
    if other.kind == "linked" and other.form == use.form:
        cut = other.first - 1
        while cut > first and tags[cut - 1] in "AC,":
            cut -= 1
        return cut
    if other.kind == "subject" and other.source and other.form == "finite":
        here = other.source[0]
        if here - 2 > first and tags[here - 1] == "C" and tags[here - 2] in ",”":
            return here - 2
        if here - 1 > first and tags[here - 1] == ";":
            return here - 1
    return -1
