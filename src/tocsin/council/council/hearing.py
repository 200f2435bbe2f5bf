"""Hearing: who is heard on the council's papers, the secretariat's officers and the members."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.council.council import seat
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor
from tocsin.world.errors import AccessError

HEARD = (Role.OFFICER, Role.DELEGATE, Role.CHAIR)
"""The roles of those who may be heard."""


def heard(actor: Actor) -> bool:
    """Whether an actor is an officer, or speaks for a member today."""
    if Role.OFFICER in actor.roles:
        return True
    members = organisation().members(clock.today())
    return any(key in members for key, _name in seat.spoken(actor))


def require_hearing(actor: Actor) -> None:
    """Raise `AccessError` unless an actor is an officer or speaks for a member today."""
    if not heard(actor):
        raise AccessError(
            _("This is for the secretariat’s officers and those who speak for a member."),
            remedy=_("The secretariat enters credentials."),
        )
