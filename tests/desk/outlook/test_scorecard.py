"""A scorecard holds the scores of the cells that count, and of no others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.outlook import scorecard
from tocsin.desk.outlook.cube import Array

SEEDS = st.integers(0, 2**16)


def _world(seed: int) -> tuple[Array, Array]:
    """What happened and draws, shapes (4, 12) and (4, 12, 30)."""
    rng = np.random.default_rng(seed)
    level = rng.gamma(0.3, 40, size=(4, 1))
    return rng.poisson(level, (4, 12)).astype(float), rng.poisson(
        level[..., None], (4, 12, 30)
    ).astype(np.float32)


@given(SEEDS)
def test_the_order_of_draws_and_countries_changes_no_score(seed: int) -> None:
    """Shuffled draws, and countries in another order, have the same means."""
    happened, draws = _world(seed)
    rng = np.random.default_rng(seed)
    rows = rng.permutation(4)
    plain = scorecard.card("m", happened, draws, draws.sum(axis=1)).means()
    mixed = rng.permuted(draws, axis=-1)
    sums = rng.permuted(draws.sum(axis=1), axis=-1)
    assert scorecard.card("m", happened[rows], mixed[rows], sums[rows]).means() == pytest.approx(
        plain
    )


@given(SEEDS)
def test_cells_that_do_not_count_have_no_score(seed: int) -> None:
    """Whatever is said of an unknown outcome, even nothing, changes no mean; n says how many."""
    happened, draws = _world(seed)
    happened[0, 3] = happened[2] = np.nan
    sums = draws.sum(axis=1)
    found = scorecard.card("m", happened, draws, sums)
    assert (found.n, found.n_totals) == (3 * 12 - 1, 2)
    draws[0, 3] = np.nan
    draws[2] = 1e6
    sums[0] = np.nan
    again = scorecard.card("m", happened, draws, sums)
    assert again.means() == found.means()
    assert np.isnan(again.monthly["crps"]).sum() == 13


def test_what_came_true_is_scored_best() -> None:
    """Draws equal to the outcome have no error, and hold what came."""
    happened, _ = _world(1)
    draws = np.repeat(happened[..., None], 1000, axis=-1)
    means = scorecard.card("m", happened, draws, draws.sum(axis=1)).means()
    assert means.pop("ign") == pytest.approx(0.014341, abs=1e-6)
    assert means.pop("coverage_90") == 1
    assert set(means.values()) == {0.0}


def test_draws_that_are_no_paths_have_no_totals() -> None:
    """Without joint paths the scores of totals are unknown, not zero."""
    happened, draws = _world(1)
    found = scorecard.card("m", happened, draws)
    assert found.n_totals == 0
    assert [found.means()[key] for key in scorecard.TOTALS] == [None, None]
