"""What brief and sheets draw: the map, sparklines and fans, as SVG that is drawn once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tocsin.brief import charts
from tocsin.brief.content import Row
from tocsin.world.errors import RequestError

if TYPE_CHECKING:
    import altair as alt

    from tocsin.brief.fan import Fan


@dataclass(frozen=True)
class Drawing:
    """One chart drawn twice: for a wide page, and for a narrow one with letters as large."""

    wide: str
    narrow: str


def map_of(rows: Sequence[Row], short: str, on: dt.date) -> str:
    """Members and neighbours filled by chance; empty if no member has an outline to draw."""
    places = pl.DataFrame(
        [
            (r.place, "member" if r.member else "neighbour", r.chance, r.name)
            for r in sorted(rows, key=lambda r: r.place)
        ],
        schema={"place": pl.String, "role": pl.String, "chance": pl.Float64, "label": pl.String},
        orient="row",
    )
    title = f"Map of {short} members and their neighbours by chance of 25 or more deaths"

    def draw() -> alt.TopLevelMixin:
        from tocsin.brief import map as maps  # noqa: PLC0415 (Altair is slow to load)

        return maps.chart(places, on=on)

    try:
        return charts.svg(draw, of=f"map {on} {places.write_json()}", title=title)
    except RequestError:  # no member has an outline, as Tuvalu alone
        return ""


def sparkline(row: Row) -> str:
    """The last five years of a place and the range of the next."""
    title = f"{row.name}: deaths in the last sixty months and the range for the next twelve"

    def draw() -> alt.TopLevelMixin:
        from tocsin.brief import sparkline as lines  # noqa: PLC0415 (as above)

        return lines.chart(row)

    return charts.svg(draw, of=f"sparkline {row.history} {row.fan}", title=title)


def fan(given: Fan, name: str) -> Drawing:
    """The last ten years of a place by month, and the ranges of the next three."""
    title = (
        f"{name}: deaths by month in the last ten years, and the median, 50% and 90% ranges of "
        f"the next thirty-six months"
    )

    def draw(size: str) -> str:
        def chart() -> alt.TopLevelMixin:
            from tocsin.brief import fan as fans  # noqa: PLC0415 (as above)

            return fans.chart(given, size)

        return charts.svg(chart, of=f"fan {size} {given}", title=title)

    return Drawing(draw("wide"), draw("narrow"))
