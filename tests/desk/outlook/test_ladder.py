"""The ladder falls with the threshold, and sees size as its scale says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.outlook import ladder
from tocsin.desk.outlook.boosting import Effort
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.examples import Examples, at_the_end, examples
from tocsin.desk.outlook.features import LOG_DEATHS, build
from tocsin.desk.outlook.ladder import PLAIN, RELATIVE, Scale
from tocsin.desk.outlook.thresholds import THRESHOLDS


@pytest.fixture(scope="module")
def deadly(cube: Cube) -> Examples:
    """Examples of the small world in which some died."""
    found = examples(cube, build(cube), seed=1)
    return found.where(found.outcome > 0)


@pytest.mark.parametrize("scale", [PLAIN, RELATIVE])
def test_chances_fall_from_one(cube: Cube, deadly: Examples, scale: Scale) -> None:
    """Given some die, one death is certain and a higher number never likelier than a lower."""
    built = build(cube)
    booster = ladder.train(deadly, built.names, scale, rounds=8, seed=1, effort=Effort())
    rows = at_the_end(cube, built, cube.places)
    found = ladder.predict(booster, rows, built.names, scale)
    assert found.shape == (len(rows), len(THRESHOLDS))
    assert (found[:, 0] == 1).all()
    assert (np.diff(found, axis=1) <= 0).all()


@pytest.mark.parametrize("scale", [PLAIN, RELATIVE])
def test_the_trees_themselves_fall(cube: Cube, deadly: Examples, scale: Scale) -> None:
    """The bound on the trees holds before anything is straightened."""
    names = build(cube).names
    booster = ladder.train(deadly, names, scale, rounds=8, seed=1, effort=Effort())
    asked = np.repeat([1.5, 4.5, 20.5, 300.5], 40)
    inputs = np.tile(deadly.inputs[:40], (4, 1))
    found = np.asarray(booster.predict(ladder.columns(inputs, asked, names, scale)))
    assert (np.diff(found.reshape(4, 40), axis=0) <= 1e-12).all()


@given(st.floats(1, 5))
def test_a_larger_war_looks_like_a_smaller_one(shift: float) -> None:
    """Above the cap, only comparisons are seen: all sizes times a factor look the same."""
    names = [*LOG_DEATHS, "since_any"]
    inputs = np.linspace(4, 6, len(names) + 1, dtype=np.float32)[None]
    larger = inputs.copy()
    larger[:, : len(LOG_DEATHS)] += shift
    seen = ladder.columns(inputs, np.array([100.5]), names, RELATIVE)
    again = ladder.columns(larger, np.array([100.5]) * np.exp(shift), names, RELATIVE)
    assert np.allclose(seen, again, atol=1e-4)


def test_inputs_are_left_as_they_were(deadly: Examples, cube: Cube) -> None:
    """Taking sizes relative to the level does not touch the caller's rows."""
    before = deadly.inputs.copy()
    ladder.columns(deadly.inputs, np.full(len(before), 3.5), build(cube).names, RELATIVE)
    assert np.array_equal(before, deadly.inputs, equal_nan=True)
