"""The panel: place × vector × month, where unknown is null with coverage 0 and never zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from enum import StrEnum

import polars as pl

from tocsin.desk.tables import FIGURES, PANEL
from tocsin.world.month import between
from tocsin.world.place import countries

COVERAGE = pl.Schema(
    {"place": pl.String, "vector": pl.String, "month": pl.Date, "coverage": pl.Float64}
)
"""Where and when somebody looked: the share of a month observed, in [0, 1]; no row is 0."""

_CELL = ("place", "vector", "month")


class Spread(StrEnum):
    """In which month an event counts that lasted from one month into another.

    END is the way of the VIEWS prediction challenge and of the figures that ship.
    """

    END = "end"
    """All of it in the month in which it ended."""
    START = "start"
    """All of it in the month in which it began."""
    DAYS = "days"
    """Over its days, evenly: each month gets the share of the event's days that lie in it."""


def grid(
    months: list[dt.date], vectors: list[str], places: Collection[str] | None = None
) -> pl.DataFrame:
    """Every country × vector × month in which the country was in the system.

    Columns `place, vector, month`, sorted; all countries, or those among `places`.
    """
    span = pl.LazyFrame({"month": sorted(months)}, schema={"month": pl.Date})
    names = pl.LazyFrame({"vector": sorted(vectors)}, schema={"vector": pl.String})
    system = pl.LazyFrame(
        [
            (c.iso3, c.start, c.end)
            for c in countries().values()
            if c.start and (places is None or c.iso3 in places)
        ],
        schema={"place": pl.String, "start": pl.Date, "stop": pl.Date},
        orient="row",
    )
    existed = (pl.col("start") <= pl.col("month").dt.month_end()) & (
        pl.col("stop").is_null() | (pl.col("month") <= pl.col("stop"))
    )
    lived = system.sort("place").join(span, how="cross", maintain_order="left_right")
    return (
        lived.filter(existed)
        .group_by("place", maintain_order=True)
        .agg("month")
        .join(names, how="cross", maintain_order="left_right")
        .explode("month")
        .select(_CELL)
        .collect()
    )


def spread(signals: pl.DataFrame, how: Spread = Spread.END) -> pl.DataFrame:
    """Signals summed to their months: columns `place, vector, month, value`.

    The values of all months together are those of all signals, however they are spread.
    """
    if how is Spread.DAYS:
        parts = _days(signals.lazy())
    else:
        parts = signals.lazy().with_columns(month=pl.col(how.value).dt.month_start())
    return parts.group_by(_CELL).agg(pl.col("value").sum()).sort(_CELL).collect()


def _days(signals: pl.LazyFrame) -> pl.LazyFrame:
    """One row for each signal and month that it touches, with its share of the value."""
    month_by_month = pl.date_ranges(
        pl.col("start").dt.month_start(), pl.col("end").dt.month_start(), "1mo"
    )
    first = pl.max_horizontal("start", "month")
    last = pl.min_horizontal("end", pl.col("month").dt.month_end())
    share = ((last - first).dt.total_days() + 1) / (
        (pl.col("end") - pl.col("start")).dt.total_days() + 1
    )
    return (
        signals.select("place", "vector", "start", "end", "value", month=month_by_month)
        .explode("month")
        .with_columns(value=pl.col("value") * share)
    )


def from_signals(
    signals: pl.DataFrame, coverage: pl.DataFrame, how: Spread = Spread.END
) -> pl.DataFrame:
    """The panel of signals, over the months and vectors that the coverage spans.

    `coverage` has the columns of `COVERAGE`. A place-month that is covered and has no signal is 0;
    one that is not covered is null with coverage 0, whatever the signals say of it. What has no
    covered place-month is not in the panel: `unplaced` tells what that is.
    """
    observed = coverage.filter(pl.col("coverage") > 0)
    if observed.is_empty():
        return pl.DataFrame(schema=PANEL)
    first, latest = _span(observed)
    seen = observed.join(spread(signals, how), on=_CELL, how="left").with_columns(
        pl.col("value").fill_null(0.0)
    )
    return (
        grid(between(first, latest), observed["vector"].unique().to_list())
        .join(seen, on=_CELL, how="left", maintain_order="left")
        .with_columns(pl.col("coverage").fill_null(0.0))
        .select(PANEL.names())
    )


def unplaced(signals: pl.DataFrame, panel: pl.DataFrame, how: Spread = Spread.END) -> pl.DataFrame:
    """What the panel of these signals leaves out, and why, so that no death is lost unseen.

    Columns `place, vector, month, value, reason`: `no such state` where the place was not in the
    system in that month (or is a border), else `not covered`. The panel's values and these
    together are the signals'.
    """
    left_out = spread(signals, how).join(
        panel.filter(pl.col("coverage") > 0), on=_CELL, how="anti", maintain_order="left"
    )
    months, vectors = left_out["month"].unique().to_list(), left_out["vector"].unique().to_list()
    existed = grid(months, vectors).with_columns(reason=pl.lit("not covered"))
    return left_out.join(existed, on=_CELL, how="left", maintain_order="left").with_columns(
        pl.col("reason").fill_null("no such state")
    )


def figures(panel: pl.DataFrame) -> pl.DataFrame:
    """The figures table of a panel: its months that were observed whole.

    A month observed in part (coverage below 1) is left out, for figures cannot say so.
    """
    whole = panel.filter(pl.col("coverage") == 1)
    return whole.select(iso3="place", month="month", vector="vector", deaths="value").select(
        FIGURES.names()
    )


def from_figures(figures: pl.DataFrame, last: dt.date | None = None) -> pl.DataFrame:
    """The panel of a figures table, over the months that it spans, or up to the month `last`.

    A country-month-vector that the table lacks, or holds as null, is null with coverage 0; rows
    from before a state existed or after it ended are left out. With `last`, nothing that comes
    later has any effect.
    """
    figures = figures if last is None else figures.filter(pl.col("month") <= last)
    if figures.is_empty():
        return pl.DataFrame(schema=PANEL)
    first, latest = _span(figures)
    names = figures["vector"].unique().sort().to_list()
    observed = figures.select(place="iso3", vector="vector", month="month", value="deaths")
    return (
        grid(between(first, last or latest), names)
        .join(observed, on=["place", "vector", "month"], how="left", maintain_order="left")
        .with_columns(coverage=pl.col("value").is_not_null().cast(pl.Float64))
        .select(PANEL.names())
    )


def _span(table: pl.DataFrame) -> tuple[dt.date, dt.date]:
    first, last = table.select(first=pl.col("month").min(), last=pl.col("month").max()).row(0)
    return first, last


def until(panel: pl.DataFrame, origin: dt.date) -> pl.DataFrame:
    """The panel as it was knowable at the end of the month `origin`: nothing later."""
    return panel.filter(pl.col("month") <= origin)
