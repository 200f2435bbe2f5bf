"""Drivers: what the pooled model responded to when a place's outlook moved."""

from __future__ import annotations

from dataclasses import dataclass

import lightgbm as lgb
import numpy as np

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.features import Features, build
from tocsin.desk.outlook.hurdle import Hurdle
from tocsin.desk.outlook.ladder import LEVEL, PLAIN, columns
from tocsin.world.place import neighbours

YEAR = 12
CERTAIN = 0.8
"""From this chance of any death in a month on, the amount says more than the occurrence."""
UNTOLD = "threshold"


@dataclass(frozen=True)
class Driver:
    """A family of features, the vector it pushed, how much (in log-odds), and figures.

    `now` and `before` are deaths in the last twelve months and in the twelve before.
    """

    family: str
    vector: str
    push: float
    now: float
    before: float


def explain(model: Hurdle, cube: Cube, asked: dict[str, str]) -> dict[str, list[Driver]]:
    """What pushed the outlook of each place on a vector, strongest first, against a year before.

    `asked` names a vector for each place. The push of a family is the sum over its features of
    their SHAP values at the origin less those twelve months earlier, averaged over leads 1–12,
    under one and the same trained model: in log-odds of any death in a month or, where deaths are
    near certain, of as many as there are a month at present (Lundberg et al. 2020,
    doi:10.1038/s42256-019-0138-9). It describes the model's response and claims no cause.
    """
    features = build(cube)
    sums = [_sums(cube.values, width) for width in (YEAR, 5 * YEAR)]
    found = {}
    for place, vector in asked.items():
        row, column = cube.row(place), cube.vectors.index(vector)
        push = _push(model, features, features.values[row, column])
        figures = _figures(cube, sums, place, column)
        pushes = [
            Driver(family, vector, push.get(family, 0.0), *figures[family]) for family in figures
        ]
        found[place] = sorted(pushes, key=lambda driver: -abs(driver.push))
    return found


def _push(model: Hurdle, features: Features, history: Array) -> dict[str, float]:
    """The change of SHAP values over the last year by family; `history` is by month."""
    now, before = _with_leads(history[-1]), _with_leads(history[-1 - YEAR])
    boosters, families = [bag.occurrence for bag in model.bags], [*features.families, UNTOLD]
    if np.mean([np.asarray(booster.predict(now)) for booster in boosters]) >= CERTAIN:
        present = np.floor(np.expm1(now[:, features.names.index(LEVEL)])) + 0.5
        now, before = (columns(rows, present, features.names, PLAIN) for rows in (now, before))
        rungs = [features.families[features.names.index(name)] for name in PLAIN.rungs]
        boosters, families = [bag.plain for bag in model.bags], [*families, UNTOLD, *rungs]
    change = np.mean([_shapley(each, now) - _shapley(each, before) for each in boosters], axis=0)
    told = np.array(families)
    return {family: float(change[told == family].sum()) for family in set(families)}


def _shapley(booster: lgb.Booster, rows: Array) -> Array:
    """Mean SHAP values of the columns, without the base."""
    values: Array = np.asarray(booster.predict(rows, pred_contrib=True)).mean(axis=0)[:-1]
    return values


def _with_leads(row: Array) -> Array:
    leads = np.arange(1, YEAR + 1, dtype=np.float32)
    return np.column_stack([np.tile(row, (YEAR, 1)), leads])


def _sums(values: Array, width: int) -> Array:
    """Deaths over `width` months, now and twelve months before; NaN unless all are known.

    Shape (places, vectors, 2).
    """
    ends = (values.shape[2], values.shape[2] - YEAR)
    sums = [values[:, :, max(0, end - width) : end].sum(axis=2, dtype=float) for end in ends]
    return np.stack([np.where(end >= width, sums[n], np.nan) for n, end in enumerate(ends)], axis=2)


def _figures(
    cube: Cube, sums: list[Array], place: str, vector: int
) -> dict[str, tuple[float, float]]:
    """Deaths that each family looks at, now and twelve months before; NaN where not known."""
    year, five = sums
    row = cube.row(place)
    near = [cube.row(n) for n in neighbours(place, cube.last) if n in cube.places]
    pairs = {
        "own": year[row, vector],
        "record": five[row, vector],
        "other": year[row].sum(axis=0) - year[row, vector],
        "neighbours": year[near].sum(axis=(0, 1)),
        "world": np.nansum(year[:, vector], axis=0),
    }
    return {family: (float(now), float(before)) for family, (now, before) in pairs.items()}
