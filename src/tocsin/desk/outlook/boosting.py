"""Gradient-boosted trees, the same for the same data and seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import Any

import lightgbm as lgb
from lightgbm.callback import CallbackEnv

from tocsin.desk.outlook.cube import Array

SHARED = {"deterministic": True, "force_row_wise": True, "max_bin": 63, "verbosity": -1}


@dataclass(frozen=True)
class Effort:
    """How many threads a training has, which changes nothing in what is learned; and its end.

    Once `over` is set, training beside it breaks off.
    """

    threads: int = 1
    over: Event = field(default_factory=Event)

    def __call__(self, env: CallbackEnv) -> None:
        """Break off a training that is to end, between two trees."""
        if self.over.is_set():
            raise KeyboardInterrupt


def boost(
    settings: dict[str, Any],
    rounds: int,
    inputs: Array,
    target: Array,
    weight: Array,
    effort: Effort,
) -> lgb.Booster:
    """Train trees with LightGBM (Ke et al. 2017)."""
    shared = SHARED | {"num_threads": effort.threads}
    data = lgb.Dataset(inputs, target, weight=weight, params=shared)
    return lgb.train(shared | settings, data, num_boost_round=rounds, callbacks=[effort])
