"""The commands of tocsin; each hands over to the floor below and holds no logic of its own."""

from __future__ import annotations

import datetime as dt
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin import __version__
from tocsin.council import commands
from tocsin.desk import commands as desk
from tocsin.world.errors import RequestError, TocsinError

if TYPE_CHECKING:
    import polars as pl

    from tocsin.world.organisation import Organisation

INTERRUPTED = 130

app = typer.Typer(
    name="tocsin",
    help="Early warning that ends in action, for regional security organisations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

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


@app.command()
def brief(
    org: Org,
    as_of: AsOf,
    out: Annotated[Path | None, typer.Option(help="Also write the brief as an HTML page.")] = None,
    figures: Figures = None,
    model: Model = "tocsin",
    lag: Lag = 0,
    seed: Seed = 1,
    archive: ArchiveFolder = None,
    warnings: Handed = None,
    statements: Handed = None,
    undertakings: Handed = None,
    reports: Annotated[
        Path | None, typer.Option(help="A folder of reports: who wants, offers and promises what.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(help="The last session: only reports from that day on.")
    ] = None,
    marking: Marked = "CLEAR",
    as_json: Json = False,
) -> None:
    """Write the document that a council session opens with."""
    from tocsin.brief import compose, handed, page, prepare, scoreboard, terminal
    from tocsin.brief import reports as said
    from tocsin.desk import storage
    from tocsin.desk.outlook.archive import Archive
    from tocsin.desk.sources.figures import release
    from tocsin.world.marking import Marking

    kept = Archive(archive) if archive else None
    rows = {"warnings": warnings, "statements": statements, "undertakings": undertakings}
    table, sources, hindsight = _figures(figures)
    day, begun = _day(as_of), _day(since) if since else None
    given_rows = {name: handed.read(path, name) for name, path in rows.items() if path}
    with desk.progress() as tell:
        if reports:
            given_rows = said.add(given_rows, reports, as_of=day, since=begun, tell=tell)
        given = prepare.prepare(
            _organisation(org),
            day,
            table,
            sources=sources,
            hindsight=hindsight,
            model=model,
            lag=lag,
            seed=seed,
            archive=kept,
            release=release(table, figures),
            tell=tell,
            marking=Marking.parse(marking),
            **given_rows,
        )
        scored = scoreboard.scoreboard(given, kept, seed=seed, tell=tell) if kept else None
        made = compose.compose(given, scored)
        if out:
            tell("Drawing")
            storage.write(out, page.render(made))
    if as_json:
        typer.echo(made.to_json())
    else:
        terminal.show(made, desk.console())
    if out:
        typer.echo(f"Written to {out}", err=True)


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
        organisation=_organisation(org) if org else None,
        named=tuple(place or []),
        world=world,
        figures=figures,
        model=model,
        seed=seed,
        folder=archive or FOLDER,
        marking=Marking.parse(marking),
    )
    if origins is None:
        day = _day(as_of) if as_of else None
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

    table, _, known_later = _figures(figures)
    with desk.progress() as tell:
        found = warning.weigh(
            _organisation(org),
            _day(as_of),
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


@app.command()
def review(
    org: Org,
    as_of: AsOf,
    until: Annotated[
        str | None, typer.Option(help="The last month that is looked at; else all figures.")
    ] = None,
    place: Annotated[
        list[str] | None, typer.Option(help="Only this place, by vector; may be repeated.")
    ] = None,
    figures: Figures = None,
    model: Model = "tocsin",
    lag: Lag = 0,
    seed: Seed = 1,
    archive: ArchiveFolder = None,
    marking: Marked = "CLEAR",
    as_json: Json = False,
) -> None:
    """Hold the outlook of a day against all that came since: where it was wrong, and silent."""
    from tocsin.brief import review, review_terminal, stored
    from tocsin.desk.outlook.archive import Archive
    from tocsin.world.marking import Marking

    with desk.progress() as tell:
        found = review.of_day(
            _organisation(org),
            _day(as_of),
            _figures(figures)[0],
            until=_day(until) if until else None,
            places=tuple(place or ()),
            model=model,
            lag=lag,
            seed=seed,
            archive=Archive(archive) if archive else None,
            marking=Marking.parse(marking),
            tell=tell,
        )
    if as_json:
        typer.echo(stored.to_json(found))
    else:
        review_terminal.show(found, desk.console(), places=tuple(place or ()))


def _day(text: str) -> dt.date:
    from tocsin.world.month import parse_as_of

    return parse_as_of(text)


def _organisation(name: str) -> Organisation:
    from tocsin.world import organisation

    return organisation.load(name)


def _figures(path: Path | None) -> tuple[pl.DataFrame, str, str]:
    """Figures, what is said of their source, and what is known only with hindsight."""
    from tocsin.desk.sources import figures

    if path is None:
        return figures.shipped(), figures.caveats(), figures.HINDSIGHT
    return figures.read(path), figures.unsourced(path), figures.UNDATED


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
