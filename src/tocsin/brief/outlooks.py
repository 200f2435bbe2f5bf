"""The outlook of each watched place: its row in the ranked table, and what moved it."""

from __future__ import annotations

import numpy as np

from tocsin.brief.content import Mover, Row
from tocsin.brief.inputs import Inputs
from tocsin.brief.words import count, percent
from tocsin.desk import calm
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.drivers import Driver
from tocsin.world.place import country
from tocsin.world.vector import vector

YEAR, HISTORY = 12, 60
MOVED_POINTS, MOVED_RATIO, MOVED_DEATHS = 0.05, 1.5, 10


def row(given: Inputs, place: str) -> Row:
    """The outlook of one place."""
    known, missing = calm.year(given.cube, place)
    total = given.now.total(place, YEAR)
    said = bool(np.isfinite(total).all())
    before = given.before.total(place, YEAR) if given.before else np.array([np.nan])
    compared = bool(np.isfinite(before).all())
    monthly = given.now.of(place)[:, :YEAR].sum(axis=0)
    return Row(
        place=place,
        name=country(place).name,
        member=place in given.organisation.members(given.as_of),
        history=_history(given.cube, place),
        fan=[_three(draws) for draws in monthly] if said else [],
        year=known,
        missing=missing,
        median=quantile(total, 0.5) if said else None,
        half=(quantile(total, 0.25), quantile(total, 0.75)) if said else None,
        ninety=(quantile(total, 0.05), quantile(total, 0.95)) if said else None,
        chance=chance(total) if said else None,
        chance_before=chance(before) if compared else None,
        median_before=quantile(before, 0.5) if compared else None,
    )


def _history(cube: Cube, place: str) -> list[float | None]:
    if place not in cube.places:
        return [None] * HISTORY
    total = cube.values[cube.row(place), :, -HISTORY:].sum(axis=0)
    found = [float(value) if np.isfinite(value) else None for value in total]
    return [None] * (HISTORY - len(found)) + found


def quantile(draws: Array, level: float) -> float:
    """A quantile of draws."""
    return float(np.quantile(draws, level))


def _three(draws: Array) -> tuple[float, float, float]:
    low, middle, high = np.quantile(draws, [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)


def chance(draws: Array) -> float:
    """The share of draws with 25 or more deaths."""
    return float((draws >= calm.CONFLICT).mean())


def ranked(rows: list[Row]) -> list[Row]:
    """Rows with the highest chance of 25 or more deaths first; what is unknown last."""
    return sorted(
        rows, key=lambda r: (r.chance is None, -(r.chance or 0), -(r.median or 0), r.name)
    )


def moved(r: Row) -> bool:
    """Whether an outlook differs enough from that of the year before to be spoken about."""
    if r.change is None or r.median is None or r.median_before is None:
        return False
    low, high = sorted((r.median, r.median_before))
    return abs(r.change) >= MOVED_POINTS or (
        high - low >= MOVED_DEATHS and high >= MOVED_RATIO * max(low, 1)
    )


def mover(r: Row, drivers: list[Driver]) -> Mover:
    """What moved a place's outlook, in plain words."""
    reasons = [_driver(driver) for driver in drivers] or [UNEXPLAINED]
    return Mover(r.place, r.name, _movement(r, drivers), reasons)


def _movement(r: Row, drivers: list[Driver]) -> str:
    chance = f"from {percent(r.chance_before)} to {percent(r.chance)}"
    medians = f"from {count(r.median_before)} to {count(r.median)}"
    most = f", mostly in {vector(drivers[0].vector).name.lower()}" if drivers else ""
    return f"Chance of 25 or more deaths {chance}; median {medians}{most}."


UNEXPLAINED = "No single figure explains it; the model weighs many small changes."
PHRASES = {
    "own": "its own last twelve months ({now} killed; {before} in the twelve before)",
    "record": "its record over five years ({now} killed; {before} a year earlier)",
    "other": "other kinds of violence there ({now} killed; {before} in the twelve months before)",
    "neighbours": "its neighbours ({now} killed in twelve months; {before} in the twelve before)",
    "world": "the world at large ({now} killed in twelve months; {before} in the twelve before)",
}


def _driver(driver: Driver) -> str:
    way = "Raised" if driver.push > 0 else "Lowered"
    figures = PHRASES[driver.family].format(now=count(driver.now), before=count(driver.before))
    return f"{way} by {figures}."
