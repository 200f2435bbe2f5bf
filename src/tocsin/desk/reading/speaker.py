"""Who is meant by the source of each attribution: a person, a body, several, or the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tocsin.desk.reading.collective import collective, voices
from tocsin.desk.reading.entity import Entities, Person, entities, last, nearest
from tocsin.desk.reading.issuer import issuer_of, own_voice
from tocsin.desk.reading.name import names
from tocsin.desk.reading.nation import Named, Naming, is_nation, nation, short, under
from tocsin.desk.reading.office import Title, authority, sex
from tocsin.desk.reading.statement import Attribution, Span, Speaker, Voice
from tocsin.desk.reading.trie import plain

NOBODY = Speaker("")
_FAR = 100
_OWN = re.compile(r"(?:we|i|me|us|our|my|ours|mine|ourselves|myself)\b", re.IGNORECASE)
_OWN_ALONE = re.compile(r"(?:we|i|me|us|(?:we|us) (?:all|both|two)|all of us)", re.IGNORECASE)
_SINGULAR = re.compile(
    r"(he|him|his|himself|she|her|hers|herself)(?: (?:him|her)self)?", re.IGNORECASE
)
_PLURAL = re.compile(
    r"(?:they|them|their|both|the two|themselves)(?: (?:both|all|two))?", re.IGNORECASE
)
_IT = re.compile(r"it|its|who|which|that|the latter", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|some|any|one|this|that)\s+", re.IGNORECASE)
_INDEFINITE = re.compile(
    r"(?:a|an|one|another|some|several|many|two|three|unnamed)\b", re.IGNORECASE
)
_WITHIN = re.compile(r"\b(?:of|by|for|from|at|in|with|to)\b")
_AND = re.compile(r"\band\b|&")
_COLLEAGUE = re.compile(r"colleagues?|counterparts?|friends?|predecessors?|deputy", re.IGNORECASE)
_AFTER_NAME = re.compile(r"[,’'(]|\s(?:and|of|from|who|at|for|in|with|himself|herself|\()\b|\s\(")
_LIST = re.compile(r",?\s(?:and\s)?(?:the\s)?")
_BODILY = frozenset({"secretary", "chair", "high", "envoy"})
_STATE = frozenset({"state", "government", "deputy", "foreign", "defence", "minister"})


@dataclass(slots=True)
class _Told:
    """A source that was resolved, kept for what refers back to it."""

    speaker: Speaker
    person: Person | None = None
    sex: str = ""
    several: bool = False


@dataclass(slots=True)
class _Reading:
    """The state of one document's reading."""

    text: str
    table: Entities
    own: Speaker
    told: list[_Told] = field(default_factory=list)
    quoting: list[tuple[Span, int]] = field(default_factory=list)


def speakers(
    text: str,
    attributions: Sequence[Attribution],
    issuer: str = "",
    people: Entities | None = None,
) -> list[Speaker]:
    """The speaker of each attribution, in their order.

    `issuer` is who issues the document: an ISO 3166 alpha-3 code, several parted by commas, or a
    body's name; without one it is read from the heading. `people` is the document's entity table
    where it is made already.
    """
    table = people or entities(text, issuer or issuer_of(text, attributions))
    reading = _Reading(text, table, own_voice(text, table))
    for attribution in attributions:
        found = _resolved(reading, attribution)
        for span in attribution.content if attribution.voice is not Voice.OWN else ():
            reading.quoting.append((span, len(reading.told)))
        reading.told.append(found)
    return [entry.speaker for entry in reading.told]


def _resolved(reading: _Reading, attribution: Attribution) -> _Told:
    source = attribution.source
    if source:
        return _source(reading, source)
    if attribution.cue:
        return _Told(reading.own if attribution.voice is Voice.OWN else NOBODY)
    if reading.told:
        return reading.told[-1]
    return _Told(reading.own)


def _source(reading: _Reading, source: Span) -> _Told:
    words = plain(source.of(reading.text)).rstrip(" ,;:")
    bare = _ARTICLE.sub("", words, count=1)
    return (
        _pronoun(reading, words, source)
        or _persons(reading, source)
        or _several(reading, words, bare, source)
        or _office(reading, words, bare, source)
        or _body(reading, bare, source)
        or _Told(Speaker(bare))
    )


def _pronoun(reading: _Reading, words: str, source: Span) -> _Told | None:
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


def _he_or_she(reading: _Reading, wanted: str, source: Span) -> _Told | None:
    for entry in reading.told[: -_FAR - 1 : -1]:
        if entry.person and not entry.several and entry.sex in {"", wanted}:
            entry.person.sex = entry.sex = wanted
            return entry
    fit = [p for p in reading.table.persons if p.sex in {"", wanted} and last(p, source.start) >= 0]
    person = nearest(fit, source.start)
    if person:
        return _person(person, source.start)
    single = [entry for entry in reading.told[-_FAR:] if not entry.several and entry.speaker.office]
    return single[-1] if single else None


def _they(reading: _Reading, source: Span) -> _Told | None:
    for entry in reading.told[: -_FAR - 1 : -1]:
        if entry.several:
            return entry
    pair = voices(reading.table, "leaders", source.start)
    return _Told(pair, several=True) if pair else (reading.told[-1] if reading.told else None)


def _we(reading: _Reading, source: Span) -> _Told:
    for span, index in reading.quoting[: -_FAR - 1 : -1]:
        if span.start <= source.start and source.end <= span.end:
            return reading.told[index]
    return _Told(reading.own)


def _persons(reading: _Reading, source: Span) -> _Told | None:
    """One or several named persons in a source."""
    found: list[tuple[Span, Person]] = []
    for span in _names(reading, source):
        person = reading.table.find(span)
        if person and all(person is not other for _, other in found):
            found.append((span, person))
    if not found:
        return None
    first, person = found[0]
    joint = [p for span, p in found[1:] if _AND.search(reading.text, first.end, span.start)]
    for span, other in found:
        other.places.append(span.start)
        other.sex = other.sex or sex(reading.text[max(source.start, span.start - 5) : span.start])
    if joint:
        everybody = [person, *joint]
        return _Told(_together([p.speaker() for p in everybody]), person, several=True)
    return _person(person, first.start)


def _names(reading: _Reading, source: Span) -> list[Span]:
    told = reading.table.titles_in(source)
    titled = [t.person for t in told if t.person]
    plain_names = [
        span
        for span in names(reading.text, source.start, source.end)
        if not any(t.start < span.end and span.start < t.end for t in told)
        and (span.end == source.end or _AFTER_NAME.match(reading.text, span.end))
    ]
    return sorted({*plain_names, *titled})


def _person(person: Person, position: int) -> _Told:
    person.places.append(position)
    return _Told(person.speaker(), person, person.sex)


def _together(speakers: list[Speaker]) -> Speaker:
    """Several speakers as one, each told once."""
    parties = dict.fromkeys(s.party for s in speakers if s.party)
    offices = dict.fromkeys(s.office for s in speakers if s.office)
    return Speaker(" and ".join(s.name for s in speakers), "; ".join(offices), ",".join(parties))


def _several(reading: _Reading, words: str, bare: str, source: Span) -> _Told | None:
    found = collective(reading.table, words, bare, source)
    return _Told(found, several=True) if found else None


def _office(reading: _Reading, words: str, bare: str, source: Span) -> _Told | None:
    """Who holds the office that a source tells without a name."""
    title = next(iter(reading.table.titles_in(source)), None)
    if title is None or title.several or _WITHIN.search(reading.text, source.start, title.start):
        return None
    if title.counterpart:
        return _counterpart(reading, title, bare)
    party = title.party or _owner(reading, title)
    definite = not _INDEFINITE.match(words)
    holder = reading.table.holder(title.ranks, party, source.start) if definite else None
    if holder:
        return _person(holder, source.start)
    if definite and not party:
        party = _issuing(reading.table.issuer, title)
    return _Told(Speaker(bare, bare, under(party)), None, title.sex)


def _issuing(issuer: str, title: Title) -> str:
    """The issuer if “the minister” or “the secretary-general” without more must be its own."""
    return issuer if title.ranks & (_STATE if is_nation(issuer) else _BODILY) else ""


def _owner(reading: _Reading, title: Title) -> str:
    """The party of a possessive before an office: “their president”."""
    return reading.told[-1].speaker.party if title.owned and reading.told else ""


def _counterpart(reading: _Reading, title: Title, bare: str) -> _Told:
    """The office of the antecedent, held for the other party."""
    before = next((t.person for t in reading.told[: -_FAR - 1 : -1] if t.person), None)
    holder = (
        reading.table.holder(before.ranks, title.party, title.start)
        if before and title.party
        else None
    )
    if holder:
        return _person(holder, title.start)
    office = before.office if before else title.words
    return _Told(Speaker(re.sub(r"^(?:his|her|their|my|our)\s", "", bare), office, title.party))


def _body(reading: _Reading, bare: str, source: Span) -> _Told | None:
    """A country or body, its government or members, as a source."""
    issuer = reading.table.issuer
    if short(bare, issuer):
        return _Told(Speaker(issuer, "", under(issuer)))
    inside = reading.table.nations_in(source)
    if not inside:
        own = issuer if is_nation(issuer) and authority(bare) else ""
        return _Told(Speaker(bare, "", own)) if own else None
    parties = ",".join(dict.fromkeys(under(n.key) for n in inside))
    if len(inside) == 1 and bare == plain(reading.text[inside[0].start : inside[0].end]):
        people = inside[0].naming is Naming.ADJECTIVE
        return _Told(
            Speaker(bare if people else nation(inside[0].key), "", parties), several=people
        )
    if len(inside) > 1 and _listed(reading, inside, source.end):
        joined = " and ".join(nation(n.key, article=True) for n in inside)
        return _Told(Speaker(joined, "", parties), several=True)
    if authority(bare) or (len(inside) == 1 and inside[0].naming is Naming.BODY):
        return _Told(Speaker(bare, "", under(inside[0].key)))
    return None


def _listed(reading: _Reading, inside: list[Named], end: int) -> bool:
    """Whether the countries and bodies in a source are all there is in it."""
    gaps = [reading.text[a.end : b.start] for a, b in pairwise(inside)]
    return inside[-1].end == end and all(_LIST.fullmatch(gap) for gap in gaps)
