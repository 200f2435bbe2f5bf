"""The persons of a document: who is named with which office, and which names are one person's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from tocsin.desk.reading.name import addressed, names, parts, same, sex_of
from tocsin.desk.reading.nation import Named, is_nation, named, nation, under
from tocsin.desk.reading.office import Title, titles
from tocsin.desk.reading.statement import Span, Speaker
from tocsin.desk.reading.trie import plain

_LEADS = {"state": "President", "government": "Prime Minister"}
_STATE_OFFICES = frozenset(
    {
        "state",
        "government",
        "deputy",
        "foreign",
        "defence",
        "minister",
        "deputyforeign",
        "adviser",
        "spokesperson",
    }
)


@dataclass(slots=True)
class Person:
    """A person as the document tells of them; filled as the document is read."""

    name: str
    words: tuple[str, ...]
    first: int
    office: str = ""
    ranks: frozenset[str] = frozenset()
    party: str = ""
    sex: str = ""
    places: list[int] = field(default_factory=list)

    def speaker(self) -> Speaker:
        """Who it is in a statement."""
        return Speaker(self.name, held(self.office, self.party), under(self.party))


@dataclass(slots=True)
class Entities:
    """What a document names: titles and nations in its order, persons, and who issues it."""

    text: str
    nations: list[Named]
    titles: list[Title]
    persons: list[Person]
    issuer: str = ""
    _by_word: dict[str, list[Person]] = field(default_factory=dict)
    _runs: dict[str, str] = field(default_factory=dict)

    def person(self, name: str) -> Person | None:
        """The person of this name: the whole, the surname, or another part of it."""
        words = parts(name)
        near = self._by_word.get(words[-1], []) if words else []
        return next((person for person in near if same(words, person.words)), None)

    def add(self, name: str, position: int) -> Person:
        """The person of this name, new if there is none."""
        person = self.person(name)
        if person is None:
            words = parts(name)
            person = Person(name, words, position, sex=sex_of(words))
            self.persons.append(person)
            for word in person.words:
                self._by_word.setdefault(word, []).append(person)
        elif len(parts(name)) > len(person.words):
            self._rename(person, name)
        person.places.append(position)
        return person

    def holder(self, ranks: frozenset[str], party: str, before: int) -> Person | None:
        """Who holds an office of these ranks, for a party if it is told.

        The nearest earlier one, or else the first later one; of those whose party is not told, only
        an earlier one.
        """
        near = [p for p in self.persons if p.ranks & ranks]
        fit = [p for p in near if not party or under(p.party) == under(party)]
        if fit:
            return nearest(fit, before)
        free = [p for p in self.persons if p.ranks & ranks & _STATE_OFFICES and not p.party]
        person = nearest([p for p in free if last(p, before) >= 0], before)
        if person:
            person.party = party
        return person

    def find(self, span: Span) -> Person | None:
        """The person named at a place, known or new; None for a word that names nobody."""
        name = plain(span.of(self.text))
        if person := self.person(name):
            return person
        if span.start in {n.start for n in self.nations_in(span)}:
            return None
        if " " not in name:
            name = self._full(name)
        told = " " in name or addressed(self.text, span.start)
        return self.add(name, span.start) if told else None

    def titles_in(self, span: Span) -> list[Title]:
        """The offices told between two positions."""
        at = bisect_left(self.titles, span.start, key=lambda title: title.start)
        found = self.titles[max(0, at - 1) : at + 12]
        return [t for t in found if t.start < span.end and t.end > span.start]

    def nations_in(self, span: Span) -> list[Named]:
        """The countries and bodies named between two positions."""
        at = bisect_left(self.nations, span.start, key=lambda nation: nation.start)
        return [n for n in self.nations[at : at + 12] if n.end <= span.end]

    def _full(self, surname: str) -> str:
        """The full name that a surname stands for elsewhere in the document, else the surname."""
        if not self._runs:
            runs = (plain(s.of(self.text)) for s in names(self.text, 0, len(self.text)))
            self._runs = {"": ""} | {parts(r)[-1]: r for r in runs if " " in r and parts(r)}
        words = parts(surname)
        return self._runs.get(words[-1], surname) if words else surname

    def _rename(self, person: Person, name: str) -> None:
        for word in set(parts(name)) - set(person.words):
            self._by_word.setdefault(word, []).append(person)
        person.name, person.words = name, parts(name)


def entities(text: str, issuer: str = "") -> Entities:
    """The entity table of a document."""
    nations = named(text)
    found = Entities(text, nations, titles(text, nations), [], issuer)
    for title in found.titles:
        if title.person:
            _note(found, title, title.person)
    for person in found.persons:
        if not person.party and person.ranks & _STATE_OFFICES:
            person.party = _issuing(found, person)
    return found


def _issuing(found: Entities, person: Person) -> str:
    """The issuing country whose office a person must hold; empty if it could be another's."""
    issuers = [key for key in found.issuer.split(",") if is_nation(key)]
    leads = person.ranks & _LEADS.keys()
    taken = {p.party for p in found.persons if leads & p.ranks} if leads else set()
    free = [key for key in issuers if key not in taken]
    return free[0] if len(free) == 1 and (leads or len(issuers) == 1) else ""


def nearest(persons: list[Person], before: int) -> Person | None:
    """Who is named last before a position, or else first after it."""
    earlier = [(last(person, before), person.first, person) for person in persons]
    told = [entry for entry in earlier if entry[0] >= 0]
    if told:
        return max(told, key=lambda entry: entry[0])[2]
    return min(persons, key=lambda person: person.first, default=None)


def last(person: Person, before: int) -> int:
    """Where a person is told of last before a position; -1 if nowhere."""
    at = bisect_right(person.places, before)
    return person.places[at - 1] if at else -1


def held(office: str, party: str) -> str:
    """An office with the country for which it is held."""
    if not office or not is_nation(party) or any(n.key == party for n in named(office)):
        return office
    return f"{office} of {nation(party, article=True)}"


def _note(found: Entities, title: Title, name: Span) -> None:
    person = found.add(plain(name.of(found.text)), name.start)
    ranks, party, words = title.ranks, title.party, title.words
    if title.counterpart:
        ranks, words = _counterpart(found, title, person)
    if not person.office or (not person.ranks & {"state", "government"} and ranks - {"scholar"}):
        person.office = _plain_office(found, title, words)
    person.ranks |= ranks
    person.party = person.party or party
    person.sex = title.sex or person.sex


def _counterpart(found: Entities, title: Title, person: Person) -> tuple[frozenset[str], str]:
    """The office of the antecedent, held for the other party."""
    antecedents = [
        t for t in found.titles if t.start < title.start and t.ranks and not t.counterpart
        and not t.several and t.party != title.party
    ]  # fmt: skip
    if not antecedents:
        return frozenset(), ""
    one = antecedents[-1]
    other = found.holder(one.ranks, one.party, title.start)
    if other and other is not person:
        lead = next((_LEADS[r] for r in _LEADS if r in other.ranks), other.office)
        return other.ranks, _bare(other.office, other.party) or lead
    return one.ranks, _bare(one.words, one.party)


def _plain_office(found: Entities, title: Title, words: str) -> str:
    """An office without the adjective of its country, which `held` adds as its name."""
    at = next((n for n in found.nations if n.start == title.start), None)
    if at and is_nation(at.key) and title.party == at.key and not title.counterpart:
        return words[at.end - at.start :].lstrip("'s").strip() or words
    return words


def _bare(office: str, party: str) -> str:
    """An office without “of” its country."""
    for name in (nation(party, article=True), nation(party)):
        office = office.removesuffix(f" of {name}")
    return office
