"""Sessions as a calendar that other programs follow (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

import tocsin
from tocsin.council.council.session import Session, SessionStage
from tocsin.council.people.models import User
from tocsin.council.people.party import organisation
from tocsin.council.record import clock
from tocsin.world.marking import Level

PAST = dt.timedelta(days=366)
"""How long sessions stay in the calendar after they ended."""


def calendar(reader: User) -> bytes:
    """The sessions that a person may see, without a word of those that are not open to all."""
    now = clock.now()
    found = Session.objects.visible(reader).filter(ends_at__gte=now - PAST)
    made = Calendar()
    made.add("prodid", f"-//tocsin//{tocsin.__version__}//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", organisation().short)
    for session in found.select_related("marking").order_by("begins_at", "pk"):
        made.add_component(event(session, now))
    return bytes(made.to_ical())


def event(session: Session, now: dt.datetime) -> Event:
    """A session as an event: its title and place only if everybody may know them.

    A calendar may lie on anybody's machine, so that nothing marked goes there but the time.
    """
    host = urlsplit(settings.URL).hostname or "localhost"
    clear = session.marking.level == Level.CLEAR
    made = Event()
    made.add("uid", f"{session.pk}@{host}")
    made.add("dtstamp", now)
    made.add("dtstart", session.begins_at.astimezone(dt.UTC))
    made.add("dtend", session.ends_at.astimezone(dt.UTC))
    made.add("sequence", session.version - 1)
    made.add("status", "CANCELLED" if session.stage == SessionStage.CANCELLED else "CONFIRMED")
    made.add("summary", session.title if clear else _("Session item"))
    if clear and session.venue:
        made.add("location", session.venue)
    return made
