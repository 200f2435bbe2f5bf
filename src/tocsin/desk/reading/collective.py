"""Sources that are several at once: the sides, both leaders, the members of a body."""

from __future__ import annotations

import re

from tocsin.desk.reading.entity import Entities, Person, last
from tocsin.desk.reading.lexicon import cached, table
from tocsin.desk.reading.nation import is_nation, listed, nation, under
from tocsin.desk.reading.statement import Span, Speaker
from tocsin.desk.reading.trie import phrases, plain

_LEADS = frozenset({"state", "government"})
_RANKS = {
    "presidents": frozenset({"state"}),
    "foreign ministers": frozenset({"foreign"}),
    "defence ministers": frozenset({"defence"}),
    "defense ministers": frozenset({"defence"}),
    "ministers": frozenset({"foreign", "defence", "minister", "government"}),
    "secretaries": frozenset({"foreign", "defence", "minister"}),
}
_LEADERS = frozenset({"leaders", "heads of state", "heads of government", "two", "both"})
_COUNTRIES = frozenset({"countries", "sides", "states", "nations", "governments", "parties"})
_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NEAR = 200
_HEAD = re.compile(r"(?:(?:both|all|the|two|three|four|five|six|our|these|[\w-]+\.?)\s){0,5}?")


def collective(entities: Entities, words: str, bare: str, source: Span) -> Speaker | None:
    """The speaker behind a source that means several, None if it does not.

    `words` are those of the source, `bare` without its article.
    """
    low = bare.lower()
    heads = _collectives().findall(low.partition(" of ")[0])
    if not heads:
        return None
    head = plain(heads[-1])
    body = next(iter(entities.nations_in(source)), None)
    if body and not is_nation(body.key):
        return Speaker(bare, "", under(body.key))
    if body:
        inside = dict.fromkeys(n.key for n in entities.nations_in(source))
        return Speaker(bare, "", ",".join(inside))
    if not re.match(
        r"(?:the|both|all|two|our|these|participating|high|member|co)\b|" + re.escape(head),
        words.lower(),
    ):
        return None
    number = next((n for word, n in _NUMBERS.items() if word in words.lower().split()), 0)
    return voices(entities, head, source.start, number) or Speaker(bare, "", entities.issuer)


def voices(entities: Entities, head: str, before: int, number: int = 0) -> Speaker | None:
    """Those told of before a position whom “the leaders”, “the sides” or “the ministers” means.

    `number` tells how many they are; 0 if it is not told.
    """
    if head in _LEADERS or head in _RANKS:
        told = _told(entities, _RANKS.get(head, _LEADS), before, number)
        return _joint(told) if told else None
    parties = parties_of(entities, before, number)
    if len(parties) < 2:
        return None
    joined = ",".join(parties)
    if head in _COUNTRIES and len(parties) < 4:
        return Speaker(listed([nation(p, article=True) for p in parties]), "", joined)
    return Speaker(f"both {head}" if len(parties) == 2 else head, "", joined)


def parties_of(entities: Entities, before: int, number: int = 0) -> list[str]:
    """The parties that a document is of: its issuers, those of its leaders, or of its heading."""
    issuers = entities.issuer.split(",")
    if len(issuers) > 1:
        return issuers
    for ranks in (_LEADS, frozenset({"foreign"})):
        if told := _told(entities, ranks, before, number):
            return list(dict.fromkeys(p.party for p in told if p.party))
    heading = Span(0, max(20, entities.text.find("\n", 20)))
    return list(dict.fromkeys(n.key for n in entities.nations_in(heading) if is_nation(n.key)))


def _told(entities: Entities, ranks: frozenset[str], before: int, number: int) -> list[Person]:
    """The persons of such ranks told of together last, in the order of the text.

    Two at least, each of another party; without a `number`, all that stand near one another.
    """
    fit = [p for p in entities.persons if p.ranks & ranks and last(p, before) >= 0]
    fit.sort(key=lambda person: last(person, before), reverse=True)
    told: list[Person] = []
    for person in fit:
        far = len(told) >= 2 and last(told[-1], before) - last(person, before) > _NEAR
        if (number and len(told) == number) or (not number and far):
            break
        if not person.party or all(person.party != other.party for other in told):
            told.append(person)
    return sorted(told, key=lambda person: person.first) if len(told) > 1 else []


def _joint(persons: list[Person]) -> Speaker:
    told = [person.speaker() for person in persons]
    parties = dict.fromkeys(s.party for s in told if s.party)
    offices = dict.fromkeys(s.office for s in told if s.office)
    return Speaker(listed([s.name for s in told]), "; ".join(offices), ",".join(parties))


@cached
def _collectives() -> re.Pattern[str]:
    return phrases(table("offices")["collective"]["words"])
