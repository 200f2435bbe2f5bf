"""Shocks and calm: a verdict over what is incomplete holds however the gaps would be filled."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk import calm
from tocsin.desk.calm import Kind
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months

FIRST, SPAN = dt.date(2001, 1, 1), 84
ORIGIN = months.shift(FIRST, SPAN - 1)
PLACES, VECTORS = ["ARM", "GEO"], ["one_sided", "state_based"]
YEARS = st.lists(st.sampled_from([0, 1, 24, 25, 26, 60]), min_size=7, max_size=7)
HOLES = st.sets(st.tuples(st.integers(0, 1), st.integers(0, SPAN - 1)), max_size=4)
BOUNDS = st.none() | st.integers(0, 90)


def _cube(arm: Any, geo: Any = 0.0) -> Cube:
    """Figures of two places, on two vectors, shape (2, months) each or anything that spreads."""
    values = np.zeros((2, 2, SPAN), dtype=np.float32)
    values[0], values[1] = arm, geo
    return Cube(PLACES, VECTORS, FIRST, values)


def _yearly(years: list[int], vector: int = 1) -> Any:
    """Months of which the first of each year holds the deaths of that year."""
    values = np.zeros((2, SPAN))
    values[vector, ::12] = years
    return values


def _paths(totals: Any, places: list[str] = PLACES) -> Paths:
    """An outlook with these yearly deaths on the second vector, shape (places, draws)."""
    array = np.asarray(totals, dtype=np.float32)
    draws = np.zeros((len(places), 2, 36, array.shape[1]), dtype=np.float32)
    draws[:, 1, 0] = array
    return Paths(ORIGIN, places, VECTORS, draws, "drawn")


QUIET = _paths([[0.0], [0.0]])


def _state(cube: Cube, before: Paths | None = QUIET, now: Paths = QUIET) -> calm.State:
    return calm.assess(cube, PLACES, before, now)


@given(years=YEARS, holes=HOLES, filling=st.integers(0, 80), bound=BOUNDS)
def test_a_verdict_holds_however_the_gaps_are_filled(
    years: list[int], holes: set[tuple[int, int]], filling: int, bound: int | None
) -> None:
    """Three values: calm and not calm are said over gaps only if no figure there could alter it."""
    before = None if bound is None else _paths([[bound], [bound]])
    gaps, filled = _yearly(years), _yearly(years)
    for cell in holes:
        gaps[cell], filled[cell] = np.nan, filling
    over_gaps = _state(_cube(gaps), before).calm
    assert over_gaps in {None, _state(_cube(filled), before).calm}


@given(holes=st.sets(st.integers(SPAN - 12, SPAN - 1), min_size=1), vector=st.integers(0, 1))
def test_an_unknown_month_is_never_calm(holes: set[int], vector: int) -> None:
    """A quiet year with a hole in it is not known, and the place is named."""
    values = np.zeros((2, SPAN))
    values[vector, list(holes)] = np.nan
    state = _state(_cube(values))
    assert (state.calm, state.unknown) == (None, ["ARM"])


def test_a_certain_shock_beats_the_unknown() -> None:
    """One member's shock settles it, whatever is missing elsewhere."""
    state = _state(_cube(_yearly([0] * 6 + [30]), np.nan))
    assert state.calm is False
    assert {shock.place for shock in state.shocks} == {"ARM"}
    assert state.unknown == ["GEO"]


@pytest.mark.parametrize("vector", [0, 1])
@pytest.mark.parametrize(
    ("years", "new"),
    [
        ([0, 0, 0, 0, 0, 0, 25], True),
        ([0, 0, 0, 0, 0, 0, 24], False),
        ([0, 24, 24, 24, 24, 24, 25], True),
        ([0, 25, 0, 0, 0, 0, 25], False),
        ([0, 0, 0, 0, 0, 25, 25], False),
        ([25, 0, 0, 0, 0, 0, 25], True),
    ],
)
def test_a_new_conflict_at_its_edges(years: list[int], new: bool, vector: int) -> None:
    """It takes 25 deaths in twelve months, and five years before with fewer in each."""
    state = _state(_cube(_yearly(years, vector)), _paths([[99], [99]]))
    kinds = [(shock.kind, shock.vector) for shock in state.shocks]
    assert kinds == ([(Kind.NEW_CONFLICT, VECTORS[vector])] if new else [])
    assert state.calm is not new


def test_vectors_are_not_added_up_to_a_conflict() -> None:
    """Twice 24 deaths on two vectors are no new conflict."""
    values = _yearly([0] * 6 + [24], 0) + _yearly([0] * 6 + [24], 1)
    assert _state(_cube(values), _paths([[99], [99]])).calm is True


@given(deaths=st.integers(0, 24), bound=st.integers(0, 24))
def test_the_bound_is_the_last_that_is_no_shock(deaths: int, bound: int) -> None:
    """As many deaths as the bound are calm; one more is a shock that tells both."""
    state = _state(_cube(_yearly([0] * 6 + [deaths])), _paths([[bound], [bound]]))
    assert state.calm is (deaths <= bound)
    told = [(shock.deaths, shock.bound) for shock in state.shocks]
    assert told == ([] if deaths <= bound else [(deaths, bound)])


def test_the_bound_is_the_95th_percentile() -> None:
    """Of the draws 0 to 100 the bound is 95."""
    before = _paths([range(101), range(101)])
    assert _state(_cube(_yearly([0, 95, 0, 0, 0, 0, 95])), before).calm is True
    assert _state(_cube(_yearly([0, 95, 0, 0, 0, 0, 96])), before).calm is False


@pytest.mark.parametrize("before", [None, _paths([[0.0]], ["GEO"]), _paths([[np.nan], [0.0]])])
def test_nothing_to_hold_the_year_against(before: Paths | None) -> None:
    """Without an outlook for a member a quiet year is not known to be calm."""
    state = _state(_cube(0.0), before)
    assert state.calm is None
    assert "ARM" in state.unknown


@given(years=YEARS, totals=st.lists(st.integers(0, 60), min_size=1, max_size=20))
def test_the_chance_of_calm_is_a_chance(years: list[int], totals: list[int]) -> None:
    """It lies in [0, 1], and more members never raise it."""
    cube, now = _cube(_yearly(years)), _paths([totals, totals])
    one, both = (calm.chance_of_calm(cube, places, now) for places in (["ARM"], PLACES))
    assert one is not None
    assert both is not None
    assert 0 <= both <= one <= 1


def test_the_chance_counts_joint_paths() -> None:
    """Shocks of two members in the same futures cost less calm than in different ones."""
    shock, none = [30.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 30.0]
    cube = _cube(0.0)
    together = calm.chance_of_calm(cube, PLACES, _paths([shock, shock]))
    apart = calm.chance_of_calm(cube, PLACES, _paths([shock, none]))
    assert (together, apart) == (0.75, 0.5)


@pytest.mark.parametrize("member", [0, 1])
def test_no_chance_when_a_member_is_unknown(member: int) -> None:
    """The chance of calm is not said if a member has no outlook."""
    totals = np.zeros((2, 4))
    totals[member] = np.nan
    assert calm.chance_of_calm(_cube(0.0), PLACES, _paths(totals)) is None


@given(hole=st.integers(SPAN - 60, SPAN - 1), totals=st.lists(st.integers(0, 60), min_size=20))
def test_the_chance_holds_however_the_past_is_filled(hole: int, totals: list[int]) -> None:
    """If a hole leaves open whether a conflict would be new, the chance is not said."""
    gaps = np.zeros((2, SPAN))
    gaps[1, hole] = np.nan
    filled = [np.where(np.isnan(gaps), deaths, gaps) for deaths in (0, 25)]
    now = _paths([totals, totals])
    chance, *chances = (calm.chance_of_calm(_cube(v), ["ARM"], now) for v in (gaps, *filled))
    assert chance in ({None} if chances[0] != chances[1] else {chances[0]})


@given(holes=st.sets(st.integers(0, SPAN - 1)))
def test_a_year_counts_what_is_known(holes: set[int]) -> None:
    """Known deaths and missing months make twelve."""
    values = np.zeros((2, SPAN))
    values[1] = 1
    values[0, list(holes)] = np.nan
    missing = len([n for n in holes if n >= SPAN - 12])
    assert calm.year(_cube(values), "ARM") == (12, missing)
    assert calm.year(_cube(values), "TUV") == (0, 12)


@pytest.mark.parametrize("back", [SPAN - 5, SPAN, SPAN + 24])
def test_before_the_figures_begin(back: int) -> None:
    """Months before the figures begin are missing, not zero."""
    _, missing = calm.year(_cube(1.0), "ARM", back)
    assert missing == 12 - max(0, SPAN - back)
