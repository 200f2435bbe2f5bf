"""Boosted trees: whether anyone dies in a month, and on two scales how many if so."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import lru_cache

import lightgbm as lgb
import numpy as np

from tocsin.desk.outlook import ladder
from tocsin.desk.outlook.boosting import Effort, boost
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.examples import examples
from tocsin.desk.outlook.features import Features
from tocsin.desk.outlook.ladder import PLAIN, RELATIVE
from tocsin.desk.outlook.threads import threads

OCCURRENCE = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 80,
    "feature_fraction": 0.4,
}
ROUNDS = {"occurrence": 180, "relative": 200, "plain": 200}
BAGS = 2
"""Times that everything is fitted, each on examples of its own; the chances are averaged."""
TICK = 0.2
"""Seconds after which an interruption is looked for: Polars’ handler wakes nobody who waits."""


@dataclass(frozen=True)
class Bag:
    """Boosters for occurrence and for the amount on each scale, fitted on the same examples."""

    occurrence: lgb.Booster
    relative: lgb.Booster
    plain: lgb.Booster


@dataclass(frozen=True)
class Hurdle:
    """A trained model: its bags."""

    bags: tuple[Bag, ...]

    def to_text(self) -> str:
        """The model as text: LightGBM's own format inside JSON."""
        trees = [(bag.occurrence, bag.relative, bag.plain) for bag in self.bags]
        return json.dumps([[booster.model_to_string() for booster in bag] for bag in trees])

    @classmethod
    @lru_cache(maxsize=2)
    def from_text(cls, text: str) -> Hurdle:
        """Read what `to_text` wrote."""
        bags = json.loads(text)
        return cls(tuple(Bag(*[lgb.Booster(model_str=trees) for trees in bag]) for bag in bags))


def train(cube: Cube, features: Features, *, seed: int = 1) -> Hurdle:
    """Fit the model on everything in the cube, whose last month is the origin.

    With x the features at month t and h the lead, P(y > 0 | x, h) is a boosted logistic regression
    (Cragg 1971, doi:10.2307/1909582), and so is P(y ≥ k | y > 0, x, h) for all k at once
    (`ladder.train`); one fit for all places, vectors and leads. What a single fit owes to chance is
    halved by averaging several (bagging, Breiman 1996, doi:10.1007/BF00058655).
    """
    with ThreadPoolExecutor(min(BAGS, threads())) as pool:
        effort = Effort(max(1, threads() // BAGS))
        bags = [pool.submit(_bag, cube, features, seed * BAGS + n, effort) for n in range(BAGS)]
        try:
            while wait(bags, TICK).not_done:
                pass
            return Hurdle(tuple(bag.result() for bag in bags))
        finally:
            effort.over.set()


def _bag(cube: Cube, features: Features, seed: int, effort: Effort) -> Bag:
    known = examples(cube, features, seed)
    happened = known.outcome > 0
    settings = OCCURRENCE | {"seed": seed}
    occurrence = boost(settings, ROUNDS["occurrence"], known.inputs, happened, known.weight, effort)
    deadly, names = known.where(happened), features.names
    relative = ladder.train(deadly, names, RELATIVE, ROUNDS["relative"], seed, effort)
    plain = ladder.train(deadly, names, PLAIN, ROUNDS["plain"], seed, effort)
    return Bag(occurrence, relative, plain)


def predict(model: Hurdle, inputs: Array, names: list[str]) -> tuple[Array, Array]:
    """P(deaths ≥ k) for each row and threshold, by the ladder on the relative and the plain scale.

    `inputs` as from `examples.at_the_end`; both results have the shape (rows, thresholds).
    """
    said = [_said(bag, inputs, names) for bag in model.bags]
    relative, plain = np.mean(said, axis=0)
    return relative, plain


def _said(bag: Bag, inputs: Array, names: list[str]) -> tuple[Array, Array]:
    chance = np.asarray(bag.occurrence.predict(inputs, num_threads=threads()))[:, None]
    relative = ladder.predict(bag.relative, inputs, names, RELATIVE)
    plain = ladder.predict(bag.plain, inputs, names, PLAIN)
    return chance * relative, chance * plain
