"""Scores keep their laws; that they agree with published ones is shown in test_submission."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.outlook import scores

COUNTS = st.integers(0, 2000)
DRAWS = st.lists(COUNTS, min_size=1, max_size=50)


@given(COUNTS, COUNTS)
def test_the_crps_of_a_point_is_its_absolute_error(happened: int, said: int) -> None:
    """One draw, or the same one many times, is scored by its distance."""
    assert scores.crps(happened, [said]) == abs(happened - said)
    assert scores.crps(happened, [said] * 9) == pytest.approx(abs(happened - said))


@given(COUNTS, DRAWS)
def test_the_crps_is_the_definition_over_all_pairs(happened: int, draws: list[int]) -> None:
    """It is the mean distance less half the mean distance of all pairs, each with itself too."""
    x = np.array(draws, dtype=float)
    pairs = np.abs(x[:, None] - x[None]).mean()
    expected = np.abs(x - happened).mean() - pairs / 2
    assert scores.crps(happened, x) == pytest.approx(expected, abs=1e-6)


@given(COUNTS, DRAWS)
def test_repeating_the_draws_changes_no_score(happened: int, draws: list[int]) -> None:
    """What is said counts, not how often."""
    for score in (scores.crps, scores.crps_log, scores.ignorance, scores.pit):
        assert score(happened, draws * 3) == pytest.approx(score(happened, draws), abs=1e-9)


@given(COUNTS)
def test_the_crps_on_logs_is_relative(happened: int) -> None:
    """A point forecast is scored by its distance in log(1 + deaths)."""
    expected = abs(np.log1p(happened) - np.log(8))
    assert scores.crps_log(happened, [7]) == pytest.approx(expected)


def test_the_zero_model_knows_little_of_peace_and_less_of_war() -> None:
    """A thousand zeros score log2(1011/1001) in peace and log2(1011) for any deaths."""
    zeros = np.zeros(1000)
    assert scores.ignorance(0, zeros) == pytest.approx(0.014341, abs=1e-6)
    assert scores.ignorance(1, zeros) == pytest.approx(np.log2(1011))


@given(st.lists(COUNTS, min_size=1, max_size=50))
def test_the_eleven_bins_hold_all_that_is_said(draws: list[int]) -> None:
    """Over one value in each bin the probabilities sum to one."""
    values = [0, 1, 3, 6, 11, 26, 51, 101, 251, 501, 1001]
    told = scores.ignorance(values, np.tile(draws, (11, 1)))
    assert (2.0**-told).sum() == pytest.approx(1)


@given(COUNTS, DRAWS)
def test_the_interval_score_is_never_less_than_the_width(happened: int, draws: list[int]) -> None:
    """The fine for lying outside comes on top of the width."""
    low, high = np.quantile(draws, [0.05, 0.95])
    fine = 20 * (max(0, low - happened) + max(0, happened - high))
    assert scores.interval(happened, draws) == pytest.approx(high - low + fine)


def test_brier_is_best_at_the_truth() -> None:
    """A sure and right chance scores 0, a sure and wrong one 1, an even one a quarter."""
    assert scores.brier([1, 1, 0], [1, 0, 0.5]).tolist() == [0, 1, 0.25]


@given(COUNTS, DRAWS)
def test_pit_lies_between_0_and_1(happened: int, draws: list[int]) -> None:
    """Ties count half: among its equals an outcome stands in the middle."""
    assert 0 <= scores.pit(happened, draws) <= 1
    assert scores.pit(happened, [happened] * len(draws)) == 0.5


@given(COUNTS, DRAWS)
def test_the_randomised_pit_lies_among_its_equals(happened: int, draws: list[int]) -> None:
    """It is above all draws that are lower and below all that are higher, and in 0–1."""
    found = scores.randomised_pit([happened], [draws])[0]
    below, above = (sum(x < happened for x in draws), sum(x > happened for x in draws))
    assert below <= found * (len(draws) + 1) <= len(draws) + 1 - above


@pytest.mark.parametrize("count", [5, 1000])
def test_the_randomised_pit_of_a_calibrated_model_is_uniform(count: int) -> None:
    """With few draws and with many, with most outcomes zero, a tenth falls into each tenth."""
    rng = np.random.default_rng(2)
    level = rng.gamma(0.1, 10, size=(5000, 1))
    found = scores.randomised_pit(rng.poisson(level)[:, 0], rng.poisson(level, size=(5000, count)))
    shares = np.histogram(found, bins=10, range=(0, 1))[0] / 5000
    assert np.abs(shares - 0.1).max() < 0.015


def test_the_randomised_pit_of_the_unknown_is_unknown() -> None:
    """Nothing stands anywhere if it is not known what came; the seed alone breaks ties."""
    came, draws = np.array([np.nan, 0, 0]), np.zeros((3, 4))
    found = scores.randomised_pit(came, draws, seed=3)
    assert np.isnan(found).tolist() == [True, False, False]
    assert np.array_equal(found, scores.randomised_pit(came, draws, seed=3), equal_nan=True)
    assert not np.array_equal(found[1:], scores.randomised_pit(came, draws, seed=(3, 1))[1:])
