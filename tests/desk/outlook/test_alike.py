"""Local ensembles look only at what had come by the origin, and carry sizes over."""

from collections.abc import Callable

import numpy as np

from tocsin.desk.outlook import alike
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.features import build as features
from tocsin.desk.outlook.marginal import LEADS
from tocsin.desk.outlook.thresholds import THRESHOLDS


def test_chances_are_shares_that_fall(cube: Cube) -> None:
    """For every place, vector and lead the chances lie in 0–1 and fall with the threshold."""
    found = alike.predict(cube, features(cube), cube.places)
    assert found.shape == (len(cube.places), len(cube.vectors), LEADS, len(THRESHOLDS))
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found, axis=-1) <= 0).all()


def test_war_is_told_from_peace(cube: Cube) -> None:
    """After months like those of a war came more deaths than after months of calm."""
    war, peace = alike.predict(cube, features(cube), ["AFG", "KAZ"])[..., 0].mean(axis=(1, 2))
    assert war > 0.8
    assert peace < 0.2


def test_a_level_never_seen_is_reached_by_comparison(build: Callable[..., Cube]) -> None:
    """Where history only knows steady tens, steady thousands are expected to stay thousands."""
    values = np.full((2, 1, 78), 10.0)
    values[1] = 0
    values[1, 0, -40:] = 2000.0
    cube = build(values)
    found = alike.predict(cube, features(cube), ["TJK"])
    assert found[0, 0, :, THRESHOLDS <= 1000].min() > 0.3


def test_other_places_asked_for_alter_nothing(cube: Cube) -> None:
    """A place's chances do not depend on which others are asked for."""
    built = features(cube)
    together = alike.predict(cube, built, ["AFG", "TJK"])[1]
    assert np.array_equal(together, alike.predict(cube, built, ["TJK"])[0])


def test_where_nothing_is_known_nothing_is_said(build: Callable[..., Cube]) -> None:
    """A place never observed has NaN, the others have numbers."""
    values = np.ones((2, 1, 78))
    values[0] = np.nan
    cube = build(values)
    found = alike.predict(cube, features(cube), ["AFG", "TJK"])
    assert np.isnan(found[0]).all()
    assert np.isfinite(found[1]).all()
