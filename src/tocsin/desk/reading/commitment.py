"""What a document says in its own voice that it will do, or that is to be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.desk.reading import cueword
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.use import Use, trimmed

_OPENINGS = 3
"""Places of a sentence at which its subject may begin: its start, and behind its first commas."""
_REACH = 30
"""Words of a sentence within which its subject begins."""
_LONGEST = 6
"""Words that a subject or a cue may have."""


def commitments(page: Layout, found: Sequence[Use], country: str) -> Iterator[Use]:
    """Sentences that nothing is attributed in and that say what we will do, or should.

    `country` is the one that speaks, in lower case; it counts as much as we and I.
    """
    taken = {use.sentence for use in found}
    inside = _within(page, found)
    for number, (low, high) in enumerate(page.sentences):
        if number not in taken and not inside[low]:
            use = _committed(page, number, low, trimmed(page.words.tags, low, high), country)
            if use:
                yield use


def _within(page: Layout, found: Sequence[Use]) -> bytearray:
    """Which words are said by somebody, or stand in quotation marks."""
    inside = bytearray(len(page.words.start) + 1)
    ranges = [*page.opened.items(), *(part for use in found for part in use.content)]
    for first, last in ranges:
        inside[first:last] = b"\1" * (last - first)
    return inside


def _committed(page: Layout, number: int, low: int, high: int, country: str) -> Use | None:
    for here in _openings(page, low, high):
        subject = _subject(page, here, high, country)
        cue = _cue(page, subject, high) if subject else None
        if subject and cue and cue < high:
            made = Use(number, low, high, subject, cue, kind="subject", source=(here, subject))
            made.content = [(cue, high)]
            return made
    return None


def _openings(page: Layout, low: int, high: int) -> list[int]:
    tags = page.words.tags
    commas = [at + 1 for at in range(low, min(high, low + _REACH)) if tags[at] == ","]
    return [low, *commas][:_OPENINGS]


def _subject(page: Layout, here: int, high: int, country: str) -> int:
    """Last+1 word of a subject that is who speaks; 0 if none begins here."""
    lower = page.words.lower
    if lower[here] in {"we", "i"}:
        return here + 1
    for last in range(here + 1, min(high, here + _LONGEST)):
        if country and " ".join(lower[here:last]).removeprefix("the ") == country:
            return last
    return 0


def _cue(page: Layout, first: int, high: int) -> int:
    """Last+1 word of a modal verb with its verb, and of “continue to” before another; else 0."""
    here = _modal(page, first, high)
    if not here:
        return 0
    here = _adverbs(page, here, high)
    if here >= high or page.words.tags[here] not in "NVE":
        return 0
    word = page.words.lower[here]
    if word == "be" and page.words.tags[here + 1] == "G":
        return here + 2
    if word in cueword.words("cues", "agenda"):
        return 0
    after = _adverbs(page, here + 1, high)
    if word in cueword.words("cues", "carrying_on") and page.words.tags[after] == "t":
        verb = _adverbs(page, after + 1, high)
        return verb + 1 if verb < high else 0
    return here + 1


def _modal(page: Layout, first: int, high: int) -> int:
    """Last+1 word of “will”, “should”, “must and can only”, “need to”; 0 if there is none."""
    lower, here = page.words.lower, _adverbs(page, first, high)
    if lower[here] in {"need", "have", "ought"} and lower[here + 1] == "to":
        return here + 2
    found = 0
    while here < high and lower[here] in cueword.words("cues", "committing"):
        found = here = _adverbs(page, here + 1, high)
        if lower[here] == "and" and lower[here + 1] in cueword.words("cues", "committing"):
            here += 1
    return found


def _adverbs(page: Layout, here: int, high: int) -> int:
    tags = page.words.tags
    while here < high and (tags[here] in "An" or (tags[here] == "C" and tags[here - 1] == "A")):
        here += 1
    return here
