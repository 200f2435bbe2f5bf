"""Seats: who is a member of the organisation on a day, and who speaks for which party."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from tocsin.council.people.actions import require_voice
from tocsin.council.people.models import Party
from tocsin.council.people.party import organisation
from tocsin.council.record import clock
from tocsin.council.record.action import Actor
from tocsin.council.record.marking import ADMINISTRATION
from tocsin.world.errors import AccessError, RequestError


def members(day: dt.date) -> list[Party]:
    """The parties that are members on a day, by name."""
    found = Party.objects.filter(key__in=organisation().members(day))
    return list(found.order_by("name"))


def is_member(party: Party, day: dt.date) -> bool:
    """Whether a party is a member on a day."""
    return party.key in organisation().members(day)


def party_of(key: str) -> Party:
    """A party by its key; raises `RequestError` if there is none that anybody acts for."""
    found = Party.objects.filter(key=key).exclude(key=ADMINISTRATION).first()
    if found is None:
        raise RequestError(_("There is no party “%(key)s”.") % {"key": key[:40]})
    return found  # type: ignore[no-any-return]


def seated(actor: Actor, key: str) -> Party:
    """A member for which the actor speaks today; raises `AccessError` otherwise."""
    party = party_of(key)
    require_voice(actor, party)
    if not is_member(party, clock.today()):
        raise AccessError(
            _("%(party)s is no member today and has no voice in this.") % {"party": party.name}
        )
    return party


def spoken(actor: Actor) -> list[tuple[Any, Any]]:
    """The parties for which an actor speaks today, as a form offers them."""
    today = clock.today()
    held = actor.person.credentials.filter(since__lte=today).select_related("party")
    found = {row.party.key: row.party.name for row in held if row.current(today)}
    return sorted(found.items(), key=lambda one: str(one[1]))


def parties(actor: Actor) -> list[tuple[Any, Any]]:
    """All parties that people act for, as a form offers them."""
    found = Party.objects.exclude(key=ADMINISTRATION).order_by("name")
    return [(party.key, party.name) for party in found]
