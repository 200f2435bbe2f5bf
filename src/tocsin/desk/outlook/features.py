"""What a model may know at the end of each month: history, recency, neighbours, the world."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.world.place import country, neighbours

WINDOWS = (1, 3, 6, 12, 24, 60)
HALF_LIVES = (1, 2, 4, 8, 12, 24, 60)
RANKS = (1, 3, 5, 8, 10, 11)
"""Of twelve months in order of their deaths, those that a model sees; 11 is the worst."""
LOG_DEATHS = (
    *(f"deaths_{width}" for width in WINDOWS),
    *(f"smoothed_{half_life}" for half_life in HALF_LIVES),
    *(f"ordered_{rank}" for rank in RANKS),
    "highest_60",
)
"""The features that are logarithms of a place's own deaths on the vector."""
NEVER = 240
"""Months since an event that was never seen, and the cap on all such counts."""

FAMILIES = {
    "own": "the place's own last months",
    "record": "its longer record",
    "other": "other kinds of violence there",
    "neighbours": "its neighbours",
    "world": "the world at large",
    "fixed": "what does not change",
}


class Features(NamedTuple):
    """Features by name, the family of each, and their values.

    `values` has the shape (places, vectors, months, features); NaN where unknown.
    """

    names: list[str]
    families: list[str]
    values: Array

    def of(self, name: str) -> Array:
        """One feature, shape (places, vectors, months)."""
        found: Array = self.values[..., self.names.index(name)]
        return found


def build(cube: Cube) -> Features:
    """Compute all features at every month of a cube, each from that month and earlier only."""
    parts = list(_features(cube))
    shape = cube.values.shape
    values = np.stack([np.broadcast_to(value, shape) for _, _, value in parts], axis=-1)
    return Features([n for n, _, _ in parts], [f for _, f, _ in parts], values.astype(np.float32))


def window_sum(values: Array, width: int) -> Array:
    """Sums over the last `width` months, scaled up for months not observed; NaN if none was."""
    seen = np.isfinite(values)
    total, count = _rolling(np.where(seen, values, 0), width), _rolling(seen, width)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, total * width / count, np.nan).astype(np.float32)


def _rolling(values: Array, width: int) -> Array:
    sums = np.cumsum(values, axis=-1, dtype=np.float64)
    sums[..., width:] = sums[..., width:] - sums[..., :-width]
    return sums


def _features(cube: Cube) -> Iterator[tuple[str, str, Array]]:
    values = cube.values
    sums = {width: window_sum(values, width) for width in WINDOWS}
    for width in WINDOWS:
        family = "own" if width <= 12 else "record"
        yield f"deaths_{width}", family, np.log1p(sums[width])
    yield "trend", "own", np.log1p(sums[3] * 4) - np.log1p(sums[12])
    for half_life in HALF_LIVES:
        family = "own" if half_life <= 12 else "record"
        yield f"smoothed_{half_life}", family, np.log1p(smoothed(values, half_life))
    yield from _occurrence(values)
    yield from _spread(np.log1p(values))
    yield "highest_60", "record", _highest(np.log1p(sums[3]), 60)
    yield from _elsewhere(cube, sums)
    index = np.arange(len(cube.vectors), dtype=np.float32)[None, :, None]
    yield "vector", "fixed", index
    codes = np.array([country(p).gw or 0 for p in cube.places], dtype=np.float32)
    yield "region", "fixed", codes[:, None, None]
    yield "age", "fixed", np.minimum(np.cumsum(np.isfinite(values), axis=-1), NEVER)


def _occurrence(values: Array) -> Iterator[tuple[str, str, Array]]:
    yield "since_any", "own", months_since(values >= 1)
    yield "since_25", "own", months_since(values >= 25)
    active = np.where(np.isfinite(values), values > 0, np.nan).astype(np.float32)
    yield "active_12", "own", window_sum(active, 12)
    yield "active_60", "record", window_sum(active, 60)
    yield "share_4", "own", smoothed(active, 4)
    yield "share_24", "record", smoothed(active, 24)


def _spread(logs: Array) -> Iterator[tuple[str, str, Array]]:
    """How the last twelve months differ, from log deaths."""
    yield "typical_4", "own", smoothed(logs, 4)
    yield "typical_12", "own", smoothed(logs, 12)
    ordered, deviation = _year(logs)
    for rank in RANKS:
        yield f"ordered_{rank}", "own", ordered[..., rank]
    yield "deviation_12", "own", deviation


def _elsewhere(cube: Cube, sums: dict[int, Array]) -> Iterator[tuple[str, str, Array]]:
    near = adjacency(cube.places, cube.last)
    for width in (3, 12, 60):
        everything = sums[width].sum(axis=1, keepdims=True)
        yield f"other_{width}", "other", np.log1p(np.maximum(everything - sums[width], 0))
        around = _known_total(near, sums[width])
        yield f"near_{width}", "neighbours", np.log1p(around)
        yield f"near_all_{width}", "neighbours", np.log1p(around.sum(axis=1, keepdims=True))
    active = np.where(np.isfinite(sums[12]), sums[12] >= 25, np.nan)
    count = np.maximum(near.sum(axis=1), 1)[:, None, None]
    yield "near_active", "neighbours", _known_total(near, active) / count
    world = np.ones((1, len(cube.places)), dtype=np.float32)
    yield "world_12", "world", np.log1p(_known_total(world, sums[12]))
    yield "world_active", "world", _known_total(world, active) / len(cube.places)


def _known_total(weights: Array, values: Array) -> Array:
    """Totals of what is known over the places with weight 1, scaled up for those not known.

    Shapes: weights (rows, places), values (places, vectors, months), result (rows, vectors,
    months); 0 for a row without weights, NaN where nothing is known.
    """
    total = np.einsum("pq,qvt->pvt", weights, np.nan_to_num(values))
    known = np.einsum("pq,qvt->pvt", weights, np.isfinite(values).astype(np.float32))
    count = weights.sum(axis=1)[:, None, None]
    scaled = total * count / np.maximum(known, 1)
    return np.where((known > 0) | (count == 0), scaled, np.nan).astype(np.float32)


def adjacency(places: list[str], day: dt.date) -> Array:
    """Which places border which on a day: 1 or 0, shape (places, places)."""
    row = {place: i for i, place in enumerate(places)}
    near = np.zeros((len(places), len(places)), dtype=np.float32)
    for place in places:
        near[row[place], [row[n] for n in neighbours(place, day) if n in row]] = 1
    return near


def smoothed(values: Array, half_life: float) -> Array:
    """Exponentially weighted mean over the past; unobserved months carry no weight."""
    keep = 0.5 ** (1 / half_life)
    total = np.zeros(values.shape[:2])
    weight = np.zeros(values.shape[:2])
    out = np.full(values.shape, np.nan, dtype=np.float32)
    for t in range(values.shape[2]):
        seen = np.isfinite(values[:, :, t])
        total = total * keep + np.where(seen, values[:, :, t], 0)
        weight = weight * keep + seen
        np.divide(total, weight, out=out[:, :, t], where=weight > 0)
    return out


def months_since(happened: Array) -> Array:
    """Months since something last happened, at most `NEVER`."""
    position = np.arange(happened.shape[-1])
    latest = np.maximum.accumulate(np.where(happened, position, -NEVER), axis=-1)
    return np.minimum(position - latest, NEVER)


def _year(values: Array) -> tuple[Array, Array]:
    """The last twelve months in ascending order, and their standard deviation.

    Where fewer were observed, those are spread over the twelve ranks; NaN where none was. Shapes:
    `values` (…, months), the results (…, months, 12) and (…, months).
    """
    before = [(0, 0)] * (values.ndim - 1) + [(11, 0)]
    padded = np.pad(values, before, constant_values=np.nan)
    ordered = np.sort(np.lib.stride_tricks.sliding_window_view(padded, 12, axis=-1), axis=-1)
    count = np.isfinite(ordered).sum(axis=-1, keepdims=True)
    at = np.maximum((np.arange(12) * count + count) // 12 - 1, 0)
    mean = np.nansum(ordered, axis=-1, keepdims=True) / np.maximum(count, 1)
    square = np.nansum(np.square(ordered - mean), axis=-1) / np.maximum(count[..., 0], 1)
    deviation = np.where(count[..., 0] > 0, np.sqrt(square), np.nan)
    return np.take_along_axis(ordered, at, axis=-1), deviation


def _highest(values: Array, width: int) -> Array:
    """The highest value over the last `width` months."""
    known = np.nan_to_num(values)
    padded = np.pad(known, ((0, 0), (0, 0), (width - 1, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, width, axis=-1)
    highest: Array = windows.max(axis=-1)
    return highest
