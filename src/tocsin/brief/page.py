"""The brief as one self-contained HTML page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import jinja2
import polars as pl
from markdown_it import MarkdownIt

from tocsin.brief import charts, words
from tocsin.brief.content import Brief, Row
from tocsin.world.errors import RequestError
from tocsin.world.vector import vectors

if TYPE_CHECKING:
    import altair as alt


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("tocsin.brief"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in ("count", "percent", "points", "interval", "month", "day", "listed", "toll"):
        environment.filters[name] = getattr(words, name)
    environment.filters["markdown"] = _markdown
    return environment


def render(brief: Brief) -> str:
    """The page as HTML: styles and charts inside, nothing fetched, the same bytes every time."""
    css = files("tocsin.brief").joinpath("templates/brief.css").read_text(encoding="utf-8")
    return (
        _environment()
        .get_template("brief.html")
        .render(
            brief=brief,
            css=css,
            map=_map(brief),
            sparklines={row.place: _sparkline(row) for row in brief.rows if not row.quiet},
            vectors=list(vectors().values()),
        )
    )


def _map(brief: Brief) -> str:
    places = pl.DataFrame(
        [
            (r.place, "member" if r.member else "neighbour", r.chance, r.name)
            for r in sorted(brief.rows, key=lambda r: r.place)
        ],
        schema={"place": pl.String, "role": pl.String, "chance": pl.Float64, "label": pl.String},
        orient="row",
    )
    title = f"Map of {brief.short} members and their neighbours by chance of 25 or more deaths"

    def draw() -> alt.TopLevelMixin:
        from tocsin.brief import map as maps  # noqa: PLC0415 (Altair is slow to load)

        return maps.chart(places, on=brief.as_of)

    try:
        return charts.svg(draw, of=f"map {brief.as_of} {places.write_json()}", title=title)
    except RequestError:  # no member has an outline, as Tuvalu alone
        return ""


def _sparkline(row: Row) -> str:
    title = f"{row.name}: deaths in the last sixty months and the range for the next twelve"

    def draw() -> alt.TopLevelMixin:
        from tocsin.brief import sparkline  # noqa: PLC0415 (as above)

        return sparkline.chart(row)

    return charts.svg(draw, of=f"sparkline {row.history} {row.fan}", title=title)


def _markdown(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": False}).render(text))
