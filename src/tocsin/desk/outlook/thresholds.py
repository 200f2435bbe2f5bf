"""Distributions as the chances of reaching thresholds, and the draws that these stand for."""

from __future__ import annotations

import numpy as np

from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.marginal import DRAWS, levels

THRESHOLDS = np.unique(np.concatenate([np.arange(1, 11), np.geomspace(12, 60_000, 32).round()]))
"""Deaths in a month whose chances are computed; between them log deaths are linear."""
BEYOND = np.e
"""A month with more than this many times the highest threshold is taken to be impossible."""


def draws(chances: Array) -> Array:
    """Sorted draws of distributions given by P(deaths ≥ k) for each k of `THRESHOLDS`.

    With F(k) = 1 − P(deaths ≥ k), the draw at level u is 0 for u < F(1), else the logarithm of
    deaths is linear in u between thresholds, rounded down to whole deaths. Shapes: `chances`
    (cells, thresholds), falling along the last axis; the result (cells, draws), NaN where a chance
    is NaN.
    """
    below = np.maximum.accumulate(1 - chances, axis=1)
    below = np.column_stack([below, np.ones(len(below))])
    logs = np.log([*THRESHOLDS, THRESHOLDS[-1] * BEYOND])
    at = levels()
    out = np.zeros((len(chances), DRAWS), dtype=np.float32)
    first = (at[None, :] < below[:, :1]).sum(axis=1)
    for row in np.flatnonzero(first < DRAWS):
        drawn = np.exp(np.interp(at[first[row] :], below[row], logs))
        out[row, first[row] :] = np.floor(drawn * (1 + 1e-6))
    out[np.isnan(chances).any(axis=1)] = np.nan
    return out


def reached(sample: Array) -> Array:
    """The share of a sample that reaches each threshold.

    Shapes: `sample` (cells, members), NaN for members that are not there; the result (cells,
    thresholds), NaN where no member is there.
    """
    counts = np.stack([(sample >= k).sum(axis=1) for k in THRESHOLDS], axis=1)
    known = np.isfinite(sample).sum(axis=1, keepdims=True)
    return np.where(known > 0, counts / np.maximum(known, 1), np.nan)
