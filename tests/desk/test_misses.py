"""Misses: only what lay outside, each once, with what was known then and nothing later."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk import misses
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months

ORIGIN = dt.date(2012, 8, 1)
COUNTS = st.integers(0, 60)


def _cube(after: Any, before: float = 0.0) -> Cube:
    """ARM and GEO, neighbours, on one vector: twelve months up to the origin, and as many after."""
    values = np.zeros((2, 1, 24), dtype=np.float32)
    values[:, 0, :12] = before
    values[0, 0, 12:] = after
    return Cube(["ARM", "GEO"], ["state_based"], months.shift(ORIGIN, -11), values)


def _outlook(draws: Any, origin: dt.date = ORIGIN) -> Paths:
    array = np.broadcast_to(np.asarray(draws, dtype=np.float32), (2, 1, 36, 8)).copy()
    return Paths(origin, ["ARM", "GEO"], ["state_based"], array, "drawn")


@given(came=COUNTS, low=COUNTS, width=COUNTS)
def test_a_miss_lies_outside_the_range(came: int, low: int, width: int) -> None:
    """What came is missed just if it is above or below the range that was said."""
    draws = np.linspace(low, low + width, 8).round()
    table = misses.said(_cube(came), _outlook(draws)).filter(place="ARM")
    found = misses.worst(table)
    outside = table.filter((pl.col("came") > pl.col("high")) | (pl.col("came") < pl.col("low")))
    assert {(miss.first, miss.last) for miss in found} == set(
        outside.select("first", "last").rows()
    )
    assert all(miss.missed == miss.known == 1 for miss in found)
    assert [miss.size for miss in found] == sorted((m.size for m in found), reverse=True)


def test_months_not_known_whole_are_left_out() -> None:
    """A group of leads with a month unknown, or to come, is no miss and no case."""
    after = np.full(12, 50.0)
    after[4] = np.nan
    table = misses.said(_cube(after), _outlook(0)).filter(place="ARM")
    assert table.select("first", "last").rows() == [(1, 3), (7, 12)]


def test_one_event_stands_once() -> None:
    """Of outlooks that missed the same, the one that missed most stands for all of them."""
    cube = _cube([0, 0, 0, 90] + [0] * 8)
    tables = [
        misses.said(cube, _outlook(draws, months.shift(ORIGIN, n))) for n, draws in ((0, 9), (1, 0))
    ]
    (miss, *_) = misses.worst(pl.concat(tables).filter(place="ARM", first=1))
    assert (miss.origin, miss.known, miss.above, miss.below) == (months.shift(ORIGIN, 1), 2, 1, 1)
    assert (miss.came, miss.high) == (90, 0)


@given(later=COUNTS, before=COUNTS)
def test_what_it_saw_is_what_was_known_then(later: int, before: int) -> None:
    """The deaths named as known do not depend on what came, and are those of the year before."""
    table = misses.said(_cube(later, before), _outlook(0))
    assert set(table.select("own", "near").rows()) <= {(12 * before, 12 * before)}


def test_why_it_looked_so_is_told_from_figures() -> None:
    """Quiet that broke, a war that grew, one that ebbed, and gaps each have their sentence."""
    cases = {"broke out": (90, 0.0, 0), "it grew": (90, 10.0, 30), "it ebbed": (0, 10.0, 10)}
    for words, (came, before, draws) in cases.items():
        table = misses.said(_cube(came, before), _outlook(draws)).filter(place="ARM", first=1)
        (miss,) = misses.worst(table)
        assert words in misses.why(miss)
        assert "August 2012" in misses.why(miss)
    gap = misses.said(_cube(90, np.nan), _outlook(0)).filter(place="ARM", first=1)
    assert "unknown number of deaths" in misses.why(misses.worst(gap)[0])
