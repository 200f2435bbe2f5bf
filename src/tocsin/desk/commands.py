"""The desk's commands; each hands over to a module and holds no logic of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from tocsin.desk.hindcasts import Asked


def add(app: typer.Typer) -> None:
    """Add the desk's commands to those of the program."""
    for command in (panel, read, backtest):
        app.command()(command)


def panel(
    ged: Annotated[list[Path], typer.Argument(help="UCDP GED files, oldest release first.")],
    out: Annotated[Path, typer.Option(help="Where to write figures for --figures (Parquet, CSV).")],
    candidate: Annotated[
        list[Path] | None, typer.Option(help="Monthly candidate releases on top, oldest first.")
    ] = None,
    covers: Annotated[
        str | None, typer.Option(help="“world”, or the places the files observe: PAK,AFG.")
    ] = None,
    spread: Annotated[
        Literal["end", "start", "days"],
        typer.Option(help="Where an event of several months is booked."),
    ] = "end",
    revisions: Annotated[
        Path | None, typer.Option(help="Write what later releases changed, as CSV.")
    ] = None,
) -> None:
    """Read UCDP event files into monthly figures."""
    from tocsin.desk import panel as panels
    from tocsin.desk import storage
    from tocsin.desk.sources import figures, releases, ucdp

    how = panels.Spread(spread)
    places = "world" if covers == "world" else covers.split(",") if covers else "seen"
    with progress() as tell:
        read = []
        for path in [*ged, *(candidate or [])]:
            tell(f"Reading {path.name}")
            read.append(ucdp.read(path, places=places, detail=False))
        whole, changed = releases.combine(read)
        table = panels.from_signals(whole.signals, whole.coverage, how)
        storage.write(out, figures.encode(panels.figures(table), out))
        if revisions:
            storage.write(revisions, changed.write_csv())
    typer.echo(figures.account(table, panels.unplaced(whole.signals, table, how)), err=True)


def read(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files, folders, or - for input.")
    ],
    date: Annotated[
        str | None, typer.Option(help="The day of the reports, if they do not tell.")
    ] = None,
    org: Annotated[
        str | None, typer.Option(help="Whose organs and parties to know by name.")
    ] = None,
    lexicon: Annotated[Path | None, typer.Option(help="A folder with words of your own.")] = None,
    endpoint: Annotated[
        str | None, typer.Option(help="Let a language model propose: http://localhost:11434/v1.")
    ] = None,
    language_model: Annotated[
        str, typer.Option(help="Its name there. Its key stands in TOCSIN_MODEL_KEY.")
    ] = "",
    marking: Annotated[
        str, typer.Option(help="How the reports are marked, which --endpoint has to know.")
    ] = "",
    results: Annotated[
        Path | None, typer.Option(help="Keep a JSON file for each; go on where it was left.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=0, help="Processes; 0 for one on each processor.")] = 0,
    out: Annotated[
        Path | None, typer.Option(help="Also write text and statements as HTML.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, a line for each act.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, a line for each report.")
    ] = False,
) -> None:
    """Read who says what in reports, and what is done by saying it."""
    from tocsin.desk.reading import batch, delivery, folder
    from tocsin.desk.reading import model as models
    from tocsin.world import organisation
    from tocsin.world.month import parse_as_of

    way = delivery.Way(results=results, out=out, as_csv=as_csv, as_json=as_json)
    body = organisation.load(org) if org else None
    settings = batch.Settings(
        date=parse_as_of(date) if date else None,
        organisation=body,
        lexicon=lexicon,
        results=results,
        model=models.given(endpoint, language_model, marking, body) if endpoint else None,
    )
    found = batch.read_all(folder.entries(paths), settings, jobs)
    with bar(folder.count(paths)) as tell:
        status = delivery.deliver(found, way, console(), tell)
    if status:
        raise typer.Exit(status)


def outlook(
    asked: Asked, day: dt.date | None, *, lag: int, out: Path | None, keep: bool, as_json: bool
) -> None:
    """Make one outlook; keep and show it as asked."""
    import json

    from tocsin.desk import hindcasts
    from tocsin.desk import panel as panels
    from tocsin.desk.outlook import forecast, hubverse, report
    from tocsin.desk.outlook.archive import Archive
    from tocsin.desk.sources import figures as sources
    from tocsin.world.errors import RequestError

    if day is None:
        raise RequestError("No day is given.", remedy="Give --as-of, or --origins for many.")
    table = sources.read(asked.figures) if asked.figures else sources.shipped()
    origin = forecast.origin(day, sources.months(table)[1], lag=lag)
    with progress() as tell:
        tell(f"Outlook as of {origin.month:%Y-%m}")
        panel = panels.from_figures(table, origin.month)
        places = hindcasts.places(asked, panel, origin.month, day)
        paths = forecast.forecast(
            panel, places, origin=origin.month, model=asked.model, seed=asked.seed
        )
        if out:
            hubverse.write(paths, out)
        if keep:
            Archive(asked.folder).add(
                paths,
                organisation=asked.owner,
                as_of=day,
                made_at=dt.datetime.now().astimezone(),
                figures_release=sources.release(table, asked.figures),
                seed=asked.seed,
                marking=asked.marking,
            )
    if as_json:
        typer.echo(json.dumps(report.as_json(paths, origin), ensure_ascii=False))
    else:
        report.show(paths, origin, console(), by_month=bool(asked.named))


def fill(asked: Asked, origins: str, every: int, jobs: int, *, as_json: bool) -> None:
    """Make the hindcasts of many origins, and tell of each and of all; ends as the first failed."""
    import json

    from tocsin.desk import hindcasts
    from tocsin.world.month import parse_months

    wanted = parse_months(origins, every)
    done: list[hindcasts.Outcome] = []
    with bar(len(wanted)) as tell:
        for each in hindcasts.fill(asked, wanted, jobs):
            done.append(each)
            if as_json:
                typer.echo(json.dumps(hindcasts.as_json(each), ensure_ascii=False))
            if isinstance(each, hindcasts.Failure):
                typer.echo(f"tocsin: {each.origin:%Y-%m}: {each.said}", err=True)
            tell()
    typer.echo(hindcasts.account(done, asked), err=True)
    if failed := [each.status for each in done if isinstance(each, hindcasts.Failure)]:
        raise typer.Exit(failed[0])


def backtest(
    windows: Annotated[
        str, typer.Option(help="Years to forecast: 2018, 2018,2020 or 2018..2021.")
    ] = "2018..2021",
    against: Annotated[
        list[Path] | None,
        typer.Option(help="Others’ draws: a file or a folder, VIEWS or Hubverse; may be repeated."),
    ] = None,
    vector: Annotated[
        Literal["state_based", "non_state", "one_sided"],
        typer.Option(help="Which deaths; submissions are state_based."),
    ] = "state_based",
    seed: Annotated[int, typer.Option(min=0, help="The seed of everything random.")] = 1,
    seeds: Annotated[
        int, typer.Option(min=1, help="Score our model with so many seeds, from --seed on.")
    ] = 1,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Also show by lead how flat our PIT is.")
    ] = False,
    figures: Annotated[
        Path | None,
        typer.Option(help="CSV or Parquet with iso3, month, vector, deaths; else what ships."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A folder for our draws, in the format of VIEWS.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON, a row for each model and window.")
    ] = False,
) -> None:
    """Score our model, baselines and others’ forecasts on past years, side by side."""
    import json

    from tocsin.desk import storage
    from tocsin.desk.outlook import backtest as backtests
    from tocsin.desk.outlook import results, submission
    from tocsin.desk.outlook import window as years
    from tocsin.desk.sources import figures as sources
    from tocsin.world.errors import DataError

    settings = backtests.Settings(years.parse(windows), vector, seed, seeds)
    table = sources.read(figures) if figures else sources.shipped()
    with progress() as tell:
        years.require(settings.windows, table, vector)
        tell("Reading submissions")
        entries = submission.gather(against or [], settings.windows)
        found = backtests.run(table, settings, entries, tell=tell)
        tell("Comparing")
        told = results.rows(found, calibration=calibration) if as_json else None
        if out:
            for name, content in results.files(found):
                storage.write(out / name, content)
    if told is not None:
        typer.echo(json.dumps(told, ensure_ascii=False, allow_nan=False))
    else:
        results.show(found, console(), calibration=calibration)
    for line in (*found.notes, *found.lost):
        typer.echo(f"tocsin: {line}", err=True)
    if found.lost:
        raise typer.Exit(DataError.exit_code)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A spinner on standard error that says what is being done."""
    from rich.console import Console

    with Console(stderr=True).status("Starting") as status:
        yield status.update


@contextmanager
def bar(total: int, after: float = 2.0) -> Iterator[Callable[[], None]]:
    """A bar on standard error, once it takes longer than some seconds; call it for each step."""
    import time

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    shown = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = shown.add_task("", total=total)
    begun = time.monotonic()

    def step() -> None:
        shown.advance(task)
        late = time.monotonic() - begun > after
        if late and shown.console.is_terminal and not shown.live.is_started:
            shown.start()

    try:
        yield step
    finally:
        if shown.live.is_started:
            shown.stop()


def console() -> Console:
    """Where results are printed."""
    from rich.console import Console

    return Console(highlight=False)
