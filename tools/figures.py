"""Write `desk/data/figures.parquet`: deaths per country, month and vector, 1990–2021.

Usage: python tools/figures.py SHARED_DATA_FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from tocsin.desk.panel import grid
from tocsin.world.month import between, month
from tocsin.world.vector import vectors

TARGET = Path(__file__).parent.parent / "src/tocsin/desk/data/figures.parquet"
FIRST, LAST = month(1990, 1), month(2021, 12)


def main(shared: Path) -> None:
    """Reshape the country-month table, keep what falls in a state's time, and write it."""
    wide = pl.read_parquet(shared / "fatalities/country_month_1989_2021.parquet")
    table = (
        wide.filter(pl.col("month").is_between(FIRST, LAST))
        .unpivot(
            list(vectors()), index=["iso3", "month"], variable_name="vector", value_name="deaths"
        )
        .sort("iso3", "vector", "month")
    )
    states = grid(between(FIRST, LAST), list(vectors())).rename({"place": "iso3"})
    keys = ["iso3", "vector", "month"]
    lost = table.join(states, on=keys, how="anti").filter(pl.col("deaths") > 0)
    if not lost.is_empty():
        sys.exit(f"Deaths outside a state's time in the system:\n{lost}")
    kept = table.join(states, on=keys, how="semi").select("iso3", "month", "vector", "deaths")
    TARGET.parent.mkdir(exist_ok=True)
    kept.with_columns(pl.col("deaths").cast(pl.Int32)).write_parquet(
        TARGET, compression="zstd", compression_level=19
    )
    print(f"{kept.height} rows, {TARGET.stat().st_size} bytes, {kept['deaths'].sum()} deaths")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
