"""The worker: what is due is done, each job in a process of its own that the others outlive.

A job is a function `(now) -> int` that does what is due and says how much that was. It is forked
off, since then nothing that it does wrong, nor the memory it takes, stays with the worker; the
worker itself holds no connection to the database. Whatever ends a job is logged, by its kind and
place only: messages of errors may hold what the log's readers may not read.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError, connections
from django.utils.module_loading import import_string

from tocsin.council.desk import report_parsing
from tocsin.council.offspring import die_with_parent
from tocsin.council.record import clock
from tocsin.council.site.lease import lease
from tocsin.world.errors import TocsinError

LONGEST_WAIT = 3600.0
TICK = 0.25
PATIENCE = 10
"""Whoever waits for a page goes before what is done in the background."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A job: its name, where its function is, every how many seconds, and how long at most."""

    name: str
    path: str
    every: float
    limit: float

    @property
    def run(self) -> Callable[[dt.datetime], int]:
        """The function, loaded only where it runs."""
        found: Callable[[dt.datetime], int] = import_string(self.path)
        return found


JOBS = (
    Job("reports", "tocsin.council.worker.read_reports", 5, 600),
    Job("readings", "tocsin.council.desk.readings.read_due", 10, 3600),
    Job("outcomes", "tocsin.council.desk.outcomes.settle_due", 300, 600),
    Job("overdue", "tocsin.council.desk.overdue.remind", 30, 120),
    Job("notices", "tocsin.council.site.mail.deliver", 10, 600),
    Job("pulse", "tocsin.council.council.pulse.beat", 30, 60),
    Job("silences", "tocsin.council.council.silence_due.conclude_due", 10, 120),
    Job("undertakings", "tocsin.council.council.undertaking_agenda.propose_due", 60, 300),
    Job("agenda", "tocsin.council.council.agenda.propose_due", 60, 120),
    Job("briefs", "tocsin.council.council.openings.draw_due", 15, 3600),
    Job("outlook", "tocsin.council.desk.sheets.compute_due", 60, 3600),
)


def read_reports(now: dt.datetime) -> int:
    """Read the reports that wait for it; how many these were."""
    return report_parsing.parse_waiting()


@dataclass
class Course:
    """A job in the worker: when it is to run next, and the process that runs it now."""

    job: Job
    due: float = 0.0
    failures: int = 0
    pid: int = 0
    until: float = 0.0

    def start(self) -> None:
        """Run the job in a process of its own."""
        self.until = time.monotonic() + self.job.limit
        parent = os.getpid()
        self.pid = os.fork() or _child(self.job, parent)

    def look(self) -> None:
        """See whether the process has ended, and end it when its time is over."""
        if time.monotonic() > self.until:
            log.error("Job %s took longer than %s s.", self.job.name, self.job.limit)
            os.kill(self.pid, signal.SIGKILL)
            self.ended(os.waitpid(self.pid, 0)[1])
        elif (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            self.ended(ended[1])

    def ended(self, status: int) -> None:
        """Settle when it runs next: after a failure later each time."""
        self.pid = 0
        self.failures = self.failures + 1 if status else 0
        wait = min(self.job.every * 2**self.failures, max(LONGEST_WAIT, self.job.every))
        self.due = time.monotonic() + wait

    def stop(self) -> None:
        """End the process that runs it, if any; its transaction is undone."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = 0


@dataclass
class Worker:
    """The courses of all jobs."""

    courses: list[Course] = field(default_factory=lambda: [Course(job) for job in JOBS])

    def once(self) -> int:
        """Run every job once, one after the other; how many failed."""
        try:
            for course in self.courses:
                course.start()
                while course.pid:
                    course.look()
                    time.sleep(TICK / 10)
        finally:
            self.stop()
        return sum(course.failures > 0 for course in self.courses)

    def forever(self) -> None:
        """Run each job when it is due, until interrupted."""
        try:
            while True:
                self.turn()
                time.sleep(TICK)
        finally:
            self.stop()

    def turn(self) -> None:
        """Start what is due and see what has ended."""
        for course in self.courses:
            if course.pid:
                course.look()
            elif time.monotonic() >= course.due:
                course.start()

    def stop(self) -> None:
        """End what is still running."""
        for course in self.courses:
            course.stop()


def _child(job: Job, parent: int) -> int:
    """Run a job and end the process, whatever comes; never returns."""
    code = 1
    try:
        os.nice(PATIENCE)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        die_with_parent(parent)
        code = perform(job)
    finally:
        if error := sys.exc_info()[1]:
            log.error("Job %s failed: %s", job.name, told(error))
        connections.close_all()
        logging.shutdown()
        os._exit(code)


def perform(job: Job) -> int:
    """Run a job under its lease, and return 0, or 1 if it failed in a way that was foreseen."""
    try:
        with lease(job.name, dt.timedelta(seconds=job.limit)) as mine:
            if mine and (done := job.run(clock.now())):
                log.info("Job %s: %s done.", job.name, done)
    except (TocsinError, DatabaseError, OSError) as error:
        log.warning("Job %s: %s", job.name, told(error))
        return 1
    return 0


def told(error: BaseException) -> str:
    """An error by its kind and the place where it arose, without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
