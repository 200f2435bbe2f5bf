"""Readings as one self-contained HTML page: the text, and who says what in the margin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

import jinja2

from tocsin.desk.reading import terminal, words
from tocsin.desk.reading.batch import Reading
from tocsin.desk.reading.statement import Span, Statement

MOST = 50
"""Reports that one page may hold."""

_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\n)[^\n]+)*")
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of a paragraph that are all marked alike; `numbers` of statements start here."""

    text: str
    marks: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What the margin says of a statement."""

    number: int
    speaker: str
    standing: str
    voice: str
    topic: str
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces, and the notes on the statements that start in it."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    kind: str
    number: int


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("tocsin.desk.reading"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("reading.html")


def render(readings: Iterable[Reading]) -> str:
    """The page as HTML: styles inside, nothing fetched, the same bytes every time."""
    folder = files("tocsin.desk.reading").joinpath("templates")
    given = list(readings)
    return _template().render(
        css=folder.joinpath("reading.css").read_text(encoding="utf-8"),
        title=_seen(given[0].report.name) if len(given) == 1 else f"{len(given)} reports",
        readings=[
            {
                "name": _seen(one.report.name),
                "day": one.report.date.isoformat() if one.report.date else "day not known",
                "told": terminal.told(one),
                "paragraphs": list(paragraphs(one)),
            }
            for one in given
        ],
    )


def paragraphs(reading: Reading) -> Iterator[Paragraph]:
    """The text in paragraphs, each cut wherever something that is marked starts or ends."""
    text, marks = reading.report.text, _marks(reading)
    statements = dict(enumerate(reading.found.statements, 1))
    live: list[_Mark] = []
    at = 0
    for hit in _PARAGRAPH.finditer(text):
        while at < len(marks) and marks[at].start < hit.end():
            live.append(marks[at])
            at += 1
        inside = [mark for mark in live if mark.end > hit.start()]
        pieces = tuple(_pieces(text, Span(*hit.span()), inside))
        begun = dict.fromkeys(number for piece in pieces for number in piece.numbers)
        yield Paragraph(pieces, tuple(_note(n, statements[n], text) for n in begun))
        live = [mark for mark in inside if mark.end > hit.end()]


def _marks(reading: Reading) -> list[_Mark]:
    """What is marked, in the order of the text; a statement's number stands at its first part."""
    found = []
    for number, one in enumerate(reading.found.statements, 1):
        told = one.attribution
        found += [
            _Mark(part.start, part.end, "content", 0 if n else number)
            for n, part in enumerate(told.content)
        ]
        found += [_Mark(cue.start, cue.end, "cue", 0) for cue in told.cue]
        if told.source:
            found.append(_Mark(told.source.start, told.source.end, "source", 0))
        found += [_Mark(act.span.start, act.span.end, "act", 0) for act in one.acts]
    return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.number))


def _pieces(text: str, paragraph: Span, marks: list[_Mark]) -> Iterator[Piece]:
    edges = {paragraph.start, paragraph.end}
    for mark in marks:
        edges |= {max(mark.start, paragraph.start), min(mark.end, paragraph.end)}
    bounds = sorted(edges)
    live: list[_Mark] = []
    at = 0
    for start, end in pairwise(bounds):
        while at < len(marks) and marks[at].start <= start:
            live.append(marks[at])
            at += 1
        live = [mark for mark in live if mark.end > start]
        numbers = tuple(m.number for m in live if m.number and m.start == start)
        kinds = " ".join(sorted({mark.kind for mark in live}))
        yield Piece(_seen(text[start:end]), kinds, numbers)


def _note(number: int, one: Statement, text: str) -> Note:
    return Note(
        number=number,
        speaker=_seen(words.speaker(one.speaker)),
        standing=_seen(words.standing(one.speaker)),
        voice=words.VOICES[one.attribution.voice],
        topic=_seen(one.topic),
        acts=tuple(_seen(words.act(act, text)) for act in one.acts),
    )


def _seen(said: str) -> str:
    """Text without the marks that turn its direction about: they could make it read otherwise."""
    return _UNSEEN.sub("", said)
