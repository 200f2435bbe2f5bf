"""Outages: times during which the system could not be used, found by itself or entered."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import AfterValidator

from tocsin.council.council.models import Outage, Pulse
from tocsin.council.council.silence import Gap
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown
from tocsin.world.errors import RequestError

MISSED = dt.timedelta(minutes=3)
"""How long the pulse may stay away before that is an outage."""


def zoned(at: dt.datetime) -> dt.datetime:
    """A moment; raises `ValueError` for one without a zone."""
    if at.tzinfo is None:
        raise ValueError("A time needs its zone, such as 2013-09-23T10:00:00Z.")
    return at


class Note(Given):
    """A time without a pulse."""

    since: Annotated[dt.datetime, AfterValidator(zoned)]
    until: Annotated[dt.datetime, AfterValidator(zoned)]


@action("outage.note", _l("Note an outage"), on_page=False)
def note(actor: Actor, given: Note) -> Outage:
    """Note that the system did not run for a time; its pulse beats again from then."""
    reason = _("The system did not run.")
    outage = Outage(since=given.since, until=given.until, reason=reason)
    outage.save()
    Pulse.objects.update_or_create(pk=1, defaults={"at": given.until})
    return outage


class Enter(Given):
    """An outage that the system could not notice itself."""

    since: Annotated[
        dt.datetime, AfterValidator(zoned), Shown(label=_l("From"), help=_l("In UTC."))
    ]
    until: Annotated[dt.datetime, AfterValidator(zoned), Shown(label=_l("To"), help=_l("In UTC."))]
    reason: Annotated[
        Line,
        Shown(label=_l("What could not be used, and why"), help=_l("Everybody can read this.")),
    ]


@action("outage.enter", _l("Enter an outage"), Role.OFFICER)
def enter(actor: Actor, given: Enter) -> Outage:
    """Enter an outage, such as of the network; results not yet declared are held by it."""
    if not given.since < given.until <= clock.now():
        raise RequestError(_("An outage begins before it ends, and has ended."))
    said = given.model_dump(include={"since", "until", "reason"})
    outage = Outage(by=actor.person, **said)
    outage.save()
    return outage


def known(now: dt.datetime) -> list[Gap]:
    """The outages known at a moment, also one that has not ended: no pulse up to now."""
    found: list[Gap] = list(Outage.objects.values_list("since", "until"))
    last = Pulse.objects.values_list("at", flat=True).first()
    if last and now - last > MISSED:
        found.append((last, now))
    return found
