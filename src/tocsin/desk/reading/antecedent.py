"""What pronouns refer back to: the sources told of before in a document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tocsin.desk.reading.collective import voices
from tocsin.desk.reading.entity import Entities, Person, last, nearest
from tocsin.desk.reading.statement import Span, Speaker

FAR = 100
_RECENT = 8
_OWN = re.compile(r"(?:we|i|me|us|our|my|ours|mine|ourselves|myself)\b", re.IGNORECASE)
_OWN_ALONE = re.compile(r"(?:we|i|me|us|(?:we|us) (?:all|both|two)|all of us)", re.IGNORECASE)
_SINGULAR = re.compile(
    r"(he|him|his|himself|she|her|hers|herself)(?: (?:him|her)self)?", re.IGNORECASE
)
_PLURAL = re.compile(
    r"(?:they|them|their|both|the two|themselves)(?: (?:both|all|two))?", re.IGNORECASE
)
_IT = re.compile(r"it|its|who|which|that|the latter", re.IGNORECASE)
_COLLEAGUE = re.compile(r"colleagues?|counterparts?|friends?|predecessors?|deputy", re.IGNORECASE)


@dataclass(slots=True)
class Told:
    """A source that was resolved, kept for what refers back to it."""

    speaker: Speaker
    person: Person | None = None
    sex: str = ""
    several: bool = False


@dataclass(slots=True)
class Reading:
    """The state of one document's reading."""

    text: str
    table: Entities
    own: Speaker
    told: list[Told] = field(default_factory=list)
    quoting: list[tuple[Span, int]] = field(default_factory=list)


def pronoun(reading: Reading, words: str, source: Span) -> Told | None:
    """Who is meant if a source is a pronoun, None if it is none."""
    if match := _SINGULAR.fullmatch(words):
        return _he_or_she(
            reading,
            "m" if match[1].lower().startswith("hi") or match[1].lower() == "he" else "f",
            source,
        )
    if _PLURAL.fullmatch(words):
        return _they(reading, source)
    if _OWN_ALONE.fullmatch(words) or (_OWN.match(words) and not _COLLEAGUE.search(words)):
        return _we(reading, source)
    if _IT.fullmatch(words):
        return reading.told[-1] if reading.told else None
    return None


def _he_or_she(reading: Reading, wanted: str, source: Span) -> Told | None:
    near = [e for e in reading.told[: -FAR - 1 : -1] if e.person and not e.several]
    known = [e for e in near[:_RECENT] if e.person and e.person.sex == wanted]
    for entry in known or [e for e in near if e.person and e.person.sex in {"", wanted}]:
        if entry.person:
            entry.person.sex = wanted
        return entry
    persons = [p for p in reading.table.persons if last(p, source.start) >= 0]
    fit = [p for p in persons if p.sex == wanted] or [p for p in persons if not p.sex]
    person = nearest(fit, source.start)
    if person:
        return found(person, source.start)
    single = [entry for entry in reading.told[-FAR:] if not entry.several and entry.speaker.office]
    return single[-1] if single else None


def _they(reading: Reading, source: Span) -> Told | None:
    for entry in reading.told[: -FAR - 1 : -1]:
        if entry.several:
            return entry
    pair = voices(reading.table, "leaders", source.start)
    return Told(pair, several=True) if pair else (reading.told[-1] if reading.told else None)


def _we(reading: Reading, source: Span) -> Told:
    for span, index in reading.quoting[: -FAR - 1 : -1]:
        if span.start <= source.start and source.end <= span.end:
            return reading.told[index]
    return Told(reading.own)


def found(person: Person, position: int) -> Told:
    """A person as the source at a position."""
    person.places.append(position)
    return Told(person.speaker(), person, person.sex)
