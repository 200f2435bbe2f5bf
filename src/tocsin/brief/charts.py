"""The small charts of the brief, and drawing any chart as SVG that follows the page's colours."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import Any

import altair as alt
import polars as pl
import vl_convert
from markupsafe import escape

from tocsin.brief.content import Row
from tocsin.desk import storage

WIDTH, HEIGHT = 180, 36


def sparkline(row: Row) -> alt.TopLevelMixin:
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
    chart = alt.layer(
        bars.encode(x=x, y=alt.Y("deaths:Q", axis=None, scale=scale)),
        band.encode(x=x, y=alt.Y("low:Q", axis=None, scale=scale), y2="high:Q"),
        middle.encode(x=x, y=alt.Y("median:Q", axis=None, scale=scale)),
    )
    return chart.properties(width=WIDTH, height=HEIGHT, padding=0).configure_view(stroke=None)


def svg(chart: alt.TopLevelMixin, *, title: str) -> str:
    """A chart as an SVG element that scales with the page and bears a title for screen readers.

    Drawing is slow, so what was drawn from the same specification before comes from the cache.
    """
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec["background"] = "transparent"
    text = json.dumps(spec, sort_keys=True)
    key = f"charts/{storage.digest(version('vl-convert-python'), text)}.svg"
    drawn = storage.recall(key)
    if drawn is None:
        drawn = str(vl_convert.vegalite_to_svg(spec))
        storage.keep(key, drawn)
    return _scalable(drawn, title)


def _scalable(drawn: str, title: str) -> str:
    head, body = drawn.split(">", 1)
    head = re.sub(r' (width|height|class|version|xmlns(:xlink)?)="[^"]*"', "", head)
    body = re.sub(r' (aria-\w+|role)="[^"]*"', "", body)
    body = re.sub(r'<rect [^>]*fill="transparent"[^>]*(/>|></rect>)', "", body, count=1)
    return f'{head} role="img"><title>{escape(title)}</title>{body}'
