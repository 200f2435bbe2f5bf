"""Clocks that ran out: who issued the warning and who was to answer it are told, once."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import suppress

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.desk.models import Addressee, Warning
from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, Via, action
from tocsin.council.record.given import Given
from tocsin.council.site.notice import Code, Notice, notify, people_of, sees
from tocsin.world.errors import ConflictError

WORKER = Actor(None, Via.WORKER)


class Remind(Given):
    """An office whose time to answer ran out."""

    addressee: uuid.UUID


@action("warning.overdue", _l("Tell that an answer is overdue"), on_page=False)
def overdue(actor: Actor, given: Remind) -> Warning:
    """Tell that an office has not answered in time, once for each time that was set."""
    row = Addressee.held(given.addressee)
    if row.due is None or row.due > clock.now() or row.warning.closed_at or _reminded(row):
        raise ConflictError(_("Nobody is to be told of it now."))
    notify(row.warning, Code.OVERDUE, _told(row), part=row.pk)
    return row.warning


def remind(now: dt.datetime) -> int:
    """Tell of every answer that is overdue and was not told of; how many these were."""
    late = Addressee.objects.filter(
        answer_by__lt=now, answered_at=None, warning__closed_at=None
    ).exclude(asked_at__lte=F("answer_by"))
    told = Notice.objects.filter(
        part=OuterRef("pk"), code=Code.OVERDUE, made_at__gte=OuterRef("answer_by")
    )
    done = 0
    for row in late.filter(~Exists(told)).select_related("warning__issued_by", "party"):
        if any(sees(user, Warning, row.warning_id) for user in _told(row)):
            with suppress(ConflictError):
                overdue(WORKER, Remind(addressee=row.pk))
                done += 1
    return done


def _reminded(row: Addressee) -> bool:
    told = Notice.objects.filter(part=row.pk, code=Code.OVERDUE, made_at__gte=row.answer_by)
    return bool(told.exists())


def _told(row: Addressee) -> list[User]:
    """Who issued the warning, and the people of the party that was to answer."""
    issuer = row.warning.issued_by
    return [*([issuer] if issuer else []), *people_of(row.party)]
