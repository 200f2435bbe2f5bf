"""Draws in the format of the VIEWS prediction challenge: `month_id, country_id, draw, outcome`."""

from __future__ import annotations

import numpy as np
import polars as pl

from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.window import Window
from tocsin.world.month import views_id
from tocsin.world.place import challenge

SCHEMA = pl.Schema(
    {"month_id": pl.Int16, "country_id": pl.Int16, "draw": pl.Int16, "outcome": pl.Float32}
)


def table(draws: Array, window: Window) -> pl.DataFrame:
    """The draws of a window as rows, sorted by month, country and draw.

    `draws` has the shape (191 countries, 12 months, draws), countries in the order of
    `place.challenge`, in deaths; draws are numbered from 0. Cells that are NaN have no rows.
    """
    countries, ahead, count = draws.shape
    month = np.arange(ahead) + views_id(window.months[0])
    columns = {
        "month_id": np.repeat(month, countries * count),
        "country_id": np.tile(np.repeat(list(challenge().values()), count), ahead),
        "draw": np.tile(np.arange(count), ahead * countries),
        "outcome": np.moveaxis(draws, 0, 1).reshape(-1),
    }
    return pl.DataFrame(columns).cast(SCHEMA).filter(pl.col("outcome").is_not_nan())
