"""Scores of outlooks against what happened: lower is better, and zero is the best there is."""

from __future__ import annotations

import numpy as np
import scoringrules
from numpy.typing import ArrayLike, NDArray

EDGES = (0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5)
"""Lower edges of the eleven bins of deaths in the VIEWS challenge; the last is open."""
MEMBERS = 1000
"""The number of draws that an ignorance score is made for."""

Scores = NDArray[np.float64]
Seed = int | tuple[int, ...]


def crps(happened: ArrayLike, draws: ArrayLike) -> Scores:
    """The continuous ranked probability score: how far the whole distribution lay from what came.

    mean |X − y| − ½ mean |X − X′| over all M² pairs of draws, in the unit of the outcome (Gneiting
    & Raftery 2007, doi:10.1198/016214506000001437). Shapes: `happened` (…), `draws` (…, M); the
    result (…).
    """
    return _floats(scoringrules.crps_ensemble(_floats(happened), _floats(draws), estimator="qd"))


def crps_log(happened: ArrayLike, draws: ArrayLike) -> Scores:
    """The CRPS of log(1 + deaths), in which a large war does not drown everything else.

    Bosse et al. (2023), doi:10.1371/journal.pcbi.1011393; shapes as for `crps`.
    """
    return crps(np.log1p(_floats(happened)), np.log1p(_floats(draws)))


def ignorance(happened: ArrayLike, draws: ArrayLike) -> Scores:
    """The ignorance score of the VIEWS challenge: surprise at the bin of what came, in bits.

    −log₂ p with p = (draws in the bin + 1) / (M + 11), for M = 1000 draws on the eleven bins of
    `EDGES`; other numbers of draws are scaled to 1000, as if each were repeated (Roulston & Smith
    2002, doi:10.1175/1520-0493(2002)130<1653:EPFUIT>2.0.CO;2). Shapes as for `crps`.
    """
    drawn = np.digitize(_floats(draws), EDGES)
    came = np.digitize(_floats(happened), EDGES)
    hits = (drawn == came[..., None]).mean(axis=-1) * MEMBERS
    return _floats(-np.log2((hits + 1) / (MEMBERS + len(EDGES))))


def interval(happened: ArrayLike, draws: ArrayLike, *, level: float = 0.9) -> Scores:
    """The interval score of a central interval: its width, and a fine for what lay outside.

    With bounds L and U at (1 ∓ level) / 2, linear between draws: U − L + 2/(1 − level) · (L − y)₊
    + 2/(1 − level) · (y − U)₊, in the unit of the outcome (Gneiting & Raftery 2007,
    doi:10.1198/016214506000001437). Shapes as for `crps`.
    """
    tail = (1 - level) / 2
    low, high = np.quantile(_floats(draws), [tail, 1 - tail], axis=-1)
    return _floats(scoringrules.interval_score(_floats(happened), low, high, 1 - level))


def brier(came: ArrayLike, chance: ArrayLike) -> Scores:
    """The squared difference of a probability and what came, 1 or 0.

    Brier (1950), doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2. Both of the same shape.
    """
    return _floats(scoringrules.brier_score(_floats(came), _floats(chance)))


def pit(happened: ArrayLike, draws: ArrayLike) -> Scores:
    """Where what came stands among the draws, 0–1: evenly spread if the outlook is calibrated.

    The share of draws below plus half the share of equal ones. Shapes as for `crps`.
    """
    came, drawn = _floats(happened)[..., None], _floats(draws)
    return _floats((drawn < came).mean(axis=-1) + (drawn == came).mean(axis=-1) / 2)


def randomised_pit(happened: ArrayLike, draws: ArrayLike, *, seed: Seed = 1) -> Scores:
    """Where what came stands among the draws, with ties broken by chance: uniform if calibrated.

    (draws below + v · (equal draws + 1)) / (M + 1) with v uniform in 0–1, so that what came counts
    as one of its equals (Czado, Gneiting & Held 2009, doi:10.1111/j.1541-0420.2009.01191.x, here
    for M draws instead of a distribution). Shapes as for `crps`; NaN where the outcome is unknown.
    """
    came, drawn = _floats(happened)[..., None], _floats(draws)
    below, equal = (drawn < came).sum(axis=-1), (drawn == came).sum(axis=-1)
    chance = np.random.default_rng(seed).uniform(size=below.shape)
    place = (below + chance * (equal + 1)) / (drawn.shape[-1] + 1)
    return _floats(np.where(np.isfinite(came[..., 0]), place, np.nan))


def _floats(values: ArrayLike) -> Scores:
    return np.asarray(values, dtype=np.float64)
