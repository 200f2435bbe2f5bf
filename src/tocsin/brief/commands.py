"""The commands that make documents; each hands over to a module and holds no logic of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.desk import options
from tocsin.desk.commands import console, progress
from tocsin.desk.options import (
    ArchiveFolder,
    AsOf,
    Figures,
    Handed,
    Json,
    Lag,
    Marked,
    Model,
    Org,
    Seed,
)


def add(app: typer.Typer) -> None:
    """Add these commands to those of the program."""
    for command in (brief, review):
        app.command()(command)


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
    table, sources, hindsight = options.figures_of(figures)
    day, begun = options.day(as_of), options.day(since) if since else None
    given_rows = {name: handed.read(path, name) for name, path in rows.items() if path}
    with progress() as tell:
        if reports:
            given_rows = said.add(given_rows, reports, as_of=day, since=begun, tell=tell)
        given = prepare.prepare(
            options.organisation(org),
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
        terminal.show(made, console())
    if out:
        typer.echo(f"Written to {out}", err=True)


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

    with progress() as tell:
        found = review.of_day(
            options.organisation(org),
            options.day(as_of),
            options.figures_of(figures)[0],
            until=options.day(until) if until else None,
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
        review_terminal.show(found, console(), places=tuple(place or ()))
