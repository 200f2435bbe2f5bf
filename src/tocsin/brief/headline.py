"""The opening of the brief: the state of the organisation in one sentence, and what it rests on."""

from __future__ import annotations

from tocsin.brief.inputs import Inputs
from tocsin.brief.words import count, listed, month, number, percent, toll
from tocsin.desk import calm
from tocsin.desk.calm import Kind, Shock, State
from tocsin.world.place import country
from tocsin.world.vector import vector, vectors

SPELLED_OUT = 3


def headline(given: Inputs, state: State) -> str:
    """One sentence: calm or not, why, and the probability that it stays so."""
    members = given.organisation.members(given.as_of)
    noun = "member" if len(members) == 1 else "members"
    who = f"the {number(len(members))} {given.organisation.short} {noun}"
    year = f"year to {month(given.now.origin)}"
    if state.calm is None:
        return (
            f"Whether the {year} was calm for {who} is not known: {_obstacle(given, state)}; "
            f"{_chance('the next twelve months are calm', state)}."
        )
    if state.calm:
        return (
            f"The {year} was calm for {who}: none saw a new conflict or more deaths than the "
            f"outlook of a year before had room for; "
            f"{_chance('it stays so for twelve months', state)}."
        )
    return (
        f"The {year} was not calm for {who}: {_reasons(state.shocks)}; "
        f"{_chance('the next twelve months are calm', state)}."
    )


def _obstacle(given: Inputs, state: State) -> str:
    if given.before is None:
        return "there is no outlook of a year before to hold it against"
    return f"{listed([country(place).name for place in state.unknown])} cannot be judged"


def _chance(what: str, state: State) -> str:
    if state.chance is None:
        return f"the chance that {what} cannot be said"
    return f"the chance that {what} is {percent(state.chance)}"


def _reasons(shocks: list[Shock]) -> str:
    """The shocks by place, the deadliest in words, the others by name."""
    places = {shock.place for shock in shocks}
    by_place = {place: [s for s in shocks if s.place == place] for place in places}
    order = sorted(by_place, key=lambda p: (-max(s.deaths for s in by_place[p]), p))
    told = [_reason(by_place[place]) for place in order[:SPELLED_OUT]]
    rest = [country(place).name for place in order[SPELLED_OUT:]]
    if rest:
        told.append(f"{listed(rest)} also saw {'a shock' if len(rest) == 1 else 'shocks'}")
    return "; ".join(told)


def _reason(shocks: list[Shock]) -> str:
    parts = [_part(shock) for shock in sorted(shocks, key=lambda s: s.bound is not None)]
    return f"{country(shocks[0].place).name} saw {listed(parts)}"


def _part(shock: Shock) -> str:
    deaths = f"{'at least ' if shock.partial else ''}{count(shock.deaths)}"
    if shock.kind is Kind.NEW_CONFLICT and shock.vector:
        kind = vector(shock.vector).name
        return f"new {kind[0].lower()}{kind[1:]} ({deaths} killed)"
    return (
        f"{deaths} deaths in all, where the outlook of a year before had room for "
        f"{count(shock.bound)}"
    )


def sentences(given: Inputs, state: State) -> list[str]:
    """The levels beside the headline: what the members and their neighbours have lived through."""
    members = given.organisation.members(given.as_of)
    others = [place for place in given.now.places if place not in members]
    lines = [_level(given, members, "In the members", state)]
    if unwatched := unseen(given):
        lines.insert(0, unwatched)
    if given.moved:
        lines.insert(0, _late(given))
    if others:
        lines.append(_level(given, others, "In the countries around them", state))
    if state.unknown and state.calm is not None:
        names = listed([country(place).name for place in state.unknown])
        lines.append(f"{names} could not be judged in full.")
    return lines


def unseen(given: Inputs) -> str:
    """Which vectors the figures do not hold at all, in a sentence; empty if they hold all."""
    absent = [v.name.lower() for key, v in vectors().items() if key not in given.cube.vectors]
    if not absent:
        return ""
    return (
        f"The figures say nothing of {listed(absent)}: totals, chances and verdicts here are "
        f"without them."
    )


def _late(given: Inputs) -> str:
    gap = f"{number(given.moved)} month{'s' if given.moved > 1 else ''}"
    return (
        f"The figures end {gap} before the last complete month: this brief speaks of the time up "
        f"to {month(given.now.origin)} and of the twelve months after it, not of the present."
    )


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
    shares = [f"{country(place).name} {toll(*known[place])}" for place in top if known[place][0]]
    return f"; {listed(shares)}" if shares and total else ""
