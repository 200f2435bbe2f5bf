"""Joint paths keep their marginals, repeat themselves exactly, and hold years together."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.desk.outlook import marginal
from tocsin.desk.outlook import paths as joined
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.world.errors import CoverageError, RequestError

FIRST = dt.date(2001, 1, 1)
SEEDS = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def marginals(cube: Cube) -> Array:
    """Twelve months' values as draws for every place of the small world."""
    return marginal.conflictology(cube, cube.places)


@settings(max_examples=5)
@given(seed=SEEDS)
def test_shuffling_leaves_the_marginals_exactly(cube: Cube, marginals: Array, seed: int) -> None:
    """Sorted along the draws, the paths are the marginals, by whatever seed."""
    joint = joined.shuffle(cube, cube.places, marginals, seed=seed)
    assert np.array_equal(np.sort(joint, axis=-1), marginals)


@settings(max_examples=5)
@given(seed=SEEDS)
def test_independent_draws_leave_them_too(marginals: Array, seed: int) -> None:
    """Random order changes no marginal, and is the same for the same seed."""
    loose = joined.independent(marginals, seed=seed)
    assert np.array_equal(np.sort(loose, axis=-1), marginals)
    assert np.array_equal(loose, joined.independent(marginals, seed=seed))


def test_shuffling_is_deterministic(cube: Cube, marginals: Array) -> None:
    """Same data, same seed, same paths; another seed gives others."""
    first, again, other = (
        joined.shuffle(cube, cube.places, marginals, seed=seed) for seed in (1, 1, 2)
    )
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


@pytest.mark.parametrize("asked", [["PAK"], ["UZB", "PAK"], ["PAK", "AFG", "KAZ"]])
def test_a_place_does_not_depend_on_who_else_is_asked(
    cube: Cube, marginals: Array, asked: list[str]
) -> None:
    """Pakistan's paths are the same alone and in any company."""
    rows = [cube.row(place) for place in asked]
    joint = joined.shuffle(cube, asked, marginals[rows])
    whole = joined.shuffle(cube, cube.places, marginals)
    assert np.array_equal(joint[asked.index("PAK")], whole[cube.row("PAK")])


def test_unknown_stays_unknown(cube: Cube, marginals: Array) -> None:
    """Where the marginals are NaN the paths are, and no path elsewhere is touched."""
    holed = marginals.copy()
    holed[2] = np.nan
    joint = joined.shuffle(cube, cube.places, holed)
    whole = joined.shuffle(cube, cube.places, marginals)
    assert np.isnan(joint[2]).all()
    assert np.array_equal(np.delete(joint, 2, axis=0), np.delete(whole, 2, axis=0))


def test_joint_totals_spread_wider_than_independent_ones_in_a_lasting_war() -> None:
    """Where bad years are bad throughout, a year's total is less certain than its months say."""
    rng = np.random.default_rng(1)
    level = np.repeat(rng.choice([0.0, 30.0], size=(5, 1, 20)), 12, axis=-1)
    values = rng.poisson(level).astype(np.float32)
    cube = Cube(["AFG", "IRN", "PAK", "TJK", "UZB"], ["state_based"], FIRST, values)
    draws = marginal.bootstrap(cube, cube.places)
    joint = joined.shuffle(cube, cube.places, draws)[:, :, :12].sum(axis=(1, 2))
    loose = joined.independent(draws)[:, :, :12].sum(axis=(1, 2))
    assert (joint.std(axis=-1) > 1.5 * loose.std(axis=-1)).all()


def test_too_short_figures_are_refused(cube: Cube, marginals: Array) -> None:
    """Sixty months are enough, fifty-nine are not."""
    short = Cube(cube.places, cube.vectors, cube.first, cube.values[:, :, :60])
    joined.shuffle(short, cube.places, marginals)
    short = Cube(cube.places, cube.vectors, cube.first, cube.values[:, :, :59])
    with pytest.raises(CoverageError, match="59 months"):
        joined.shuffle(short, cube.places, marginals)


def test_totals_are_sums_over_vectors_and_months(paths: Paths) -> None:
    """A draw's total is what happens in that draw, over all vectors and the first months."""
    total = paths.total("TJK", 3)
    assert np.array_equal(total, paths.draws[1, :, :3].sum(axis=(0, 1)))
    assert np.array_equal(paths.of("TJK"), paths.draws[1])


def test_the_total_of_an_unknown_place_is_unknown(paths: Paths) -> None:
    """Nothing known is not nothing happening."""
    assert np.isnan(paths.total("KAZ")).all()


def test_a_place_that_is_not_there_is_refused(paths: Paths) -> None:
    """It is named in the error."""
    with pytest.raises(RequestError, match="FRA"):
        paths.of("FRA")
