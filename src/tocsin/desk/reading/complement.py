"""What is said right of its cue: that-clause, bare clause, quotation, infinitive or phrase."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.desk.reading import cueword, phrase
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.reach import enclosed, reach
from tocsin.desk.reading.use import Range, Use, trimmed


def complement(page: Layout, use: Use, later: Sequence[Use]) -> list[Range]:
    """The parts of what is said by a cue whose content stands to its right; [] if none does.

    A preposition that belongs to a noun or an adjective becomes part of the cue.
    """
    tags = page.words.tags
    stop = trimmed(tags, use.low, use.high)
    first = _first(page, use, stop) if use.last < stop else -1
    if first < 0:
        return []
    if tags[first] == "“" and page.opened.get(first, stop) >= stop:
        return [*use.content, *page.chain(first)]
    last = reach(page, use, first, enclosed(tags, use, stop), later)
    if (
        last <= first
        or tags[first:last] == "T"
        or ("clause" in use.takes and not _is_clause(page, use, first, last))
    ):
        return []
    if "name" in use.groups and not _names(page, use, first, last):
        return []
    opened = tags.rfind("“", first, last)
    last = max(last, page.opened.get(opened, last))  # no quotation is cut
    return [*use.content, (first, last)]


def _first(page: Layout, use: Use, stop: int) -> int:
    """The first token of what is said, or -1."""
    if use.form == "adjective" and use.kind != "nobody":
        return _of_adjective(page, use, stop)
    if "noun" in use.takes:
        return _of_noun(page, use, stop)
    if use.takes & {"addressee", "request"}:
        found = _addressed(page, use, stop)
        if found >= 0:
            return found
    return _of_verb(page, use, stop)


def _addressed(page: Layout, use: Use, stop: int) -> int:
    """What is said behind the one to whom it is said, or -1; a request holds both."""
    words, tags = page.words, page.words.tags
    end = phrase.after(words, use.last, stop)
    if end == use.last or end >= stop:
        return -1
    for here in (end, phrase.adjunct(words, end, stop)):
        found = _marked(page, here, stop)
        if found >= 0 and ("addressee" in use.takes or tags[found] == "“"):
            return found
    if "request" in use.takes and (tags[end] == "t" or tags[end : end + 2] == "nt"):
        return use.last
    if "addressee" not in use.takes:
        return -1
    return end if tags[end] in "RD" or (tags[use.last] == "B" and tags[end] in "PN") else -1


def _marked(page: Layout, here: int, stop: int) -> int:
    """A token at which "that", a question word or a quotation opens what is said, or -1."""
    tags = page.words.tags
    if here < stop and tags[here] in "TQ“":
        return here
    if here + 1 < stop and tags[here] in ",:-" and tags[here + 1] == "“":
        return here + 1
    return -1


def _of_verb(page: Layout, use: Use, stop: int) -> int:
    tags, takes, here = page.words.tags, use.takes, use.last
    behind = phrase.adjunct(page.words, here, stop)
    if use.form == "passive" and not takes & {"passive", "addressee"} and tags[here] != "“":
        return -1
    for at in (here, behind):
        found = _marked(page, at, stop)
        if found >= 0 and _fits(tags, takes, found) and _near(tags, found, at, here):
            return found
    if tags[here] == "t":
        return here if "infinitive" in takes or use.form == "passive" else -1
    if use.form == "passive":
        return -1
    if "clause" in takes:
        return _bare(page, here, behind, stop)
    return here if "object" in takes and tags[here] in "DNPRB#EGA'" else -1


def _fits(tags: str, takes: frozenset[str], found: int) -> bool:
    """Whether a verb can take what begins at a token: "that" not without a clause or an object."""
    return tags[found] != "T" or bool(takes & {"that", "object", "addressee"})


def _near(tags: str, found: int, at: int, here: int) -> bool:
    """Whether a question word is near enough to its verb to open what is asked."""
    return tags[found] != "Q" or at == here or tags[here] == "I"


def _bare(page: Layout, here: int, behind: int, stop: int) -> int:
    """Where a clause without "that" begins: behind days and phrases that belong to the cue."""
    tags = page.words.tags
    if behind < stop and tags[behind] in "RD" and tags[here] != "A":
        return behind
    if behind >= stop and tags[here] in "IAM":
        return -1
    while here < stop and tags[here] == "M" and tags[here + 1] != "'":
        here += 1
    return here if here < stop and tags[here] not in ",.:;-)C”" else -1


def _of_adjective(page: Layout, use: Use, stop: int) -> int:
    words, here = page.words, use.last
    if words.tags[here] in "TQ":
        return here
    if words.lower[here] in cueword.closed("behind_adjectives") and here + 1 < stop:
        if words.tags[here] == "t" and words.tags[here + 1] not in "DPRB#'M":
            return here
        use.last += 1
        return here + 1
    return here if words.tags[here] in "RDP" else -1


def _of_noun(page: Layout, use: Use, stop: int) -> int:
    words, here = page.words, use.last
    if words.tags[here] in "Tt“":
        return here
    if words.lower[here] in cueword.closed("behind_nouns") and here + 1 < stop:
        use.last += 1
        return here + 1
    return _marked(page, here, stop)


def _is_clause(page: Layout, use: Use, first: int, last: int) -> bool:
    """Whether a verb stands in what follows a verb that takes no object."""
    tags = page.words.tags
    if "object" in use.takes or tags[first] in "TQt“":
        return True
    end = phrase.after(page.words, first, last)
    return tags[end] != "C" and any(tag in tags[first:last] for tag in "XVEn")


def _names(page: Layout, use: Use, first: int, last: int) -> bool:
    """Whether a verb of naming has both what is named and its name."""
    words, tags = page.words, page.words.tags
    if use.groups & {"mention", "say", "learn"} or tags[first] in "TQt" or last == use.high:
        return True
    if "as" in words.lower[first:last] or "“" in tags[first:last] or "q" in tags[first:last]:
        return True
    end = phrase.after(words, first, last)
    return first < end < last and tags[end] in "DAE"
