"""The small chart of a place: its last five years and the range of the next."""

from __future__ import annotations

import altair as alt
import polars as pl

from tocsin.brief.content import Row

WIDTH, HEIGHT = 180, 36


def chart(row: Row) -> alt.TopLevelMixin:
    """Deaths of the last sixty months and the 90% range of the next twelve, on a log scale.

    Months without figures are gaps. Months count from the origin, which is month 0.
    """
    past = pl.DataFrame(
        {"month": range(1 - len(row.history), 1), "deaths": row.history},
        schema={"month": pl.Int64, "deaths": pl.Float64},
    )
    future = pl.DataFrame(
        [(n, *bounds) for n, bounds in enumerate(row.fan, start=1)],
        schema={"month": pl.Int64, "low": pl.Float64, "median": pl.Float64, "high": pl.Float64},
        orient="row",
    )
    top = max([10.0, *(v for v in row.history if v), *(high for _, _, high in row.fan)])
    x = alt.X("month:Q", axis=None, scale=alt.Scale(domain=[1 - len(row.history), 12], nice=False))
    scale = alt.Scale(type="symlog", constant=1, domain=[0, top], nice=False)
    bars = alt.Chart(past).mark_area(
        color="var(--history)", interpolate="step", line=False, invalid="break-paths-show-domains"
    )
    band = alt.Chart(future).mark_area(color="var(--range)", interpolate="step")
    middle = alt.Chart(future).mark_line(color="var(--ink)", strokeWidth=1.2, interpolate="step")
    layers = alt.layer(
        bars.encode(x=x, y=alt.Y("deaths:Q", axis=None, scale=scale)),
        band.encode(x=x, y=alt.Y("low:Q", axis=None, scale=scale), y2="high:Q"),
        middle.encode(x=x, y=alt.Y("median:Q", axis=None, scale=scale)),
    )
    shape = {"width": WIDTH, "height": HEIGHT, "padding": 0, "background": "transparent"}
    framed: alt.LayerChart = layers.properties(**shape).configure_view(stroke=None)
    return framed
