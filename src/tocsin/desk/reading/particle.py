"""Attributions without a verb of their own: "according to X", "in X's view", "as X put it"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tocsin.desk.reading import cueword, phrase
from tocsin.desk.reading.cue import Range, Use
from tocsin.desk.reading.layout import Layout


@cache
def _phrases() -> dict[str, list[tuple[str, ...]]]:
    """The phrases that a source follows, by their first word; the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in sorted(cueword.words("cues", "phrases", "source_after"), key=len, reverse=True):
        parts = tuple(entry.split())
        found.setdefault(parts[0], []).append(parts)
    return found


def particles(page: Layout) -> Iterator[Use]:
    """The attributions by a phrase in front of, amid or behind what is said."""
    starts = _phrases()
    lower = page.words.lower
    for number, (low, high) in enumerate(page.sentences):
        named = _named(page, number)
        if named is not None:
            yield named
        for token in range(low, high):
            if lower[token] in starts:
                use = _particle(page, number, token)
                if use is not None:
                    yield use


def _particle(page: Layout, number: int, token: int) -> Use | None:
    low, high = page.sentences[number]
    words = page.words
    for parts in _phrases()[words.lower[token]]:
        last = token + len(parts)
        if last < high and tuple(words.lower[token:last]) == parts:
            end = phrase.after(words, last, high)
            if end > last:
                use = Use(number, low, high, token, last, frozenset({"tail"}), form="particle")
                use.source, use.kind = (last, end), "particle"
                _said(page, use)
                return use if use.content else None
    return None


def _named(page: Layout, number: int) -> Use | None:
    """A speaker's name before a colon, in a headline or a transcript, or after a dash at the end."""
    tags = page.words.tags
    low, high = page.sentences[number]
    first = low + (tags[low] in "“q")
    colon = tags.find(":", first + 1, min(first + 7, high))
    if colon <= first or colon + 2 >= high or set(tags[first:colon]) != {"P"}:
        return None
    block = page.block[number]
    if number and block == page.block[number - 1]:
        return None
    shout = page.text[page.words.start[first] : page.words.end[colon - 1]].isupper()
    if number and not shout:
        return None
    use = Use(number, low, high, colon, colon, frozenset(), kind="turn" if shout else "headline")
    use.source = (first, colon)
    while shout and number + 1 < len(page.block) and page.block[number + 1] == block:
        number += 1
    high = page.sentences[number][1]
    use.content = [(colon + 1, high if shout else trimmed(tags, colon + 1, high))]
    return use


def _said(page: Layout, use: Use) -> None:
    """What stands behind the phrase and its comma, or else before it."""
    tags = page.words.tags
    stop = trimmed(tags, use.low, use.high)
    front = use.first
    while front > use.low and tags[front - 1] in "CA,":
        front -= 1
    assert use.source is not None  # noqa: S101 (set by the caller)
    first, end = use.source
    if front == use.low:
        comma = tags.find(",", end, stop)
        comma = end if comma < 0 else comma
        use.source = (first, comma)
        use.content = [(comma + 1, stop)] if comma + 1 < stop else []
    else:
        use.content = _around(page, use, stop)


def _around(page: Layout, use: Use, stop: int) -> list[Range]:
    """What stands before the phrase, and after it where it is set between commas."""
    tags = page.words.tags
    assert use.source is not None  # noqa: S101
    before, end = use.first, use.source[1]
    if tags[before - 1] in ",-(":
        before -= 1
    found = [(use.low, before)] if before > use.low else []
    if tags[before] in ",-" and end + 1 < stop and tags[end] in ",-":
        found.append((end + 1, stop))
    return found


def trimmed(tags: str, low: int, high: int) -> int:
    """Last+1 token of a sentence without the marks that end it."""
    while high > low and tags[high - 1] in ".,;:-":
        high -= 1
    return high
