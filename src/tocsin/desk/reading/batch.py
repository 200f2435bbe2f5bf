"""Reading many reports: in processes beside each other, in order, holding but a few at a time."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tocsin.desk.reading import confined, lexicon, reader, report, results
from tocsin.desk.reading.folder import Entry
from tocsin.desk.reading.model import Model
from tocsin.desk.reading.report import Report
from tocsin.desk.reading.statement import Found
from tocsin.world.errors import TocsinError
from tocsin.world.organisation import Organisation

FEW = 8
"""Reports up to which no further process is worth its start."""

AHEAD = 4
"""Reports that wait for each process."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How reports are read: their day if it is one for all, whose parties are known, a user's own
    lexicons, the folder that results are kept in, between which days, both included, a report has
    to be dated (`until` None: any day or none), and a language model to propose statements (None:
    rules alone find them).
    """

    date: dt.date | None = None
    organisation: Organisation | None = None
    lexicon: Path | None = None
    results: Path | None = None
    since: dt.date = dt.date.min
    until: dt.date | None = None
    model: Model | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, what was found in it, and how it was read; see `results.how`."""

    report: Report
    found: Found
    how: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """That a reading lies among the results, and whether it had lain there before."""

    name: str
    before: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """What an error says, and the status that a command ends with because of it."""

    said: str
    status: int

    @classmethod
    def of(cls, error: TocsinError) -> Failure:
        """The failure that an error is."""
        return cls(str(error), error.exit_code)


@dataclass(frozen=True, slots=True)
class Passed:
    """A report that was not read since it is of another time, or of no known day."""

    name: str
    date: dt.date | None


Outcome = Reading | Kept | Passed | Failure


def read_all(
    given: Iterable[Entry | TocsinError], settings: Settings, jobs: int = 0
) -> Iterator[Outcome]:
    """Read reports, in their order, with `jobs` processes (0: one for each processor).

    One that cannot be read comes as a failure in its place. With a folder of results each reading
    is written there and only said to be kept. Raises the errors of `lexicon.use`, and TocsinError
    if a process is ended from outside.
    """
    lexicon.use(settings.lexicon)
    coming = iter(given)
    first = list(islice(coming, FEW + 1))
    jobs = jobs or len(os.sched_getaffinity(0))
    if len(first) <= FEW or jobs == 1:
        for entry in chain(first, coming):
            yield _outcome(entry, settings)
    else:
        yield from _side_by_side(chain(first, coming), settings, jobs)


def _side_by_side(
    given: Iterable[Entry | TocsinError], settings: Settings, jobs: int
) -> Iterator[Outcome]:
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (settings.lexicon,))
    waiting: deque[Future[Outcome] | Failure] = deque()
    try:
        for entry in given:
            waiting.append(
                Failure.of(entry)
                if isinstance(entry, TocsinError)
                else _submitted(pool, entry, settings)
            )
            if len(waiting) >= jobs * AHEAD:
                yield _settled(waiting.popleft())
        while waiting:
            yield _settled(waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(pool: ProcessPoolExecutor, entry: Entry, settings: Settings) -> Future[Outcome]:
    """A report given to a process; one that is started for it inherits deafness to interruptions.

    Those are for this process to answer, once each report in hand is done.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        return pool.submit(_outcome, entry, settings)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(own: Path | None) -> None:
    confined.end_with_parent()
    lexicon.use(own)


def _settled(one: Future[Outcome] | Failure) -> Outcome:
    if isinstance(one, Failure):
        return one
    try:
        return one.result()
    except BrokenProcessPool:
        raise TocsinError(
            "A process that reads reports was ended from outside.",
            remedy="Give it more memory or fewer --jobs; with --results it goes on where it was.",
        ) from None


def _outcome(entry: Entry | TocsinError, settings: Settings) -> Outcome:
    if isinstance(entry, TocsinError):
        return Failure.of(entry)
    try:
        given = report.load(entry.path, entry.name, settings.date)
        if settings.until and not (given.date and settings.since <= given.date <= settings.until):
            return Passed(given.name, given.date)
        how = results.how(given, settings.organisation, settings.model)
        if settings.results is None:
            return Reading(given, _found(given, settings), how)
        return _kept(given, how, settings.results, settings)
    except TocsinError as error:
        return Failure.of(error)


def _found(given: Report, settings: Settings) -> Found:
    found = reader.read(given.text, given.date, organisation=settings.organisation)
    return settings.model.read(given.text, found) if settings.model else found


def _kept(given: Report, how: dict[str, Any], folder: Path, settings: Settings) -> Kept:
    """Keep a reading, unless the same report was read in the same way before."""
    if results.holds(folder, given.name, how):
        return Kept(given.name, before=True)
    results.keep(folder, given, _found(given, settings), how)
    return Kept(given.name, before=False)
