"""Attributions without a verb: "according to X, …", and names before a colon."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tocsin.desk.reading import cueword, phrase
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.use import Range, Use, trimmed

_NAME = 6  # tokens that a speaker's name before a colon has at most


def particles(page: Layout) -> Iterator[Use]:
    """The attributions by a phrase, and those by a label, in the order of the text."""
    starts, lower = {*_phrases(), "in"}, page.words.lower
    for number, (low, high) in enumerate(page.sentences):
        label = _label(page, number)
        if label is not None:
            yield label
        for token in range(low, high):
            if lower[token] in starts:
                use = _phrase(page, number, token) or _view(page, number, token)
                if use is not None:
                    yield use


@cache
def _phrases() -> dict[str, list[tuple[str, ...]]]:
    """The phrases that a source follows, by their first word; the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in sorted(cueword.words("cues", "phrases", "source_after"), key=len, reverse=True):
        parts = tuple(entry.split())
        found.setdefault(parts[0], []).append(parts)
    return found


def _phrase(page: Layout, number: int, token: int) -> Use | None:
    low, high = page.sentences[number]
    words = page.words
    for parts in _phrases().get(words.lower[token], ()):
        last = token + len(parts)
        if tuple(words.lower[token:last]) == parts:
            end = phrase.after(words, last, high)
            use = Use(number, low, high, token, last, form="particle", kind="particle")
            if end > last:
                _said(page, use, end)
            return use if use.content else None
    return None


def _view(page: Layout, number: int, token: int) -> Use | None:
    """In somebody's view: what stands beside it is said, by him whose view it is."""
    low, high = page.sentences[number]
    words = page.words
    end = phrase.after(words, token + 1, high)
    if words.lower[token] != "in" or end < token + 3:
        return None
    if words.lower[end - 1] not in cueword.words("cues", "phrases", "views"):
        return None
    owner = token + 2 if words.lower[token + 1] in cueword.closed("possessive") else end - 2
    if owner == end - 2 and words.tags[owner] != "'":
        return None
    use = Use(number, low, high, token, end, form="particle", kind="particle")
    _said(page, use, end)
    use.first, use.source = end - 1, (token + 1, owner)
    return use if use.content and words.tags[end] in ",." else None


def _said(page: Layout, use: Use, end: int) -> None:
    """Give a phrase whose source ends at a token that source, and what stands beside it."""
    tags = page.words.tags
    stop = trimmed(tags, use.low, use.high)
    front = use.first
    while front > use.low and tags[front - 1] in "CA,":
        front -= 1
    if front > use.low:
        use.source, use.content = (use.last, end), _around(tags, use, end, stop)
        return
    comma = tags.find(",", end, stop)
    end = comma if comma > 0 else end
    use.source, use.content = (use.last, end), [(end + 1, stop)] if end + 1 < stop else []


def _around(tags: str, use: Use, end: int, stop: int) -> list[Range]:
    """What stands before the phrase, and behind it where it is set between commas."""
    before = use.first
    if tags[before - 1] in ",-(":
        before -= 1
    found = [(use.low, before)] if before > use.low else []
    if tags[before] in ",-" and end + 1 < stop and tags[end] in ",-":
        found.append((end + 1, stop))
    return found


def _label(page: Layout, number: int) -> Use | None:
    """A speaker's name before a colon: "X: …" in the headline, "MR. X: …" in a transcript."""
    tags, (low, high) = page.words.tags, page.sentences[number]
    first = low + (tags[low] in "“q")
    colon = tags.find(":", first + 1, min(first + _NAME + 1, high))
    if colon < 0 or colon + 2 >= high or set(tags[first:colon]) != {"P"}:
        return None
    if number and page.block[number] == page.block[number - 1]:
        return None
    name = page.text[page.words.start[first] : page.words.end[colon - 1]]
    if number and not name.isupper():
        return None
    use = Use(number, low, high, colon, colon, kind="label", source=(first, colon))
    end = _turn(page, number) if name.isupper() else trimmed(tags, colon + 1, high)
    use.content = [(colon + 1, end)] if end > colon + 1 else []
    return use if use.content else None


def _turn(page: Layout, number: int) -> int:
    """The end of a speaker's turn, which is his paragraph."""
    block = page.block[number]
    while number + 1 < len(page.block) and page.block[number + 1] == block:
        number += 1
    return page.sentences[number][1]
