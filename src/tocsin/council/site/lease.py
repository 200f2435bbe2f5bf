"""Leases: who does a piece of work just now, so that nobody else does it at the same time."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from tocsin.council.record import chance


class Lease(models.Model):
    """That a holder has a piece of work to itself until a moment; it is not recorded."""

    name = models.CharField(max_length=60, primary_key=True)
    holder = models.UUIDField()
    until = models.DateTimeField()


@contextmanager
def lease(name: str, length: dt.timedelta) -> Iterator[bool]:
    """Hold a piece of work; within it, whether one has it. What a crash leaves held runs out."""
    holder = chance.fresh()
    has = _taken(name, holder, length)
    try:
        yield has
    finally:
        if has:
            Lease.objects.filter(name=name, holder=holder).update(until=_now())


def _taken(name: str, holder: uuid.UUID, length: dt.timedelta) -> bool:
    until = _now() + length
    free = Lease.objects.filter(Q(until__lte=_now()), name=name)
    with suppress(IntegrityError), transaction.atomic():
        if free.update(holder=holder, until=until):
            return True
        if not Lease.objects.filter(name=name).exists():
            Lease(name=name, holder=holder, until=until).save(force_insert=True)
            return True
    return False


def _now() -> dt.datetime:
    """Real time: machines do not take part in exercises."""
    return dt.datetime.now(dt.UTC)
