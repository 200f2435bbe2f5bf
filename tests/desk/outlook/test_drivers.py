"""Drivers: what the model responded to, no more and no less than its response."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from lightgbm import Booster

from tocsin.desk.outlook import drivers, features, hurdle, ladder
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.drivers import Driver
from tocsin.desk.outlook.hurdle import Hurdle
from tocsin.desk.outlook.ladder import PLAIN

ASKED = {"AFG": "state_based", "TJK": "one_sided"}


@pytest.fixture(scope="module")
def model(cube: Cube) -> Hurdle:
    """A model trained in few rounds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hurdle, "ROUNDS", {"occurrence": 8, "relative": 5, "plain": 5})
        return hurdle.train(cube, features.build(cube))


@pytest.fixture(scope="module")
def found(model: Hurdle, cube: Cube) -> dict[str, list[Driver]]:
    """What moved two places."""
    return drivers.explain(model, cube, ASKED)


def test_the_strongest_comes_first(found: dict[str, list[Driver]]) -> None:
    """Drivers are in order of their push, each family once, of the vector asked for."""
    for place, told in found.items():
        pushes = [abs(driver.push) for driver in told]
        assert pushes == sorted(pushes, reverse=True)
        assert {driver.family for driver in told} == set(features.FAMILIES) - {"fixed"}
        assert len(told) == len(features.FAMILIES) - 1
        assert {driver.vector for driver in told} == {ASKED[place]}


def _mean(boosters: list[Booster], rows: Array, **how: bool) -> Array:
    """The mean answer over bags and leads."""
    said = [np.asarray(booster.predict(rows, **how)) for booster in boosters]
    return np.mean(said, axis=(0, 1))


@pytest.mark.parametrize("place", sorted(ASKED))
def test_pushes_add_up_to_the_models_response(
    model: Hurdle, cube: Cube, found: dict[str, list[Driver]], place: str
) -> None:
    """All pushes together are the change of the model's raw answer, less what is fixed."""
    built = features.build(cube)
    history = built.values[cube.row(place), cube.vectors.index(ASKED[place])]
    leads = np.arange(1, 13, dtype=np.float32)
    now, before = (np.column_stack([np.tile(history[n], (12, 1)), leads]) for n in (-1, -13))
    families = [*built.families, "lead"]
    boosters = [bag.occurrence for bag in model.bags]
    if np.mean([np.asarray(booster.predict(now)) for booster in boosters]) >= drivers.CERTAIN:
        level = np.expm1(now[:, built.names.index(ladder.LEVEL)])
        asked = np.floor(level) + 0.5
        now, before = (ladder.columns(x, asked, built.names, PLAIN) for x in (now, before))
        rungs = [built.families[built.names.index(name)] for name in PLAIN.rungs]
        boosters, families = [bag.plain for bag in model.bags], [*families, "threshold", *rungs]
    answers = [_mean(boosters, rows, raw_score=True) for rows in (now, before)]
    shap = [_mean(boosters, rows, pred_contrib=True) for rows in (now, before)]
    untold = np.isin([*families, "base"], ["fixed", "lead", "threshold", "base"])
    rest = (shap[0] - shap[1])[untold].sum()
    total = sum(driver.push for driver in found[place])
    assert total + rest == pytest.approx(answers[0] - answers[1], abs=1e-6)


def test_figures_are_those_of_the_panel(cube: Cube, found: dict[str, list[Driver]]) -> None:
    """The deaths told with a driver can be counted in the figures."""
    own = next(driver for driver in found["AFG"] if driver.family == "own")
    row = cube.values[cube.row("AFG"), cube.vectors.index("state_based")]
    assert (own.now, own.before) == (row[-12:].sum(), row[-24:-12].sum())
    other = next(driver for driver in found["AFG"] if driver.family == "other")
    row = cube.values[cube.row("AFG"), cube.vectors.index("one_sided")]
    assert (other.now, other.before) == (row[-12:].sum(), row[-24:-12].sum())


def test_figures_over_holes_are_not_made_up(model: Hurdle, cube: Cube) -> None:
    """Where a month of the year is unknown, its deaths are not told as if they were known."""
    values = cube.values.copy()
    values[cube.row("AFG"), cube.vectors.index("state_based"), -5] = np.nan
    told = drivers.explain(model, replace(cube, values=values), {"AFG": "state_based"})["AFG"]
    own = next(driver for driver in told if driver.family == "own")
    assert np.isnan(own.now)
    assert np.isfinite(own.before)


def test_nothing_changed_nothing_pushed(model: Hurdle, cube: Cube) -> None:
    """In a world that repeats itself every year no family pushes an outlook much."""
    year = cube.values[:, :, :12]
    same = replace(cube, values=np.tile(year, (1, 1, 7)))
    told = drivers.explain(model, same, ASKED)["AFG"]
    assert {(driver.now - driver.before) for driver in told} == {0}
    near = [driver.push for driver in told if driver.family in {"own", "other", "neighbours"}]
    assert near == pytest.approx([0, 0, 0], abs=0.05)


def test_asking_for_more_alters_nothing(
    model: Hurdle, cube: Cube, found: dict[str, list[Driver]]
) -> None:
    """A place's drivers do not depend on which others are asked for."""
    assert drivers.explain(model, cube, {"TJK": "one_sided"})["TJK"] == found["TJK"]
    assert drivers.explain(model, cube, {}) == {}
