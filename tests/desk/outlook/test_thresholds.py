"""Chances of reaching thresholds and draws are two ways of saying the same."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.outlook.marginal import DRAWS
from tocsin.desk.outlook.thresholds import THRESHOLDS, draws, reached

FALLING = st.lists(st.floats(0, 1), min_size=len(THRESHOLDS), max_size=len(THRESHOLDS)).map(
    lambda chances: np.sort(chances)[::-1]
)


@given(FALLING)
def test_each_threshold_is_reached_by_as_many_draws_as_its_chance_says(chances: np.ndarray) -> None:
    """The share of draws at or above a threshold is its chance, to one draw and rounding."""
    drawn = draws(chances[None])
    assert np.abs(reached(drawn)[0] - chances).max() <= 1.5 / DRAWS


@given(FALLING)
def test_draws_are_sorted_whole_deaths(chances: np.ndarray) -> None:
    """Draws never fall, and each is a whole number."""
    drawn = draws(chances[None])[0]
    assert (np.diff(drawn) >= 0).all()
    assert np.array_equal(drawn, np.round(drawn))


def test_small_numbers_come_back_exactly() -> None:
    """A distribution on 0 to 9 deaths is drawn with just its shares."""
    sample = np.repeat(np.arange(10.0), DRAWS // 10)
    assert np.array_equal(draws(reached(sample[None]))[0], sample)


def test_what_is_unknown_stays_unknown() -> None:
    """NaN in, NaN out; a sample of nothing reaches no threshold that could be told."""
    assert np.isnan(reached(np.full((1, 3), np.nan))).all()
    assert np.isnan(draws(np.full((1, len(THRESHOLDS)), np.nan))).all()


def test_missing_members_do_not_count() -> None:
    """A share is taken of the members that are there."""
    assert reached(np.array([[0.0, 5.0, np.nan]]))[0, 0] == 0.5
