"""Who says what in a text: cues, the phrases that name their sources, and what is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tocsin.desk.reading import content, following, phrase
from tocsin.desk.reading.commitment import commitments
from tocsin.desk.reading.cue import uses
from tocsin.desk.reading.layout import Layout, layout
from tocsin.desk.reading.particle import particles
from tocsin.desk.reading.statement import Attribution, Span, Voice
from tocsin.desk.reading.use import Range, Use
from tocsin.desk.reading.voice import country_of, speaks_for_itself, voices

_AHEAD = 9  # cues of a sentence that are looked at behind one of them


def attributions(text: str) -> list[Attribution]:
    """All that a text attributes to somebody, in its order, none of them inside another's words.

    Every span is not empty and lies in the text. Where one speaker reports another, the outer
    statement stands alone.
    """
    read = layout(text)
    found = _found(read)
    return [_made(read, use, voice) for use, voice in zip(found, voices(read, found), strict=True)]


def _found(read: Layout) -> list[Use]:
    found = [*_cued(read), *particles(read)]
    found.extend(following.quotations(read, found))
    if not speaks_for_itself(read, found):
        found = [use for use in found if "impersonal" not in use.groups]
    kept = list(_outermost(read, found))
    more = following.sentences(read, kept)
    taken = {use.sentence for use in more}
    kept = [*(use for use in kept if use.sentence not in taken), *more]
    return sorted([*kept, *_committed(read, kept)], key=_place)


def _committed(read: Layout, found: list[Use]) -> list[Use]:
    """What a document that speaks for itself says that it will do, or that is to be done."""
    country = country_of(read, found)
    more = list(commitments(read, found, country))
    plain = not read.opened and len(more) >= len(found)
    return more if plain or speaks_for_itself(read, [*found, *more]) else []


def _cued(read: Layout) -> Iterator[Use]:
    """The attributions by verbs, adjectives and nouns, with what they say."""
    for found in uses(read):
        subject: Range | None = None
        for index, use in enumerate(found):
            if use.kind in {"linked", "gerund"}:
                use.source = subject or phrase.subject(read.words, use.low, use.first)
            elif use.kind in {"subject", "inverted"}:
                subject = use.source
            if use.source is None and use.kind != "nobody":
                continue
            said = content.said(read, use, found[index + 1 : index + _AHEAD])
            use.content = said or following.introduced(read, use) or following.pointed(read, use)
            if use.content:
                use.content = [_whole(read, part) for part in use.content]
                yield use


def _whole(read: Layout, part: Range) -> Range:
    """A part of what is said, with all of the quotation that it begins with."""
    return part[0], max(part[1], read.opened.get(part[0], 0))


def _outermost(read: Layout, found: Iterable[Use]) -> Iterator[Use]:
    """Uses in the order of the text, without those that lie in what another says."""
    inside = bytearray(len(read.words.start) + 1)
    for use in sorted(found, key=_place):
        if not any(inside[use.first : use.last]) and not inside[use.content[0][0]]:
            for first, last in use.content:
                inside[first:last] = b"\1" * (last - first)
            yield use


def _place(use: Use) -> tuple[int, int]:
    return min(use.first, use.content[0][0]), -use.content[-1][1]


def _made(read: Layout, use: Use, voice: Voice) -> Attribution:
    cue = (_span(read, (use.first, use.last)),) if use.last > use.first else ()
    source = _span(read, use.source) if use.source else None
    return Attribution(voice, source, cue, tuple(_span(read, part) for part in use.content))


def _span(read: Layout, tokens: Range) -> Span:
    return Span(read.words.start[tokens[0]], read.words.end[tokens[1] - 1])
