"""How fresh figures are: holes counted exactly, the worst first, no state missed before it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk import freshness
from tocsin.desk.outlook.cube import Cube
from tocsin.world import month as months

LAST = dt.date(2013, 8, 1)
AS_OF = dt.date(2013, 9, 23)
SPAN = 48
GAPS = st.sets(st.integers(0, SPAN - 1), max_size=SPAN - 1)


def _cube(gaps: Collection[int] = (), first: dt.date | None = None) -> Cube:
    """Figures of ARM, with gaps, and of GEO, whole, on one vector."""
    values = np.zeros((2, 1, SPAN), dtype=np.float32)
    values[0, 0, sorted(gaps)] = np.nan
    start = first or months.shift(LAST, 1 - SPAN)
    return Cube(["ARM", "GEO"], ["state_based"], start, values)


@given(gaps=GAPS)
def test_holes_are_the_unknown_months(gaps: set[int]) -> None:
    """Every unknown month lies in one hole and no known one does; holes do not touch."""
    cube = _cube(gaps)
    found = freshness.holes(cube, "ARM", "state_based")
    covered = [month for hole in found for month in months.between(hole.first, hole.last)]
    assert covered == [months.shift(cube.first, gap) for gap in sorted(gaps)]
    assert [hole.late for hole in found] == [hole.last == cube.last for hole in found]
    for earlier, later in pairwise(found):
        assert months.index(later.first) - months.index(earlier.last) > 1


@given(gaps=GAPS)
def test_the_longest_hole_comes_first(gaps: set[int]) -> None:
    """Holes stand in order of their length, and the vectors that are lacking before the others."""
    found = freshness.strands(_cube(gaps), ["ARM", "GEO"], AS_OF)
    lengths = [hole.months for hole in found[-1].holes]
    assert lengths == sorted(lengths, reverse=True)
    assert found[-1].vector == "state_based"
    assert found[-1].missing == len(gaps)
    assert all(strand.last is None and strand.behind is None for strand in found[:-1])


def test_late_figures_are_behind() -> None:
    """Figures are behind by the months between their last and the last complete one."""
    cube = _cube(first=months.shift(LAST, -SPAN - 4))
    assert freshness.strands(cube, ["GEO"], AS_OF)[-1].behind == 5
    assert freshness.behind(LAST, AS_OF) == 0


def test_a_place_without_figures_is_absent() -> None:
    """A place that the figures lack, or hold only as unknown, is absent and has no holes."""
    found = freshness.strands(_cube(set(range(SPAN))), ["ARM", "FRA", "GEO"], AS_OF)[-1]
    assert found.absent == ["ARM", "FRA"]
    assert found.holes == []


def test_no_state_is_missed_before_it_existed() -> None:
    """Months before independence are no holes."""
    cube = _cube({0, 1, 2}, first=dt.date(1991, 1, 1))
    assert freshness.holes(cube, "ARM", "state_based") == []
