"""The panel: place × vector × month, where unknown is null with coverage 0 and never zero."""

from __future__ import annotations

import datetime as dt

import polars as pl

from tocsin.desk.tables import PANEL
from tocsin.world.month import between
from tocsin.world.place import countries


def grid(months: list[dt.date], vectors: list[str]) -> pl.DataFrame:
    """Every country × vector × month in which the country was in the system.

    Columns `place, vector, month`, sorted.
    """
    span = pl.DataFrame({"month": months}, schema={"month": pl.Date})
    system = pl.DataFrame(
        [(c.iso3, c.start, c.end) for c in countries().values() if c.start],
        schema={"place": pl.String, "start": pl.Date, "stop": pl.Date},
        orient="row",
    )
    existed = (pl.col("start") <= pl.col("month").dt.month_end()) & (
        pl.col("stop").is_null() | (pl.col("month") <= pl.col("stop"))
    )
    return (
        system.join(span, how="cross")
        .filter(existed)
        .join(pl.DataFrame({"vector": vectors}, schema={"vector": pl.String}), how="cross")
        .select("place", "vector", "month")
        .sort("place", "vector", "month")
    )


def from_figures(figures: pl.DataFrame) -> pl.DataFrame:
    """The panel of a figures table, over the months that it spans.

    A country-month-vector that the table lacks, or holds as null, is null with coverage 0; rows
    from before a state existed or after it ended are left out.
    """
    if figures.is_empty():
        return pl.DataFrame(schema=PANEL)
    first, last = figures["month"].min(), figures["month"].max()
    assert isinstance(first, dt.date) and isinstance(last, dt.date)  # noqa: PT018, S101
    names = figures["vector"].unique().sort().to_list()
    observed = figures.select(place="iso3", vector="vector", month="month", value="deaths")
    return (
        grid(between(first, last), names)
        .join(observed, on=["place", "vector", "month"], how="left", maintain_order="left")
        .with_columns(coverage=pl.col("value").is_not_null().cast(pl.Float64))
        .select(PANEL.names())
    )


def until(panel: pl.DataFrame, origin: dt.date) -> pl.DataFrame:
    """The panel as it was knowable at the end of the month `origin`: nothing later."""
    return panel.filter(pl.col("month") <= origin)
