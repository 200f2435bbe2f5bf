"""The sentence around some words, and the date in it that lies nearest to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.desk.reading.statement import Moment, Span

REACH = 400
"""Characters to either side beyond which no sentence is followed."""

_BREAK = re.compile(r"\n|[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-ZÀ-Þ0-9])")
_SHORTENED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|St|Jr|Sr|Gov|Sen|Rep|Prof|Hon|No|Nos"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|vs|approx|art|para))$",
    re.IGNORECASE,
)


def around(text: str, start: int, end: int) -> Span:
    """The sentence in which the words from `start` to `end` stand, at most REACH beyond them."""
    first, last = max(0, start - REACH), min(len(text), end + REACH)
    for hit in _BREAK.finditer(text, first, start):
        if _ends(text, hit):
            first = hit.end()
    for hit in _BREAK.finditer(text, end, last):
        if _ends(text, hit):
            return Span(min(first, start), max(end, hit.start()))
    return Span(min(first, start), last)


def _ends(text: str, hit: re.Match[str]) -> bool:
    if hit[0].startswith("\n"):
        return True
    return not (
        hit[0].startswith(".") and _SHORTENED.search(text[max(0, hit.start() - 7) : hit.start()])
    )


def nearest(dates: Sequence[Moment], span: Span, sentence: Span) -> Moment | None:
    """The date told in a sentence that is nearest to a span; of two as near, the first."""
    inside = [d for d in dates if sentence.start <= d.span.start and d.span.end <= sentence.end]
    return min(inside, key=lambda d: _distance(d.span, span), default=None)


def _distance(one: Span, two: Span) -> int:
    return max(one.start - two.end, two.start - one.end, 0)
