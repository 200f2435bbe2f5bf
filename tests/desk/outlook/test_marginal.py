"""Baselines say what their names say, and nothing where nothing is known."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.outlook import marginal
from tocsin.desk.outlook.cube import Cube

BASELINES = [marginal.zero, marginal.last, marginal.conflictology, marginal.bootstrap]
Build = Callable[..., Cube]


@pytest.mark.parametrize("model", BASELINES)
def test_draws_are_sorted_and_whole(model: marginal.Model, cube: Cube) -> None:
    """Every baseline gives sorted draws for each lead, none of them negative."""
    draws = model(cube, ["AFG", "KAZ"])
    assert draws.shape == (2, 2, marginal.LEADS, marginal.DRAWS)
    assert (np.diff(draws, axis=-1) >= 0).all()
    assert (draws >= 0).all()


@pytest.mark.parametrize("model", BASELINES)
def test_twelve_unobserved_months_say_nothing(model: marginal.Model, build: Build) -> None:
    """After twelve months without data a vector's draws are NaN; its neighbour's are not."""
    values = np.ones((2, 2, 80))
    values[0, 1, -12:] = np.nan
    draws = model(build(values), ["AFG", "TJK"])
    assert np.isnan(draws[0, 1]).all()
    assert np.isfinite(draws[0, 0]).all()
    assert np.isfinite(draws[1]).all()


@given(months=st.lists(st.integers(0, 3000), min_size=12, max_size=12))
def test_conflictology_is_exactly_the_last_twelve_months(build: Build, months: list[int]) -> None:
    """Its draws are the twelve months' values, each as often as the others within one draw."""
    values = np.full((1, 1, 70), 9999.0)
    values[0, 0, -12:] = months
    draws = marginal.conflictology(build(values), ["AFG"])[0, 0]
    assert set(draws.ravel().tolist()) == {float(m) for m in months}
    for value in set(months):
        share = marginal.DRAWS * months.count(value) / 12
        assert abs((draws[0] == value).sum() - share) <= 1
    assert (draws == draws[0]).all()


def test_conflictology_leaves_unknown_months_out(build: Build) -> None:
    """A month without data is not drawn, as zero or otherwise."""
    values = np.full((1, 1, 70), 5.0)
    values[0, 0, -6:] = np.nan
    assert (marginal.conflictology(build(values), ["AFG"]) == 5).all()


@pytest.mark.parametrize("mean", [0, 1, 7, 300])
def test_last_has_the_mean_and_spread_of_a_poisson(build: Build, mean: int) -> None:
    """Mean and variance of the draws are the last month's deaths."""
    values = np.full((1, 1, 70), 50.0)
    values[0, 0, -1] = mean
    draws = marginal.last(build(values), ["AFG"])[0, 0, 0]
    assert draws.mean() == pytest.approx(mean, rel=0.01)
    assert draws.var() == pytest.approx(mean, rel=0.05)


def test_last_takes_the_last_observed_month(build: Build) -> None:
    """If the last month is unknown, the one before it counts."""
    values = np.full((1, 1, 70), 50.0)
    values[0, 0, -1] = np.nan
    assert marginal.last(build(values), ["AFG"]).mean() == pytest.approx(50, rel=0.01)


def test_bootstrap_pools_all_places_by_vector(build: Build) -> None:
    """Half the months of the world at 0 and half at 8 make half the draws so, everywhere."""
    values = np.zeros((2, 1, 70))
    values[1] = 8
    draws = marginal.bootstrap(build(values), ["AFG", "TJK"])
    assert (draws == 0).sum(axis=-1).tolist() == [[[500] * 36]] * 2


def test_zero_is_zero(cube: Cube) -> None:
    """The zero model says that nothing happens, even in a war."""
    assert not marginal.zero(cube, ["AFG"]).any()


@given(st.integers(1, 2000))
def test_levels_are_the_middles_of_equal_steps(draws: int) -> None:
    """Levels lie evenly and symmetrically between 0 and 1."""
    levels = marginal.levels(draws)
    assert len(levels) == draws
    assert levels + levels[::-1] == pytest.approx(np.ones(draws))
