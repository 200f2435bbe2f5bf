"""The trees say a whole distribution, and the same one each time."""

import numpy as np
import pytest

from tocsin.desk.outlook import hurdle
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.examples import at_the_end
from tocsin.desk.outlook.features import build
from tocsin.desk.outlook.hurdle import Hurdle
from tocsin.desk.outlook.thresholds import THRESHOLDS

FEW = {"occurrence": 10, "relative": 5, "plain": 5}


@pytest.fixture(scope="module")
def model(cube: Cube) -> Hurdle:
    """The model of the small world, with few trees."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hurdle, "ROUNDS", FEW)
        return hurdle.train(cube, build(cube))


def _predicted(model: Hurdle, cube: Cube, places: list[str]) -> np.ndarray:
    built = build(cube)
    return np.stack(hurdle.predict(model, at_the_end(cube, built, places), built.names))


def test_both_scales_agree_on_whether_anyone_dies(model: Hurdle, cube: Cube) -> None:
    """The chance of one death is that of occurrence, whatever the scale of the amount."""
    relative, plain = _predicted(model, cube, cube.places)
    assert np.array_equal(relative[:, 0], plain[:, 0])
    assert relative.shape[1] == len(THRESHOLDS)


def test_war_is_told_from_peace(model: Hurdle, cube: Cube) -> None:
    """A place at war is likelier to see deaths than one where nobody ever died."""
    war = _predicted(model, cube, ["AFG"])[:, :, 0].mean()
    peace = _predicted(model, cube, ["KAZ"])[:, :, 0].mean()
    assert war > 2 * peace


def test_a_model_read_back_predicts_the_same(model: Hurdle, cube: Cube) -> None:
    """The text of a model is the model."""
    again = Hurdle.from_text(model.to_text())
    said, repeated = (_predicted(each, cube, cube.places) for each in (model, again))
    assert np.array_equal(said, repeated)


def test_training_twice_gives_the_same_model(
    model: Hurdle, cube: Cube, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Same data, same seed, same trees."""
    monkeypatch.setattr(hurdle, "ROUNDS", FEW)
    assert hurdle.train(cube, build(cube)).to_text() == model.to_text()
