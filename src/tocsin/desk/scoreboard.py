"""The scoreboard: outlooks held against what came, beside the baselines made on the same day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tocsin.desk.calm import CONFLICT, YEAR
from tocsin.desk.outlook import forecast, paths, scores
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months

BASELINES = ("conflictology", "last")
RANGE = (0.05, 0.95)
LEADS = ((1, 3), (4, 6), (7, 12), (13, 24), (25, 36))
"""Leads, first to last, that are summed up together."""


class Standing(StrEnum):
    """Where what came lies against the 90% range of an outlook."""

    INSIDE = "inside"
    ABOVE = "above"
    BELOW = "below"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Score:
    """Scores of one outlook of deaths in twelve months: CRPS in deaths, and Brier for ≥ 25."""

    crps: float
    brier: float


@dataclass(frozen=True)
class Lead:
    """Monthly outlooks of a vector at some leads: means over the cells that are known.

    `unknown` cells were forecast but not observed, or not yet; `inside` is the share of the known
    ones in the 90% range; CRPS of deaths and of log1p deaths are by model.
    """

    vector: str
    first: int
    last: int
    cells: int
    unknown: int
    inside: float | None
    crps: dict[str, float]
    crps_log: dict[str, float]


def came(cube: Cube, place: str, origin: dt.date, horizon: int = YEAR) -> tuple[float, int]:
    """Deaths from all vectors in a place in the months after an origin, as far as they are known.

    Returns the sum of what is known and the number of months in which anything is unknown; months
    that lie beyond the cube are unknown.
    """
    if place not in cube.places:
        return 0.0, horizon
    observed = after(cube, [place], origin, horizon)[0]
    missing = int((~np.isfinite(observed)).any(axis=0).sum())
    return float(np.nansum(observed)), missing


def after(cube: Cube, places: list[str], origin: dt.date, horizon: int) -> Array:
    """What a cube holds for the months after an origin; NaN where nothing is known, or not yet.

    Shape (places, vectors, horizon).
    """
    start = months.index(origin) - months.index(cube.first) + 1
    held = cube.values[:, :, max(0, start) : start + horizon]
    found = np.full((len(places), len(cube.vectors), horizon), np.nan, dtype=np.float32)
    for n, place in enumerate(places):
        if place in cube.places:
            found[n, :, : held.shape[2]] = held[cube.row(place)]
    return found


def standing(known: float, missing: int, ninety: tuple[float, float]) -> Standing:
    """Where what came lies; unknown while months are missing, unless it is already too much."""
    if known > ninety[1]:
        return Standing.ABOVE
    if missing:
        return Standing.UNKNOWN
    return Standing.BELOW if known < ninety[0] else Standing.INSIDE


def baselines(cube: Cube, places: list[str], origin: dt.date, *, seed: int = 1) -> dict[str, Paths]:
    """What the baselines would have said of the same places from the same origin, by their name.

    Empty if the cube has too few months up to the origin.
    """
    past = cube.until(origin)
    if past.values.shape[2] < paths.LEAST:
        return {}
    here = [place for place in places if place in past.places]
    found = {}
    for model in BASELINES:
        marginals = forecast.draws(past, here, model=model, seed=seed)
        joint = paths.shuffle(past, here, marginals, seed=seed)
        made = Paths(origin, here, past.vectors, joint, model)
        found[model] = made.over(places, past.vectors)
    return found


def score(outlook: Paths, place: str, total: float) -> Score | None:
    """How an outlook of deaths in twelve months scores against a total that is known whole.

    None where it said nothing. Lower is better; see `scores.crps` and `scores.brier`.
    """
    draws = outlook.total(place, YEAR)
    if not np.isfinite(draws).all():
        return None
    chance = float((draws >= CONFLICT).mean())
    event = float(total >= CONFLICT)
    return Score(float(scores.crps(total, draws)), float(scores.brier(event, chance)))


def by_lead(cube: Cube, outlooks: dict[str, Paths]) -> list[Lead]:
    """Monthly scores by vector and lead of outlooks from one origin over the same places.

    The first outlook is the one judged, the others stand beside it; only cells of which all of them
    said something and which have been observed count. Leads that lie wholly ahead are left out.
    """
    judged = next(iter(outlooks.values()))
    horizon = months.index(cube.last) - months.index(judged.origin)
    happened = after(cube, judged.places, judged.origin, judged.draws.shape[2])
    drawn = {
        name: outlook.over(judged.places, cube.vectors).draws for name, outlook in outlooks.items()
    }
    return [
        _lead(
            vector,
            first,
            last,
            happened[:, v, first - 1 : last],
            {name: draws[:, v, first - 1 : last] for name, draws in drawn.items()},
        )
        for v, vector in enumerate(cube.vectors)
        for first, last in LEADS
        if first <= horizon
    ]


def _lead(vector: str, first: int, last: int, happened: Array, drawn: dict[str, Array]) -> Lead:
    said = np.all([np.isfinite(draws).all(axis=-1) for draws in drawn.values()], axis=0)
    counted = said & np.isfinite(happened)
    truth, samples = happened[counted], {name: draws[counted] for name, draws in drawn.items()}
    low, high = np.quantile(next(iter(samples.values())), RANGE, axis=-1)
    cells = len(truth)
    return Lead(
        vector=vector,
        first=first,
        last=last,
        cells=cells,
        unknown=int(said.sum()) - cells,
        inside=float(((low <= truth) & (truth <= high)).mean()) if cells else None,
        crps={n: float(scores.crps(truth, s).mean()) for n, s in samples.items() if cells},
        crps_log={n: float(scores.crps_log(truth, s).mean()) for n, s in samples.items() if cells},
    )


def pooled(leads: list[Lead]) -> list[Lead]:
    """The same over several outlooks: means weighted by the cells that each rests on."""
    groups: dict[tuple[str, int, int], list[Lead]] = {}
    for lead in leads:
        groups.setdefault((lead.vector, lead.first, lead.last), []).append(lead)
    return [_pool(found) for found in groups.values()]


def _pool(found: list[Lead]) -> Lead:
    counted = [lead for lead in found if lead.cells]
    cells = sum(lead.cells for lead in counted)
    models = (
        [name for name in counted[0].crps if all(name in c.crps for c in counted)]
        if counted
        else []
    )

    def mean(values: list[float]) -> float:
        return sum(v * c.cells for v, c in zip(values, counted, strict=True)) / cells

    return Lead(
        vector=found[0].vector,
        first=found[0].first,
        last=found[0].last,
        cells=cells,
        unknown=sum(lead.unknown for lead in found),
        inside=mean([c.inside or 0.0 for c in counted]) if counted else None,
        crps={name: mean([c.crps[name] for c in counted]) for name in models},
        crps_log={name: mean([c.crps_log[name] for c in counted]) for name in models},
    )
