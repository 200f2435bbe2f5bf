"""Who is meant by the source of each attribution: a person, a body, several, or the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from tocsin.desk.reading.antecedent import FAR, Reading, Told, found, pronoun
from tocsin.desk.reading.author import author
from tocsin.desk.reading.collective import collective
from tocsin.desk.reading.entity import Entities, Person, entities
from tocsin.desk.reading.issuer import issuer_of, own_voice
from tocsin.desk.reading.name import names
from tocsin.desk.reading.nation import (
    Named,
    Naming,
    is_nation,
    key_of,
    listed,
    named,
    nation,
    short,
    under,
    within,
)
from tocsin.desk.reading.office import Title, authority, kin, sex
from tocsin.desk.reading.statement import Attribution, Span, Speaker, Voice
from tocsin.desk.reading.trie import plain
from tocsin.world.organisation import Organisation

NOBODY = Speaker("")
_ARTICLE = re.compile(r"^(?:the|a|an|some|any|one|this|that)\s+", re.IGNORECASE)
_INDEFINITE = re.compile(
    r"(?:a|an|one|another|some|several|many|two|three|unnamed)\b", re.IGNORECASE
)
_WITHIN = re.compile(r"\b(?:of|by|for|from|at|in|with|to)\b")
_URGED = re.compile(
    r"\b(?:should|must|needs? to|has to|no doubt|necessary|essential|vital|clear)\b"
)
_AND = re.compile(r"\band\b|&")
_AFTER_NAME = re.compile(r"[,’'(]|\s(?:and|of|from|who|at|for|in|with|himself|herself|\()\b|\s\(")
_OWNER = re.compile(r"['’]s\s")
_BRACKET = re.compile(r"\s\((?:the\s)?")
_LIST = re.compile(r",?\s(?:and\s)?(?:the\s)?")
_BODILY = frozenset({"secretary", "chair", "high", "envoy"})
_STATE = frozenset({"state", "government", "deputy", "foreign", "defence", "minister"})


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
    known = ",".join(key_of(part.strip()) for part in issuer.split(","))
    table = people or entities(text, known or issuer_of(text, attributions))
    reading = Reading(text, table, own_voice(text, table))
    for attribution in attributions:
        resolved = _resolved(reading, attribution)
        for span in attribution.content if attribution.voice is not Voice.OWN else ():
            reading.quoting.append((span, len(reading.told)))
        reading.told.append(resolved)
    return [entry.speaker for entry in reading.told]


def as_parties(told: Sequence[Speaker], organisation: Organisation) -> list[Speaker]:
    """The speakers with the keys of an organisation's parties in place of the bodies' names."""
    keys = {
        body.key: party.key
        for party in organisation.parties
        if not is_nation(party.key)
        for body in named(party.name)
        if body.end - body.start == len(party.name)
    }
    keys |= {party.name: party.key for party in organisation.parties}
    return [_as_party(speaker, keys) for speaker in told]


def _as_party(speaker: Speaker, keys: Mapping[str, str]) -> Speaker:
    parties = [keys.get(party, party) for party in speaker.party.split(",")]
    return replace(speaker, party=",".join(parties))


def _resolved(reading: Reading, attribution: Attribution) -> Told:
    source = attribution.source
    if source:
        return _source(reading, source)
    if attribution.cue:
        own = attribution.voice is Voice.OWN or _urges(reading, attribution)
        return Told(reading.own if own else NOBODY)
    if reading.told:
        return reading.told[-1]
    return Told(reading.own)


def _urges(reading: Reading, attribution: Attribution) -> bool:
    """Whether words without a source are the document's: “it should be emphasised”."""
    return any(_URGED.search(reading.text, cue.start, cue.end) for cue in attribution.cue)


def _source(reading: Reading, source: Span) -> Told:
    source = author(reading.text, source)
    words = plain(source.of(reading.text)).rstrip(" ,;:")
    bare = _ARTICLE.sub("", words, count=1)
    return (
        pronoun(reading, words, source)
        or _persons(reading, source)
        or _several(reading, words, bare, source)
        or _office(reading, words, bare, source)
        or _body(reading, bare, source)
        or Told(Speaker(bare))
    )


def _persons(reading: Reading, source: Span) -> Told | None:
    """One or several named persons in a source."""
    told: list[tuple[Span, Person]] = []
    for span in _names(reading, source):
        if _OWNER.match(reading.text, span.end, source.end):
            return _of_owner(reading, span, source)
        person = reading.table.find(span)
        if person and all(person is not other for _, other in told):
            told.append((span, person))
    if not told:
        return None
    first, person = told[0]
    _owned(reading, source, person)
    joint = [p for span, p in told[1:] if _AND.search(reading.text, first.end, span.start)]
    for span, other in told:
        other.party = other.party or _bracketed(reading, span)
        other.places.append(span.start)
        other.sex = other.sex or sex(reading.text[max(source.start, span.start - 5) : span.start])
    if joint:
        everybody = [person, *joint]
        return Told(_together([p.speaker() for p in everybody]), person, several=True)
    return found(person, first.start)


def _bracketed(reading: Reading, name: Span) -> str:
    """The country told in brackets after a name: “Mr. X (Russian Federation)”."""
    bracket = _BRACKET.match(reading.text, name.end)
    inside = reading.table.nations_in(Span(bracket.end(), bracket.end() + 60)) if bracket else []
    return inside[0].key if bracket and inside and inside[0].start == bracket.end() else ""


def _owned(reading: Reading, source: Span, person: Person) -> None:
    """The party of “his spokesman, X”: that of who spoke before."""
    title = next(iter(reading.table.titles_in(source)), None)
    if title and title.owned and not person.party and reading.told:
        person.party = reading.told[-1].speaker.party


def _of_owner(reading: Reading, owner: Span, source: Span) -> Told | None:
    """The holder of an office under somebody named: “President X’s spokesman”."""
    after = [t for t in reading.table.titles_in(source) if t.start > owner.end]
    boss = reading.table.find(owner)
    words = _ARTICLE.sub("", plain(source.of(reading.text)), count=1)
    if not after:
        return Told(Speaker(words, "", under(boss.party))) if boss else None
    if after[0].person:
        person = reading.table.find(after[0].person)
        if person and boss:
            person.party = person.party or boss.party
        return found(person, source.start) if person else None
    return Told(Speaker(words, words, under(boss.party) if boss else ""), None, after[0].sex)


def _names(reading: Reading, source: Span) -> list[Span]:
    told = reading.table.titles_in(source)
    titled = [t.person for t in told if t.person]
    plain_names = [
        span
        for span in names(reading.text, source.start, source.end)
        if not any(t.start < span.end and span.start < t.end for t in told)
        and (span.end == source.end or _AFTER_NAME.match(reading.text, span.end))
    ]
    return sorted({*plain_names, *titled})


def _together(speakers: list[Speaker]) -> Speaker:
    """Several speakers as one, each told once."""
    parties = dict.fromkeys(s.party for s in speakers if s.party)
    offices = dict.fromkeys(s.office for s in speakers if s.office)
    return Speaker(" and ".join(s.name for s in speakers), "; ".join(offices), ",".join(parties))


def _several(reading: Reading, words: str, bare: str, source: Span) -> Told | None:
    several = collective(reading.table, words, bare, source)
    return Told(several, several=True) if several else None


def _office(reading: Reading, words: str, bare: str, source: Span) -> Told | None:
    """Who holds the office that a source tells without a name."""
    title = next(iter(reading.table.titles_in(source)), None)
    if title is None or title.several or _WITHIN.search(reading.text, source.start, title.start):
        return None
    if title.counterpart:
        return _counterpart(reading, title, bare)
    issuer = reading.table.issuer
    party = title.party or _owner(reading, title) or (under(issuer) if within(bare, issuer) else "")
    definite = not _INDEFINITE.match(words)
    holder = reading.table.holder(title.ranks, party, source.start) if definite else None
    if holder:
        return found(holder, source.start)
    if definite and (before := _unnamed(reading, bare)):
        return before
    related = kin(title.ranks) if definite else frozenset()
    if other := reading.table.holder(related, party, source.start):
        return found(other, source.start)
    if definite and not party:
        party = _issuing(reading.table.issuer, title)
    return Told(Speaker(bare, bare, under(party)), None, title.sex)


def _unnamed(reading: Reading, bare: str) -> Told | None:
    """The one told of before without a name: “the official” after “a senior official”."""
    word = bare.rpartition(" ")[2]
    for entry in reading.told[: -FAR - 1 : -1]:
        office = entry.speaker.office
        if not entry.person and office == entry.speaker.name and office.endswith(word):
            return entry
    return None


def _issuing(issuer: str, title: Title) -> str:
    """The issuer if “the minister” or “the secretary-general” without more must be its own."""
    return issuer if title.ranks & (_STATE if is_nation(issuer) else _BODILY) else ""


def _owner(reading: Reading, title: Title) -> str:
    """The party of a possessive before an office: “their president”."""
    return reading.told[-1].speaker.party if title.owned and reading.told else ""


def _counterpart(reading: Reading, title: Title, bare: str) -> Told:
    """The office of the antecedent, held for the other party."""
    before = next((t.person for t in reading.told[: -FAR - 1 : -1] if t.person), None)
    holder = (
        reading.table.holder(before.ranks, title.party, title.start)
        if before and title.party
        else None
    )
    if holder:
        return found(holder, title.start)
    office = before.office if before else title.words
    return Told(Speaker(re.sub(r"^(?:his|her|their|my|our)\s", "", bare), office, title.party))


def _body(reading: Reading, bare: str, source: Span) -> Told | None:
    """A country or body, its government or members, as a source."""
    if own := _issuer(reading.table.issuer, bare):
        return own
    inside = reading.table.nations_in(source)
    if not inside:
        return None
    parties = ",".join(dict.fromkeys(under(n.key) for n in inside))
    if len(inside) == 1 and bare == plain(reading.text[inside[0].start : inside[0].end]):
        people = inside[0].naming is Naming.ADJECTIVE
        return Told(Speaker(bare if people else nation(inside[0].key), "", parties), several=people)
    if len(inside) > 1 and _listed(reading, inside, source.end):
        joined = listed([nation(n.key, article=True) for n in inside])
        return Told(Speaker(joined, "", parties), several=True)
    if authority(bare) or (len(inside) == 1 and inside[0].naming is Naming.BODY):
        return Told(Speaker(bare, "", under(inside[0].key)))
    return None


def _issuer(issuer: str, bare: str) -> Told | None:
    """The issuer of the document, called “the Council”, “coalition forces” or “the ministry”."""
    if short(bare, issuer):
        return Told(Speaker(issuer, "", under(issuer)))
    if within(bare, issuer):
        return Told(Speaker(bare, "", under(issuer)), several=True)
    if is_nation(issuer) and authority(bare) and not named(bare):
        return Told(Speaker(bare, "", issuer))
    return None


def _listed(reading: Reading, inside: list[Named], end: int) -> bool:
    """Whether the countries and bodies in a source are all there is in it."""
    gaps = [reading.text[a.end : b.start] for a, b in pairwise(inside)]
    return inside[-1].end == end and all(_LIST.fullmatch(gap) for gap in gaps)
