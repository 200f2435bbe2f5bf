"""Whether twelve-month totals from joint paths come as often as they are said to.

    python benchmarks/calibration.py [--origins 26]

From June and December of 2000–2012 our model forecasts each country and, as sums over its members,
two organisations; the total of the next twelve months over all vectors is read off joint paths and,
beside them, off the same marginals as if months and vectors were independent. The figures are those
that ship: final revisions, so this is calibration in hindsight.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import polars as pl

from tocsin.desk import calm
from tocsin.desk import panel as panels
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook import forecast, paths, scores
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.sources import figures
from tocsin.world.month import last_day, month, shift
from tocsin.world.organisation import load

YEAR = 12
BINS = (0, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95, 1.001)
WAYS = ("joint", "independent")
ORGANISATIONS = ("csto", "ecowas")


def main() -> None:
    """Forecast from every origin and print the tables as Markdown."""
    options = argparse.ArgumentParser(description="Calibration of twelve-month totals.")
    options.add_argument("--origins", type=int, default=26, help="the most recent so many")
    origins = [month(year, number) for year in range(2000, 2013) for number in (6, 12)]
    origins = origins[-options.parse_args().origins :]
    rows = pl.concat(_scored(origin) for origin in origins)
    places = rows.filter(~pl.col("place").is_in(ORGANISATIONS))
    for deaths in (25, 1):
        print(f"\nP(≥ {deaths} deaths in 12 months), {places.height // 2} country-origins\n")
        _reliability(places, f"p{deaths}", pl.col("came") >= deaths)
    print("\nShare of totals above the 95 % and below the 5 % quantile, and mean CRPS\n")
    print("| whose total | paths | n | above 95 % | below 5 % | CRPS |\n|---|---|---|---|---|---|")
    _bounds("countries", places)
    _bounds("countries with P(≥ 25) ≥ 0.5", places.filter(pl.col("p25_joint") >= 0.5))
    for key in ORGANISATIONS:
        _bounds(f"{key}, its members together", rows.filter(place=key))
    print("\nChance that the next twelve months bring no shock to any member\n")
    print("| organisation | n | said | came | Brier | if the share were known |")
    print("|---|---|---|---|---|---|")
    for key in ORGANISATIONS:
        _calm(key, origins)


def _scored(origin: dt.date) -> pl.DataFrame:
    """For every country and organisation, and both ways: what was said and what came."""
    known = panels.from_figures(figures.shipped())
    cube = cubes.from_panel(panels.until(known, origin))
    places = [place for place in cube.places if np.isfinite(_recent(cube, place)).any(1).all()]
    came = _came(cubes.from_panel(known), places, cube.values.shape[2])
    places = [place for place, total in zip(places, came, strict=True) if np.isfinite(total)]
    draws = forecast.draws(cube, places)
    ways = {
        "joint": paths.shuffle(cube, places, draws),
        "independent": paths.independent(draws),
    }
    totals = {way: found[:, :, :YEAR].sum(axis=(1, 2)) for way, found in ways.items()}
    came = came[np.isfinite(came)]
    said = [_said(origin, places, came, totals)]
    for key in ORGANISATIONS:
        rows = [places.index(p) for p in load(key).members(origin) if p in places]
        summed = {way: total[rows].sum(axis=0, keepdims=True) for way, total in totals.items()}
        said.append(_said(origin, [key], came[rows].sum(keepdims=True), summed))
    return pl.concat(said)


def _recent(cube: Cube, place: str) -> Array:
    recent: Array = cube.values[cube.row(place), :, -YEAR:]
    return recent


def _came(whole: Cube, places: list[str], start: int) -> Array:
    rows = [whole.row(place) for place in places]
    came: Array = whole.values[rows, :, start : start + YEAR].sum(axis=(1, 2))
    return came


def _said(
    origin: dt.date, places: list[str], came: Array, totals: dict[str, Array]
) -> pl.DataFrame:
    """One row for each place and way, with the joint chance of 25 deaths in both."""
    joint = (totals["joint"] >= 25).mean(axis=1)
    frames = []
    for way, total in totals.items():
        low, high = np.quantile(total, [0.05, 0.95], axis=1)
        columns = {
            "came": came,
            "p25_joint": joint,
            "p25": (total >= 25).mean(axis=1),
            "p1": (total >= 1).mean(axis=1),
            "above": came > high,
            "below": came < low,
            "crps": scores.crps(came, total),
        }
        frames.append(pl.DataFrame({"origin": origin, "place": places, "way": way, **columns}))
    return pl.concat(frames)


def _reliability(rows: pl.DataFrame, chance: str, event: pl.Expr) -> None:
    marked = rows.select("way", pl.col(chance).alias("said"), event.cast(pl.Float64).alias("came"))
    print("| said between | joint: n | said | came | independent: n | said | came |")
    print("|---|---|---|---|---|---|---|")
    for low, high in pairwise(BINS):
        inside = marked.filter(pl.col("said").is_between(low, high, closed="left"))
        cells = _both(inside, lambda p: [f"{p.height}", _mean(p["said"]), _mean(p["came"])])
        print(f"| {low} – {min(high, 1)} | {' | '.join(cells)} |")
    brier = _both(marked, lambda part: [f"{scores.brier(part['came'], part['said']).mean():.4f}"])
    print(f"| Brier score | | | {brier[0]} | | | {brier[1]} |")


def _bounds(name: str, rows: pl.DataFrame) -> None:
    for way in WAYS:
        part = rows.filter(way=way)
        means = [_mean(part[column].cast(pl.Float64)) for column in ("above", "below", "crps")]
        print(f"| {name} | {way} | {part.height} | {' | '.join(means)} |")


def _calm(key: str, origins: list[dt.date]) -> None:
    """What was said of calm and what came, with the score of always saying the share that came."""
    said, came = np.array([_calm_year(key, origin) for origin in origins]).T
    best = came.mean() * (1 - came.mean())
    brier = scores.brier(came, said).mean()
    cells = [f"{number:.3f}" for number in (said.mean(), came.mean(), brier, best)]
    print(f"| {key} | {len(said)} | {' | '.join(cells)} |")


def _calm_year(key: str, origin: dt.date) -> tuple[float, float]:
    """The chance of calm said at an origin, and whether the year after it was calm."""
    members = load(key).members(last_day(origin))
    known = panels.from_figures(figures.shipped(), origin)
    said = forecast.forecast(known, members, origin=origin)
    later = cubes.from_panel(panels.from_figures(figures.shipped(), shift(origin, YEAR)))
    chance = calm.chance_of_calm(cubes.from_panel(known), members, said)
    state = calm.assess(later, members, said, said)
    assert chance is not None
    assert state.calm is not None
    return chance, float(state.calm)


def _both(rows: pl.DataFrame, cells: Callable[[pl.DataFrame], list[str]]) -> list[str]:
    return [cell for way in WAYS for cell in cells(rows.filter(way=way))]


def _mean(values: pl.Series) -> str:
    return f"{np.mean(values.to_numpy()):.3f}" if len(values) else "–"


if __name__ == "__main__":
    main()
