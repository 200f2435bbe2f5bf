"""Gradient-boosted trees, the same for the same data and seed."""

from __future__ import annotations

from typing import Any

import lightgbm as lgb

from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.threads import threads

SHARED = {"deterministic": True, "force_row_wise": True, "max_bin": 63, "verbosity": -1}


def boost(
    settings: dict[str, Any], rounds: int, inputs: Array, target: Array, weight: Array
) -> lgb.Booster:
    """Train trees with LightGBM (Ke et al. 2017)."""
    shared = SHARED | {"num_threads": threads()}
    data = lgb.Dataset(inputs, target, weight=weight, params=shared)
    return lgb.train(shared | settings, data, num_boost_round=rounds)
