"""How long a GED-sized CSV takes to become a panel, beside pandas at its best.

    python benchmarks/ged.py

Builds a file of 386,000 rows × 49 columns by repeating and padding the events in
`data/events` of the folder `TOCSIN_SHARED` (default `../shared`), then reads it with tocsin and
with several ways of pandas, each in a fresh process, by turns. Every way parses the same dates,
sums deaths by country, month and type of violence, and fills the observed months without an event
with 0; the sums must agree. tocsin checks every row (ids, dates, codes, deaths) all along: pandas
is timed once without these checks and once with them.
"""

from __future__ import annotations

# Each way imports only what it uses, in a process of its own.
import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROWS = 386_000
USED = ["type_of_violence", "country_id", "date_end", "best"]
CHECKED = ["id", "date_start", "low", "high"]
SMALL = {"type_of_violence": "int8", "country_id": "int16", "best": "int32"}


def main() -> None:
    """Build the file, time all ways by turns, print medians and ratios."""
    options = argparse.ArgumentParser(description="Time the way from GED events to the panel.")
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.way:
        print(json.dumps(measured(asked.way, asked.file)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ged241.csv"
        build(path, asked.rows)
        size = path.stat().st_size / 1e6
        print(f"{asked.rows:,} rows, 49 columns, {size:.0f} MB; median of {asked.repeats} runs\n")
        for way in WAYS:
            child(way, path)  # so that the first one timed does not pay for the disk
        runs = [{way: child(way, path) for way in WAYS} for _ in range(asked.repeats)]
    report({way: [run[way] for run in runs] for way in WAYS})


def build(path: Path, rows: int) -> None:
    """Write the events as a CSV in the layout of a release, repeated and padded, ids made new."""
    import polars as pl

    from tocsin.desk.sources.ucdp import LAYOUT

    folder = Path(os.environ.get("TOCSIN_SHARED", "../shared")) / "data" / "events"
    found = [pl.read_parquet(file) for file in sorted(folder.glob("*.parquet"))]
    once = pl.concat(found, how="diagonal")
    article = (
        'Reuters News,2014-09-12,"Shelling near the airport, at least five killed";'
        '"Agence France Presse,2014-09-13,Officials say that the toll has risen"'
    )
    events = pl.concat([once] * -(-rows // once.height)).head(rows)
    padding = {
        **{
            f"{what}_dset_id": f"{what}_new_id" for what in ("conflict", "dyad", "side_a", "side_b")
        },
        "source_article": pl.lit(article),
        "source_office": pl.lit("Reuters News;Agence France Presse"),
        "source_date": pl.lit("2014-09-12;2014-09-13"),
        "source_headline": pl.lit("Shelling near the airport, at least five killed;Toll has risen"),
        "source_original": pl.lit('army spokesman, "press centre"'),
        "where_description": pl.format("{} ({})", "where_coordinates", "adm_1"),
        "geom_wkt": pl.format("POINT ({} {})", "longitude", "latitude"),
    }
    days = pl.col("date_start", "date_end").cast(pl.Datetime("ms"))
    events.with_columns(
        days.dt.strftime("%Y-%m-%d %H:%M:%S%.3f"), id=pl.int_range(1, rows + 1), **padding
    ).select(LAYOUT).write_csv(path)


def measured(way: str, path: Path) -> dict[str, float]:
    """Run one way in this process: seconds without imports, processor seconds, peak MB, sums."""
    run = WAYS[way]()
    begun, worked = time.perf_counter(), time.process_time()
    cells, deaths = run(path)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": cpu, "peak": peak, "cells": cells, "deaths": deaths}


def child(way: str, path: Path) -> dict[str, float]:
    """Run one way in a fresh process; `process` adds its seconds with start and imports."""
    command = [sys.executable, __file__, "--way", way, "--file", str(path)]
    begun = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {**json.loads(done.stdout), "process": time.perf_counter() - begun}


def report(runs: dict[str, list[dict[str, float]]]) -> None:
    """Check that all ways agree and print the table with the ratios."""
    assert len({(r["cells"], r["deaths"]) for rs in runs.values() for r in rs}) == 1, runs
    medians = {
        way: {key: statistics.median(run[key] for run in done) for key in done[0]}
        for way, done in runs.items()
    }
    ours = medians["tocsin"]
    print(f"{'':42}{'seconds':>9}{'ratio':>7}{'process':>9}{'ratio':>7}{'cpu':>8}{'peak MB':>9}")
    for way, m in medians.items():
        one, two = m["seconds"] / ours["seconds"], m["process"] / ours["process"]
        print(
            f"{way:42}{m['seconds']:9.3f}{one:7.2f}{m['process']:9.3f}{two:7.2f}{m['cpu']:8.3f}{m['peak']:9.0f}"
        )
    for checks in ("unchecked", "checked"):
        best = min((m for way, m in medians.items() if way.endswith(", " + checks)), key=_seconds)
        whole = best["process"] / ours["process"]
        print(
            f"\npandas at its best, {checks}: {best['seconds'] / ours['seconds']:.2f} times as long"
            f" ({whole:.2f} with start and imports)"
        )


def _seconds(median: dict[str, float]) -> float:
    return median["seconds"]


Run = Callable[[Path], tuple[int, float]]


def tocsin() -> Run:
    """The way of this project: every row checked, every cell of the world in the panel."""
    from tocsin.desk import panel
    from tocsin.desk.sources import ucdp

    def run(path: Path) -> tuple[int, float]:
        release = ucdp.read(path, detail=False)
        table = panel.from_signals(release.signals, release.coverage)
        observed = panel.figures(table)
        return observed.height, observed["deaths"].sum()

    return run


@dataclass(frozen=True)
class Pandas:
    """One way of pandas: an engine, where columns live, whether days are read as categories."""

    engine: str
    backend: str
    category: bool
    checked: bool

    def __call__(self) -> Run:
        """Import what is needed, so that only the run is timed."""
        import pandas as _  # noqa: F401

        return self.run

    def run(self, path: Path) -> tuple[int, float]:
        """From the file to the panel of the countries in it."""
        import pandas as pd

        events = pd.read_csv(path, **self.options())
        end = self.days(events["date_end"])
        if self.checked:
            self.check(events, end)
        narrow = pd.DataFrame(
            {
                "place": events["country_id"].to_numpy().astype("int16"),
                "kind": events["type_of_violence"].to_numpy().astype("int8"),
                "month": end.astype("datetime64[M]").astype("int32"),
                "best": events["best"].to_numpy(),
            }
        )
        sums = narrow.groupby(["place", "kind", "month"], sort=False)["best"].sum()
        panel = sums.reindex(self.grid(narrow), fill_value=0)
        return len(panel), float(panel.sum())

    def options(self) -> dict[str, Any]:
        """What `read_csv` is asked for: only the columns used, in fitting types."""
        columns = USED + CHECKED if self.checked else USED
        options: dict[str, Any] = {"engine": self.engine, "usecols": columns}
        if self.backend == "pyarrow":
            options["dtype_backend"] = "pyarrow"
        if self.engine == "c":
            kinds = {"date_end": "category", "date_start": "category"} if self.category else {}
            options["dtype"] = {k: v for k, v in (SMALL | kinds).items() if k in columns}
        return options

    def days(self, column: Any) -> Any:
        """Days from a column as the engine gives it."""
        import pandas as pd

        form = "%Y-%m-%d %H:%M:%S.%f"
        if self.engine == "pyarrow":
            return column.to_numpy().astype("datetime64[D]")
        if self.category:
            known = pd.to_datetime(column.cat.categories, format=form).to_numpy()
            return known.astype("datetime64[D]")[column.cat.codes.to_numpy()]
        return pd.to_datetime(column, format=form).to_numpy().astype("datetime64[D]")

    def check(self, events: Any, end: Any) -> None:
        """The checks that tocsin makes of every row."""
        assert not events["id"].duplicated().any()
        assert (self.days(events["date_start"]) <= end).all()
        assert events["type_of_violence"].isin([1, 2, 3]).all()
        assert events["country_id"].isin([365, 369, 770]).all()
        assert (events[["best", "low", "high"]].to_numpy() >= 0).all()

    @staticmethod
    def grid(events: Any) -> Any:
        """Whole years from 1989; months since 1970; Ukraine from December 1991."""
        import numpy as np
        import pandas as pd

        latest = events["month"].max()
        months = range(19 * 12, latest + 12 - latest % 12)
        cells = [
            (place, kind, month)
            for place in np.unique(events["place"])
            for kind in (1, 2, 3)
            for month in months
            if place != 369 or month >= 263
        ]
        return pd.MultiIndex.from_tuples(cells, names=["place", "kind", "month"])


WAYS: dict[str, Callable[[], Run]] = {"tocsin": tocsin} | {
    f"pandas {name}, {'checked' if checked else 'unchecked'}": Pandas(*how, checked)
    for checked in (False, True)
    for name, how in {
        "pyarrow, arrow columns": ("pyarrow", "pyarrow", False),
        "pyarrow, numpy columns": ("pyarrow", "numpy", False),
        "c": ("c", "numpy", False),
        "c, days as categories": ("c", "numpy", True),
    }.items()
}

if __name__ == "__main__":
    main()
