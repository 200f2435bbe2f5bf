"""Computing the outlook that is due: done by the worker, never within a request."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
from django.conf import settings

import tocsin
from tocsin.brief import sheet, stored
from tocsin.brief.sheet import Sheets
from tocsin.council.desk import outlooks, sheets_firings
from tocsin.council.desk.models import Attempt, Edition
from tocsin.council.people.models import Organisation
from tocsin.council.people.party import organisation
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, Via
from tocsin.desk import panel as panels
from tocsin.desk.outlook import forecast
from tocsin.desk.outlook.archive import Archive, Entry
from tocsin.desk.sources import figures as sources
from tocsin.world.errors import TocsinError
from tocsin.world.marking import Marking

SEED = 1
PATIENCE = dt.timedelta(hours=1)
"""How long after a failure the same is tried again."""
WORKER = Actor(None, Via.WORKER)


@dataclass(frozen=True)
class Figures:
    """Figures with their release, and what is said of their source and of hindsight."""

    table: pl.DataFrame
    release: str
    text: str
    hindsight: str


def compute_due(now: dt.datetime) -> int:
    """Compute and issue the outlook of the day if there is none, and return how many were issued.

    `now` is the house's time. Nothing is held while it computes, and to do it twice does nothing.
    The triggers that fire for it are raised afterwards. A failure is kept for the pages to tell,
    and tried again after an hour or with other figures.
    """
    if not Organisation.objects.exists():
        return 0
    wanted = f"{now.date()} {settings.FIGURES or 'shipped'} {settings.MODEL}"
    if _failed(wanted, now):
        return 0
    try:
        return _computed(wanted, now)
    except TocsinError as error:
        _tell(wanted, began_at=now, ended_at=now, failure=error.what, remedy=error.remedy)
        return 0


def _computed(wanted: str, now: dt.datetime) -> int:
    asked, moved = _asked(now.date())
    issued = 0
    if (edition := outlooks.found(asked)) is None:
        _tell(wanted, began_at=now, ended_at=None)
        edition, issued = _issue(asked, now.date(), moved), 1
        _tell(wanted, began_at=now, ended_at=clock.now())
    _weigh(edition)
    return issued


def _weigh(edition: Edition) -> None:
    """Raise the triggers that fire for an edition, unless that was done under the same rules."""
    rules = sheets_firings.agreed(edition)
    if rules and not Attempt.objects.filter(weighed=rules).exists():
        sheets_firings.raise_all(WORKER, edition, figures().table, Archive(folder()))
        Attempt.objects.filter(pk=1).update(weighed=rules)


def _failed(wanted: str, now: dt.datetime) -> bool:
    """Whether the same failed a short while ago."""
    last = Attempt.objects.exclude(failure="").filter(wanted=wanted).first()
    return last is not None and now - last.began_at < PATIENCE


def _tell(wanted: str, **how: object) -> None:
    values = {"wanted": wanted, "failure": "", "remedy": "", **how}
    Attempt.objects.update_or_create(pk=1, defaults=values)


def _asked(as_of: dt.date) -> tuple[outlooks.Identity, int]:
    """What is to be there on a day, and by how many months late figures move its origin back."""
    given = figures()
    origin = forecast.origin(as_of, sources.months(given.table)[1])
    asked = outlooks.Identity(
        origin=origin.month,
        release=given.release,
        model=settings.MODEL,
        seed=SEED,
        places=tuple(organisation().watched(as_of)),
    )
    return asked, origin.moved


def _issue(asked: outlooks.Identity, as_of: dt.date, moved: int) -> Edition:
    made_at, borne = dt.datetime.now(dt.UTC), organisation().outlook_marking(as_of)
    archive = Archive(folder())
    made = _made(asked, as_of, archive, borne)
    entry = _kept(asked, as_of, archive, borne, made_at)
    issued: Edition = outlooks.issue(
        WORKER,
        outlooks.Issue(
            **asked.model_dump(exclude={"ticket"}),
            as_of=as_of,
            moved=moved,
            kind=entry.kind,
            program=tocsin.__version__,
            archived=str(entry.path.relative_to(archive.folder)),
            digest=entry.digest,
            marking=str(borne),
            sheets=bodies(made),
        ),
    )
    return issued


def _made(asked: outlooks.Identity, as_of: dt.date, archive: Archive, borne: Marking) -> Sheets:
    given = figures()
    return sheet.make(
        organisation(),
        as_of,
        given.table,
        sources=given.text,
        hindsight=given.hindsight,
        archive=archive,
        release=given.release,
        model=asked.model,
        seed=asked.seed,
        marking=borne,
    )


def _kept(
    asked: outlooks.Identity, as_of: dt.date, archive: Archive, borne: Marking, at: dt.datetime
) -> Entry:
    """The paths behind the sheets, kept in the archive."""
    panel = panels.from_figures(figures().table, asked.origin)
    paths = forecast.forecast(
        panel, list(asked.places), origin=asked.origin, model=asked.model, seed=asked.seed
    )
    return archive.add(
        paths,
        organisation=organisation().key,
        as_of=as_of,
        made_at=at,
        figures_release=asked.release,
        seed=asked.seed,
        marking=borne,
    )


def bodies(made: Sheets) -> dict[str, str]:
    """Sheets as JSON by their names."""
    whole = {"outlook": made.outlook, "scoreboard": made.scoreboard, "sources": made.sources}
    places = {f"place/{key}": each for key, each in made.places.items()}
    return {name: stored.to_json(each) for name, each in {**whole, **places}.items()}


def folder() -> Path:
    """Where the archive of outlooks lies."""
    return Path(settings.DATA) / "outlooks"


def figures() -> Figures:
    """The figures that outlooks are made from: the file that was set, or those that ship."""
    path = Path(settings.FIGURES) if settings.FIGURES else None
    return _figures(path, path.stat().st_mtime_ns if path and path.is_file() else 0)


@cache
def _figures(path: Path | None, changed: int) -> Figures:
    if path is None:
        table, text, hindsight = sources.shipped(), sources.caveats(), sources.HINDSIGHT
    else:
        table, text, hindsight = sources.read(path), sources.unsourced(path), sources.UNDATED
    return Figures(table, sources.release(table, path), text, hindsight)
