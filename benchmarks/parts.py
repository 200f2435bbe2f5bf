"""What each part of our model is worth on past windows, and what mixing them adds.

    python benchmarks/parts.py [--windows 2007,2009,2011,2013,2015,2017] [--vector state_based]

For windows of the VIEWS challenge's kind (figures to October of the year before, leads 3–14, 191
countries) it scores each part by itself, all of them with equal weights, and with the weights
learned before the origin. Figures are the final revision.
"""

from __future__ import annotations

import argparse

import numpy as np

from tocsin.desk import panel as panels
from tocsin.desk.outlook import blend, features, forecast, scores, thresholds
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.scoreboard import after
from tocsin.desk.sources import figures
from tocsin.world.month import month
from tocsin.world.place import challenge

LEADS = slice(2, 14)
MEASURES = {
    "CRPS": scores.crps,
    "IGN": scores.ignorance,
    "MIS": scores.interval,
    "CRPS of logs": scores.crps_log,
}


def main() -> None:
    """Score every way on every window and print their means as Markdown."""
    options = argparse.ArgumentParser(description="Score the parts of the model.")
    options.add_argument("--windows", default="2007,2009,2011,2013,2015,2017")
    options.add_argument("--vector", default="state_based")
    given = options.parse_args()
    cube = cubes.from_panel(panels.from_figures(figures.shipped()))
    years = [int(year) for year in given.windows.split(",")]
    found = [_window(cube, year, given.vector) for year in years]
    print(f"| {given.vector} | {' | '.join(MEASURES)} |\n|---|{'---|' * len(MEASURES)}")
    for way in found[0]:
        mean = np.mean([window[way] for window in found], axis=0)
        print(f"| {way} | {' | '.join(f'{number:.4f}' for number in mean)} |")


def _window(cube: Cube, year: int, vector: str) -> dict[str, list[float]]:
    """The scores of every way of mixing on one window."""
    past = cube.until(month(year - 1, 10))
    built = features.build(past)
    recent = past.values[:, :, -12:]
    places = [p for p in challenge() if np.isfinite(recent[past.row(p)]).any()]
    column = past.vectors.index(vector)
    parts = blend.chances(forecast.trained(past, built), past, built, places)
    parts = parts[:, :, column, LEADS]
    came = after(cube, places, past.last, LEADS.stop)[:, column, LEADS]
    return {
        way: [float(score(came, _mixed(parts, mix)).mean()) for score in MEASURES.values()]
        for way, mix in _ways(blend.weights(vector, past.last)[LEADS]).items()
    }


def _ways(learned: Array) -> dict[str, Array]:
    alone = dict(zip(blend.PARTS, np.eye(len(blend.PARTS)), strict=True))
    equal = np.full(len(blend.PARTS), 1 / len(blend.PARTS))
    return alone | {"equal weights": equal, "learned weights": learned}


def _mixed(parts: Array, mix: Array) -> Array:
    """Draws of a mixture, shape (places, leads, draws); `mix` by part, or by lead and part."""
    weights = np.broadcast_to(mix, (parts.shape[2], len(parts)))
    pooled = np.einsum("hp,pihk->ihk", weights, np.nan_to_num(parts))
    drawn = thresholds.draws(pooled.reshape(-1, pooled.shape[-1]))
    return drawn.reshape(*pooled.shape[:2], -1)


if __name__ == "__main__":
    main()
