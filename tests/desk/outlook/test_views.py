"""Draws leave in the format of the VIEWS prediction challenge."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from tocsin.desk.outlook import views
from tocsin.desk.outlook.window import Window


def test_rows_are_those_of_a_submission(shared: Path) -> None:
    """A submission taken apart and written again has the same columns, types, order and values."""
    given = pl.read_parquet(shared / "data/views_challenge/bm_last_2018.parquet")
    given = given.filter(pl.col("draw") < 3).sort("month_id", "country_id", "draw")
    draws = np.moveaxis(given["outcome"].to_numpy().reshape(12, 191, 3), 0, 1)
    made = views.table(draws, Window(2018))
    assert made.schema == given.schema
    assert made.equals(given)


def test_cells_without_a_forecast_have_no_rows() -> None:
    """What is unknown is not written as a number."""
    draws = np.ones((191, 12, 2), dtype=np.float32)
    draws[5, 3] = np.nan
    made = views.table(draws, Window(2018))
    assert made.height == (191 * 12 - 1) * 2
    assert not made["outcome"].is_nan().any()
