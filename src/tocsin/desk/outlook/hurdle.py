"""Our pooled model: LightGBM for whether anyone dies in a month, and for how many if so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import lightgbm as lgb
import numpy as np

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.features import Features, build
from tocsin.desk.outlook.marginal import DRAWS, LEADS, RECENT, levels

QUANTILES = (0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
WARM_UP = 11
"""Months at the start of the figures that only serve as history."""

SHARED = {
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbosity": -1,
    "feature_fraction": 0.6,
}
OCCURRENCE = SHARED | {
    "objective": "binary",
    "learning_rate": 0.1,
    "num_leaves": 31,
    "min_data_in_leaf": 100,
}
AMOUNT = SHARED | {
    "objective": "quantile",
    "learning_rate": 0.13,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
}
ROUNDS = {"occurrence": 100, "amount": 50}
HOT_LEADS, COLD_SHARE = 4, 3


@dataclass(frozen=True)
class Hurdle:
    """A trained model: boosters for occurrence and for each quantile of the amount."""

    occurrence: lgb.Booster
    amounts: tuple[lgb.Booster, ...]

    def to_text(self) -> str:
        """The model as text: LightGBM's own format inside JSON."""
        trees = [booster.model_to_string() for booster in (self.occurrence, *self.amounts)]
        return json.dumps(trees)

    @classmethod
    @lru_cache(maxsize=2)
    def from_text(cls, text: str) -> Hurdle:
        """Read what `to_text` wrote."""
        first, *rest = [lgb.Booster(model_str=trees) for trees in json.loads(text)]
        return cls(first, tuple(rest))


def train(cube: Cube, *, seed: int = 1) -> Hurdle:
    """Fit the model on everything in the cube, whose last month is the origin.

    With x the features at month t and h the lead, P(y > 0 | x, h) is a boosted logistic regression
    and the quantiles of log(1 + y) given y > 0 are boosted quantile regressions; one model for all
    places, vectors and leads (Ke et al. 2017, LightGBM; Cragg 1971, doi:10.2307/1909582).
    """
    inputs, outcome, weight = _examples(cube, build(cube), seed)
    happened = outcome > 0
    occurrence = _boost(OCCURRENCE, ROUNDS["occurrence"], inputs, happened, weight)
    amount = (inputs[happened], np.log1p(outcome[happened]), weight[happened])
    amounts = tuple(_boost(AMOUNT | {"alpha": q}, ROUNDS["amount"], *amount) for q in QUANTILES)
    return Hurdle(occurrence, amounts)


def _boost(
    settings: dict[str, object], rounds: int, inputs: Array, target: Array, weight: Array
) -> lgb.Booster:
    data = lgb.Dataset(inputs, target, weight=weight, params={"verbosity": -1, "num_threads": 2})
    return lgb.train(settings, data, num_boost_round=rounds)


def _examples(cube: Cube, features: Features, seed: int) -> tuple[Array, Array, Array]:
    """Training rows (features and lead), outcomes and weights.

    Quiet places are far more numerous than they are informative, so they are sampled more thinly
    and weigh more.
    """
    rng = np.random.default_rng(seed)
    hot = np.nan_to_num(features.values[..., features.names.index("deaths_60")]) > 0
    parts = []
    for _ in range(HOT_LEADS):
        lead = rng.integers(1, LEADS + 1, size=hot.shape)
        parts.append(_sampled(cube, hot, lead, 1.0))
    lead = rng.integers(1, LEADS + 1, size=hot.shape)
    thinned = ~hot & (rng.integers(COLD_SHARE, size=hot.shape) == 0)
    parts.append(_sampled(cube, thinned, lead, float(HOT_LEADS * COLD_SHARE)))
    where, leads, outcome, weight = (np.concatenate(column) for column in zip(*parts, strict=True))
    rows = features.values.reshape(-1, len(features.names))[where]
    return np.column_stack([rows, leads]).astype(np.float32), outcome, weight


def _sampled(cube: Cube, chosen: Array, lead: Array, weight: float) -> tuple[Array, ...]:
    """Positions, leads, outcomes and weights of the chosen cells whose outcome is known."""
    span = cube.values.shape[2]
    position = np.arange(span)[None, None, :]
    usable = chosen & (position >= WARM_UP) & (position + lead < span)
    where = np.flatnonzero(usable)
    leads = lead.reshape(-1)[where]
    outcome = cube.values.reshape(-1)[where + leads]
    known = np.isfinite(outcome) & np.isfinite(cube.values.reshape(-1)[where])
    where, leads, outcome = where[known], leads[known], outcome[known]
    return where, leads, outcome, np.full(len(where), weight)


def predict(model: Hurdle, cube: Cube, places: list[str]) -> Array:
    """Draws for leads 1–36 of some places, shape (places, vectors, leads, draws), in deaths."""
    rows = _inputs(cube, build(cube), places)
    chance = np.asarray(model.occurrence.predict(rows, num_threads=2))
    amounts = np.stack([np.asarray(b.predict(rows, num_threads=2)) for b in model.amounts], axis=1)
    draws = _draws(chance, np.sort(np.maximum(amounts, np.log(2)), axis=1))
    shaped = draws.reshape(len(places), len(cube.vectors), LEADS, DRAWS)
    recent = cube.values[[cube.row(p) for p in places], :, -RECENT:]
    unknown = ~np.isfinite(recent).any(axis=-1)
    shaped[unknown] = np.nan
    return shaped


def _inputs(cube: Cube, features: Features, places: list[str]) -> Array:
    now = features.values[[cube.row(p) for p in places], :, -1]
    rows = np.repeat(now.reshape(-1, now.shape[-1]), LEADS, axis=0)
    leads = np.tile(np.arange(1, LEADS + 1, dtype=np.float32), len(rows) // LEADS)
    return np.column_stack([rows, leads])


def _draws(chance: Array, amounts: Array) -> Array:
    """Sorted draws of the mixture: zero with 1 − chance, else the amount's quantile function.

    Between quantiles log(1 + y) is linear; beyond the highest it grows as an exponential tail.
    """
    level = 1 - (1 - levels()[None, :]) / np.maximum(chance, 1e-9)[:, None]
    row, column = np.nonzero(level > 0)  # most draws are 0 and need no more work
    inside = np.minimum(level[row, column], 1 - 1e-6)
    at = np.array([0.0, *QUANTILES])
    values = np.column_stack([np.full(len(amounts), np.log(2)), amounts])
    step = np.clip(np.searchsorted(at, inside, side="right") - 1, 0, len(at) - 2)
    low, high = values[row, step], values[row, step + 1]
    middle = low + (high - low) * (inside - at[step]) / (at[step + 1] - at[step])
    slope = (amounts[:, -1] - amounts[:, -3]) / np.log((1 - at[-3]) / (1 - at[-1]))
    tail = amounts[row, -1] + slope[row] * np.log((1 - at[-1]) / (1 - inside))
    logs = np.where(inside > at[-1], tail, middle)
    draws = np.zeros(level.shape, dtype=np.float32)
    draws[row, column] = np.maximum(np.round(np.expm1(logs)), 1)
    return draws
