"""Sources that are several at once: the sides, both leaders, the members of a body."""

from __future__ import annotations

import re

from tocsin.desk.reading.entity import Entities, Person, last
from tocsin.desk.reading.lexicon import cached, table
from tocsin.desk.reading.nation import is_nation, nation, under
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
    return voices(entities, head, source.start) or Speaker(bare, "", entities.issuer)


def voices(entities: Entities, head: str, before: int) -> Speaker | None:
    """Those told of before a position whom “the leaders”, “the sides” or “the ministers” means."""
    if head in _LEADERS or head in _RANKS:
        pair = _pair(entities, _RANKS.get(head, _LEADS), before)
        return _joint(pair) if pair else None
    parties = parties_of(entities, before)
    if len(parties) < 2:
        return None
    joined = ",".join(parties)
    if head in _COUNTRIES and len(parties) < 4:
        return Speaker(_listed([nation(p, article=True) for p in parties]), "", joined)
    return Speaker(f"both {head}" if len(parties) == 2 else head, "", joined)


def parties_of(entities: Entities, before: int) -> list[str]:
    """The parties that a document is of: its issuers, those of its leaders, or of its heading."""
    issuers = entities.issuer.split(",")
    if len(issuers) > 1:
        return issuers
    pair = _pair(entities, _LEADS, before) or _pair(entities, frozenset({"foreign"}), before)
    if pair:
        return list(dict.fromkeys(p.party for p in pair if p.party))
    heading = Span(0, max(20, entities.text.find("\n", 20)))
    return list(dict.fromkeys(n.key for n in entities.nations_in(heading) if is_nation(n.key)))


def _pair(entities: Entities, ranks: frozenset[str], before: int) -> list[Person]:
    """The two persons of such ranks told of last, of different parties, as the text orders them."""
    fit = [p for p in entities.persons if p.ranks & ranks and last(p, before) >= 0]
    fit.sort(key=lambda person: last(person, before), reverse=True)
    others = [p for p in fit[1:] if p.party != fit[0].party or not p.party]
    return sorted([fit[0], others[0]], key=lambda person: person.first) if others else []


def _joint(persons: list[Person]) -> Speaker:
    told = [person.speaker() for person in persons]
    parties = dict.fromkeys(s.party for s in told if s.party)
    offices = dict.fromkeys(s.office for s in told if s.office)
    return Speaker(_listed([s.name for s in told]), "; ".join(offices), ",".join(parties))


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@cached
def _collectives() -> re.Pattern[str]:
    return phrases(table("offices")["collective"]["words"])
