"""Boosted trees: whether anyone dies in a month, and on two scales how many if so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import lightgbm as lgb
import numpy as np

from tocsin.desk.outlook import ladder
from tocsin.desk.outlook.boosting import boost
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.examples import examples
from tocsin.desk.outlook.features import Features
from tocsin.desk.outlook.ladder import PLAIN, RELATIVE
from tocsin.desk.outlook.threads import threads

OCCURRENCE = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.4,
}
ROUNDS = {"occurrence": 180, "relative": 200, "plain": 200}


@dataclass(frozen=True)
class Hurdle:
    """A trained model: boosters for occurrence and for the amount on each scale."""

    occurrence: lgb.Booster
    relative: lgb.Booster
    plain: lgb.Booster

    def to_text(self) -> str:
        """The model as text: LightGBM's own format inside JSON."""
        boosters = (self.occurrence, self.relative, self.plain)
        return json.dumps([booster.model_to_string() for booster in boosters])

    @classmethod
    @lru_cache(maxsize=2)
    def from_text(cls, text: str) -> Hurdle:
        """Read what `to_text` wrote."""
        return cls(*[lgb.Booster(model_str=trees) for trees in json.loads(text)])


def train(cube: Cube, features: Features, *, seed: int = 1) -> Hurdle:
    """Fit the model on everything in the cube, whose last month is the origin.

    With x the features at month t and h the lead, P(y > 0 | x, h) is a boosted logistic regression
    (Cragg 1971, doi:10.2307/1909582), and so is P(y ≥ k | y > 0, x, h) for all k at once
    (`ladder.train`); one fit for all places, vectors and leads.
    """
    known = examples(cube, features, seed)
    happened = known.outcome > 0
    occurrence = boost(
        OCCURRENCE | {"seed": seed}, ROUNDS["occurrence"], known.inputs, happened, known.weight
    )
    deadly, names = known.where(happened), features.names
    relative = ladder.train(deadly, names, RELATIVE, ROUNDS["relative"], seed)
    plain = ladder.train(deadly, names, PLAIN, ROUNDS["plain"], seed)
    return Hurdle(occurrence, relative, plain)


def predict(model: Hurdle, inputs: Array, names: list[str]) -> tuple[Array, Array]:
    """P(deaths ≥ k) for each row and threshold, by the ladder on the relative and the plain scale.

    `inputs` as from `examples.at_the_end`; both results have the shape (rows, thresholds).
    """
    chance = np.asarray(model.occurrence.predict(inputs, num_threads=threads()))[:, None]
    relative = ladder.predict(model.relative, inputs, names, RELATIVE)
    plain = ladder.predict(model.plain, inputs, names, PLAIN)
    return chance * relative, chance * plain
