"""Hindcasts in bulk: one outlook from each of many past months, kept in the archive."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any

import polars as pl

from tocsin.desk import panel as panels
from tocsin.desk.hindsight import Shelf
from tocsin.desk.outlook import forecast, report, threads
from tocsin.desk.outlook.archive import FOLDER, Archive
from tocsin.desk.reading import confined
from tocsin.desk.sources import figures
from tocsin.world import month as months
from tocsin.world.errors import CoverageError, RequestError, TocsinError
from tocsin.world.marking import Marking
from tocsin.world.organisation import PLACES, WORLD, Organisation

INTERRUPTED = 130


@dataclass(frozen=True)
class Asked:
    """What hindcasts are asked for: of whom, from which figures (None: those that ship), by which
    model, and where they are kept.

    They are of all places that existed at an origin and that the figures had said anything of
    (`world`), of those named, or of all that an organisation watched at the origin.
    """

    organisation: Organisation | None = None
    named: tuple[str, ...] = ()
    world: bool = False
    figures: Path | None = None
    model: str = forecast.DEFAULT
    seed: int = 1
    folder: Path = FOLDER
    marking: Marking = field(default_factory=Marking)

    @property
    def owner(self) -> str:
        """The name under which the archive keeps them."""
        return WORLD if self.world else self.organisation.key if self.organisation else PLACES


@dataclass(frozen=True)
class Kept:
    """That a hindcast lies in the archive, and whether it had lain there `before`."""

    origin: dt.date
    before: bool
    path: Path


@dataclass(frozen=True)
class Failure:
    """An origin from which none could be made, what the error says, and its exit status."""

    origin: dt.date
    said: str
    status: int


Outcome = Kept | Failure


def fill(asked: Asked, origins: list[dt.date], jobs: int = 1) -> Iterator[Outcome]:
    """Make and keep the hindcasts that the archive lacks, in order of their origins.

    `jobs` processes work beside each other (0: one for each processor), each model then on one
    thread. An origin that fails comes as a failure in its place. What is interrupted or killed
    leaves whole files, and those are not made again. Raises the errors of reading the figures, and
    `TocsinError` if a process is ended from outside.
    """
    _require(asked, origins[0])
    jobs = min(jobs or len(os.sched_getaffinity(0)), len(origins))
    if jobs <= 1:
        yield from (_outcome(asked, origin) for origin in origins)
    else:
        yield from _side_by_side(asked, origins, jobs)


def places(asked: Asked, panel: pl.DataFrame, origin: dt.date, day: dt.date) -> list[str]:
    """The places that are asked for from an origin and as of a day.

    Raises as `report.places` does, and `RequestError` if the world and some of it are asked for.
    """
    if not asked.world:
        return report.places(asked.organisation, list(asked.named), day)
    if asked.organisation or asked.named:
        raise RequestError("--world asks for every place: leave out --org and --place.")
    there = panel.filter(pl.col("month") == origin)["place"].unique()
    seen = panel.filter(pl.col("month") <= origin, pl.col("value").is_not_null())["place"]
    return seen.filter(seen.is_in(there.implode())).unique().sort().to_list()


def as_json(one: Outcome) -> dict[str, Any]:
    """What became of an origin, as plain values: `made`, `kept` (it was there) or `failed`."""
    origin = f"{one.origin:%Y-%m}"
    if isinstance(one, Failure):
        return {"origin": origin, "outcome": "failed", "said": one.said, "status": one.status}
    return {"origin": origin, "outcome": "kept" if one.before else "made", "path": str(one.path)}


def account(done: list[Outcome], asked: Asked) -> str:
    """What became of all origins, in a sentence."""
    kept = [one for one in done if isinstance(one, Kept)]
    there, failed = sum(one.before for one in kept), len(done) - len(kept)
    return (
        f"{len(done)} origins: {len(kept) - there} hindcasts made, {there} were there, "
        f"{failed} failed. They are kept in {asked.folder} for {asked.owner}."
    )


def _require(asked: Asked, origin: dt.date) -> None:
    """Refuse at once what would fail from every origin."""
    if asked.model not in (known := forecast.models()):
        raise RequestError(
            f"There is no model “{asked.model}”.", remedy=f"Known are {', '.join(known)}."
        )
    panel, _ = _panel(*_source(asked.figures))
    places(asked, panel, origin, months.last_day(origin))


def _side_by_side(asked: Asked, origins: list[dt.date], jobs: int) -> Iterator[Outcome]:
    others = set(active_children())
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin)
    try:
        with _deaf():
            made = [pool.submit(_task, asked, origin) for origin in origins]
        for each in made:
            yield _settled(each)
    except BaseException:
        for process in set(active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """Let processes that are started inherit deafness to interruptions, which are for this one."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Begin a process: it ends with the one that started it, and cleans up when told to end.

    It listens from its first task on: told to end while it begins, it would print a traceback.
    """
    confined.end_with_parent()
    os.environ[threads.VARIABLE] = "1"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(INTERRUPTED))


def _task(asked: Asked, origin: dt.date) -> Outcome:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    return _outcome(asked, origin)


def _settled(one: Future[Outcome]) -> Outcome:
    try:
        return one.result()
    except BrokenProcessPool:
        raise TocsinError(
            "A process that makes hindcasts was ended from outside.",
            remedy="Give it more memory or fewer --jobs; it goes on where it was.",
        ) from None


def _outcome(asked: Asked, origin: dt.date) -> Outcome:
    try:
        return _kept(asked, origin)
    except TocsinError as error:
        return Failure(origin, str(error), error.exit_code)


def _kept(asked: Asked, origin: dt.date) -> Kept:
    panel, release = _panel(*_source(asked.figures))
    _over(panel, origin)
    named = places(asked, panel, origin, months.last_day(origin))
    shelf = Shelf(Archive(asked.folder), asked.owner, release, asked.marking)
    if there := shelf.entry(named, origin, asked.model, asked.seed):
        return Kept(origin, before=True, path=there.path)
    paths = forecast.forecast(
        panels.until(panel, origin), named, origin=origin, model=asked.model, seed=asked.seed
    )
    if (entry := shelf.keep(paths, asked.seed)) is None:
        raise _early(origin)
    return Kept(origin, before=False, path=entry.path)


def _over(panel: pl.DataFrame, origin: dt.date) -> None:
    """Refuse a month that is not over, or that the figures do not reach."""
    if months.last_day(origin) >= dt.date.today():
        raise _early(origin)
    last = panel["month"].max()
    if not isinstance(last, dt.date) or origin > last:
        raise CoverageError(
            f"The figures end before {origin:%Y-%m}.",
            remedy="Use newer figures (--figures) or earlier months.",
        )


def _early(origin: dt.date) -> RequestError:
    return RequestError(
        f"{origin:%Y-%m} is not over: an outlook from it is no hindcast.",
        remedy="Ask for earlier months.",
    )


def _source(path: Path | None) -> tuple[Path | None, int]:
    """A file of figures and when it was changed."""
    return path, path.stat().st_mtime_ns if path and path.is_file() else 0


@lru_cache(maxsize=1)
def _panel(path: Path | None, changed: int) -> tuple[pl.DataFrame, str]:
    """The panel and the release of figures, read once in each process."""
    table = figures.shipped() if path is None else figures.read(path)
    return panels.from_figures(table), figures.release(table, path)
