"""The scoreboard: outlooks held against what came, beside the baselines made on the same day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
import polars as pl

from tocsin.desk.calm import CONFLICT, YEAR
from tocsin.desk.outlook import forecast, paths, scores
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months

SCORES = ("crps", "crps_log", "brier")
RESAMPLES = 2000
BASELINES = ("conflictology", "last")
RANGE = (0.05, 0.95)
LEADS = ((1, 3), (4, 6), (7, 12), (13, 24), (25, 36))
"""Leads, first to last, that are summed up together."""
CELLS = pl.Schema(
    {
        **{"place": pl.String(), "vector": pl.String(), "first": pl.Int64(), "last": pl.Int64()},
        **{"cells": pl.Int64(), "unknown": pl.Int64(), "inside": pl.Int64()},
    }
)
"""The columns of `cells` that are always there."""


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
class Edge:
    """By how much the judged outlook scores lower (better) than another on the same cells.

    `low` and `high` bound 90 % of the means over resampled places; None for fewer than two places.
    """

    mean: float
    low: float | None
    high: float | None

    @property
    def told(self) -> int:
        """1 if a lead is told from luck, −1 if a lag is, else 0."""
        if self.low is None or self.high is None:
            return 0
        return (self.low > 0) - (self.high < 0)


@dataclass(frozen=True)
class Lead:
    """Monthly outlooks of a vector at some leads: means over the cells that are known.

    `unknown` cells were forecast but not observed, or not yet; `inside` is the share of the known
    ones in the 90% range; CRPS of deaths and of log1p deaths and the Brier score of ≥ 25 deaths in
    a month are by model. `edges` are by score and rival; `places` is what they rest on.
    """

    vector: str
    first: int
    last: int
    cells: int
    unknown: int
    inside: float | None
    crps: dict[str, float]
    crps_log: dict[str, float]
    brier: dict[str, float] = field(default_factory=dict)
    edges: dict[str, dict[str, Edge]] = field(default_factory=dict)
    places: int = 0


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
    found: dict[str, Paths] = {}
    order = None
    for model in BASELINES:
        marginals = forecast.draws(past, here, model=model, seed=seed)
        if order is None:  # the same for every model
            positions = np.broadcast_to(np.arange(marginals.shape[-1]), marginals.shape)
            order = paths.shuffle(past, here, positions, seed=seed)
        joint = np.take_along_axis(marginals, order, axis=-1)
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


def cells(cube: Cube, outlooks: dict[str, Paths]) -> pl.DataFrame:
    """Monthly scores of outlooks from one origin, summed by place, vector and lead.

    The first outlook is the one judged, the others stand beside it over the same places; only cells
    of which all of them said something and which have been observed count. Leads that lie wholly
    ahead are left out. Columns: `place, vector, first, last`, how many `cells` are known, how many
    `unknown` and `inside` the 90% range, and sums such as `crps:last` by score and model.
    """
    judged = next(iter(outlooks.values()))
    horizon = months.index(cube.last) - months.index(judged.origin)
    happened = after(cube, judged.places, judged.origin, judged.draws.shape[2])
    drawn = {n: each.over(judged.places, cube.vectors).draws for n, each in outlooks.items()}
    said = np.all([np.isfinite(draws).all(axis=-1) for draws in drawn.values()], axis=0)
    known = said & np.isfinite(happened)
    values = {
        f"{score}:{name}": _cell_scores(score, happened, draws, known)
        for name, draws in drawn.items()
        for score in SCORES
    }
    low, high = np.quantile(next(iter(drawn.values())), RANGE, axis=-1)
    values["inside"] = known & (low <= happened) & (happened <= high)
    values |= {"cells": known, "unknown": said & ~known}
    parts = [
        _summed(judged.places, cube.vectors, pair, values) for pair in LEADS if pair[0] <= horizon
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=CELLS)


def _cell_scores(score: str, happened: Array, draws: Array, known: Array) -> Array:
    """A score of each known cell, else 0."""
    found = np.zeros(known.shape)
    truth, samples = happened[known], draws[known]
    if score == "brier":
        found[known] = scores.brier(truth >= CONFLICT, (samples >= CONFLICT).mean(axis=-1))
    else:
        found[known] = {"crps": scores.crps, "crps_log": scores.crps_log}[score](truth, samples)
    return found


def _summed(
    places: list[str], vectors: list[str], leads: tuple[int, int], values: dict[str, Array]
) -> pl.DataFrame:
    first, last = leads
    sums = {n: each[:, :, first - 1 : last].sum(axis=2).reshape(-1) for n, each in values.items()}
    counts = {name: sums.pop(name).astype(np.int64) for name in ("cells", "unknown", "inside")}
    names = {"place": np.repeat(places, len(vectors)), "vector": np.tile(vectors, len(places))}
    table = pl.DataFrame({**names, **counts, **sums})
    leads_of = table.with_columns(first=pl.lit(first), last=pl.lit(last))
    return leads_of.select(*(pl.col(n).cast(t) for n, t in CELLS.items()), *sums)


def pooled(table: pl.DataFrame) -> list[Lead]:
    """The cells of any number of outlooks by vector and lead: means, and the lead over rivals.

    Where some cells lack a rival, those count that have all of them.
    """
    rivals = [name for name in table.columns if ":" in name]
    full = table.filter(pl.all_horizontal(pl.col(name).is_not_null() for name in rivals))
    groups = table.partition_by("vector", "first", "last", as_dict=True)
    complete = full.partition_by("vector", "first", "last", as_dict=True)
    return [
        _pooled(key, int(group["unknown"].sum()), complete.get(key, group.clear()))
        for key, group in sorted(groups.items())
    ]


def _pooled(key: tuple[Any, ...], unknown: int, group: pl.DataFrame) -> Lead:
    by_place = group.group_by("place").agg(pl.exclude("vector", "first", "last").sum())
    by_place = by_place.filter(pl.col("cells") > 0).sort("place")
    counts = by_place["cells"].to_numpy()
    cells = int(counts.sum())
    sums: dict[str, dict[str, Array]] = {score: {} for score in SCORES}
    for name in (name for name in by_place.columns if ":" in name and cells):
        score, _, model = name.partition(":")
        sums[score][model] = by_place[name].to_numpy()
    means = {s: {m: float(v.sum() / cells) for m, v in found.items()} for s, found in sums.items()}
    vector, first, last = key
    return Lead(
        vector=vector,
        first=first,
        last=last,
        cells=cells,
        unknown=unknown,
        inside=int(by_place["inside"].sum()) / cells if cells else None,
        crps=means["crps"],
        crps_log=means["crps_log"],
        brier=means["brier"],
        edges={score: _edges(found, counts) for score, found in sums.items() if len(found) > 1},
        places=len(counts),
    )


def _edges(sums: dict[str, Array], counts: Array) -> dict[str, Edge]:
    """The lead of the first model over each other, resampling places with all their cells.

    `sums` are of one score by model, over places; the months and origins of one place hang
    together, so a place is drawn whole.
    """
    judged, size = next(iter(sums.values())), len(counts)
    rng = np.random.default_rng(1)
    drawn = rng.multinomial(size, np.full(size, 1 / size), size=RESAMPLES)
    found = {}
    for name, rival in list(sums.items())[1:]:
        gain = rival - judged
        means = (drawn @ gain) / (drawn @ counts)
        low, high = np.quantile(means, RANGE) if size > 1 else (None, None)
        mean = float(gain.sum() / counts.sum())
        found[name] = Edge(mean, *(None if b is None else float(b) for b in (low, high)))
    return found
