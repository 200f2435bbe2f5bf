"""Learn how much each part of our model counts, by vector and lead, on past origins.

    python tools/weights.py [--first 1996] [--last 2016] [--to src/tocsin/desk/data/weights.csv]

From each October all parts forecast every country; figures that come later than the last origin's
leads within 2017 are cut away before anything else happens. The weights that hold since an October
are learned on outcomes up to it: on the simplex they minimise Σ (Σ wᵢ Fᵢ(k) − 1[y < k])² over
cells and thresholds k, each weighing as much as the step in log(1 + deaths) to the next.
"""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import minimize

from tocsin.desk import panel as panels
from tocsin.desk import storage
from tocsin.desk.outlook import blend, features, forecast
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.thresholds import BEYOND, THRESHOLDS
from tocsin.desk.scoreboard import LEADS, after
from tocsin.desk.sources import figures
from tocsin.world.month import month, shift

END = month(2017, 12)
LEAST = 5
"""Origins that must be over before weights are learned."""
STEPS = np.diff(np.log1p([*THRESHOLDS, THRESHOLDS[-1] * BEYOND]))


def main() -> None:
    """Forecast from every origin, learn, and write the table."""
    options = argparse.ArgumentParser(description="Learn the weights of the model's parts.")
    options.add_argument("--first", type=int, default=1996)
    options.add_argument("--last", type=int, default=2016)
    options.add_argument("--to", type=Path, default=Path("src/tocsin/desk/data/weights.csv"))
    given = options.parse_args()
    cube = cubes.from_panel(panels.until(panels.from_figures(figures.shipped()), END))
    origins = [month(year, 10) for year in range(given.first, given.last + 1)]
    sums = {}
    for origin in origins:
        sums[origin] = _sums(cube, origin)
        print(f"{origin:%Y-%m}: {_told(sums[origin])}", flush=True)
    rows = [
        row
        for since in [*origins, month(given.last + 1, 10)]
        for row in _learned(cube, sums, since)
    ]
    table = pl.DataFrame(
        rows, orient="row", schema=["since", "vector", "first", "last", *blend.PARTS]
    )
    storage.write(given.to, table.write_csv())


def _sums(cube: Cube, origin: dt.date) -> Array:
    """Products of forecast errors of the parts, summed over places and thresholds.

    Shape (vectors, leads, parts, parts); with weights w that sum to 1 the loss is wᵀ S w.
    """
    past = cube.until(origin)
    built = features.build(past)
    places = [p for p in past.places if np.isfinite(past.values[past.row(p), :, -12:]).any()]
    chances = blend.chances(forecast.trained(past, built), past, built, places)
    came = after(cube, places, origin, chances.shape[3])
    errors = chances - (came[..., None] >= THRESHOLDS)
    errors[:, ~np.isfinite(came)] = 0
    return np.einsum("apvhk,bpvhk,k->vhab", *[np.nan_to_num(errors)] * 2, STEPS, optimize=True)


def _told(sums: Array) -> str:
    """The loss of each part and of equal weights, over all vectors and leads."""
    total = sums.sum(axis=(0, 1))
    losses = dict(zip(blend.PARTS, np.diag(total), strict=True)) | {"equal": total.mean()}
    return ", ".join(f"{name} {loss:.1f}" for name, loss in losses.items())


def _learned(
    cube: Cube, sums: dict[dt.date, Array], since: dt.date
) -> list[tuple[dt.date | str | int | float, ...]]:
    found: list[tuple[dt.date | str | int | float, ...]] = []
    for v, vector in enumerate(cube.vectors):
        for first, last in LEADS:
            over = [origin for origin in sums if shift(origin, last) <= since]
            if len(over) >= LEAST:
                loss = sum(sums[origin][v, first - 1 : last].sum(axis=0) for origin in over)
                found.append((since, vector, first, last, *_least(np.asarray(loss))))
    return found


def _least(loss: Array) -> list[float]:
    """The weights on the simplex with the least wᵀ S w, to three places."""
    parts = len(loss)
    scaled = loss / np.trace(loss)
    found = minimize(
        lambda w: w @ scaled @ w,
        np.full(parts, 1 / parts),
        jac=lambda w: 2 * scaled @ w,
        bounds=[(0, 1)] * parts,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1, "jac": np.ones_like},
        method="SLSQP",
        options={"ftol": 1e-12},
    )
    rounded: list[float] = np.maximum(found.x, 0).round(3).tolist()
    return rounded


if __name__ == "__main__":
    main()
