"""The list of speakers: parties ask for the floor, who presides gives it to them."""

from __future__ import annotations

import uuid
from typing import Annotated

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council import seat
from tocsin.council.council.attendance import SPEAKING, require_admitted
from tocsin.council.council.session import Session, SessionStage, Speaker
from tocsin.council.council.sessions import PRESIDING, RUNNING, Hidden, Short, staged
from tocsin.council.people.actions import require_voice
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown
from tocsin.world.errors import ConflictError, MissingError

MOST = 1000


class Ask(Given):
    """A party that asks for the floor."""

    session: Hidden
    party: Annotated[str, Shown(label=_l("Party"), choices=seat.spoken)]
    on: Annotated[
        Short,
        Shown(label=_l("On what"), help=_l("Everybody who may see the session reads this.")),
    ] = ""


@action("speaker.ask", _l("Ask for the floor"), *SPEAKING)
def ask(actor: Actor, given: Ask) -> Session:
    """Ask for the floor, for a party that has not asked for it already."""
    session = staged(actor, given.session, *RUNNING)
    party = seat.party_of(given.party)
    require_voice(actor, party)
    require_admitted(session, party)
    listed = session.speakers.filter(withdrawn_at=None, ended_at=None)
    if listed.filter(party=party).exists():
        raise ConflictError(_("%(party)s is on the list already.") % {"party": party.name})
    last = session.speakers.aggregate(last=Max("order"))["last"] or 0
    Speaker(session=session, party=party, on=given.on, order=last + 1).save()
    return session


class OneSpeaker(Given):
    """A speaker on the list."""

    speaker: Hidden


@action("speaker.withdraw", _l("Withdraw from the list"), *SPEAKING)
def withdraw(actor: Actor, given: OneSpeaker) -> Session:
    """Take a party off the list before it was given the floor."""
    row = _waiting(actor, given.speaker, *RUNNING)
    require_voice(actor, row.party)
    row.withdrawn_at = clock.now()
    row.save()
    return row.session


@action("speaker.call", _l("Give the floor"), *PRESIDING)
def call(actor: Actor, given: OneSpeaker) -> Session:
    """Give a party the floor; whoever had it has ended."""
    row, now = _waiting(actor, given.speaker, SessionStage.OPEN), clock.now()
    for other in row.session.speakers.filter(ended_at=None).exclude(called_at=None):
        other.ended_at = now
        other.save()
    row.called_at = now
    row.save()
    return row.session


@action("speaker.end", _l("Take back the floor"), *PRESIDING)
def end(actor: Actor, given: OneSpeaker) -> Session:
    """Enter that a party has ended."""
    row = _part(actor, given.speaker, SessionStage.OPEN)
    if row.called_at is None or row.ended_at:
        raise ConflictError(_("%(party)s does not have the floor.") % {"party": row.party.name})
    row.ended_at = clock.now()
    row.save()
    return row.session


class Reorder(OneSpeaker):
    """A speaker's new place among those who wait."""

    place: Annotated[int, Shown(label=_l("Place among those who wait"))] = Field(ge=1, le=MOST)


@action("speaker.reorder", _l("Change the order"), *PRESIDING)
def reorder(actor: Actor, given: Reorder) -> Session:
    """Move a party to a place among those who wait; a place past the last is the last."""
    row = _waiting(actor, given.speaker, *RUNNING)
    before = list(waiting(row.session))
    after = [other for other in before if other.pk != row.pk]
    after.insert(given.place - 1, row)
    for order, other in zip([other.order for other in before], after, strict=True):
        if other.order != order:
            other.order = order
            other.save()
    return row.session


def waiting(session: Session) -> list[Speaker]:
    """Those who wait for the floor, in order."""
    found = session.speakers.filter(called_at=None, withdrawn_at=None)
    return list(found.select_related("party"))


def _waiting(actor: Actor, id: uuid.UUID, *stages: SessionStage) -> Speaker:
    row = _part(actor, id, *stages)
    if row.called_at or row.withdrawn_at:
        raise ConflictError(_("%(party)s does not wait for the floor.") % {"party": row.party.name})
    return row


def _part(actor: Actor, id: uuid.UUID, *stages: SessionStage) -> Speaker:
    """A speaker in a session that the actor sees, both held, the session first."""
    if (found := Speaker.objects.filter(pk=id).first()) is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    session = staged(actor, found.session_id, *stages)
    row = Speaker.held(id)
    row.session = session
    return row
