"""Our model: trees on two scales and local ensembles, mixed with weights learned on the past."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from tocsin.desk.outlook import alike, hurdle, thresholds
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.examples import at_the_end
from tocsin.desk.outlook.features import Features
from tocsin.desk.outlook.hurdle import Hurdle
from tocsin.desk.outlook.marginal import DRAWS, LEADS, RECENT
from tocsin.desk.outlook.thresholds import THRESHOLDS

PARTS = ("relative", "plain", "alike")
"""What is mixed: the two ladders of trees and the months alike."""


def pooled(model: Hurdle, cube: Cube, features: Features, places: list[str]) -> Array:
    """P(deaths ≥ k) for leads 1–36 of some places, shape (places, vectors, leads, thresholds).

    The mixture is a linear pool, F = Σ wᵢ Fᵢ (Stone 1961, doi:10.1214/aoms/1177704873), with
    weights by vector and lead from `weights`. NaN where the last months were not observed.
    """
    parts = chances(model, cube, features, places)
    known = np.isfinite(parts).all(axis=-1)
    share = np.moveaxis(mix(cube), -1, 0)[:, None] * known
    share = share / np.maximum(share.sum(axis=0), 1e-9)
    found: Array = (share[..., None] * np.nan_to_num(parts)).sum(axis=0).astype(np.float32)
    found[~_observed(cube, places)] = np.nan
    return found


def draws(chances: Array) -> Array:
    """The draws that `pooled` chances stand for, shape (places, vectors, leads, draws)."""
    flat = chances.reshape(-1, len(THRESHOLDS)).astype(float)
    drawn: Array = thresholds.draws(flat).reshape(*chances.shape[:-1], DRAWS)
    return drawn


def chances(model: Hurdle, cube: Cube, features: Features, places: list[str]) -> Array:
    """P(deaths ≥ k) by each of `PARTS`, shape (parts, places, vectors, leads, thresholds)."""
    inputs = at_the_end(cube, features, places)
    shape = (len(places), len(cube.vectors), LEADS, len(THRESHOLDS))
    trees = [part.reshape(shape) for part in hurdle.predict(model, inputs, features.names)]
    return np.stack([*trees, alike.predict(cube, features, places)])


def mix(cube: Cube) -> Array:
    """The weights for the origin of a cube, shape (vectors, leads, parts)."""
    return np.stack([weights(vector, cube.last) for vector in cube.vectors])


def weights(vector: str, origin: dt.date) -> Array:
    """The weights of `PARTS` for each lead, shape (leads, parts), as learned before an origin.

    Equal where nothing had been learned yet, or nothing of this vector.
    """
    found = np.full((LEADS, len(PARTS)), 1 / len(PARTS))
    rows = _learned().filter(pl.col("vector") == vector, pl.col("since") <= origin)
    for row in rows.sort("since").iter_rows(named=True):  # later ones replace earlier ones
        found[row["first"] - 1 : row["last"]] = [row[part] for part in PARTS]
    shares: Array = found / found.sum(axis=1, keepdims=True)
    return shares


@cache
def _learned() -> pl.DataFrame:
    """The weights that ship; `tools/weights.py` learns them."""
    text = files("tocsin.desk").joinpath("data/weights.csv").read_bytes()
    return pl.read_csv(text, try_parse_dates=True)


def _observed(cube: Cube, places: list[str]) -> Array:
    """Which places and vectors were observed in the last months."""
    recent = cube.values[[cube.row(p) for p in places], :, -RECENT:]
    return np.asarray(np.isfinite(recent).any(axis=-1))
