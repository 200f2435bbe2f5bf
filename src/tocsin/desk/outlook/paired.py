"""Paired differences of two models' scores, with an interval by bootstrap over countries."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from tocsin.desk.outlook.cube import Array

RESAMPLES = 2000
LEVEL = 0.9


class Verdict(StrEnum):
    """Whether the first of two models scores better than the second."""

    AHEAD = "ahead"
    BEHIND = "behind"
    OPEN = "cannot be told"


@dataclass(frozen=True)
class Difference:
    """The mean score of the first model less that of the second, with its interval.

    Lower scores are better, so that below 0 the first is ahead.
    """

    mean: float
    low: float
    high: float

    @property
    def verdict(self) -> Verdict:
        """Ahead or behind if the whole interval is; otherwise it cannot be told."""
        if self.high < 0:
            return Verdict.AHEAD
        return Verdict.BEHIND if self.low > 0 else Verdict.OPEN


def weights(clusters: int, *, seed: int, resamples: int = RESAMPLES) -> Array:
    """How often each cluster is drawn in each resample, shape (resamples, clusters)."""
    even = np.full(clusters, 1 / clusters)
    return np.random.default_rng(seed).multinomial(clusters, even, size=resamples).astype(float)


def difference(ours: Array, theirs: Array, *, seed: int = 1) -> Difference:
    """The difference of two models' mean scores over the same cells.

    Countries are drawn with replacement, each with all of its months, since the months of a
    country hang together (Efron & Tibshirani 1993, doi:10.1201/9780429246593); the interval runs
    from the 5 % to the 95 % quantile of `RESAMPLES` differences. What strikes many countries in
    the same months is not allowed for. Shapes: both (countries, months), NaN where a cell does not
    count; countries without a cell are not drawn.
    """
    gap = ours - theirs
    gap = gap[np.isfinite(gap).any(axis=1)]
    sums, counts = np.nansum(gap, axis=1), np.isfinite(gap).sum(axis=1)
    drawn = weights(len(gap), seed=seed)
    means = (drawn @ sums) / (drawn @ counts)
    low, high = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Difference(float(sums.sum() / counts.sum()), float(low), float(high))
