"""What came after months like the present one: local ensembles from all of history."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.spatial import cKDTree

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.features import Features
from tocsin.desk.outlook.marginal import LEADS
from tocsin.desk.outlook.thresholds import THRESHOLDS, reached

MEMBERS = 600
"""Months of history, of any place, that make an ensemble; at most a tenth of what there is."""
SIZED = float(np.log1p(3))
"""The log level, in deaths a month, above which outcomes are taken relative to the level."""
SHARED_UP_TO = (3, 6, 12, 24, 36)
"""Leads up to each of these share the months that they are compared with."""
BLUR = 1e-3


def predict(cube: Cube, features: Features, places: list[str]) -> Array:
    """P(deaths ≥ k) as the share of the most similar months of history after which it came so far.

    Months are alike if deaths at several memories and the time since the last are; for places with
    violence an outcome counts relative to its level then, times the level now: conflictology
    (Hegre et al. 2025) with the memory of all places instead of one. Shape (places, vectors, leads,
    thresholds); NaN where the present state is unknown.
    """
    rows = [cube.row(place) for place in places]
    shape = (len(places), len(cube.vectors), LEADS, len(THRESHOLDS))
    found = np.full(shape, np.nan)
    state, level = _state(features), features.of("smoothed_4")
    for v in range(len(cube.vectors)):
        for first, last in _groups():
            past, near = _nearest(state[:, v], cube.values[:, v], rows, last)
            for lead in range(first, last + 1):
                sample = _outcomes(cube.values[:, v], past, lead)[near]
                sized = _sized(sample, level[:, v].reshape(-1)[past][near], level[rows, v, -1])
                found[:, v, lead - 1] = reached(sized)
    found[~np.isfinite(state[rows, :, -1]).all(axis=-1)] = np.nan
    return found


def _groups() -> Iterator[tuple[int, int]]:
    yield from zip((1, *(last + 1 for last in SHARED_UP_TO[:-1])), SHARED_UP_TO, strict=True)


def _state(features: Features) -> Array:
    """What months are compared by, shape (places, vectors, months, numbers)."""
    parts = [features.of(f"smoothed_{half_life}") for half_life in (1, 4, 24)]
    parts.append(np.log1p(features.of("since_any")) / 2)
    parts.append(np.log1p(np.expm1(features.of("deaths_60")) / 60) / 2)
    return np.stack(parts, axis=-1)


def _nearest(state: Array, values: Array, rows: list[int], reach: int) -> tuple[Array, Array]:
    """Positions of past months with known outcomes, and of those the nearest to each place now.

    Shapes: `state` (places, months, numbers), the results (past,) and (rows, members).
    """
    span = state.shape[1]
    usable = np.isfinite(state).all(axis=-1) & np.isfinite(values)
    usable[:, span - reach :] = False
    past = np.flatnonzero(usable)
    if not len(past):
        return past, np.empty((len(rows), 0), dtype=np.intp)
    known = state.reshape(-1, state.shape[-1])[past]
    blur = np.random.default_rng(0).uniform(0, BLUR, known.shape)  # equal months in no order
    ranks = np.arange(1, min(MEMBERS, -(-len(past) // 10)) + 1)
    _, near = cKDTree(known + blur).query(np.nan_to_num(state[rows, -1]), k=ranks)
    return past, np.asarray(near)


def _outcomes(values: Array, past: Array, lead: int) -> Array:
    """Deaths some months after each past month; NaN where not known."""
    found: Array = values.reshape(-1)[past + lead]
    return found


def _sized(sample: Array, then: Array, now: Array) -> Array:
    """Outcomes brought from the level then to the level now, where there is violence now."""
    factor = np.where(now[:, None] > SIZED, np.exp(now[:, None] - then), 1)
    return np.round(sample * factor)
