"""Who says what in a text: cues, the phrases that name their sources, and what is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tocsin.desk.reading import content, phrase
from tocsin.desk.reading.cue import Range, Use, uses
from tocsin.desk.reading.page import Page, page
from tocsin.desk.reading.particle import particles
from tocsin.desk.reading.statement import Attribution, Span, Voice


def attributions(text: str) -> list[Attribution]:
    """All that a text attributes to somebody, in its order, none of them inside another's words."""
    read = page(text)
    found = [*_cued(read), *particles(read)]
    found.extend(_following(read, found))
    global LAST
    LAST = list(_outermost(read, found))
    return [_made(read, use) for use in LAST]


def _cued(read: Page) -> Iterator[Use]:
    """Attributions by verbs, adjectives and nouns, with what they say."""
    for found in uses(read):
        subject: Range | None = None
        for index, use in enumerate(found):
            if use.kind in {"linked", "gerund"}:
                use.source = subject or phrase.subject(read.words, use.low, use.first)
                if use.source is None:
                    continue
            elif use.kind in {"subject", "inverted"}:
                subject = use.source
            use.content = content.said(read, use, found[index + 1 :])
            if use.content:
                yield use


def _following(read: Page, found: list[Use]) -> Iterator[Use]:
    """Whole quotations that go on from what was attributed before them."""
    taken = {part for use in found for first, last in use.content for part in range(first, last)}
    starts = {low: number for number, (low, _) in enumerate(read.sentences)}
    ends = {high for _, high in read.sentences}
    for first, last in read.opened.items():
        if first in taken or last - first < 4:
            continue
        if first not in starts:
            if read.words.tags[first-1]==':':
                n=max(k for k,v in enumerate(read.sentences) if v[0]<first)
                use = Use(n, *read.sentences[n], first, first, frozenset(), kind="quotecolon")
                use.content = [(first, last)]
                yield use
            continue
        if last in ends or read.words.tags[last] in ".,":
            number = starts[first]
            low, high = read.sentences[number]
            use = Use(number, low, high, first, first, frozenset(), kind="follow")
            use.content = [(first, last)]
            yield use


def _outermost(read: Page, found: Iterable[Use]) -> Iterator[Use]:
    """Uses in the order of the text without those whose cue lies in what another says."""
    inside = bytearray(len(read.words.start) + 1)
    for use in sorted(found, key=_place):
        if not any(inside[use.first : use.last]) and not inside[use.content[0][0]]:
            for first, last in use.content:
                inside[first:last] = b"\1" * (last - first)
            yield use


def _place(use: Use) -> tuple[int, int]:
    return min(use.first, use.content[0][0]), -use.content[-1][1]


def _made(read: Page, use: Use) -> Attribution:
    cue = (_span(read, (use.first, use.last)),) if use.last > use.first else ()
    source = _span(read, use.source) if use.source else None
    return Attribution(Voice.INDIRECT, source, cue, tuple(_span(read, c) for c in use.content))


def _span(read: Page, tokens: Range) -> Span:
    return Span(read.words.start[tokens[0]], read.words.end[tokens[1] - 1])
