"""What is done with agendas: items are proposed for a session, agreed under a number, struck."""

from __future__ import annotations

import uuid
from typing import Annotated

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council.attendance import SPEAKING
from tocsin.council.council.item import Item, Listing
from tocsin.council.council.items import open_item, open_sessions, require_hand
from tocsin.council.council.session import Session
from tocsin.council.council.sessions import PRESIDING, RUNNING, Hidden, Reason, staged
from tocsin.council.desk.models import Warning
from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.marking import admissible
from tocsin.council.site.notice import Code, notify, people_of
from tocsin.world.errors import ConflictError, MissingError

MOST = 999


class List(Given):
    """An item, and the session that is to deal with it."""

    item: Hidden
    session: Annotated[uuid.UUID, Shown(label=_l("Session"), choices=open_sessions)]


@action("item.list", _l("Propose for a session"), *SPEAKING)
def list_(actor: Actor, given: List) -> Item:
    """Propose an item for the agenda of a session: an officer, or the party that proposed it."""
    Item.objects.seen(actor.person, given.item)
    session = staged(actor, given.session, *RUNNING)
    item = open_item(actor, given.item)
    require_hand(actor, item)
    row = Listing.objects.filter(session=session, item=item).first()
    if row and row.struck_at is None:
        raise ConflictError(_("It is proposed for this session or on its agenda already."))
    row = row or Listing(session=session, item=item)
    row.number, row.made_at, row.made_by = 0, clock.now(), actor.person
    row.agreed_at, row.struck_at, row.striking = None, None, ""
    row.save()
    return item


class Agree(Given):
    """A proposed item, and its number on the agenda."""

    listing: Hidden
    number: Annotated[
        int | None,
        Shown(
            label=_l("Number"),
            help=_l("Empty: the next one. Whatever has this number moves down."),
        ),
    ] = Field(default=None, ge=1, le=MOST)


@action("item.agree", _l("Put on the agenda"), *PRESIDING)
def agree(actor: Actor, given: Agree) -> Item:
    """Put a proposed item on the agenda; a warning that it came from is on one now.

    Of the record of an item only its own readers see anything, and so the item is what was done.
    """
    row = _part(actor, given.listing)
    if row.agreed_at:
        raise ConflictError(_("It is on the agenda already."))
    row.agreed_at = clock.now()
    _put(row, given.number or _next(row.session))
    if row.item.warning_id:
        _table(row)
    present = [user for user in people_of(row.item.originator) if _sees(row.session, user)]
    notify(row.item, Code.AGENDA, present, but=actor.user)
    return row.item


class Renumber(Given):
    """An item's new number on the agenda."""

    listing: Hidden
    number: Annotated[
        int, Shown(label=_l("Number"), help=_l("Whatever has this number moves down."))
    ] = Field(ge=1, le=MOST)


@action("item.reorder", _l("Change its number"), *PRESIDING)
def reorder(actor: Actor, given: Renumber) -> Item:
    """Give an item on the agenda another number."""
    row = _part(actor, given.listing)
    if row.agreed_at is None:
        raise ConflictError(_("It is not on the agenda yet."))
    _put(row, given.number)
    return row.item


class Strike(Given):
    """Why an item is taken off the agenda, or off what is proposed for it."""

    listing: Hidden
    reason: Reason


@action("item.strike", _l("Strike"), *PRESIDING)
def strike(actor: Actor, given: Strike) -> Item:
    """Take an item off an agenda; its number stays free, and so a gap tells nothing."""
    row = _part(actor, given.listing)
    row.struck_at, row.striking = clock.now(), given.reason
    row.save()
    return row.item


def _part(actor: Actor, id: uuid.UUID) -> Listing:
    """A listing whose session and item the actor sees, all held, the session first."""
    found = Listing.objects.filter(pk=id).first()
    if found is None or not Item.objects.visible(actor.person).filter(pk=found.item_id).exists():
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    session = staged(actor, found.session_id, *RUNNING)
    item = open_item(actor, found.item_id)
    row = Listing.held(id)
    if row.struck_at:
        raise ConflictError(_("It was struck from the agenda."))
    row.session, row.item = session, item
    return row


def _next(session: Session) -> int:
    """The number after all that were ever agreed, also those that were struck."""
    last = session.listings.exclude(agreed_at=None).aggregate(last=Max("number"))["last"]
    return min((last or 0) + 1, MOST)


def _put(row: Listing, number: int) -> None:
    """Give a listing a number; what has it moves down, up to the first gap."""
    agreed = row.session.listings.filter(struck_at=None).exclude(agreed_at=None)
    wanted = number
    for other in agreed.exclude(pk=row.pk).order_by("number", "made_at"):
        if other.number == wanted:
            wanted += 1
            other.number = wanted
            other.save()
    row.number = number
    row.save()


def _table(row: Listing) -> None:
    """Enter in the warning of an item that it is on an agenda.

    Of a session that not all its readers may see it says neither the title nor the day.
    """
    warning = Warning.held(row.item.warning_id)
    if warning.tabled_at:
        return
    warning.tabled_at = clock.now()
    if admissible([row.session], warning.marking)[0]:
        words = {"session": row.session.title, "number": row.number}
        warning.tabled_on = row.session.begins_at.date()
        warning.tabling = _("%(session)s, item %(number)s") % words
    else:
        warning.tabled_on = clock.today()
        warning.tabling = _("A session that not all readers of this warning may see")
    warning.save()


def _sees(session: Session, user: User) -> bool:
    return bool(Session.objects.visible(user).filter(pk=session.pk).exists())
