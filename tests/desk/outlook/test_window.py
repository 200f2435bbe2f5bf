"""Windows of the challenge: which months, which countries, and what figures they need."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk import panel as panels
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook import window
from tocsin.desk.outlook.window import Window
from tocsin.desk.sources import figures
from tocsin.world.errors import CoverageError, RequestError
from tocsin.world.month import views_id
from tocsin.world.place import challenge

YEARS = st.sets(st.integers(1950, 2100), min_size=1, max_size=8)


def test_a_window_is_a_year_forecast_from_october_before() -> None:
    """Lead 3 is January and lead 14 is December."""
    found = Window(2018)
    assert found.origin == dt.date(2017, 10, 1)
    assert (found.months[0], found.months[-1]) == (dt.date(2018, 1, 1), dt.date(2018, 12, 1))
    assert len(found.months) == 12


@given(YEARS)
def test_years_are_read_once_and_in_order(years: set[int]) -> None:
    """However years are listed, each window comes once, in order of time."""
    listed = ",".join(f"{year}" for year in [*sorted(years, reverse=True), *years])
    assert window.parse(listed) == [Window(year) for year in sorted(years)]


def test_spans_and_years_may_be_mixed() -> None:
    """A span holds both of its ends."""
    assert [w.year for w in window.parse("2020, 2016..2018,2017")] == [2016, 2017, 2018, 2020]


@pytest.mark.parametrize("text", ["", "18", "2018..", "2021..2018", "2018-2021", "2018;2019", "0"])
def test_what_is_no_year_is_refused(text: str) -> None:
    """The error names the part that is wrong."""
    with pytest.raises(RequestError, match="is not a year or a span of years"):
        window.parse(text)


def test_a_window_beyond_the_figures_is_refused() -> None:
    """The error says where the figures end and how far each window needs them."""
    table = figures.shipped()
    window.require(window.parse("1996..2021"), table, "state_based")
    with pytest.raises(CoverageError, match=r"end in 2021-12: window 2022 needs .* 2022-12"):
        window.require(window.parse("2021,2022"), table, "state_based")
    with pytest.raises(CoverageError, match="window 1994 needs figures from 1988-11 on"):
        window.require([Window(1994)], table, "state_based")
    with pytest.raises(CoverageError, match="and 5 more windows"):
        window.require(window.parse("2022..2029"), table, "state_based")


def test_a_window_partly_beyond_the_figures_is_refused() -> None:
    """Months that are there but unknown do not count as figures."""
    unknown = pl.col("month") > dt.date(2021, 6, 1)
    table = figures.shipped().with_columns(deaths=pl.when(~unknown).then("deaths"))
    with pytest.raises(CoverageError, match="end in 2021-06: window 2021 needs"):
        window.require([Window(2021)], table, "state_based")
    with pytest.raises(CoverageError, match="nothing of the vector"):
        window.require([Window(2021)], table.filter(vector="one_sided"), "non_state")


def test_the_figures_that_ship_are_what_happened(shared: Path) -> None:
    """State-based deaths of 2018–2021 equal the challenge's final release in every cell."""
    folder = shared / "data/views_challenge"
    final = pl.read_parquet(folder / "actuals_final_2018_2021.parquet")
    cube = cubes.from_panel(panels.from_figures(figures.shipped()))
    for year in range(2018, 2022):
        first = views_id(dt.date(year, 1, 1))
        rows = final.filter(pl.col("month_id").is_between(first, first + 11))
        rows = rows.sort("country_id", "month_id")
        assert rows["country_id"].unique().to_list() == list(challenge().values())
        expected = rows["ged_sb"].to_numpy().reshape(191, 12)
        assert np.array_equal(window.actual(cube, Window(year), "state_based"), expected)


def test_violence_is_that_of_the_year_to_the_origin(figures: pl.DataFrame) -> None:
    """Deaths in the last month that may be known count, those of the month after do not."""
    own = pl.col("iso3") == "KAZ"
    calm = figures.with_columns(deaths=pl.when(own).then(0.0).otherwise("deaths"))
    asked, row = Window(2007), list(challenge()).index("KAZ")
    for month, expected in ((10, True), (11, False)):
        died = own & (pl.col("month") == dt.date(2006, month, 1))
        table = calm.with_columns(deaths=pl.when(died).then(1.0).otherwise("deaths"))
        cube = cubes.from_panel(panels.from_figures(table))
        assert window.violent(cube, asked, "state_based")[row] == expected
        assert not window.violent(cube, asked, "state_based")[0], "nothing is known of Guyana"


def test_cells_are_named_in_few_words() -> None:
    """Countries that lack the same months are named together."""
    chosen = np.zeros((191, 12), dtype=bool)
    chosen[:, 2] = True
    chosen[0] = True
    chosen[1:3, 0] = True
    told = window.cells(chosen, Window(2018))
    assert told.startswith("2018-03 of every country; ")
    assert told.endswith("; 2018-01 of SUR, TTO")
