"""Silence procedures whose time is over: their result is determined, once."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from tocsin.council.council.decision import Method, Stage
from tocsin.council.council.models import Decision
from tocsin.council.council.silences import Conclude, conclude, disturbed
from tocsin.council.record.action import Actor, Via
from tocsin.world.errors import ConflictError

WORKER = Actor(None, Via.WORKER)


def conclude_due(now: dt.datetime) -> int:
    """Determine the result of every silence that has expired; how many these were."""
    return len(concluded(now, WORKER))


def concluded(now: dt.datetime, actor: Actor) -> list[Decision]:
    """Determine the result of every silence that has expired, in the order of their expiry.

    Whoever else does so at the same moment comes to the same: each result is determined once.
    """
    silent = Decision.objects.filter(method=Method.SILENCE).order_by("expires_at", "pk")
    expired = silent.filter(stage=Stage.OPEN, expires_at__lte=now)
    kept = [row for row in silent.filter(stage=Stage.KEPT) if disturbed(row, now)]
    done = []
    for row in [*expired, *kept]:
        with suppress(ConflictError):
            done.append(conclude(actor, Conclude(decision=row.pk)))
    return done
