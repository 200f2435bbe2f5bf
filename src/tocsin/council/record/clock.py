"""The time of the house: real time, shifted where a database plays an exercise in another year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.db import models

from tocsin.council.record.recorded import Recorded
from tocsin.world.errors import ConflictError

_stopped: ContextVar[dt.datetime | None] = ContextVar("stopped", default=None)
_arrived: ContextVar[dt.datetime | None] = ContextVar("arrived", default=None)


class Clock(Recorded):
    """How far the house's time lies from real time; without a row it is real time."""

    shift = models.DurationField()

    class Meta:
        app_label = "record"


@cache
def _shift() -> dt.timedelta:
    return Clock.objects.values_list("shift", flat=True).first() or dt.timedelta(0)


def now() -> dt.datetime:
    """The present moment of the house, in UTC."""
    return _stopped.get() or dt.datetime.now(dt.UTC) + _shift()


def today() -> dt.date:
    """The present day of the house, in UTC."""
    return now().date()


def arrived() -> dt.datetime:
    """When what is being done reached the house: before it waited for anybody else's turn."""
    return _arrived.get() or now()


@contextmanager
def arriving() -> Iterator[None]:
    """Hold the moment at which something arrives while it is done."""
    before = _arrived.set(now())
    try:
        yield
    finally:
        _arrived.reset(before)


def exercise(moment: dt.datetime) -> Clock:
    """Set the house's time so that it is now `moment`; only within an action."""
    if Clock.objects.exists():
        raise ConflictError("The clock of this exercise is set already.")
    clock = Clock(shift=moment - dt.datetime.now(dt.UTC))
    clock.save()
    _shift.cache_clear()
    return clock


@contextmanager
def stopped(moment: dt.datetime) -> Iterator[None]:
    """Hold the clock at a moment, for tests and exercises that are to be played alike."""
    before = _stopped.set(moment)
    try:
        yield
    finally:
        _stopped.reset(before)
