"""What is said, by where it stands: before its cue, around it, or behind it."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.desk.reading import complement, phrase
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.reach import reach
from tocsin.desk.reading.use import Range, Use, trimmed

_QUOTED = frozenset({"quotation", "addressee", "tail"})


def said(page: Layout, use: Use, later: Sequence[Use]) -> list[Range]:
    """The parts of what a cue says, given the cues behind it in its sentence; [] if none."""
    quoted = _quoted_before(page, use)
    if quoted:
        return quoted + _resumed(page, use)
    if use.kind == "agent":
        return _done_by(page, use, later)
    if use.kind == "inverted":
        return _left(page, use) + _resumed(page, use)
    beside = _as(page, use)
    if beside:
        return beside
    if _is_tail(page, use):
        return _left(page, use) + _rest(page, use, later)
    return complement.complement(page, use, later)


def _quoted_before(page: Layout, use: Use) -> list[Range]:
    """The quotation that ends where source and cue begin, if it is closed as one that is said."""
    if use.kind not in {"subject", "inverted"} or not use.takes & _QUOTED:
        return []
    tags, edge = page.words.tags, use.edge
    while edge - 1 > use.low and tags[edge - 1] in "AC":
        edge -= 1
    last = edge - (tags[edge - 1 : edge] in {",", "-"})
    first = page.closed.get(last)
    if first is None or not _speaks(page, use, last, edge):
        return []
    whole = first <= use.low or tags[first - 1] in ".:,-"
    return page.chain(page.origin(first)) if whole else [(use.low, last)]


def _speaks(page: Layout, use: Use, last: int, edge: int) -> bool:
    """Whether a quotation closes as one that its speaker follows."""
    mark = page.words.lower[last - 2]
    if last > use.low:
        return last < edge or page.words.tags[last - 2] in ".,-"
    near = use.sentence > 0 and page.block[use.sentence] == page.block[use.sentence - 1]
    if not near or mark[0] not in "?!…-—":
        return False
    stop = trimmed(page.words.tags, use.low, use.high)
    here = _past(page, use, stop)
    return here >= stop or page.words.tags[here] in ",;-G“"


def _resumed(page: Layout, use: Use) -> list[Range]:
    """The quotation that goes on behind source and cue: "…," said X, "…"."""
    tags = page.words.tags
    for here in (use.behind, phrase.adjunct(page.words, use.behind, use.high)):
        if here < use.high and tags[here] == "“":
            return page.chain(here)
        if here + 1 < use.high and tags[here] in ",:-" and tags[here + 1] == "“":
            return page.chain(here + 1)
    return []


def _is_tail(page: Layout, use: Use) -> bool:
    """Whether only an adjunct or an addressee stands behind a cue that follows what it says."""
    if use.kind != "subject" or not use.takes & {"tail", "addressee"}:
        return False
    tags, edge = page.words.tags, use.edge
    if edge - 2 < use.low or tags[edge - 1] not in ",-":
        return False
    stop = trimmed(tags, use.low, use.high)
    here = _past(page, use, stop)
    if tags[here : here + 2] in {",“", ":“"} and not any(t in tags[use.low : edge] for t in "XVE"):
        return False
    return here >= stop or tags[here] in ",;-G" or (tags[here] == "S" and here == use.last)


def _past(page: Layout, use: Use, stop: int) -> int:
    """The token behind source, cue, addressee and adjuncts."""
    here = use.behind
    if "addressee" in use.takes and use.kind != "inverted":
        here = phrase.after(page.words, here, stop)
    return phrase.adjunct(page.words, here, stop)


def _left(page: Layout, use: Use) -> list[Range]:
    """The clause before source and cue, from the start of the sentence."""
    tags, last = page.words.tags, use.edge
    while last > use.low and tags[last - 1] in ",-":
        last -= 1
    return [(use.low, last)] if last - use.low > 1 else []


def _rest(page: Layout, use: Use, later: Sequence[Use]) -> list[Range]:
    """The rest of a clause that source and cue only interrupt: "…, X said, …"."""
    tags = page.words.tags
    stop = trimmed(tags, use.low, use.high)
    here = phrase.adjunct(page.words, use.behind, stop)
    if here + 1 >= stop or tags[here] not in ",-" or tags[here + 1] in "GSE":
        return []
    return [(here + 1, reach(page, use, here + 1, stop, later))]


def _as(page: Layout, use: Use) -> list[Range]:
    """The clause beside "as X put it", unless the cue has a content of its own."""
    words, tags, edge = page.words, page.words.tags, use.edge
    while edge > use.low and tags[edge - 1] == "A":
        edge -= 1
    if use.kind != "subject" or edge <= use.low or words.lower[edge - 1] != "as":
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


def _done_by(page: Layout, use: Use, later: Sequence[Use]) -> list[Range]:
    """The subject, and what follows a source that stands behind "by"."""
    stop = trimmed(page.words.tags, use.low, use.high)
    here = use.behind
    if here >= stop or page.words.tags[here] not in "TtISQ":
        return use.content
    return [*use.content, (here, reach(page, use, here, stop, later))]
