"""A ladder of thresholds: one boosted model of how likely each number of deaths is reached."""

from __future__ import annotations

from dataclasses import dataclass

import lightgbm as lgb
import numpy as np

from tocsin.desk.outlook.boosting import Effort, boost
from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.examples import Examples
from tocsin.desk.outlook.features import LOG_DEATHS
from tocsin.desk.outlook.threads import threads
from tocsin.desk.outlook.thresholds import THRESHOLDS

SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 80,
    "feature_fraction": 0.6,
}
LEVEL = "smoothed_4"
"""The feature that stands for the size of the violence at present."""
RUNGS = (LEVEL, "smoothed_1", "smoothed_12", "smoothed_24", "highest_60")
"""The features that a threshold is measured against."""
CAP = float(np.log(30))
"""Log deaths a month above which sizes are told apart only by comparison."""
LOWEST, HIGHEST = 1.5, 20_000.0
SPREAD = 1.5


@dataclass(frozen=True)
class Scale:
    """How a ladder sees size.

    `rungs` are the features that thresholds are compared with. If `capped`, own counts are taken
    relative to the present level, and the level and thresholds themselves only up to `CAP`, so that
    what is learned from one war holds for a larger one.
    """

    rungs: tuple[str, ...]
    capped: bool
    repeats: int


PLAIN = Scale(("smoothed_4", "smoothed_24", "highest_60"), capped=False, repeats=3)
RELATIVE = Scale(RUNGS, capped=True, repeats=6)


def train(
    examples: Examples, names: list[str], scale: Scale, rounds: int, seed: int, effort: Effort
) -> lgb.Booster:
    """Fit P(deaths ≥ k | some die, features, lead, k) by boosted logistic regression on k too.

    Each example is repeated with random thresholds k, most of them drawn evenly in log k and the
    others near its present level, and asks whether its outcome reached k: distribution regression
    (Foresi & Peracchi 1995, doi:10.1080/01621459.1995.10476537) with all thresholds in one model.
    The trees are bound to fall in k, so that quantiles cannot cross. `examples` are those with
    deaths.
    """
    rng = np.random.default_rng([seed, scale.repeats])
    level = np.nan_to_num(examples.inputs[:, names.index(LEVEL)])
    rows, labels = [], []
    for _ in range(scale.repeats):
        asked = _asked(level, rng)
        rows.append(columns(examples.inputs, asked, names, scale))
        labels.append(examples.outcome > asked)
    falling = len(scale.rungs) + 1
    bound = [0] * (rows[0].shape[1] - falling) + [-1] * falling
    return boost(
        SETTINGS | {"monotone_constraints": bound, "seed": seed},
        rounds,
        np.concatenate(rows),
        np.concatenate(labels),
        np.tile(examples.weight, scale.repeats),
        effort,
    )


def _asked(level: Array, rng: np.random.Generator) -> Array:
    """Random thresholds between whole deaths, at least 1.5: four in five even in the log."""
    low, high = np.log(LOWEST), np.log(HIGHEST)
    even = rng.uniform(low, high, len(level))
    near = np.maximum(level, low) + rng.normal(0, SPREAD, len(level))
    chosen = np.where(rng.uniform(size=len(level)) < 0.2, np.clip(near, low, high + 1), even)
    return np.maximum(np.floor(np.exp(chosen)), 1) + 0.5


def columns(inputs: Array, asked: Array, names: list[str], scale: Scale) -> Array:
    """What the trees see: features and lead, then the threshold, by itself and against each rung.

    Shapes: `inputs` (rows, features + 1), `asked` (rows), half deaths between whole ones.
    """
    logs = np.log(asked)
    own = np.log(asked) if not scale.capped else np.minimum(logs, CAP)
    rungs = [logs - np.nan_to_num(inputs[:, names.index(name)]) for name in scale.rungs]
    seen = _relative(inputs, names) if scale.capped else inputs
    return np.column_stack([seen, own, *rungs]).astype(np.float32)


def _relative(inputs: Array, names: list[str]) -> Array:
    """Features with the place's own log deaths as differences to its level, the level capped."""
    level = np.nan_to_num(inputs[:, names.index(LEVEL)])
    found = inputs.copy()
    for name in LOG_DEATHS:
        found[:, names.index(name)] -= level
    found[:, names.index(LEVEL)] = np.minimum(level, CAP)
    return found


def predict(booster: lgb.Booster, inputs: Array, names: list[str], scale: Scale) -> Array:
    """P(deaths ≥ k | some die) for each row and each k of `THRESHOLDS`; 1 for k = 1."""
    found = np.ones((len(inputs), len(THRESHOLDS)))
    for n, k in enumerate(THRESHOLDS[1:], start=1):
        rows = columns(inputs, np.full(len(inputs), k - 0.5), names, scale)
        found[:, n] = np.asarray(booster.predict(rows, num_threads=threads()))
    return np.minimum.accumulate(found, axis=1)
