"""From a panel and a day to joint sample paths: the one way in for every model."""

from __future__ import annotations

import base64
import datetime as dt
import inspect
import json
from dataclasses import dataclass

import lightgbm
import numpy as np
import polars as pl

from tocsin.desk import storage
from tocsin.desk.outlook import (
    alike,
    blend,
    boosting,
    examples,
    features,
    hurdle,
    ladder,
    marginal,
    paths,
    thresholds,
)
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.features import Features
from tocsin.desk.outlook.hurdle import Hurdle
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months
from tocsin.world.errors import CoverageError, RequestError

DEFAULT = "tocsin"


@dataclass(frozen=True)
class Origin:
    """The month that an outlook starts from, and how far the figures moved it back."""

    month: dt.date
    moved: int


def origin(
    as_of: dt.date, figures_end: dt.date, *, today: dt.date | None = None, lag: int = 0
) -> Origin:
    """The origin of an analysis as of a day.

    It is the last month complete on that day, less a publication `lag` in months; figures that end
    earlier move it back. Raises `RequestError` for a day to come and `CoverageError` for a day
    more than 36 months past the figures.
    """
    if as_of > (today or dt.date.today()):
        raise RequestError(f"{as_of} lies in the future.", remedy="Choose a day up to today.")
    if lag < 0:
        raise RequestError("A publication lag cannot be negative.")
    asked = months.shift(months.last_complete(as_of), -lag)
    moved = max(0, months.index(asked) - months.index(figures_end))
    if moved > marginal.LEADS:
        raise CoverageError(
            f"The figures end in {figures_end:%Y-%m}, {moved} months before {as_of}.",
            remedy=f"An outlook reaches {marginal.LEADS} months: use newer figures (--figures) or "
            f"an earlier day.",
        )
    return Origin(months.shift(asked, -moved), moved)


def forecast(
    panel: pl.DataFrame,
    places: list[str],
    *,
    origin: dt.date,
    model: str = DEFAULT,
    seed: int = 1,
) -> Paths:
    """Joint sample paths for some places, 1–36 months after the origin, from one model.

    Only panel rows up to the origin are used; a place's numbers do not depend on which other
    places are asked for. A place that the panel lacks, or where the last twelve months were not
    observed, has NaN. Raises `RequestError` for an unknown model, `CoverageError` for too short
    figures.
    """
    cube = cubes.from_panel(panel.filter(pl.col("month") <= origin))
    if cube.last != origin:
        raise CoverageError(f"The panel ends in {cube.last:%Y-%m}, before {origin:%Y-%m}.")
    paths.require(cube)
    known = [place for place in places if place in cube.places]
    marginals = draws(cube, known, model=model, seed=seed)
    joint = paths.shuffle(cube, known, marginals, seed=seed)
    return Paths(origin, known, cube.vectors, joint, model).over(places, cube.vectors)


def draws(cube: Cube, places: list[str], *, model: str = DEFAULT, seed: int = 1) -> Array:
    """Marginal draws of a model, shape (places, vectors, leads, draws), sorted."""
    if model == DEFAULT:
        return blend.draws(_chances(cube, places, seed))
    try:
        return BASELINES[model](cube, places)
    except KeyError:
        raise RequestError(
            f"There is no model “{model}”.", remedy=f"Known are {', '.join(models())}."
        ) from None


BASELINES: dict[str, marginal.Model] = {
    "zero": marginal.zero,
    "last": marginal.last,
    "conflictology": marginal.conflictology,
    "bootstrap": marginal.bootstrap,
}


def models() -> list[str]:
    """The names of all models, ours first."""
    return [DEFAULT, *BASELINES]


def _chances(cube: Cube, places: list[str], seed: int) -> Array:
    """Our model's chances, from the cache if they were computed from the same before."""
    shape = (len(places), len(cube.vectors), marginal.LEADS, len(thresholds.THRESHOLDS))
    code = [inspect.getsource(module) for module in (alike, blend, thresholds)]
    given = storage.digest(_key(cube, seed), json.dumps(places), blend.mix(cube).tobytes(), *code)
    key = f"chances/{given}.txt"
    if text := storage.recall(key):
        return np.frombuffer(base64.b64decode(text), np.float32).reshape(shape)
    built = features.build(cube)
    found = blend.pooled(trained(cube, built, seed=seed), cube, built, places)
    storage.keep(key, base64.b64encode(found.tobytes()).decode())
    return found


def trained(cube: Cube, built: Features | None = None, *, seed: int = 1) -> Hurdle:
    """The trees for a cube, from the cache if they were trained on the same before.

    `built` are the cube's features, if they are at hand.
    """
    key = f"models/{_key(cube, seed)}.txt"
    if text := storage.recall(key):
        return Hurdle.from_text(text)
    model = hurdle.train(cube, built or features.build(cube), seed=seed)
    storage.keep(key, model.to_text())
    return model


_CODE = (boosting, examples, features, hurdle, ladder)


def _key(cube: Cube, seed: int) -> str:
    labels = [cube.places, cube.vectors, str(cube.first), seed, lightgbm.__version__]
    near = features.adjacency(cube.places, cube.last)
    code = [inspect.getsource(module) for module in _CODE]
    return storage.digest(json.dumps(labels), cube.values.tobytes(), near.tobytes(), *code)
