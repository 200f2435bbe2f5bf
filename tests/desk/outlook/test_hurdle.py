"""The pooled model says a whole distribution, and the same one each time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.outlook import hurdle
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.features import build
from tocsin.desk.outlook.hurdle import Hurdle
from tocsin.desk.outlook.marginal import DRAWS, LEADS

AMOUNTS = st.lists(
    st.floats(0.7, 9), min_size=len(hurdle.QUANTILES), max_size=len(hurdle.QUANTILES)
)


@pytest.fixture(scope="module")
def model(cube: Cube) -> Hurdle:
    """The model of the small world, with few trees."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hurdle, "ROUNDS", {"occurrence": 10, "amount": 5})
        return hurdle.train(cube)


@given(st.floats(0, 1), AMOUNTS)
def test_the_quantile_function_is_monotone_and_nothing_is_as_likely_as_said(
    chance: float, amounts: list[float]
) -> None:
    """Draws never fall, none is between 0 and 1, and a share 1 − chance of them is 0."""
    draws = hurdle._draws(np.array([chance]), np.sort([amounts]))[0]
    assert (np.diff(draws) >= 0).all()
    assert ((draws == 0) | (draws >= 1)).all()
    assert abs((draws == 0).mean() - (1 - chance)) <= 1 / DRAWS


@given(AMOUNTS)
def test_where_deaths_are_certain_the_quantiles_are_those_of_the_amount(
    amounts: list[float],
) -> None:
    """With chance 1 each fitted quantile stands where it belongs, to the next whole death."""
    ordered = np.sort(amounts)
    draws = hurdle._draws(np.ones(1), ordered[None])[0]
    for level, amount in zip(hurdle.QUANTILES, ordered, strict=True):
        at = int(level * DRAWS)
        low, high = draws[at - 1], draws[min(at, DRAWS - 1)]
        assert low - 1 <= np.expm1(amount) <= high + 1


def test_predictions_are_whole_deaths_for_every_lead(model: Hurdle, cube: Cube) -> None:
    """Draws have the agreed shape, are sorted, and are whole numbers of deaths."""
    draws = hurdle.predict(model, cube, ["AFG", "KAZ"])
    assert draws.shape == (2, 2, LEADS, DRAWS)
    assert (np.diff(draws, axis=-1) >= 0).all()
    assert np.array_equal(draws, np.round(draws))


def test_war_is_told_from_peace(model: Hurdle, cube: Cube) -> None:
    """A place at war is given more deaths than one where nobody ever died."""
    war, peace = hurdle.predict(model, cube, ["AFG", "KAZ"]).mean(axis=(1, 2, 3))
    assert war > 3 * peace


def test_a_model_read_back_predicts_the_same(model: Hurdle, cube: Cube) -> None:
    """The text of a model is the model."""
    again = Hurdle.from_text(model.to_text())
    places = cube.places
    assert np.array_equal(hurdle.predict(model, cube, places), hurdle.predict(again, cube, places))


def test_training_twice_gives_the_same_model(
    model: Hurdle, cube: Cube, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same data, same seed, same trees."""
    monkeypatch.setattr(hurdle, "ROUNDS", {"occurrence": 10, "amount": 5})
    assert hurdle.train(cube).to_text() == model.to_text()


def test_a_place_unobserved_for_twelve_months_is_not_forecast(model: Hurdle, cube: Cube) -> None:
    """Its draws are NaN throughout; with one month seen they are numbers."""
    values = cube.values.copy()
    values[0, 0, -12:] = np.nan
    values[1, 0, -12:-1] = np.nan
    blind = Cube(cube.places, cube.vectors, cube.first, values)
    draws = hurdle.predict(model, blind, cube.places)
    assert np.isnan(draws[0, 0]).all()
    assert np.isfinite(draws[0, 1]).all()
    assert np.isfinite(draws[1:]).all()


def test_examples_never_end_in_an_unknown_month(cube: Cube) -> None:
    """A month without data is neither learned from as an outcome nor as a start."""
    values = cube.values.copy()
    values[:, :, 40:60] = np.nan
    holed = Cube(cube.places, cube.vectors, cube.first, values)
    inputs, outcome, weight = hurdle._examples(holed, build(holed), seed=1)
    assert np.isfinite(outcome).all()
    assert len(inputs) == len(outcome) == len(weight)
