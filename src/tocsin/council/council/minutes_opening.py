"""How minutes begin: which session it was, when and where, who presided and who was there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import seat
from tocsin.council.council.session import Format, Presence, Session
from tocsin.council.people.models import Appointment
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role

CELL = "\t"
"""What stands between party, office and times in a passage on who was there, and nowhere else."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
FORMATS = {
    Format.PLENARY: _l("Plenary session."),
    Format.RESTRICTED: _l("Restricted session."),
    Format.MARGINS: _l("Session in the margins."),
}


def cleaned(words: str) -> str:
    """Words without characters that no document can hold."""
    return CONTROL.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def plain(words: str) -> str:
    """Words on one line."""
    return " ".join(words.split())


def when(at: dt.datetime, zone: str) -> str:
    """A moment by the clock of a place: 23 September 2013, 10:10 (Europe/Moscow, UTC+04:00)."""
    local = at.astimezone(ZoneInfo(zone))
    offset = f"UTC{local:%z}"
    return f"{date_format(local, 'j E Y, H:i')} ({zone}, {offset[:-2]}:{offset[-2:]})"


def opening(session: Session, at: dt.datetime) -> Iterator[tuple[bool, str]]:
    """The head of the minutes of a session, as it stood at a moment."""
    yield True, _("Minutes: %(session)s") % {"session": plain(session.title)}
    venue = _("Place: %(venue)s.") % {"venue": plain(session.venue) or _("unknown")}
    yield False, f"{FORMATS[Format(session.format)]} {venue}"
    yield False, _times(session)
    yield False, _presiding(session)
    yield True, _("Attendance")
    rows = list(session.presences.filter(since__lte=at).select_related("party"))
    if not rows:
        yield False, _("Nobody was entered as present.")
    for row in rows:
        yield False, _presence(row, session)
    yield False, _quorum(session, rows)


def _times(session: Session) -> str:
    zone = session.zone
    if session.opened_at is None:
        planned = _("Planned from %(begins)s to %(ends)s; it was not entered when it was opened.")
        return planned % {
            "begins": when(session.begins_at, zone),
            "ends": when(session.ends_at, zone),
        }
    if session.closed_at is None:
        return _("Opened on %(begun)s; not closed yet.") % {"begun": when(session.opened_at, zone)}
    return _("Opened on %(begun)s, closed on %(closed)s.") % {
        "begun": when(session.opened_at, zone),
        "closed": when(session.closed_at, zone),
    }


def _presiding(session: Session) -> str:
    """Who held the chair on the day, by office and party."""
    day = day_of(session)
    held = Appointment.objects.filter(Q(until=None) | Q(until__gte=day), role=Role.CHAIR)
    rows = held.filter(since__lte=day).select_related("user__party").order_by("since", "pk")
    people = [f"{row.user.office or row.user.name}, {row.user.party}" for row in rows]
    return _("In the chair: %(people)s.") % {
        "people": "; ".join(dict.fromkeys(people)) or _("unknown")
    }


def day_of(session: Session) -> dt.date:
    """The day of a session at its place."""
    at = session.opened_at or session.begins_at
    return at.astimezone(ZoneInfo(session.zone)).date()


def _presence(row: Presence, session: Session) -> str:
    """A party, its office and its times, as a row of a table."""
    zone, until = ZoneInfo(session.zone), row.until or session.closed_at
    days = {at.astimezone(zone).date() for at in (session.opened_at, row.since, until) if at}
    form = "H:i" if len(days) == 1 else "j E, H:i"
    since = date_format(row.since.astimezone(zone), form)
    end = date_format(until.astimezone(zone), form) if until else "…"
    return CELL.join((plain(str(row.party)), plain(row.office), f"{since}–{end}"))


def _quorum(session: Session, rows: list[Presence]) -> str:
    """Whether enough members were there, by the rules of the organisation."""
    members = {party.pk for party in seat.members(day_of(session))}
    share: Fraction = organisation().rules.quorum
    left = {row.pk for row in rows if row.until and row.until != session.closed_at}
    there = len(members & {row.party_id for row in rows if row.pk not in left})
    said = {"there": there, "members": len(members), "needed": ceil(share * len(members))}
    if session.closed_at:
        count = _("Members present at the close: %(there)s of %(members)s; needed: %(needed)s.")
    else:
        count = _("Members present by now: %(there)s of %(members)s; needed: %(needed)s.")
    enough = bool(members) and there >= share * len(members)
    return f"{count % said} {_('There was a quorum.') if enough else _('There was no quorum.')}"
