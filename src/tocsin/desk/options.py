"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import polars as pl

    from tocsin.world.organisation import Organisation

Org = Annotated[str, typer.Option(help="A bundled organisation (csto, ecowas) or a TOML file.")]
AsOf = Annotated[str, typer.Option(help="The day, or a month's end: 2013-09-23 or 2013-09.")]
Figures = Annotated[
    Path | None,
    typer.Option(help="CSV or Parquet with iso3, month, vector, deaths; else what ships."),
]
Model = Annotated[str, typer.Option(help="tocsin, zero, last, conflictology or bootstrap.")]
Lag = Annotated[
    int, typer.Option(min=0, max=36, help="Months by which figures are published late.")
]
Seed = Annotated[int, typer.Option(min=0, help="The seed of everything random.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Marked = Annotated[str, typer.Option(help="Who it is for: CLEAR, AMBER:ARM,BLR …")]
Handed = Annotated[Path | None, typer.Option(help="CSV, JSON or Parquet with rows to include.")]
ArchiveFolder = Annotated[Path | None, typer.Option(help="The folder of archived outlooks.")]


def day(text: str) -> dt.date:
    """The day that an option names."""
    from tocsin.world.month import parse_as_of

    return parse_as_of(text)


def organisation(name: str) -> Organisation:
    """The organisation that an option names."""
    from tocsin.world import organisation as organisations

    return organisations.load(name)


def figures_of(path: Path | None) -> tuple[pl.DataFrame, str, str]:
    """Figures, what is said of their source, and what is known only with hindsight."""
    from tocsin.desk.sources import figures

    if path is None:
        return figures.shipped(), figures.caveats(), figures.HINDSIGHT
    return figures.read(path), figures.unsourced(path), figures.UNDATED
