"""The sheet of a place: history, quarters, shares and neighbours, unknown where unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.brief import compose, placesheet
from tocsin.brief.inputs import Inputs
from tocsin.brief.placesheet import PlaceSheet
from tocsin.desk.outlook.cube import Cube
from tocsin.world import month as months

Prepare = Callable[..., Inputs]
PLACES = ("ARM", "AZE", "GEO", "IRN", "RUS", "TUR")
GAPS = st.sets(st.integers(0, 29))


def _sheet(inputs: Inputs, place: str) -> PlaceSheet:
    rows = {row.place: row for row in compose.compose(inputs).rows}
    return placesheet.placesheet(inputs, rows[place], rows)


@pytest.mark.parametrize("place", PLACES)
def test_ranges_are_nested(prepared: Prepare, place: str) -> None:
    """Twelve quarters follow the origin, each median inside its 50% and that inside its 90%."""
    inputs = prepared()
    quarters = placesheet.quarters(inputs, place)
    assert len(quarters) == 12
    assert quarters[0].first == months.shift(inputs.now.origin, 1)
    assert quarters[-1].last == months.shift(inputs.now.origin, 36)
    for quarter in quarters:
        assert quarter.median is not None
        assert quarter.half is not None
        assert quarter.ninety is not None
        bounds = [quarter.ninety[0], *quarter.half, quarter.ninety[1]]
        assert bounds == sorted(bounds)
        assert quarter.half[0] <= quarter.median <= quarter.half[1]
        assert 0 <= (quarter.chance or 0) <= 1


@pytest.mark.parametrize("place", PLACES)
def test_shares_make_a_whole(prepared: Prepare, place: str) -> None:
    """The shares of all vectors add up to one, and their years to that of the row."""
    sheet = _sheet(prepared(), place)
    assert sum(share.year for share in sheet.shares) == pytest.approx(sheet.row.year)
    for parts in ([s.before for s in sheet.shares], [s.ahead for s in sheet.shares]):
        assert None in parts or sum(p or 0 for p in parts) == pytest.approx(1)


@given(gaps=GAPS)
def test_unknown_months_stay_unknown(gaps: set[int]) -> None:
    """A month without figures is None, and its year says how many there are."""
    values = np.ones((1, 2, 30), dtype=np.float32)
    values[0, 1, sorted(gaps)] = np.nan
    cube = Cube(["ARM"], ["one_sided", "state_based"], dt.date(2010, 1, 1), values)
    found = placesheet.history(cube, "ARM")
    assert [n for n, value in enumerate(found.total) if value is None] == sorted(gaps)
    assert sum(year.missing for year in found.years) == len(gaps)
    assert [year.months for year in found.years] == [12, 12, 6]
    for year in found.years:
        known = year.months - year.missing
        assert year.vectors == {"one_sided": year.months, "state_based": known or None}
        assert year.deaths == year.months + known


def test_a_history_begins_with_the_state() -> None:
    """Before independence there is no month, not even an unknown one."""
    values = np.full((1, 1, 60), np.nan, dtype=np.float32)
    cube = Cube(["ARM"], ["state_based"], dt.date(1990, 1, 1), values)
    found = placesheet.history(cube, "ARM")
    assert found.first == dt.date(1991, 12, 1)
    assert found.years[0].months == 1
    assert {year.deaths for year in found.years} == {None}


def test_a_place_without_figures(prepared: Prepare, figures: pl.DataFrame) -> None:
    """A place that stopped being observed has no outlook, quarters, shares or verdict made up."""
    unseen = (pl.col("iso3") == "GEO") & (pl.col("month") > dt.date(2012, 6, 1))
    sheet = _sheet(prepared(figures.filter(~unseen)), "GEO")
    assert sheet.row.chance is None
    assert sheet.fan.steps == []
    assert sheet.history.total[-1] is None
    assert {(q.median, q.half, q.ninety, q.chance) for q in sheet.quarters} == {(None,) * 4}
    assert {(s.before, s.ahead, s.median, s.chance) for s in sheet.shares} == {(None,) * 4}
    assert {s.missing for s in sheet.shares} == {12}


def test_neighbours_stand_by_chance(prepared: Prepare) -> None:
    """All land neighbours are named, those without an outlook last and said not to be watched."""
    sheet = _sheet(prepared(), "TUR")
    chances = [n.chance for n in sheet.neighbours if n.chance is not None]
    assert chances == sorted(chances, reverse=True)
    assert {n.place for n in sheet.neighbours if n.watched} == {"ARM", "AZE", "GEO", "IRN"}
    assert all(n.chance is None for n in sheet.neighbours if not n.watched)
    assert {n.place for n in sheet.neighbours if n.member} == {"ARM", "GEO"}


def test_notes_are_of_the_place() -> None:
    """A place's own borders and lands are told of, and not those of others around it."""
    day = dt.date(2013, 9, 23)
    georgia, russia = placesheet.notes("GEO", day), placesheet.notes("RUS", day)
    assert any("Abkhazia" in note for note in georgia)
    assert not any("Abkhazia" in note for note in russia)
    assert any(note.startswith("Kyrgyzstan–Tajikistan") for note in placesheet.notes("TJK", day))


def test_what_moved_is_said_in_words(judged: Callable[..., Inputs]) -> None:
    """A place whose outlook moved says so; one whose outlook did not says nothing."""
    values: Any = np.zeros((2, 84))
    inputs = judged(values, [[60.0, 0.0], [0.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]])
    moved, still = _sheet(inputs, "ARM").mover, _sheet(inputs, "GEO").mover
    assert moved is not None
    assert "from <1% to 50%" in moved.summary
    assert still is None
