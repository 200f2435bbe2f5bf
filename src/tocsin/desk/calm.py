"""Shocks and calm: whether a year went as the outlook made before it had room for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.paths import Paths

CONFLICT = 25
"""Deaths in twelve months from which UCDP speaks of a conflict."""
YEAR = 12
QUIET_YEARS = 5
BOUND = 0.95


class Kind(StrEnum):
    """What makes a shock."""

    NEW_CONFLICT = "new conflict"
    ABOVE_BOUND = "above the bound"


@dataclass(frozen=True)
class Shock:
    """A shock in a member: its kind, the vector of a new conflict, deaths and the bound broken.

    If `partial`, some months are unknown and the deaths are those known.
    """

    place: str
    kind: Kind
    vector: str | None
    deaths: float
    bound: float | None
    partial: bool = False


@dataclass(frozen=True)
class State:
    """The state of an organisation over twelve months.

    `calm` is None when no shock is known but some member cannot be judged (`unknown`); `chance` is
    the probability that the next twelve months bring no shock, None if it cannot be said.
    """

    calm: bool | None
    shocks: list[Shock]
    unknown: list[str]
    chance: float | None


def year(cube: Cube, place: str, back: int = 0) -> tuple[float, int]:
    """Deaths from all vectors in a place in the twelve months that ended `back` months ago.

    Returns the sum of what is known and the number of months in which anything is unknown.
    """
    if place not in cube.places:
        return 0.0, YEAR
    months = _years(cube, place, back)
    missing = int((~np.isfinite(months)).any(axis=0).sum()) + YEAR - months.shape[1]
    return float(np.nansum(months)), missing


def _years(cube: Cube, place: str, back: int) -> Array:
    stop = cube.values.shape[2] - back
    return cube.values[cube.row(place), :, max(0, stop - YEAR) : max(0, stop)]


def assess(cube: Cube, members: list[str], before: Paths | None, now: Paths) -> State:
    """Judge the twelve months up to a cube's last month and the chance of calm in the next.

    A shock is a new conflict (at least 25 deaths on a vector in twelve months after five years with
    fewer each) or a total over all vectors above the 95 % bound of the outlook made a year before.
    """
    judged = {member: _shocks(cube, member, before) for member in members}
    shocks = [shock for found, _ in judged.values() for shock in found]
    unknown = [member for member, (found, sure) in judged.items() if not (found or sure)]
    calm = False if shocks else (None if unknown else True)
    return State(calm, shocks, unknown, chance_of_calm(cube, members, now))


def _shocks(cube: Cube, place: str, before: Paths | None) -> tuple[list[Shock], bool]:
    """The shocks of a place in the last twelve months, and whether there were surely no others."""
    deaths, missing = year(cube, place)
    found, sure = [], missing == 0
    for v, vector in enumerate(cube.vectors):
        count = float(np.nansum(_years(cube, place, 0)[v])) if place in cube.places else 0.0
        if count >= CONFLICT:
            quiet = was_quiet(cube, place, v, back=YEAR)
            sure = sure and quiet is not None
            if quiet:
                found.append(Shock(place, Kind.NEW_CONFLICT, vector, count, None, missing > 0))
    bound = _bound(before, place)
    if bound is not None and deaths > bound:
        found.append(Shock(place, Kind.ABOVE_BOUND, None, deaths, bound, missing > 0))
    return found, sure and bound is not None


def was_quiet(cube: Cube, place: str, vector: int, *, back: int) -> bool | None:
    """Whether each of the five years before had fewer than 25 deaths; None if not known."""
    known = True
    for n in range(QUIET_YEARS):
        months = _years(cube, place, back + n * YEAR)[vector]
        if np.nansum(months) >= CONFLICT:
            return False
        known = known and len(months) == YEAR and bool(np.isfinite(months).all())
    return True if known else None


def _bound(outlook: Paths | None, place: str) -> float | None:
    if outlook is None or place not in outlook.places:
        return None
    total = outlook.total(place, YEAR)
    return float(np.quantile(total, BOUND)) if np.isfinite(total).all() else None


def chance_of_calm(cube: Cube, members: list[str], now: Paths) -> float | None:
    """The share of joint paths in which no member has a shock in the next twelve months.

    None if a member has no outlook, or if gaps in its past leave open for some path whether a
    conflict in it would be new.
    """
    paths = now.draws.shape[-1]
    calm, in_doubt = np.ones(paths, dtype=bool), np.zeros(paths, dtype=bool)
    for member in members:
        bound = _bound(now, member)
        if bound is None:
            return None
        calm &= now.total(member, YEAR) <= bound
        yearly = now.of(member)[:, :YEAR].sum(axis=1)
        for v in range(len(cube.vectors)):
            match was_quiet(cube, member, v, back=0):
                case True:
                    calm &= yearly[v] < CONFLICT
                case None:
                    in_doubt |= yearly[v] >= CONFLICT
    return None if (calm & in_doubt).any() else float(calm.mean())
