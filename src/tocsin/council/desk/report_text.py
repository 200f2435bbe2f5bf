"""A report's text as a page shows it, and the exact places of words in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

_GAP = re.compile(r"\n(?:[ \t]*\n)+")


@dataclass(frozen=True)
class Found:
    """A span to be shown: which statement it belongs to, as what, where, and its CSS class."""

    number: int
    role: str
    start: int
    end: int
    look: str = ""


@dataclass(frozen=True)
class Piece:
    """A stretch of text under the same spans: those that cover it, begin with it, end with it."""

    text: str
    covers: tuple[Found, ...] = ()
    begins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph: its place in the text, the blank that follows it, and its pieces."""

    number: int
    start: int
    end: int
    gap: str
    pieces: list[Piece] = field(default_factory=list)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph: what stands between blank lines."""
    start = 0
    for gap in _GAP.finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def laid_out(text: str, found: Iterable[Found] = ()) -> list[Paragraph]:
    """The paragraphs with their pieces; pieces and gaps in order give the text from the first on.

    Spans may overlap or reach over paragraphs: the text is cut wherever one begins or ends.
    """
    spans = sorted(found, key=lambda f: (f.start, f.end, f.number))
    places = list(paragraphs(text))
    followers = [*(start for start, _end in places[1:]), len(text)][: len(places)]
    return [
        Paragraph(number, start, end, text[end:follower], list(_pieces(text, start, end, spans)))
        for number, ((start, end), follower) in enumerate(zip(places, followers, strict=True), 1)
    ]


def _pieces(text: str, start: int, end: int, spans: list[Found]) -> Iterator[Piece]:
    here = [span for span in spans if span.start < end and span.end > start]
    cuts = {start, end}
    begins, ends = defaultdict(list), defaultdict(list)
    for span in here:
        first, last = max(span.start, start), min(span.end, end)
        cuts |= {first, last}
        if span.role == "content":
            if first == span.start:
                begins[first].append(span.number)
            if last == span.end:
                ends[last].append(span.number)
    edges = sorted(cuts)
    for left, right in pairwise(edges):
        covers = tuple(s for s in here if s.start <= left and right <= s.end)
        yield Piece(text[left:right], covers, tuple(begins[left]), tuple(ends[right]))


def occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where some words stand, as start and end; blanks match any blanks, all else exactly.

    Whole words go first: only where there are none are they looked for within other words.
    Occurrences that overlap are all given; none for words that are only blanks.
    """
    asked = r"\s+".join(re.escape(part) for part in words.split())
    if not asked:
        return []
    whole = rf"(?<!\w){asked}" if words.strip()[0].isalnum() else asked
    whole = rf"{whole}(?!\w)" if words.strip()[-1].isalnum() else whole
    return _matches(whole, text) or _matches(asked, text)


def _matches(pattern: str, text: str) -> list[tuple[int, int]]:
    return [match.span(1) for match in re.finditer(f"(?=({pattern}))", text)]


def paragraph_of(text: str, position: int) -> tuple[int, int]:
    """Start and end of the paragraph in which a position lies."""
    places = list(paragraphs(text))
    index = bisect_right([start for start, _end in places], position) - 1
    return places[max(index, 0)]


def around(text: str, start: int, end: int, width: int = 24) -> str:
    """Some words with a little of what stands around them, on one line."""
    before, after = text[max(0, start - width) : start], text[end : end + width]
    return " ".join(f"…{before}{text[start:end][:width]}{after}…".split())
