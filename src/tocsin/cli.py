"""The commands of tocsin; each hands over to the floor below and holds no logic of its own."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from tocsin import __version__
from tocsin.brief import commands as brief
from tocsin.council import commands
from tocsin.desk import commands as desk
from tocsin.desk import options
from tocsin.desk.options import (
    ArchiveFolder,
    AsOf,
    Figures,
    Json,
    Lag,
    Marked,
    Model,
    Org,
    Seed,
)
from tocsin.world.errors import RequestError, TocsinError

INTERRUPTED = 130

app = typer.Typer(
    name="tocsin",
    help="Early warning that ends in action, for regional security organisations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Early warning that ends in action, for regional security organisations."""


brief.add(app)


@app.command()
def outlook(
    as_of: Annotated[
        str | None, typer.Option(help="The day, or a month's end: 2013-09-23 or 2013-09.")
    ] = None,
    origins: Annotated[
        str | None,
        typer.Option(help="Hindcasts from many months: 2005-01..2017-12,2020-06."),
    ] = None,
    every: Annotated[int, typer.Option(min=1, help="Of a range, each so-manyeth month.")] = 1,
    org: Annotated[str | None, typer.Option(help="Outlook for all that it watches.")] = None,
    place: Annotated[list[str] | None, typer.Option(help="A place; may be repeated.")] = None,
    world: Annotated[bool, typer.Option("--world", help="Every country there was.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write Hubverse Parquet and its tasks.")] = None,
    figures: Figures = None,
    model: Model = "tocsin",
    lag: Lag = 0,
    seed: Seed = 1,
    archive: ArchiveFolder = None,
    marking: Marked = "CLEAR",
    jobs: Annotated[
        int, typer.Option(min=0, help="Processes for many months; 0 for one on each processor.")
    ] = 1,
    as_json: Json = False,
) -> None:
    """Forecast deaths for the coming 36 months, by place and vector; or fill the archive."""
    from tocsin.desk import hindcasts
    from tocsin.desk.outlook.archive import FOLDER
    from tocsin.world.marking import Marking

    asked = hindcasts.Asked(
        organisation=options.organisation(org) if org else None,
        named=tuple(place or []),
        world=world,
        figures=figures,
        model=model,
        seed=seed,
        folder=archive or FOLDER,
        marking=Marking.parse(marking),
    )
    if origins is None:
        day = options.day(as_of) if as_of else None
        desk.outlook(asked, day, lag=lag, out=out, keep=archive is not None, as_json=as_json)
    else:
        _only_origins(as_of=as_of, lag=lag, out=out)
        desk.fill(asked, origins, every, jobs, as_json=as_json)


def _only_origins(**others: object) -> None:
    """Refuse options that make no sense with many origins."""
    for name, value in others.items():
        if value:
            raise RequestError(f"--origins goes with no --{name.replace('_', '-')}.")


@app.command()
def warn(
    org: Org,
    as_of: AsOf,
    track: Annotated[bool, typer.Option(help="Also show the record on past origins.")] = False,
    figures: Figures = None,
    model: Model = "tocsin",
    lag: Lag = 0,
    seed: Seed = 1,
    archive: ArchiveFolder = None,
    as_json: Json = False,
) -> None:
    """Say of which places the agreed triggers warn, and how they did in the past."""
    from tocsin.desk import hindsight, warning
    from tocsin.desk.outlook.archive import Archive
    from tocsin.desk.sources import figures as sources

    table, _, known_later = options.figures_of(figures)
    with desk.progress() as tell:
        found = warning.weigh(
            options.organisation(org),
            options.day(as_of),
            table,
            hindsight_note=known_later,
            model=model,
            lag=lag,
            seed=seed,
            past=hindsight.ORIGINS if track else 0,
            archive=Archive(archive) if archive else None,
            release=sources.release(table, figures),
            tell=tell,
        )
    if as_json:
        typer.echo(json.dumps(warning.as_json(found), ensure_ascii=False))
    else:
        warning.show(found, desk.console())


desk.add(app)
commands.add(app)


def main() -> None:
    """Run a command; every error ends in one clear message and a documented exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app()
    except TocsinError as error:
        typer.echo(f"tocsin: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(_interrupted())
    except SystemExit as end:
        sys.exit(_interrupted() if end.code == INTERRUPTED else end.code)


def _interrupted() -> int:
    typer.echo("tocsin: interrupted; nothing half-written was left.", err=True)
    return INTERRUPTED
