"""A small world for models: a few places, six years of months, one or more vectors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from tocsin.desk import panel as panels
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months

PLACES = ("AFG", "IRN", "KAZ", "PAK", "TJK", "UZB")
FIRST = dt.date(2001, 1, 1)
SPAN = 78


@pytest.fixture(scope="session")
def figures() -> pl.DataFrame:
    """Deaths of two vectors in six countries over 78 months: two wars, some trouble, two calm."""
    rng = np.random.default_rng(7)
    level = {"AFG": 40.0, "PAK": 12.0, "TJK": 0.4, "UZB": 0.2, "IRN": 0.05, "KAZ": 0.0}
    rows = [
        (place, months.shift(FIRST, t), vector, float(rng.poisson(level[place] * share)))
        for place in PLACES
        for vector, share in (("one_sided", 0.3), ("state_based", 1.0))
        for t in range(SPAN)
    ]
    return pl.DataFrame(rows, schema=["iso3", "month", "vector", "deaths"], orient="row")


@pytest.fixture(scope="session")
def panel(figures: pl.DataFrame) -> pl.DataFrame:
    """The panel of these figures, without the countries that they say nothing of."""
    return panels.from_figures(figures).filter(pl.col("place").is_in(PLACES))


@pytest.fixture(scope="session")
def cube(panel: pl.DataFrame) -> Cube:
    """The same as a cube."""
    return cubes.from_panel(panel)


@pytest.fixture(scope="session")
def paths() -> Paths:
    """Joint paths of three places, of the last of which nothing is known."""
    draws = np.random.default_rng(3).poisson(0.5, size=(3, 2, 36, 40)).astype(np.float32)
    draws[2] = np.nan
    origin = dt.date(2013, 8, 1)
    return Paths(origin, ["ARM", "TJK", "KAZ"], ["one_sided", "state_based"], draws, "tocsin")


@pytest.fixture(scope="session")
def build() -> Callable[..., Cube]:
    """Make a cube of AFG (and TJK) from values of the shape (places, vectors, months)."""

    def built(values: object) -> Cube:
        array = np.asarray(values, dtype=np.float32)
        keys = ["one_sided", "state_based", "non_state"][: array.shape[1]]
        return Cube(["AFG", "TJK", "UZB"][: array.shape[0]], keys, FIRST, array)

    return built
