"""The pulse: the worker notes twice a minute that the system runs, and finds where it did not."""

from __future__ import annotations

import datetime as dt

from tocsin.council.council.models import Pulse
from tocsin.council.council.outages import MISSED, Note, note
from tocsin.council.record.action import Actor, Via

WORKER = Actor(None, Via.WORKER)


def beat(now: dt.datetime) -> int:
    """Note that the system runs, and an outage if it had not for a while; how many these were."""
    last = Pulse.objects.values_list("at", flat=True).first()
    if last and now - last > MISSED:
        note(WORKER, Note(since=last, until=now))
        return 1
    Pulse.objects.update_or_create(pk=1, defaults={"at": now})
    return 0
