"""Who says what in a text: cues, the phrases that name their sources, and what is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tocsin.desk.reading import content, cueword, phrase
from tocsin.desk.reading.cue import Range, Use, uses
from tocsin.desk.reading.layout import Layout, layout
from tocsin.desk.reading.particle import particles, trimmed
from tocsin.desk.reading.statement import Attribution, Span, Voice
from tocsin.desk.reading.voice import voices


def attributions(text: str) -> list[Attribution]:
    """All that a text attributes to somebody, in its order, none of them inside another's words."""
    read = layout(text)
    found = [*_cued(read), *particles(read)]
    found.extend(_following(read, found))
    kept = list(_outermost(read, found))
    more = list(_continued(read, kept))
    taken = {use.sentence for use in more}
    kept = sorted([*(use for use in kept if use.sentence not in taken), *more], key=_place)
    global LAST
    LAST = kept
    return [_made(read, use, voice) for use, voice in zip(kept, voices(read, kept), strict=True)]


def _cued(read: Layout) -> Iterator[Use]:
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
            use.content = content.said(read, use, found[index + 1 :]) or _pointed(read, use)
            if use.content:
                yield use


def _following(read: Layout, found: list[Use]) -> Iterator[Use]:
    """Whole quotations that go on from what was attributed before them."""
    taken = {part for use in found for first, last in use.content for part in range(first, last)}
    starts = {low: number for number, (low, _) in enumerate(read.sentences)}
    ends = {high for _, high in read.sentences}
    for first, last in read.opened.items():
        if first in taken or last - first < 4:
            continue
        if first not in starts:
            if read.words.tags[first - 1] == ":":
                n = max(k for k, v in enumerate(read.sentences) if v[0] < first)
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


def _outermost(read: Layout, found: Iterable[Use]) -> Iterator[Use]:
    """Uses in the order of the text without those whose cue lies in what another says."""
    inside = bytearray(len(read.words.start) + 1)
    for use in sorted(found, key=_place):
        if not any(inside[use.first : use.last]) and not inside[use.content[0][0]]:
            for first, last in use.content:
                inside[first:last] = b"\1" * (last - first)
            yield use


def _place(use: Use) -> tuple[int, int]:
    return min(use.first, use.content[0][0]), -use.content[-1][1]


def _pointed(read: Layout, use: Use) -> list[Range]:
    """The sentence before one in which somebody "made the statement"."""
    words, number = read.words, use.sentence - 1
    said = words.lower[use.last - 1] in cueword.words("cues", "said", "pointing")
    if "light" not in use.groups or not said or number < 0:
        return []
    if words.lower[use.last - 2] not in {"the", "this", "that", "these", "those"}:
        return []
    low, high = read.sentences[number]
    if read.block[number] != read.block[use.sentence] or "“" in words.tags[low:high]:
        return []
    return [(low, trimmed(words.tags, low, high))]


def _continued(read: Layout, found: list[Use]) -> Iterator[Use]:
    """Sentences that go on from an indirect statement, where a report is made of little else."""
    busy = _busy(read, found)
    if len(busy) < 5 or not _dense(read, busy):
        return
    for number, (low, high) in enumerate(read.sentences):
        before = number - 1
        if number in busy and not _links(read, low, high):
            continue
        if before not in busy or read.block[before] != read.block[number]:
            continue
        if "“" in read.words.tags[low:high] or not busy[before]:
            continue
        use = Use(number, low, high, low, low, frozenset(), kind="continued")
        use.content = [(low, trimmed(read.words.tags, low, high))]
        busy[number] = True
        yield use


def _links(read: Layout, low: int, high: int) -> bool:
    """Whether a sentence opens as an example of the one before it: "In particular, …"."""
    start, end = read.words.start[low], read.words.end[min(low + 3, high) - 1]
    opening = read.text[start:end].lower()
    return opening.startswith(tuple(cueword.words("words", "examples")))


def _busy(read: Layout, found: list[Use]) -> dict[int, bool]:
    """The sentences in which something is attributed, and whether indirectly up to their end."""
    busy: dict[int, bool] = {}
    number = 0
    for use in found:
        for first, last in [(use.first, use.last), *use.content]:
            while number + 1 < len(read.sentences) and read.sentences[number][1] <= first:
                number += 1
            while number > 0 and read.sentences[number][0] > first:
                number -= 1
            low, high = read.sentences[number]
            whole = (
                last >= trimmed(read.words.tags, low, high) and "“" not in read.words.tags[low:high]
            )
            busy[number] = whole
            step = number + 1
            while step < len(read.sentences) and read.sentences[step][0] < last:
                busy[step] = False
                step += 1
    return busy


def _dense(read: Layout, busy: dict[int, bool]) -> bool:
    """Whether nearly every paragraph of a text attributes something."""
    blocks = {read.block[number] for number in busy}
    long = {read.block[n] for n, (low, high) in enumerate(read.sentences) if high - low > 8}
    return len(blocks & long) * 10 >= len(long) * DENSE


DENSE = 9


def _made(read: Layout, use: Use, voice: Voice) -> Attribution:
    cue = (_span(read, (use.first, use.last)),) if use.last > use.first else ()
    source = _span(read, use.source) if use.source else None
    return Attribution(voice, source, cue, tuple(_span(read, c) for c in use.content))


def _span(read: Layout, tokens: Range) -> Span:
    return Span(read.words.start[tokens[0]], read.words.end[tokens[1] - 1])
