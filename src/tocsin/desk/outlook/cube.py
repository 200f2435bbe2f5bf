"""The panel as one array, place × vector × month, for models to compute on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tocsin.world import month as months

Array = NDArray[Any]


@dataclass(frozen=True)
class Cube:
    """Values of a panel as an array.

    `values` has the shape (places, vectors, months) and is NaN where nothing was observed or the
    state did not exist; the first month is `first`.
    """

    places: list[str]
    vectors: list[str]
    first: dt.date
    values: Array

    @property
    def last(self) -> dt.date:
        """The last month."""
        return months.shift(self.first, self.values.shape[2] - 1)

    def until(self, origin: dt.date) -> Cube:
        """The cube up to and including the month `origin`."""
        stop = months.index(origin) - months.index(self.first) + 1
        return replace(self, values=self.values[:, :, :stop])

    def row(self, place: str) -> int:
        """The position of a place along the first axis."""
        return self.places.index(place)


def from_panel(panel: pl.DataFrame) -> Cube:
    """Turn a panel into a cube; columns as in `tables.PANEL`, values in deaths a month."""
    places = panel["place"].unique().sort().to_list()
    vectors = panel["vector"].unique().sort().to_list()
    first, last = panel.select(first=pl.col("month").min(), last=pl.col("month").max()).row(0)
    length = months.index(last) - months.index(first) + 1
    values = np.full((len(places), len(vectors), length), np.nan, dtype=np.float32)
    where = panel.select(
        place=pl.col("place").replace_strict(places, range(len(places)), return_dtype=pl.Int64),
        vector=pl.col("vector").replace_strict(vectors, range(len(vectors)), return_dtype=pl.Int64),
        month=(pl.col("month").dt.year() - first.year) * 12
        + pl.col("month").dt.month().cast(pl.Int32)
        - first.month,
    )
    values[where["place"], where["vector"], where["month"]] = panel["value"].to_numpy()
    return Cube(places, vectors, first, values)
