"""The fan of a place: what is known of its last ten years, and the ranges of the next three."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.marginal import LEADS
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months

if TYPE_CHECKING:
    import altair as alt

PAST = 120
"""Months of history that a fan shows."""
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
SIZES = {"wide": (760, 270, 12), "narrow": (340, 250, 12)}
"""Width and height of the plot and size of the letters, in pixels."""
FONT = "system-ui, 'Segoe UI', 'Liberation Sans', sans-serif"
LOOKS = {
    "killed in a month": "var(--history)",
    "median of the outlook": "var(--ink)",
    "50% range": "var(--range)",
    "90% range": "color-mix(in srgb, var(--range) 45%, var(--paper))",
    "unknown": "color-mix(in srgb, var(--unknown) 40%, var(--paper))",
}
LEAST = 10.0

Five = tuple[float, float, float, float, float]


@dataclass(frozen=True)
class Fan:
    """Deaths by month, all vectors together, before and after an origin.

    `history` ends with the origin and is None where unknown; `steps` has the 5, 25, 50, 75 and 95%
    quantiles of each of the next thirty-six months, and is empty where nothing can be said.
    """

    origin: dt.date
    history: list[float | None]
    steps: list[Five]


def fan(cube: Cube, paths: Paths, place: str) -> Fan:
    """The fan of a place from all that is known up to the origin of an outlook."""
    monthly = paths.of(place).sum(axis=0)
    said = bool(np.isfinite(monthly).all())
    return Fan(
        origin=paths.origin,
        history=totals(cube, place)[-PAST:],
        steps=[_five(draws) for draws in monthly] if said else [],
    )


def totals(cube: Cube, place: str) -> list[float | None]:
    """Deaths by month from all vectors, None where one of them is unknown."""
    if place not in cube.places:
        return [None] * cube.values.shape[2]
    return known(cube.values[cube.row(place)].sum(axis=0))


def known(values: Array) -> list[float | None]:
    """Numbers as they are, None for those that are not known."""
    return [float(value) if np.isfinite(value) else None for value in values]


def _five(draws: Array) -> Five:
    a, b, c, d, e = (round(float(value), 1) for value in np.quantile(draws, LEVELS))
    return a, b, c, d, e


def chart(given: Fan, size: str = "wide") -> alt.LayerChart:
    """The fan as a chart, on a logarithmic scale that begins at zero; `size` is one of `SIZES`.

    Months without figures are shaded from top to bottom, so that nobody takes them for quiet ones.
    Colours are the page's CSS custom properties.
    """
    import altair as alt  # noqa: PLC0415 (slow to load, and the numbers do without it)

    width, height, letters = SIZES[size]
    framed: alt.LayerChart = (
        alt.layer(*_layers(alt, given, size))
        .properties(width=width, height=height, background="transparent", padding=4)
        .configure_view(stroke=None)
        .configure_axis(**_axis(letters))
        .configure_legend(labelFont=FONT, labelFontSize=letters, labelColor="var(--ink)")
    )
    return framed


def _layers(alt: Any, given: Fan, size: str) -> list[Any]:
    past, future = _rows(given)
    span = alt.Scale(domain=_span(given), nice=False)
    x = alt.X("year:Q", axis=_years(alt, given, size), scale=span, title=None)
    y, colour = _deaths(alt, given), _colour(alt, size)
    gaps = alt.Chart(_gaps(given)).mark_rect()
    bars = alt.Chart(past).mark_area(
        interpolate="step-after", line=False, invalid="break-paths-show-domains"
    )
    ahead = alt.Chart(future)
    band, line = (
        ahead.mark_area(interpolate="step-after"),
        ahead.mark_line(interpolate="step-after"),
    )
    here = alt.Chart(pl.DataFrame({"year": [_position(given.origin, 1)]}))
    return [
        gaps.encode(x=x, x2="end:Q", color=colour("unknown")),
        bars.encode(x=x, y=y("deaths"), color=colour("killed in a month")),
        band.encode(x=x, y=y("q0"), y2="q4:Q", color=colour("90% range")),
        band.encode(x=x, y=y("q1"), y2="q3:Q", color=colour("50% range")),
        line.encode(x=x, y=y("q2"), color=colour("median of the outlook")),
        here.mark_rule(color="var(--quiet)", strokeDash=[3, 3], aria=False).encode(x=x),
    ]


def _position(month: dt.date, after: int = 0) -> float:
    """Where a month, or that so many months `after` it, begins on the axis of years."""
    return round((months.index(month) + after) / 12, 4)


def _span(given: Fan) -> list[float]:
    return [_position(given.origin, 1 - PAST), _position(given.origin, 1 + LEADS)]


def _rows(given: Fan) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The past, `year` and `deaths`, and what is to come, `year` and the quantiles `q0` to `q4`.

    Each month stands from its beginning on. Before a gap and at the end a row says where the last
    month ends, so that it is as wide as all others.
    """
    first = 1 - len(given.history)
    past: list[tuple[float | None, ...]] = []
    for n, deaths in enumerate(given.history, start=first):
        if deaths is None and past:
            past.append((_position(given.origin, n), past[-1][1]))
        past.append((_position(given.origin, n), deaths))
    if past:
        past.append((_position(given.origin, 1), past[-1][1]))
    future = [(_position(given.origin, lead), *s) for lead, s in enumerate(given.steps, start=1)]
    if future:
        future.append((_position(given.origin, 1 + len(future)), *given.steps[-1]))
    return _table(past, "year", "deaths"), _table(future, "year", "q0", "q1", "q2", "q3", "q4")


def _table(rows: Sequence[tuple[float | None, ...]], *names: str) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.Float64), orient="row")


def _gaps(given: Fan) -> pl.DataFrame:
    """The stretches, `year` to `end`, that are unknown: past months, or all that is to come."""
    unknown = [value is None for value in given.history] + [not given.steps] * LEADS
    first = 1 - len(given.history)
    runs = [list(run) for gap, run in groupby(range(len(unknown)), key=unknown.__getitem__) if gap]
    ends = [
        (_position(given.origin, first + run[0]), _position(given.origin, first + run[-1] + 1))
        for run in runs
    ]
    return _table(ends, "year", "end")


def _top(given: Fan) -> float:
    return max([LEAST, *(v for v in given.history if v), *(step[-1] for step in given.steps)])


def _deaths(alt: Any, given: Fan) -> Any:
    """The axis of deaths: zero, and 1, 3, 10, 30 … (from a thousand on powers of ten only)."""
    top = _top(given)
    steps = (1,) if top >= 1000 else (1, 3)
    ticks = [0, *(k * 10**n for n in range(8) for k in steps if k * 10**n <= top * 1.2)]
    scale = alt.Scale(type="symlog", constant=1, domain=[0, max(top, ticks[-1])], nice=False)
    axis = alt.Axis(values=ticks, format=",d", title="Deaths a month", titleAnchor="end")
    return lambda field: alt.Y(f"{field}:Q", scale=scale, axis=axis)


def _years(alt: Any, given: Fan, size: str) -> Any:
    first, last = _span(given)
    every = 1 if size == "wide" else 3
    ticks = [year for year in range(int(first) + 1, int(last) + 1) if year % every == 0]
    return alt.Axis(values=ticks, format="d", grid=False, labelOverlap=False)


def _colour(alt: Any, size: str) -> Any:
    legend = alt.Legend(
        orient="bottom",
        title=None,
        columns=5 if size == "wide" else 2,
        columnPadding=24,
        symbolType="square",
        symbolStrokeWidth=0,
    )
    scale = alt.Scale(domain=list(LOOKS), range=list(LOOKS.values()))
    return lambda name: alt.ColorDatum(name, scale=scale, legend=legend)


def _axis(letters: int) -> dict[str, Any]:
    return {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelFontSize": letters,
        "titleFontSize": letters,
        "titleFontWeight": "normal",
        "labelColor": "var(--ink)",
        "titleColor": "var(--quiet)",
        "gridColor": "var(--line)",
        "domainColor": "var(--quiet)",
        "tickColor": "var(--quiet)",
    }
