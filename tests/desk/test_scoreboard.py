"""Outlooks held against what came: no verdict over what was not observed, sums that add up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk import scoreboard
from tocsin.desk.outlook import scores
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.scoreboard import Standing
from tocsin.world import month as months

ORIGIN = dt.date(2012, 8, 1)
COUNTS = st.integers(0, 200)


def _cube(values: Any) -> Cube:
    """Months of ARM and GEO on one vector, the last of them twelve months after the origin."""
    array = np.asarray(values, dtype=np.float32)[:, None]
    first = months.shift(ORIGIN, 13 - array.shape[2])
    return Cube(["ARM", "GEO"], ["state_based"], first, array)


def _outlook(draws: Any = 1.0) -> Paths:
    array = np.broadcast_to(np.asarray(draws, dtype=np.float32), (2, 1, 36, 8)).copy()
    return Paths(ORIGIN, ["ARM", "GEO"], ["state_based"], array, "drawn")


@given(known=COUNTS, missing=st.integers(1, 12), low=COUNTS, width=COUNTS)
def test_gaps_leave_the_standing_open(known: int, missing: int, low: int, width: int) -> None:
    """With months missing a place stands above its range or nowhere: more could still come."""
    found = scoreboard.standing(known, missing, (low, low + width))
    assert found is (Standing.ABOVE if known > low + width else Standing.UNKNOWN)


@given(known=COUNTS, low=COUNTS, width=COUNTS)
def test_what_is_known_whole_stands_somewhere(known: int, low: int, width: int) -> None:
    """A year observed whole is inside, above or below, and inside includes both bounds."""
    found = scoreboard.standing(known, 0, (low, low + width))
    assert (found is Standing.INSIDE) == (low <= known <= low + width)
    assert found is not Standing.UNKNOWN


def test_months_to_come_are_unknown() -> None:
    """What lies after the last month, before the first, or elsewhere is missing and not zero."""
    cube = _cube(np.ones((2, 24)))
    assert scoreboard.came(cube, "ARM", ORIGIN) == (12.0, 0)
    assert scoreboard.came(cube, "ARM", months.shift(ORIGIN, 5)) == (7.0, 5)
    assert scoreboard.came(cube, "ARM", cube.last) == (0.0, 12)
    assert scoreboard.came(cube, "FRA", ORIGIN) == (0.0, 12)


def test_a_sure_outlook_scores_nothing() -> None:
    """Draws that all say what came have CRPS 0 and Brier 0; silence has no score."""
    found = scoreboard.score(_outlook(), "ARM", 12.0)
    assert found == scoreboard.Score(0.0, 0.0)
    assert scoreboard.score(_outlook(np.nan), "ARM", 12.0) is None


@given(holes=st.sets(st.integers(0, 11)))
def test_only_observed_cells_are_scored(holes: set[int]) -> None:
    """Cells that were forecast are scored if they were observed, and else counted as unknown."""
    values = np.ones((2, 72))
    values[0, [60 + hole for hole in holes]] = np.nan
    leads = scoreboard.pooled(scoreboard.cells(_cube(values), {"outlook": _outlook()}))
    assert sum(lead.cells for lead in leads) == 24 - len(holes)
    assert sum(lead.unknown for lead in leads) == len(holes)
    assert {lead.last for lead in leads} == {3, 6, 12}
    assert all(lead.crps == {"outlook": 0.0} for lead in leads if lead.cells)


def _drawn(seed: int, *, rival: float = 0.0) -> tuple[Cube, dict[str, Paths]]:
    """Figures with a gap, an outlook and, if wanted, another that lies too high by some deaths."""
    rng = np.random.default_rng(seed)
    values = rng.poisson(4, (2, 72)).astype(float)
    values[1, 62] = np.nan
    draws = rng.poisson(4, (2, 1, 36, 8))
    others = {"rival": _outlook(draws + rival)} if rival else {}
    return _cube(values), {"outlook": _outlook(draws)} | others


def test_cells_pool_to_the_mean_of_all() -> None:
    """Means over outlooks are means over all their cells, of each score."""
    cube, outlooks = _drawn(3)
    table = scoreboard.cells(cube, outlooks)
    first, again = (scoreboard.pooled(t)[0] for t in (table, pl.concat([table, table])))
    assert again.cells == 2 * first.cells
    assert again.crps == pytest.approx(first.crps)
    draws, values = outlooks["outlook"].draws[:, 0, :3], cube.values[:, 0, 60:63]
    known = np.isfinite(values)
    assert first.crps["outlook"] == pytest.approx(scores.crps(values, draws)[known].mean())
    chance = (draws >= 25).mean(axis=-1)
    assert first.brier["outlook"] == pytest.approx(scores.brier(values >= 25, chance)[known].mean())


@given(seed=st.integers(0, 99), rival=st.floats(20, 90))
def test_a_lead_is_the_difference_and_lies_in_its_range(seed: int, rival: float) -> None:
    """The lead over a rival is the difference of the means; it is 0 over itself, for sure."""
    cube, outlooks = _drawn(seed, rival=rival)
    outlooks["same"] = outlooks["outlook"]
    for lead in scoreboard.pooled(scoreboard.cells(cube, outlooks)):
        edge, same = lead.edges["crps"]["rival"], lead.edges["crps"]["same"]
        assert edge.mean == pytest.approx(lead.crps["rival"] - lead.crps["outlook"])
        assert edge.low is not None
        assert edge.high is not None
        assert 0 < edge.low <= edge.mean + 1e-9
        assert edge.mean - 1e-9 <= edge.high
        assert (same.mean, same.low, same.high) == (0, 0, 0)


def test_one_place_gives_no_range() -> None:
    """Luck cannot be told from a lead where a single place is all that there is."""
    cube, outlooks = _drawn(3, rival=9)
    alone = scoreboard.cells(cube, outlooks).filter(place="ARM")
    edge = scoreboard.pooled(alone)[0].edges["crps"]["rival"]
    assert edge.mean > 0
    assert (edge.low, edge.high) == (None, None)


def test_only_cells_with_every_rival_are_compared() -> None:
    """An outlook without baselines does not shift the comparison of those that have them."""
    cube, outlooks = _drawn(3, rival=9)
    full = scoreboard.cells(cube, outlooks)
    bare = scoreboard.cells(cube, {"outlook": _outlook(90)})
    both = scoreboard.pooled(pl.concat([full, bare], how="diagonal"))
    assert [lead.crps for lead in both] == [lead.crps for lead in scoreboard.pooled(full)]


def test_baselines_see_nothing_later() -> None:
    """What the baselines would have said does not depend on what came."""
    values = np.random.default_rng(1).poisson(2, (2, 96)).astype(float)
    other = values.copy()
    other[:, -12:] = 999
    said = [scoreboard.baselines(_cube(each), ["ARM", "GEO"], ORIGIN) for each in (values, other)]
    assert set(said[0]) == set(scoreboard.BASELINES)
    for name, outlook in said[0].items():
        assert np.array_equal(outlook.draws, said[1][name].draws, equal_nan=True)


def test_too_short_for_baselines() -> None:
    """Figures of less than five years before the origin give no baseline, and no error."""
    assert scoreboard.baselines(_cube(np.ones((2, 40))), ["ARM"], ORIGIN) == {}
