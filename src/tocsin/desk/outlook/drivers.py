"""Drivers: what the pooled model responded to when a place's outlook moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.features import build, window_sum
from tocsin.desk.outlook.hurdle import QUANTILES, Hurdle
from tocsin.world.place import neighbours

YEAR = 12
CERTAIN = 0.8
"""From this chance of any death in a month on, the amount says more than the occurrence."""


@dataclass(frozen=True)
class Driver:
    """A family of features, the vector it pushed, how much (log-odds or log-deaths), and figures.

    `now` and `before` are deaths in the last twelve months and in the twelve before.
    """

    family: str
    vector: str
    push: float
    now: float
    before: float


def explain(model: Hurdle, cube: Cube, place: str, vector: str) -> list[Driver]:
    """What pushed the outlook of a place on a vector, strongest first, against a year before.

    The push of a family is the sum over its features of their SHAP values at the origin less those
    twelve months earlier, averaged over leads 1–12, under one and the same trained model: in
    log-odds of any death in a month or, where deaths are near certain, in log deaths (Lundberg et
    al. 2020, doi:10.1038/s42256-019-0138-9). It describes the model's response and claims no cause.
    """
    features = build(cube)
    row, column = cube.row(place), cube.vectors.index(vector)
    now = _with_leads(features.values[row, column, -1])
    before = _with_leads(features.values[row, column, -1 - YEAR])
    certain = np.mean(np.asarray(model.occurrence.predict(now))) >= CERTAIN
    booster = model.amounts[QUANTILES.index(0.5)] if certain else model.occurrence
    parts = [np.asarray(booster.predict(x, pred_contrib=True)).mean(axis=0) for x in (now, before)]
    push = parts[0] - parts[1]
    families = np.array([*features.families, "lead", "base"])
    figures = _figures(cube, place, column)
    found = [
        Driver(family, vector, float(push[families == family].sum()), *figures[family])
        for family in figures
    ]
    return sorted(found, key=lambda driver: -abs(driver.push))


def _with_leads(row: Array) -> Array:
    leads = np.arange(1, YEAR + 1, dtype=np.float32)
    return np.column_stack([np.tile(row, (YEAR, 1)), leads])


def _figures(cube: Cube, place: str, vector: int) -> dict[str, tuple[float, float]]:
    """Deaths that each family looks at: in the last twelve months, and in the twelve before."""
    sums = np.nan_to_num(window_sum(cube.values, YEAR)[:, :, [-1, -1 - YEAR]])
    row = cube.row(place)
    near = [cube.row(n) for n in neighbours(place, cube.last) if n in cube.places]
    five = np.nan_to_num(window_sum(cube.values, 60)[row, vector, [-1, -1 - YEAR]])
    pairs = {
        "own": sums[row, vector],
        "record": five,
        "other": sums[row].sum(axis=0) - sums[row, vector],
        "neighbours": sums[near].sum(axis=(0, 1)),
        "world": sums[:, vector].sum(axis=0),
    }
    return {family: (float(now), float(before)) for family, (now, before) in pairs.items()}
