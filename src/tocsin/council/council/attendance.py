"""Who is at a session: parties come and leave, as far as the session is marked for them."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import seat
from tocsin.council.council.session import Presence, Session
from tocsin.council.council.sessions import RUNNING, Hidden, staged
from tocsin.council.people.actions import require_voice
from tocsin.council.people.models import Party
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown
from tocsin.council.record.marking import Bar, Marked
from tocsin.council.site.notice import people_of
from tocsin.world.errors import ConflictError, MissingError, RequestError
from tocsin.world.marking import Level

SPEAKING = (Role.DELEGATE, Role.CHAIR, Role.OFFICER)


def _parties(actor: Actor) -> list[tuple[Any, Any]]:
    return seat.parties(actor) if Role.OFFICER in actor.roles else seat.spoken(actor)


class Attend(Given):
    """A party, and the office that is there for it."""

    session: Hidden
    party: Annotated[str, Shown(label=_l("Party"), choices=_parties)]
    office: Annotated[Line, Shown(label=_l("Office present"))]


@action("session.attend", _l("Enter who is present"), *SPEAKING)
def attend(actor: Actor, given: Attend) -> Session:
    """Enter that a party is present: an officer for any, others for whom they speak."""
    session = staged(actor, given.session, *RUNNING)
    party = seat.party_of(given.party)
    _may_enter(actor, party)
    require_admitted(session, party)
    if session.presences.filter(party=party, until=None).exists():
        raise ConflictError(_("%(party)s is present already.") % {"party": party.name})
    Presence(session=session, party=party, office=given.office).save()
    return session


class Leave(Given):
    """A party that leaves."""

    presence: Hidden


@action("session.leave", _l("Enter that it has left"), *SPEAKING)
def leave(actor: Actor, given: Leave) -> Session:
    """Enter that a party has left the session."""
    row = _part(actor, given.presence)
    _may_enter(actor, row.party)
    if row.until:
        raise ConflictError(_("%(party)s has left already.") % {"party": row.party.name})
    row.until = clock.now()
    row.save()
    return row.session


def admits(thing: Marked, party: Party) -> bool:
    """Whether a thing is marked for a party, or for RED for one of its people."""
    if Bar.objects.filter(thing=thing.pk, party=party).exists():
        return False
    if thing.marking.value.level is Level.RED:
        kept = Bar.objects.filter(thing=thing.pk).values("user")
        named = thing.marking.readers.filter(user__in=people_of(party))
        return bool(named.exclude(user__in=kept.exclude(user=None)).exists())
    return thing.marking.value.admits(party.key)


def require_admitted(session: Session, party: Party) -> None:
    """Raise `RequestError` unless a session is marked for a party."""
    if not admits(session, party):
        raise RequestError(
            _("The session is not marked for %(party)s.") % {"party": party.name},
            remedy=_("Only those attend whom its marking admits."),
        )


def _part(actor: Actor, id: uuid.UUID) -> Presence:
    """A presence in a session that the actor sees, both held, the session first."""
    if (found := Presence.objects.filter(pk=id).first()) is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    session = staged(actor, found.session_id, *RUNNING)
    row = Presence.held(id)
    row.session = session
    return row


def _may_enter(actor: Actor, party: Party) -> None:
    if Role.OFFICER not in actor.roles:
        require_voice(actor, party)
