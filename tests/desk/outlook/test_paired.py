"""Paired differences keep their laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.outlook import paired
from tocsin.desk.outlook.paired import Difference, Verdict

SEEDS = st.integers(0, 2**16)


@given(SEEDS)
def test_a_model_does_not_differ_from_itself(seed: int) -> None:
    """The difference is 0 with an interval from 0 to 0, and nobody is ahead."""
    scored = np.random.default_rng(seed).gamma(0.1, 100, size=(15, 12))
    assert paired.difference(scored, scored) == Difference(0, 0, 0)
    assert paired.difference(scored, scored).verdict == Verdict.OPEN


@given(SEEDS)
def test_the_other_way_round_it_is_the_opposite(seed: int) -> None:
    """Who is ahead of whom does not depend on who comes first."""
    one, other = np.random.default_rng(seed).gamma(0.5, 10, size=(2, 15, 12))
    there, back = paired.difference(one, other), paired.difference(other, one)
    assert (there.mean, there.low, there.high) == pytest.approx((-back.mean, -back.high, -back.low))
    assert there.low <= there.high


def test_better_everywhere_is_ahead() -> None:
    """A model that is better by the same in every cell is ahead by just that."""
    scored = np.random.default_rng(1).gamma(0.5, 10, size=(15, 12))
    found = paired.difference(scored - 1, scored)
    assert (found.mean, found.low, found.high) == pytest.approx((-1, -1, -1))
    assert found.verdict == Verdict.AHEAD
    assert paired.difference(scored, scored - 1).verdict == Verdict.BEHIND


def test_cells_that_do_not_count_change_nothing() -> None:
    """Countries and months without scores are as if they were not there."""
    one, other = np.random.default_rng(1).gamma(0.5, 10, size=(2, 15, 12))
    wider = [np.pad(each, ((0, 4), (0, 3)), constant_values=np.nan) for each in (one, other)]
    assert paired.difference(*wider) == paired.difference(one, other)


def test_months_of_a_country_stay_together() -> None:
    """If all months of a country are alike, more months make the interval no narrower."""
    gap = np.random.default_rng(1).normal(size=(30, 1))
    few, many = (paired.difference(np.repeat(gap, n, axis=1), np.zeros((30, n))) for n in (1, 12))
    assert (many.low, many.high) == pytest.approx((few.low, few.high))


def test_the_interval_holds_the_truth_nine_times_in_ten() -> None:
    """Over many worlds the true difference lies in the interval about as often as is said."""
    rng, inside = np.random.default_rng(4), 0
    for seed in range(200):
        gap = rng.normal(size=(60, 1)) + rng.normal(size=(60, 12))
        found = paired.difference(gap, np.zeros_like(gap), seed=seed)
        inside += found.low <= 0 <= found.high
    assert 165 <= inside <= 194
