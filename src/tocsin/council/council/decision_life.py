"""The life of a decision as events in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tocsin.council.council.decision import Move
from tocsin.council.council.models import Decision, Objection, Timing
from tocsin.council.desk.warning_life import Event
from tocsin.council.people.models import User


def life(decision: Decision) -> list[Event]:
    """Everything that happened to a decision so far, oldest first."""
    return sorted(_events(decision), key=lambda event: event.at)


def _events(decision: Decision) -> Iterator[Event]:
    yield Event(decision.made_at, _("Put to the council"), _by(decision.put_by))
    for concern in decision.concerns.all():
        title = _("%(party)s marked as concerned") % {"party": concern.party}
        yield Event(concern.marked_at, title, text=concern.why)
    for voice in decision.voices.all():
        title = f"{voice.party}: {voice.get_choice_display()}"
        yield Event(voice.at, title, _by(voice.by), voice.words)
    for timing in decision.timings.all():
        yield _timed(timing)
    for objection in decision.objections.all():
        yield from _objected(objection)
    if decision.ended_at:
        by, title = _by(decision.ended_by), str(decision.get_stage_display()).capitalize()
        yield Event(decision.ended_at, title, by, decision.ending)


def _timed(timing: Timing) -> Event:
    title, text = str(timing.get_move_display()).capitalize(), timing.reason
    if timing.move == Move.HOLD:
        text = "; ".join(gaps(timing.reason))
    elif timing.after and timing.after != timing.before:
        title = _("%(what)s to %(moment)s") % {"what": title, "moment": told(timing.after)}
    return Event(timing.at, title, _by(timing.by), text)


def _objected(row: Objection) -> Iterator[Event]:
    title = _("%(party)s objected") % {"party": row.party}
    if row.means:
        title = _("%(party)s objected: %(means)s") % {"party": row.party, "means": row.means}
        entered = _("Objection of %(party)s entered") % {"party": row.party}
        yield Event(row.entered_at, entered, _by(row.by), row.proof)
    yield Event(row.at, title, "" if row.means else _by(row.by), row.words)
    if row.withdrawn_at:
        title = _("%(party)s took its objection back; the silence stays broken")
        yield Event(row.withdrawn_at, title % {"party": row.party}, text=row.withdrawal)


def gaps(holding: str) -> list[str]:
    """The outages that hold a result, in words."""
    found = [line.partition("/")[::2] for line in holding.splitlines()]
    moments = [[told(dt.datetime.fromisoformat(end)) for end in pair] for pair in found]
    return [_("outage from %(since)s to %(until)s") % {"since": a, "until": b} for a, b in moments]


def told(at: dt.datetime) -> str:
    """A moment in words, in UTC."""
    return f"{date_format(at.astimezone(dt.UTC), 'j E Y, H:i:s')} UTC"


def _by(user: User | None) -> str:
    return f"{user.name}, {user.party}" if user else ""
