"""The desk's commands; each hands over to a module and holds no logic of its own."""

from __future__ import annotations

import json
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
    for command in (panel, read):
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


def fill(asked: Asked, origins: str, every: int, jobs: int, *, as_json: bool) -> None:
    """Make the hindcasts of many origins, and tell of each and of all; ends as the first failed."""
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
