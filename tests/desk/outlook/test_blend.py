"""The mixture lies between its parts, and its weights were learned before the origin."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from tocsin.desk.outlook import blend, hurdle
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.features import build
from tocsin.desk.outlook.hurdle import Hurdle
from tocsin.desk.outlook.marginal import DRAWS, LEADS
from tocsin.desk.outlook.thresholds import reached


@pytest.fixture(scope="module")
def model(cube: Cube) -> Hurdle:
    """The model of the small world, with few trees."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hurdle, "ROUNDS", {"occurrence": 10, "relative": 5, "plain": 5})
        return hurdle.train(cube, build(cube))


def _drawn(model: Hurdle, cube: Cube, places: list[str]) -> Array:
    return blend.draws(blend.pooled(model, cube, build(cube), places))


def test_predictions_are_whole_deaths_for_every_lead(model: Hurdle, cube: Cube) -> None:
    """Draws have the agreed shape, are sorted, and are whole numbers of deaths."""
    draws = _drawn(model, cube, ["AFG", "KAZ"])
    assert draws.shape == (2, 2, LEADS, DRAWS)
    assert (np.diff(draws, axis=-1) >= 0).all()
    assert np.array_equal(draws, np.round(draws))


def test_the_mixture_lies_between_its_parts(model: Hurdle, cube: Cube) -> None:
    """No threshold is reached less often than every part says, or more often."""
    parts = blend.chances(model, cube, build(cube), cube.places)
    drawn = _drawn(model, cube, cube.places)
    share = reached(drawn.reshape(-1, DRAWS)).reshape(parts.shape[1:])
    slack = 2 / DRAWS
    assert (share >= parts.min(axis=0) - slack).all()
    assert (share <= parts.max(axis=0) + slack).all()


def test_other_places_asked_for_alter_nothing(model: Hurdle, cube: Cube) -> None:
    """A place's draws do not depend on which others are asked for."""
    assert np.array_equal(_drawn(model, cube, ["AFG", "TJK"])[1], _drawn(model, cube, ["TJK"])[0])


def test_a_place_unobserved_for_twelve_months_is_not_forecast(model: Hurdle, cube: Cube) -> None:
    """Its draws are NaN throughout; with one month seen they are numbers."""
    values = cube.values.copy()
    values[0, 0, -12:] = np.nan
    values[1, 0, -12:-1] = np.nan
    blind = Cube(cube.places, cube.vectors, cube.first, values)
    draws = _drawn(model, blind, cube.places)
    assert np.isnan(draws[0, 0]).all()
    assert np.isfinite(draws[0, 1]).all()
    assert np.isfinite(draws[1:]).all()


def test_weights_are_shares_for_every_lead() -> None:
    """Whatever the vector and the day, weights are shares that sum to one."""
    for vector in ("state_based", "non_state", "one_sided", "unheard_of"):
        for year in (1995, 2005, 2017, 2030):
            found = blend.weights(vector, dt.date(year, 12, 1))
            assert found.shape == (LEADS, len(blend.PARTS))
            assert (found >= 0).all()
            assert found.sum(axis=1) == pytest.approx(np.ones(LEADS))


def test_no_weight_is_used_before_it_was_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A month before a row holds, the row before it counts, and before the first equal shares."""
    since = [dt.date(2001, 10, 1), dt.date(2002, 10, 1)]
    rows = pl.DataFrame({"since": since, "vector": "state_based", "first": 1, "last": 36})
    shares = {"relative": [1.0, 0.0], "plain": [0.0, 1.0], "alike": [0.0, 0.0]}
    learned = rows.with_columns(pl.Series(part, values) for part, values in shares.items())
    monkeypatch.setattr(blend, "_learned", lambda: learned)
    said = [blend.weights("state_based", dt.date(year, 9, 1))[0].tolist() for year in (2001, 2002)]
    assert said == [[pytest.approx(1 / 3)] * 3, [1, 0, 0]]
    assert blend.weights("state_based", since[1])[0].tolist() == [0, 1, 0]
