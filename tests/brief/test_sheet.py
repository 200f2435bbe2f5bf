"""All sheets at once: nothing later enters, nothing is lost in storing, and they agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from playwright.sync_api import Browser

from tocsin.brief import sheet
from tocsin.brief.content import Brief
from tocsin.brief.sheet import Sheets
from tocsin.desk.sources import figures as sources
from tocsin.world import organisation as organisations
from tocsin.world.organisation import Organisation

AS_OF = dt.date(2013, 9, 23)
Make = Callable[..., Sheets]


@pytest.fixture(scope="module")
def made(figures: pl.DataFrame, two: Organisation) -> Make:
    """Make the sheets of the two members."""

    def sheets(table: pl.DataFrame = figures, **more: Any) -> Sheets:
        options = {"sources": "Figures.", "hindsight": "Known later.", "model": "conflictology"}
        return sheet.make(two, AS_OF, table, **(options | more))

    return sheets


@pytest.fixture(scope="module")
def shipped() -> Callable[[str], Sheets]:
    """Make the sheets of a bundled organisation from the figures that ship."""

    def sheets(key: str, table: pl.DataFrame | None = None) -> Sheets:
        return sheet.make(
            organisations.load(key),
            AS_OF,
            sources.shipped() if table is None else table,
            sources=sources.caveats(),
            hindsight=sources.HINDSIGHT,
            model="conflictology",
        )

    return sheets


def test_the_brief_and_the_sheet_say_the_same(made: Make, brief: Brief) -> None:
    """Headline, rows and unknowns are those of the brief, but for what only it has handed in."""
    outlook = made().outlook
    assert outlook.headline == brief.headline
    assert outlook.sentences == brief.sentences
    handed = "were handed in: this brief says nothing"
    assert outlook.unknown == [line for line in brief.unknown if handed not in line]
    assert [row.place for row in outlook.rows] == [row.place for row in brief.rows]
    for row, other in zip(outlook.rows, brief.rows, strict=True):
        assert row.chance == pytest.approx(other.chance, abs=1e-4)
        assert row.median == pytest.approx(other.median, abs=1e-4)


@pytest.mark.parametrize("cut", ["month", "day", "replaced"])
def test_later_figures_alter_nothing(made: Make, figures: pl.DataFrame, cut: str) -> None:
    """Figures that end with the day, or go on quite differently, give the same sheets."""
    later = pl.col("month") > dt.date(2013, 8, 1)
    table = {
        "month": figures.filter(~later),
        "day": figures.filter(pl.col("month") <= AS_OF),
        "replaced": figures.with_columns(
            deaths=pl.when(later).then(pl.lit(999.0)).otherwise("deaths")
        ),
    }[cut]
    assert made(table).to_json() == made().to_json()


def test_nothing_is_lost_in_storing(made: Make, figures: pl.DataFrame) -> None:
    """Sheets come back from JSON as they were, gaps included."""
    gaps = (pl.col("iso3") == "ARM") & (pl.col("month").dt.year() == 2012)
    silent = (pl.col("iso3") == "GEO") & (pl.col("month") > dt.date(2012, 6, 1))
    for table in (figures, figures.filter(~gaps & ~silent)):
        sheets = made(table)
        again = Sheets.from_json(sheets.to_json())
        assert again == sheets
        assert again.to_json() == sheets.to_json()


def test_the_same_seed_gives_the_same_sheets(made: Make) -> None:
    """Twice the same is the same to the byte."""
    assert made(seed=7).to_json() == made(seed=7).to_json()


def test_unknown_stays_unknown(made: Make, figures: pl.DataFrame) -> None:
    """A member that nobody observes has None everywhere, and the map's table says unknown."""
    sheets = made(figures.filter(pl.col("iso3") != "GEO"))
    row = next(row for row in sheets.outlook.rows if row.place == "GEO")
    assert (row.chance, row.median, row.ninety, row.change) == (None, None, None, None)
    shade = next(shade for shade in sheets.outlook.shades if shade.place == "GEO")
    assert shade.shade.startswith("unknown")
    assert set(sheets.places["GEO"].history.total) == {None}
    assert sheets.outlook.state.chance is None


def test_every_step_is_told(made: Make) -> None:
    """Whoever waits is told what is being done."""
    told: list[str] = []
    made(tell=told.append)
    assert told[0] == "Outlook as of 2013-08"
    assert told[-1] == "Drawing"


@pytest.mark.parametrize("key", ["csto", "ecowas"])
def test_bundled_organisations(shipped: Callable[[str], Sheets], key: str) -> None:
    """With the figures that ship every watched place has its sheet, and all agree."""
    sheets = shipped(key)
    watched = organisations.load(key).watched(AS_OF)
    assert set(sheets.places) == set(watched) == {row.place for row in sheets.outlook.rows}
    chances = [-1.0 if row.chance is None else row.chance for row in sheets.outlook.rows]
    assert chances == sorted(chances, reverse=True)
    assert sheets.outlook.map.startswith("<svg")
    for place, found in sheets.places.items():
        assert found.row.place == place
        assert len(found.quarters) == 12
        assert len(found.fan.history) == 120
        assert found.drawing.wide.startswith("<svg")
        assert found.history.total[-12:] == found.row.history[-12:]
    assert sheets.sources.sources[0].behind == 0
    assert sheets.scoreboard.summaries[0].scored > 0
    assert Sheets.from_json(sheets.to_json()) == sheets


@pytest.mark.parametrize(("width", "size"), [(390, "narrow"), (1200, "wide")])
def test_letters_can_be_read(browser: Browser, made: Make, width: int, size: str) -> None:
    """On a telephone and on a desk the letters of a fan are at least 11 pixels high."""
    svg = getattr(made().places["ARM"].drawing, size)
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.set_content(f"<style>svg{{width:100%;height:auto}}</style><main>{svg}</main>")
    heights = page.evaluate(
        "[...document.querySelectorAll('text')].map(t =>"
        " parseFloat(t.getAttribute('font-size')) * t.ownerSVGElement.getScreenCTM().a)"
    )
    page.close()
    assert len(heights) > 10
    assert min(heights) >= 11
