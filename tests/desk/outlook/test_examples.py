"""What is learned from is known, and stands for all months."""

import numpy as np

from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.examples import at_the_end, examples
from tocsin.desk.outlook.features import build
from tocsin.desk.outlook.marginal import LEADS


def test_examples_never_end_in_an_unknown_month(cube: Cube) -> None:
    """A month without data is neither learned from as an outcome nor as a start."""
    values = cube.values.copy()
    values[:, :, 40:60] = np.nan
    holed = Cube(cube.places, cube.vectors, cube.first, values)
    found = examples(holed, build(holed), seed=1)
    assert np.isfinite(found.outcome).all()
    assert len(found.inputs) == len(found.outcome) == len(found.weight)


def test_an_outcome_is_that_of_its_lead(cube: Cube) -> None:
    """Where deaths count the months, the outcome is the month of the example plus its lead."""
    counted = np.broadcast_to(np.arange(1.0, cube.values.shape[2] + 1), cube.values.shape)
    told = Cube(cube.places, cube.vectors, cube.first, counted.astype(np.float32))
    built = build(told)
    found = examples(told, built, seed=1)
    month = np.expm1(found.inputs[:, built.names.index("deaths_1")])
    assert np.allclose(found.outcome, month + found.inputs[:, -1], atol=1e-3)


def test_rows_to_predict_from_are_the_last_month_at_every_lead(cube: Cube) -> None:
    """Places, vectors and leads follow one another, with the features of the last month."""
    built = build(cube)
    rows = at_the_end(cube, built, ["TJK", "AFG"])
    shaped = rows.reshape(2, len(cube.vectors), LEADS, -1)
    assert (shaped[..., -1] == np.arange(1, LEADS + 1)).all()
    last = built.values[cube.row("AFG"), 1, -1]
    assert np.array_equal(shaped[1, 1, 7, :-1], last, equal_nan=True)
