"""The council's commands; each hands over to an application and holds no logic of its own."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tocsin.world.errors import RecordError, StorageError

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a sentence.")]

export = typer.Typer(help="Take something out, for others to read.", no_args_is_help=True)


def add(app: typer.Typer) -> None:
    """Add the council's commands to those of the program."""
    app.add_typer(export, name="export")
    for command in (setup, administrator, serve, demo, work, due, verify, backup, restore):
        app.command()(command)


def _ready() -> None:
    """Load the applications, which takes a moment that --help does not need."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.council.settings")
    django.setup()


def setup(
    org: Annotated[str, typer.Option(help="A bundled organisation (csto, ecowas) or a TOML file.")],
) -> None:
    """Make the tables, and adopt the organisation that this house is for."""
    _ready()
    from tocsin.council.people import founding

    row = founding.adopt(org)
    typer.echo(f"This is the house of {row.value.name}.")


def administrator(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    name: Annotated[str, typer.Option(help="The name that others see.")],
    ask: Annotated[
        bool, typer.Option("--password", help="Ask for the password here instead of a link.")
    ] = False,
) -> None:
    """Let somebody administer, and print the link by which they set their password."""
    _ready()
    from tocsin.council.people import founding

    user = founding.administrator(email, name)
    if ask:
        founding.password(user, typer.prompt("Password", hide_input=True, confirmation_prompt=True))
        typer.echo(f"{user.email} signs in with this password.")
    else:
        typer.echo(founding.link(user))
        typer.echo("The link is good once, for three days.", err=True)


def verify(
    head: Annotated[
        str | None, typer.Option(help="A hash printed earlier, that the record has to hold.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Walk the record and compare every row with it: was anything altered?"""
    _ready()
    from tocsin.council.record import verify

    told = verify.account(head)
    if as_json:
        typer.echo(json.dumps(asdict(told), ensure_ascii=False))
    elif not told.findings:
        typer.echo(
            f"{told.head} seals {told.entries} entries and {told.rows} rows: all as recorded."
        )
    else:
        for line in told.findings:
            typer.echo(line)
    if told.findings:
        raise RecordError(
            f"The database is not as its record says: {len(told.findings)} findings.",
            remedy="Keep it as it is, and compare it with a backup.",
        )


@export.command()
def record(
    reader: Annotated[
        str, typer.Option("--for", help="A party’s key, a person’s e-mail address, or public.")
    ],
    out: Annotated[Path, typer.Option(help="A new folder.")],
    as_json: Json = False,
) -> None:
    """Export the record for an outsider, who can verify it without tocsin."""
    _ready()
    from tocsin.council.record.export import write

    told = write(reader, out)
    if as_json:
        typer.echo(json.dumps(asdict(told)))
    else:
        typer.echo(f"{told.head} seals {told.entries} entries, {told.opened} of them open.")


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it; keep it safe.")],
    as_json: Json = False,
) -> None:
    """Save the whole database and the outlooks, while it is in use."""
    _ready()
    from tocsin.council.record.backup import save

    told = save(file)
    line = f"{told.head} seals {told.entries} entries; {told.rows} rows were saved to {file}."
    typer.echo(json.dumps(asdict(told)) if as_json else line)


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Lose what the database holds now.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Fill an empty database, of either kind, from a backup, and verify it."""
    _ready()
    from tocsin.council.record.backup import restore as restored

    told = restored(file, replace=replace)
    line = f"{told.head} seals {told.entries} entries; {told.rows} rows were restored and verified."
    typer.echo(json.dumps(asdict(told)) if as_json else line)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 2,
) -> None:
    """Serve the council’s pages, and do what is due, until interrupted."""
    from tocsin.council import server

    server.serve(host, port, workers=workers, say=partial(typer.echo, err=True))


def demo(
    story: Annotated[
        str, typer.Argument(help="A bundled story (sochi, gambia) or a TOML file.")
    ] = "sochi",
    text: Annotated[
        Path | None, typer.Option(help="A text to read instead of the story’s own.")
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 2,
    only: Annotated[
        bool, typer.Option("--play-only", help="Play it and end, with nothing served.")
    ] = False,
) -> None:
    """Play a story into an empty database, and serve it on this machine until interrupted."""
    from tocsin.council import server

    os.environ.setdefault("TOCSIN_DATA", "tocsin-demo")
    asked, say = server.Demo(story, text), partial(typer.echo, err=True)
    if only:
        server.rehearse(asked, say)
    else:
        server.serve("127.0.0.1", port, workers=workers, say=say, demo=asked)


def work(
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due now, each job once, and end.")
    ] = False,
) -> None:
    """Do what is due: notices, reports, clocks, outlooks. `tocsin serve` runs this by itself."""
    os.umask(0o077)
    _ready()
    from tocsin.council.worker import Worker

    if once:
        if failed := Worker().once():
            raise StorageError(f"Jobs failed: {failed}.", remedy="The log above says which.")
        return
    with suppress(KeyboardInterrupt):
        Worker().forever()


def due(as_json: Json = False) -> None:
    """Determine the results of silence procedures that have expired, if nobody has yet."""
    _ready()
    from tocsin.council.council.silence_due import concluded
    from tocsin.council.record import clock
    from tocsin.council.record.action import Actor, Via

    done = [(str(row.pk), row.stage) for row in concluded(clock.now(), Actor(None, Via.COMMAND))]
    if as_json:
        typer.echo(json.dumps([{"decision": pk, "stage": stage} for pk, stage in done]))
    for pk, stage in [] if as_json else done:
        typer.echo(f"Decision {pk}: {stage}.")
    if not done and not as_json:
        typer.echo("Nothing is due.")
