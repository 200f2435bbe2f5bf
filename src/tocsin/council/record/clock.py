"""The time of the house: real time, shifted where a database plays an exercise in another year."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from django.db import models
from django.utils.translation import gettext as _

from tocsin.council.record.recorded import Recorded
from tocsin.world.errors import ConflictError

_stopped: ContextVar[dt.datetime | None] = ContextVar("stopped", default=None)
_arrived: ContextVar[dt.datetime | None] = ContextVar("arrived", default=None)
NONE = dt.timedelta(0)


class Clock(Recorded):
    """The time of an exercise; without a row it is real time.

    It was `moment` when it really was `began`, and was moved by `shift` since. When it really was
    is no part of the record, so that whoever plays an exercise again gets the same record.
    """

    unrecorded = frozenset({"began"})

    shift = models.DurationField(default=NONE)
    moment = models.DateTimeField(null=True)
    began = models.DateTimeField(null=True)

    class Meta:
        app_label = "record"

    @property
    def ahead(self) -> dt.timedelta:
        """How far it lies from real time."""
        return self.shift + (self.moment - self.began if self.moment and self.began else NONE)


@cache
def _plays() -> bool:
    """Whether this database plays an exercise: that is settled by its first entry, for good."""
    return bool(Clock.objects.exists())


@lru_cache(maxsize=1)
def _shift(second: int) -> dt.timedelta:
    """How far the time of an exercise is moved, as it was read in one second of this process."""
    row = Clock.objects.first()
    return row.ahead if row else NONE


def forget() -> None:
    """Read anew what the database says of its time."""
    _plays.cache_clear()
    _shift.cache_clear()


def now() -> dt.datetime:
    """The present moment of the house, in UTC."""
    if stopped := _stopped.get():
        return stopped
    real = dt.datetime.now(dt.UTC)
    return real + _shift(int(time.monotonic())) if _plays() else real


def today() -> dt.date:
    """The present day of the house, in UTC."""
    return now().date()


def arrived() -> dt.datetime:
    """When what is being done reached the house: before it waited for anybody else's turn."""
    return _arrived.get() or now()


@contextmanager
def arriving() -> Iterator[None]:
    """Hold the moment at which something arrives while it is done, read anew."""
    _shift.cache_clear()
    before = _arrived.set(now())
    try:
        yield
    finally:
        _arrived.reset(before)


def exercise(moment: dt.datetime) -> Clock:
    """Set the house's time so that it is now `moment`; only within an action."""
    if Clock.objects.exists():
        raise ConflictError("The clock of this exercise is set already.")
    clock = Clock(moment=moment, began=dt.datetime.now(dt.UTC))
    clock.save()
    forget()
    return clock


def advance(by: dt.timedelta) -> Clock:
    """Move the time of an exercise forward; only within an action."""
    if (row := Clock.objects.first()) is None:
        raise ConflictError(
            _("This house lives in real time."), remedy=_("Only an exercise can be moved in time.")
        )
    held: Clock = Clock.held(row.pk)
    held.shift += by
    held.save()
    forget()
    return held


@contextmanager
def stopped(moment: dt.datetime) -> Iterator[None]:
    """Hold the clock at a moment, for tests and exercises that are to be played alike."""
    before = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(before)
