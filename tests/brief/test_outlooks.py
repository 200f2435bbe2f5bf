"""The rows of the brief: rank, history, and what counts as moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.brief.content import Brief, Row
from tocsin.brief.inputs import Inputs
from tocsin.brief.outlooks import UNEXPLAINED, moved, mover, ranked, row
from tocsin.desk.outlook.drivers import Driver

Make = Callable[..., Inputs]
ROW = Row("GEO", "Georgia", False, [], [], 0, 0, 10, (0, 0), (0, 0), 0.2, 0.2, 10)


@given(st.lists(st.none() | st.floats(0, 1), max_size=8))
def test_the_unknown_stands_last(chances: list[float | None]) -> None:
    """Rows go from the highest chance down, and the unknown is no low risk."""
    rows = ranked([replace(ROW, chance=chance) for chance in chances])
    order = [-1.0 if found.chance is None else found.chance for found in rows]
    assert order == sorted(order, reverse=True)


def test_ranges_lie_inside_each_other(brief: Brief) -> None:
    """Median, 50% and 90% ranges of every place are nested."""
    for found in brief.rows:
        assert found.median is not None
        assert found.half is not None
        assert found.ninety is not None
        assert found.ninety[0] <= found.half[0] <= found.median <= found.half[1] <= found.ninety[1]
        assert all(low <= middle <= high for low, middle, high in found.fan)


@given(holes=st.sets(st.integers(0, 59)))
def test_history_keeps_its_holes(judged: Make, holes: set[int]) -> None:
    """A month is unknown in the chart exactly if it is unknown in the figures."""
    values = np.ones((2, 60))
    values[0, list(holes)] = np.nan
    found = row(judged(values, [[0.0], [0.0]]), "ARM")
    assert [n for n, value in enumerate(found.history) if value is None] == sorted(holes)
    assert found.missing == len([n for n in holes if n >= 48])
    assert found.year == 12 - found.missing


def test_short_figures_leave_the_start_unknown(judged: Make) -> None:
    """Months before the figures begin are unknown."""
    found = row(judged(np.ones((2, 24)), [[0.0], [0.0]]), "ARM")
    assert found.history == [None] * 36 + [1.0] * 24


def test_a_place_without_figures(judged: Make) -> None:
    """A place that the panel lacks is unknown throughout."""
    given = judged(np.ones((2, 60)), [[np.nan], [0.0]])
    given = replace(given, cube=replace(given.cube, places=["AZE", "GEO"]))
    found = row(given, "ARM")
    assert (found.missing, found.chance, found.median, found.fan) == (12, None, None, [])
    assert found.history == [None] * 60


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, False),
        ({"chance": 0.26}, True),
        ({"chance": 0.24}, False),
        ({"median": 20}, True),
        ({"median": 15}, False),
        ({"median": 1010, "median_before": 1000}, False),
        ({"chance": None}, False),
        ({"chance_before": None, "median_before": None}, False),
    ],
)
def test_what_counts_as_moved(change: dict[str, float | None], told: bool) -> None:
    """Five points, or ten deaths and half as many again, are worth telling."""
    assert moved(replace(ROW, **change)) is told  # type: ignore[arg-type]


def test_drivers_in_plain_words() -> None:
    """A driver is told with its direction and its figures, and none without."""
    up, down = (Driver("own", "state_based", push, 7, 3) for push in (1.0, -1.0))
    told = mover(ROW, [up, down])
    assert [line.split()[0] for line in told.drivers] == ["Raised", "Lowered"]
    assert "7 killed; 3 in the twelve before" in told.drivers[0]
    assert "state-based conflict" in told.summary
    assert mover(ROW, []).drivers == [UNEXPLAINED]
