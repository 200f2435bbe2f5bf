"""The brief as one self-contained HTML page."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import jinja2
from markdown_it import MarkdownIt

from tocsin.brief import drawn, words
from tocsin.brief.content import Brief
from tocsin.world.vector import vectors


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
    environment.filters |= {"scores": words.scores, "ahead": words.ahead}
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
            map=drawn.map_of(brief.rows, brief.short, brief.as_of),
            sparklines={row.place: drawn.sparkline(row) for row in brief.rows if not row.quiet},
            vectors=list(vectors().values()),
            names={key: each.name for key, each in vectors().items()},
        )
    )


def _markdown(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": False}).render(text))
