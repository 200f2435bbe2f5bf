"""Our model and the baselines on the windows of the VIEWS prediction challenge.

    python benchmarks/views.py [--years 2018 2019 2020 2021]

State-based deaths in 191 countries, forecast as of October of the year before for the twelve months
of a calendar year (leads 3–14), scored on the final release of what happened. Beside them, scored
by the same code, stand the draws of four submissions. The figures that tocsin is trained on are
final revisions too: the submissions saw an earlier release, which costs them a little. Data come
from `data` in the folder `TOCSIN_SHARED` (default `../shared`).
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from tocsin.desk import panel as panels
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook import forecast, scores
from tocsin.desk.outlook.cube import Array
from tocsin.desk.sources import figures
from tocsin.world.month import month, views_id

DATA = Path(os.environ.get("TOCSIN_SHARED", "../shared")) / "data"
SUBMISSIONS = ("br_nb", "br_hurdle", "bm_last", "bm_boot")
LEADS = slice(2, 14)
VECTOR = "state_based"
MEASURES = {"CRPS": scores.crps, "IGN": scores.ignorance, "MIS": scores.interval}


def main() -> None:
    """Score everything on every window and print one Markdown table."""
    options = argparse.ArgumentParser(description="Score on the VIEWS challenge windows.")
    options.add_argument("--years", type=int, nargs="+", default=[2018, 2019, 2020, 2021])
    years: list[int] = options.parse_args().years
    found = {year: dict(_window(year)) for year in years}
    print(f"| model | {' | '.join(f'{m} {y}' for m in MEASURES for y in years)} |")
    print("|---|" + "---|" * len(years) * len(MEASURES))
    for name in found[years[0]]:
        numbers = [found[year][name][measure] for measure in MEASURES for year in years]
        print(f"| {name} | {' | '.join(f'{number:.3f}' for number in numbers)} |")


def _window(year: int) -> Iterator[tuple[str, dict[str, float]]]:
    """Each model's mean scores on one window."""
    actual = _actual(year)
    for name, draws in [*_ours(year), *_submitted(year)]:
        yield name, {key: float(score(actual, draws).mean()) for key, score in MEASURES.items()}


def _actual(year: int) -> Array:
    """What happened, shape (countries, months), countries in the order of their VIEWS id."""
    table = pl.read_parquet(DATA / "views_challenge" / "actuals_final_2018_2021.parquet")
    return _shaped(table.sort("country_id", "month_id"), year, "ged_sb")


def _submitted(year: int) -> Iterator[tuple[str, Array]]:
    for name in SUBMISSIONS:
        table = pl.read_parquet(DATA / "views_challenge" / f"{name}_{year}.parquet")
        rows = table.sort("country_id", "month_id", "draw")
        yield f"{name}, its draws", _shaped(rows, year, "outcome")


def _shaped(table: pl.DataFrame, year: int, column: str) -> Array:
    first = views_id(month(year, 1))
    rows = table.filter(pl.col("month_id").is_between(first, first + 11))
    shape = (rows["country_id"].n_unique(), 12, -1)
    return rows[column].to_numpy().reshape(shape).squeeze(axis=-1 if column == "ged_sb" else ())


def _ours(year: int) -> Iterator[tuple[str, Array]]:
    """Draws of our models for the challenge's countries, in the order of their VIEWS id."""
    origin = month(year - 1, 10)
    panel = panels.until(panels.from_figures(figures.shipped()), origin)
    cube = cubes.from_panel(panel)
    for name in forecast.models():
        draws = forecast.draws(cube, _places(), model=name)
        yield f"tocsin {name}", draws[:, cube.vectors.index(VECTOR), LEADS]


def _places() -> list[str]:
    table = pl.read_parquet(DATA / "fatalities" / "country_month_1989_2021.parquet")
    countries = table.filter("in_views191").select("iso3", "views_country_id").unique()
    return countries.sort("views_country_id")["iso3"].to_list()


if __name__ == "__main__":
    main()
