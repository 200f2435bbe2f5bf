"""What a model learns from: what was known at a month, a lead, and what then came."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.features import Features
from tocsin.desk.outlook.marginal import LEADS

WARM_UP = 11
"""Months at the start of the figures that only serve as history."""
HOT_LEADS, COLD_SHARE = 3, 4


class Examples(NamedTuple):
    """Rows of features with the lead as the last column, deaths at that lead, and weights."""

    inputs: Array
    outcome: Array
    weight: Array

    def where(self, chosen: Array) -> Examples:
        """Those chosen."""
        return Examples(self.inputs[chosen], self.outcome[chosen], self.weight[chosen])


def examples(cube: Cube, features: Features, seed: int) -> Examples:
    """Training examples from everything in a cube whose start and outcome are known.

    Cells with deaths in the last 60 months are used `HOT_LEADS` times, each with a random lead.
    Quiet cells are far more numerous than they are informative: one in `COLD_SHARE` is used, and
    weighs as much as if all had been used as often.
    """
    rng = np.random.default_rng(seed)
    hot = np.nan_to_num(features.of("deaths_60")) > 0
    parts = []
    for _ in range(HOT_LEADS):
        lead = rng.integers(1, LEADS + 1, size=hot.shape)
        parts.append(_sampled(cube, hot, lead, 1.0))
    lead = rng.integers(1, LEADS + 1, size=hot.shape)
    thinned = ~hot & (rng.integers(COLD_SHARE, size=hot.shape) == 0)
    parts.append(_sampled(cube, thinned, lead, float(HOT_LEADS * COLD_SHARE)))
    where, leads, outcome, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    rows = features.values.reshape(-1, len(features.names))[where]
    return Examples(np.column_stack([rows, leads]).astype(np.float32), outcome, weight)


def _sampled(cube: Cube, chosen: Array, lead: Array, weight: float) -> tuple[Array, ...]:
    """Positions, leads, outcomes and weights of the chosen cells whose outcome is known."""
    span = cube.values.shape[2]
    position = np.arange(span)[None, None, :]
    usable = chosen & (position >= WARM_UP) & (position + lead < span)
    where = np.flatnonzero(usable)
    leads = lead.reshape(-1)[where]
    outcome = cube.values.reshape(-1)[where + leads]
    known = np.isfinite(outcome) & np.isfinite(cube.values.reshape(-1)[where])
    where, leads, outcome = where[known], leads[known], outcome[known]
    return where, leads, outcome, np.full(len(where), weight)


def at_the_end(cube: Cube, features: Features, places: list[str]) -> Array:
    """Rows to predict from at the last month: features of some places, and each lead.

    Shape (places × vectors × leads, features + 1).
    """
    now = features.values[[cube.row(p) for p in places], :, -1]
    rows = np.repeat(now.reshape(-1, now.shape[-1]), LEADS, axis=0)
    leads = np.tile(np.arange(1, LEADS + 1, dtype=np.float32), len(rows) // LEADS)
    return np.column_stack([rows, leads])
