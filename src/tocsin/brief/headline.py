"""The opening of the brief: the state of the organisation in one sentence, and what it rests on."""

from __future__ import annotations

from tocsin.brief.inputs import Inputs
from tocsin.brief.words import count, listed, month, number, percent
from tocsin.desk import calm
from tocsin.desk.calm import Kind, Shock, State
from tocsin.world.place import country
from tocsin.world.vector import vector


def headline(given: Inputs, state: State) -> str:
    """One sentence: calm or not, why, and the probability that it stays so."""
    members = given.organisation.members(given.as_of)
    who = given.organisation.short
    until = month(given.now.origin)
    if state.calm is None:
        names = listed([country(place).name for place in state.unknown])
        return (
            f"Whether the year to {until} was calm for the {who} is not known: it cannot be judged "
            f"for {names}; {_chance('the next twelve months are calm', state)}."
        )
    if state.calm:
        return (
            f"The year to {until} was calm for the {who}: none of its members "
            f"({number(len(members))}) saw a new conflict or more deaths than the outlook of a year "
            f"before had room for; "
            f"{_chance('it stays so for twelve months', state)}."
        )
    reasons = listed([_reason(shock) for shock in state.shocks])
    return (
        f"The year to {until} was not calm for the {who}: {reasons}; "
        f"{_chance('the next twelve months are calm', state)}."
    )


def _chance(what: str, state: State) -> str:
    if state.chance is None:
        return f"the chance that {what} cannot be said"
    return f"the chance that {what} is {percent(state.chance)}"


def _reason(shock: Shock) -> str:
    name = country(shock.place).name
    if shock.kind is Kind.NEW_CONFLICT and shock.vector:
        kind = vector(shock.vector).name.lower()
        return f"{kind} newly broke out in {name} ({count(shock.deaths)} killed)"
    return (
        f"{name} saw {count(shock.deaths)} deaths where the outlook of a year before had room for "
        f"{count(shock.bound)}"
    )


def sentences(given: Inputs, state: State) -> list[str]:
    """The levels beside the headline: what the members and their neighbours have lived through."""
    members = given.organisation.members(given.as_of)
    others = [place for place in given.now.places if place not in members]
    lines = [_level(given, members, "In the members", state)]
    if others:
        lines.append(_level(given, others, "In the countries around them", state))
    if state.unknown and state.calm is not None:
        names = listed([country(place).name for place in state.unknown])
        lines.append(f"{names} could not be judged in full.")
    return lines


def _level(given: Inputs, places: list[str], where: str, state: State) -> str:
    known = {place: calm.year(given.cube, place) for place in places}
    before = {place: calm.year(given.cube, place, back=calm.YEAR) for place in places}
    total, earlier = (sum(deaths for deaths, _ in years.values()) for years in (known, before))
    at_least = "at least " if any(missing for _, missing in known.values()) else ""
    least_before = "at least " if any(missing for _, missing in before.values()) else ""
    text = (
        f"{where}, {at_least}{count(total)} people were killed in organised violence in the twelve "
        f"months, after {least_before}{count(earlier)} in the twelve before"
    )
    return f"{text}{_most(known, total)}."


def _most(known: dict[str, tuple[float, int]], total: float) -> str:
    top = sorted(known, key=lambda place: -known[place][0])[:2]
    shares = [f"{country(place).name} {count(known[place][0])}" for place in top if known[place][0]]
    return f"; {listed(shares)}" if shares and total else ""
