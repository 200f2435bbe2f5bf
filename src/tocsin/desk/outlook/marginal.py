"""Marginal forecasts: a distribution for each place, vector and lead, as sorted equal draws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tocsin.desk.outlook.cube import Array, Cube

DRAWS = 1000
LEADS = 36
RECENT = 12
"""Months that must hold at least one observation for a place to be forecast."""

Model = Callable[[Cube, list[str]], Array]
"""From a cube that ends at the origin and places of it to draws (places, vectors, leads, draws).

The draws of each cell are sorted and have equal weight; NaN throughout means that nothing was
observed in the last `RECENT` months, so that nothing is said.
"""


def levels(draws: int = DRAWS) -> Array:
    """The probabilities that sorted draws stand for: the middles of equal steps."""
    return (np.arange(draws) + 0.5) / draws


def zero(cube: Cube, places: list[str]) -> Array:
    """Nothing will happen: all draws are 0."""
    return _over_leads(_known(cube, places)[..., :1] * 0, levels())


def last(cube: Cube, places: list[str]) -> Array:
    """Poisson around the last observed month: the challenge's “last month” benchmark."""
    from scipy.stats import poisson  # noqa: PLC0415 (half a second that nothing else needs)

    known = _known(cube, places)
    position = np.where(np.isfinite(known), np.arange(known.shape[-1]), -1).max(axis=-1)
    mean = np.take_along_axis(known, np.maximum(position, 0)[..., None], axis=-1)
    draws = np.where(np.isfinite(mean), poisson.ppf(levels(), np.nan_to_num(mean)), np.nan)
    return _over_leads(draws, levels())


def conflictology(cube: Cube, places: list[str]) -> Array:
    """The last twelve months as the ensemble for every lead (Hegre et al. 2025)."""
    return _over_leads(_known(cube, places), levels())


def bootstrap(cube: Cube, places: list[str]) -> Array:
    """Every month of every place so far as the ensemble: the challenge's bootstrap benchmark."""
    out = _over_leads(_known(cube, places), levels())
    for v in range(len(cube.vectors)):
        history = cube.values[:, v]
        pooled = np.quantile(history[np.isfinite(history)], levels(), method="inverted_cdf")
        out[:, v] = np.where(np.isfinite(out[:, v]), pooled, np.nan)
    return out


def _known(cube: Cube, places: list[str]) -> Array:
    """The last months of some places, shape (places, vectors, `RECENT`)."""
    return cube.values[[cube.row(p) for p in places], :, -RECENT:]


def _over_leads(sample: Array, at: Array) -> Array:
    """Quantiles of a sample along its last axis, NaN left out, the same for every lead."""
    ordered = np.sort(sample, axis=-1)
    count = np.isfinite(ordered).sum(axis=-1, keepdims=True)
    position = np.minimum((at * count).astype(int), np.maximum(count - 1, 0))
    draws = np.take_along_axis(ordered, position, axis=-1).astype(np.float32)
    return np.repeat(draws[:, :, None, :], LEADS, axis=2)
