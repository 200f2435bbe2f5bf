"""Whether what happens stands among the draws as evenly as it should: PIT histograms in a band."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.paired import LEVEL, weights

BINS = 10
FEWEST = 20
"""Countries with cells that a band needs; from fewer, nothing is said."""


@dataclass(frozen=True)
class Flatness:
    """How far a PIT histogram is from flat, and how far it may be.

    `lead` None: all leads at once. `n` cells; `deviation` is the largest of a bin's share from
    1 / `BINS`, and `band` the largest that chance explains. None: too few countries to tell.
    """

    lead: int | None
    n: int
    deviation: float | None
    band: float | None

    @property
    def inside(self) -> bool | None:
        """Whether every bin lies in the band; None: cannot be told."""
        if self.deviation is None or self.band is None:
            return None
        return self.deviation <= self.band


def flatness(pit: Array, *, first: int = 1, seed: int = 1) -> list[Flatness]:
    """The flatness of PIT values at every lead, and at all leads at once.

    `pit` has the shape (countries, windows, leads), NaN where a cell does not count; `first` is the
    number of the first lead. If forecasts are calibrated, randomised PIT values are uniform (Czado,
    Gneiting & Held 2009, doi:10.1111/j.1541-0420.2009.01191.x), and each of ten bins has the share
    p = 0.1. Cells of one country in several windows hang together, so that binomial bands are too
    narrow. The band is a bootstrap over countries instead: countries are drawn with replacement,
    each with all of its windows and leads, and p* are the shares in a resample. The band of a lead
    is the 90 % quantile of maxₖ |p*ₖ − p̂ₖ|, which makes it simultaneous over the bins: a calibrated
    model is inside at a given lead nine times in ten. With twelve leads one or the other will be
    outside by chance. The last entry is therefore simultaneous over leads as well: bands of all
    leads are widened by one factor, the 90 % quantile of the largest ratio of deviation to band,
    and it shows the lead that comes closest to its band or is farthest out of it. What strikes many
    countries at once is not allowed for: a handful of windows cannot tell.
    """
    counts = _counts(pit[np.isfinite(pit).any(axis=(1, 2))])
    if len(counts) < FEWEST or not counts.sum(axis=(0, 2)).all():
        cells = counts.sum(axis=(0, 2)).astype(int)
        told = [Flatness(first + k, int(n), None, None) for k, n in enumerate(cells)]
        return [*told, Flatness(None, int(cells.sum()), None, None)]
    return _judged(counts, first, seed)


def _counts(pit: Array) -> Array:
    """Cells of each country in each bin, shape (countries, leads, bins)."""
    number = np.where(np.isfinite(pit), np.minimum(np.nan_to_num(pit) * BINS, BINS - 1), -1)
    held: Array = (number.astype(int)[..., None] == np.arange(BINS)).sum(axis=1).astype(float)
    return held


def _judged(counts: Array, first: int, seed: int) -> list[Flatness]:
    shares = _shares(counts.sum(axis=0)[None])[0]
    drawn = weights(len(counts), seed=seed)
    resampled = _shares(np.tensordot(drawn, counts, axes=1))
    chance = np.abs(resampled - shares).max(axis=-1)
    band = np.maximum(np.quantile(chance, LEVEL, axis=0), np.finfo(float).eps)
    deviation = np.abs(shares - 1 / BINS).max(axis=-1)
    cells = counts.sum(axis=(0, 2)).astype(int)
    rows = zip(cells, deviation, band, strict=True)
    found = [Flatness(first + k, int(n), float(d), float(b)) for k, (n, d, b) in enumerate(rows)]
    wider = float(np.quantile((chance / band).max(axis=-1), LEVEL))
    worst = int(np.argmax(deviation / band))
    whole = (float(deviation[worst]), float(band[worst]) * wider)
    return [*found, Flatness(None, int(cells.sum()), *whole)]


def _shares(counts: Array) -> Array:
    """Shares of the bins; resamples without a cell are flat."""
    total = counts.sum(axis=-1, keepdims=True)
    shares: Array = np.where(total > 0, counts / np.maximum(total, 1), 1 / BINS)
    return shares
