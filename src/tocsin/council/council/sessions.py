"""What is done with sessions: called, moved, opened, closed, cancelled."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import AfterValidator, StringConstraints

from tocsin.council.council.session import Format, Session, SessionStage
from tocsin.council.council.walltime import zone_of
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown, Text
from tocsin.council.record.marking import Marked, readers
from tocsin.council.site.notice import Code, notify
from tocsin.world.errors import ConflictError, RequestError

PRESIDING = (Role.OFFICER, Role.CHAIR)
"""Who opens and closes a session, and leads through it."""

RUNNING = (SessionStage.PLANNED, SessionStage.OPEN)
REACH = dt.timedelta(days=3653)
"""How far from today a session lies, at most."""


def zoned(at: dt.datetime) -> dt.datetime:
    """A moment, if it is one: a time without a zone could be any."""
    if at.tzinfo is None:
        raise ValueError("A time needs its zone, such as 2013-09-23T10:00:00Z.")
    return at


Moment = Annotated[dt.datetime, AfterValidator(zoned)]
Short = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""A line of text, or none."""
Reason = Annotated[Line, Shown(label=_l("Reason"))]
Hidden = Annotated[uuid.UUID, Shown(hidden=True)]
AS_HERE = _l("In the time zone of these pages, whichever is the zone of the session.")


class Call(Given):
    """A session: what it is called, who meets, when and where, and who may know of it."""

    title: Annotated[Line, Shown(label=_l("Title"))]
    format: Annotated[Format, Shown(label=_l("Format"))]
    begins: Annotated[Moment, Shown(label=_l("Begins"), help=AS_HERE)]
    ends: Annotated[Moment, Shown(label=_l("Ends"), help=AS_HERE)]
    zone: Annotated[
        Short,
        Shown(label=_l("Time zone of the place"), help=_l("Such as Europe/Moscow.")),
    ] = "UTC"
    venue: Annotated[Short, Shown(label=_l("Place"))] = ""
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]


@action("session.call", _l("Call a session"), Role.OFFICER)
def call(actor: Actor, given: Call) -> Session:
    """Call a session, and tell all who may see it."""
    person = actor.person
    _in_order(given.begins, given.ends)
    session = Session(
        marking=marking.marking(given.marking, maker=person),
        originator=person.party,
        called_by=person,
        title=given.title,
        format=given.format,
        begins_at=given.begins,
        ends_at=given.ends,
        zone=zone_of(given.zone).key,
        venue=given.venue,
    )
    session.save()
    notify(session, Code.CALLED, seeing(session), but=person)
    return session


class Move(Given):
    """Other times, or another place, and why."""

    session: Hidden
    begins: Annotated[Moment, Shown(label=_l("Begins"), help=AS_HERE)]
    ends: Annotated[Moment, Shown(label=_l("Ends"), help=AS_HERE)]
    venue: Annotated[Short, Shown(label=_l("Place"), help=_l("Empty: as before."))] = ""
    reason: Reason


@action("session.move", _l("Move the session"), Role.OFFICER)
def move(actor: Actor, given: Move) -> Session:
    """Move a session that was not opened yet, and tell all who may see it."""
    session = staged(actor, given.session, SessionStage.PLANNED)
    _in_order(given.begins, given.ends)
    session.begins_at, session.ends_at = given.begins, given.ends
    session.venue = given.venue or session.venue
    session.save()
    notify(session, Code.CALLED, seeing(session), but=actor.user)
    return session


class Open(Given):
    """A session that begins."""

    session: Hidden


@action("session.open", _l("Open the session"), *PRESIDING)
def open_(actor: Actor, given: Open) -> Session:
    """Open a session."""
    session = staged(actor, given.session, SessionStage.PLANNED)
    session.stage, session.opened_at = SessionStage.OPEN, clock.now()
    session.save()
    return session


class Close(Given):
    """The end of a session."""

    session: Hidden
    closing: Annotated[Text, Shown(label=_l("Closing words"), rows=4)]


@action("session.close", _l("Close the session"), *PRESIDING)
def close(actor: Actor, given: Close) -> Session:
    """Close a session for good; nobody has the floor any more."""
    session = staged(actor, given.session, SessionStage.OPEN)
    session.stage, session.closed_at = SessionStage.CLOSED, clock.now()
    session.closing = given.closing
    session.save()
    for speaker in session.speakers.filter(ended_at=None).exclude(called_at=None):
        speaker.ended_at = session.closed_at
        speaker.save()
    return session


class Cancel(Given):
    """Why a session does not take place."""

    session: Hidden
    reason: Annotated[Text, Shown(label=_l("Reason"), rows=3)]


@action("session.cancel", _l("Cancel the session"), Role.OFFICER)
def cancel(actor: Actor, given: Cancel) -> Session:
    """Cancel a session that was not opened yet, and tell all who may see it."""
    session = staged(actor, given.session, SessionStage.PLANNED)
    session.stage, session.closed_at = SessionStage.CANCELLED, clock.now()
    session.closing = given.reason
    session.save()
    notify(session, Code.CANCELLED, seeing(session), but=actor.user)
    return session


def held(actor: Actor, id: uuid.UUID) -> Session:
    """A session that the actor sees, held."""
    Session.objects.seen(actor.person, id)
    return Session.held(id)


def staged(actor: Actor, id: uuid.UUID, *stages: SessionStage) -> Session:
    """A session that the actor sees, held; raises `ConflictError` unless it stands there."""
    session = held(actor, id)
    if session.stage not in stages:
        raise ConflictError(_over(SessionStage(session.stage)))
    return session


def _over(stage: SessionStage) -> str:
    return {
        SessionStage.PLANNED: _("The session was not opened yet."),
        SessionStage.OPEN: _("The session is open already."),
        SessionStage.CLOSED: _("The session was closed, and stays so."),
        SessionStage.CANCELLED: _("The session was cancelled."),
    }[stage]


def seeing(thing: Marked) -> list[User]:
    """The people who may see a thing; those who run the system are not told of it."""
    return [user for user, answer in readers(thing) if answer.allowed]


def _in_order(begins: dt.datetime, ends: dt.datetime) -> None:
    now = clock.now()
    if not now - REACH < begins < now + REACH or not begins < ends < now + REACH:
        raise RequestError(
            _("A session ends after it begins, and within ten years of today."),
            remedy=_("Check both times."),
        )
