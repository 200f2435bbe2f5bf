"""What is done with items: proposed, dropped, and given papers."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council.attendance import SPEAKING
from tocsin.council.council.item import Item, ItemStage, Listing, Paper
from tocsin.council.council.offer import Offer
from tocsin.council.council.session import Session
from tocsin.council.council.sessions import RUNNING, Hidden, Short, staged
from tocsin.council.desk.models import Report, Warning
from tocsin.council.people.actions import require_voice
from tocsin.council.people.models import Party
from tocsin.council.people.party import SECRETARIAT
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown, Text
from tocsin.council.record.marking import Marked, require_within
from tocsin.council.site.notice import Code, holders, notify
from tocsin.world.errors import AccessError, ConflictError, RequestError

OFFERED = 200
"""How many of the newest reports a form offers."""


class Propose(Given):
    """A matter for the council; out of a warning or an offer it may go by its title.

    With a `session` it is proposed for the agenda of that session at once.
    """

    title: Annotated[
        Short,
        Shown(label=_l("Title"), help=_l("Empty: as the warning or offer is called.")),
    ] = ""
    words: Annotated[str, Shown(label=_l("What it is about"), rows=6)] = Field(
        default="", max_length=20_000, pattern=r"^[^\x00]*$"
    )
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]
    warning: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    offer: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    session: Annotated[uuid.UUID | None, Shown(hidden=True)] = None


@action("item.propose", _l("Propose an item"), *SPEAKING)
def propose(actor: Actor, given: Propose) -> Item:
    """Propose an item: a party by its voice, or an officer for the secretariat."""
    person = actor.person
    sources = _sources(actor, given)
    session = staged(actor, given.session, *RUNNING) if given.session else None
    require_party(actor, person.party)
    title = given.title or next((str(one) for one in sources.values()), "")
    if not title:
        raise RequestError(_("An item needs a title."))
    item = Item(
        marking=marking.marking(given.marking, maker=person),
        originator=person.party,
        proposed_by=person,
        title=title,
        words=given.words,
        **sources,
    )
    require_within(item.marking, sources.values())
    item.save()
    if session:
        Listing(session=session, item=item, number=0, made_by=person).save()
    notify(item, Code.PROPOSED, holders(Role.OFFICER, Role.CHAIR), but=person)
    return item


def _sources(actor: Actor, given: Propose) -> dict[str, Marked]:
    """What the item comes from, as far as the actor sees it."""
    asked: list[tuple[str, Any, Any]] = [
        ("warning", Warning, given.warning),
        ("offer", Offer, given.offer),
    ]
    return {name: model.objects.seen(actor.person, id) for name, model, id in asked if id}


class Drop(Given):
    """Why an item is not pursued any further."""

    item: Hidden
    reason: Annotated[Text, Shown(label=_l("Reason"), rows=3)]


@action("item.drop", _l("Drop the item"), *SPEAKING)
def drop(actor: Actor, given: Drop) -> Item:
    """Drop an item for good: an officer, or the party that proposed it."""
    item = open_item(actor, given.item)
    require_hand(actor, item)
    item.stage, item.ended_at, item.ending = ItemStage.DROPPED, clock.now(), given.reason
    item.save()
    return item


def _reports(actor: Actor) -> list[tuple[Any, Any]]:
    found = Report.objects.visible(actor.person).filter(withdrawn_at=None)
    return [(report.pk, report.title) for report in found.order_by("-made_at", "pk")[:OFFERED]]


class Lay(Given):
    """A report that is laid before the council under an item."""

    item: Hidden
    report: Annotated[uuid.UUID, Shown(label=_l("Report"), choices=_reports)]


@action("paper.lay", _l("Lay a paper"), *SPEAKING)
def lay(actor: Actor, given: Lay) -> Item:
    """Lay a report that the actor sees under an item; who may see the report stays as it is."""
    item = open_item(actor, given.item)
    report = Report.objects.seen(actor.person, given.report)
    require_party(actor, actor.person.party)
    if report.withdrawn_at:
        raise ConflictError(_("This report was withdrawn."))
    if item.papers.filter(report=report).exists():
        raise ConflictError(_("This report is laid under the item already."))
    Paper(item=item, report=report, party=actor.person.party).save()
    return item


def open_item(actor: Actor, id: uuid.UUID) -> Item:
    """An item that the actor sees, held; raises `ConflictError` if it was decided or dropped."""
    Item.objects.seen(actor.person, id)
    item = Item.held(id)
    if item.stage != ItemStage.OPEN:
        raise ConflictError(_("The item was decided or dropped already."))
    return item


def require_party(actor: Actor, party: Party) -> None:
    """A delegation acts by its credentials; officers of the secretariat need none."""
    if not (party.key == SECRETARIAT and Role.OFFICER in actor.roles):
        require_voice(actor, party)


def require_hand(actor: Actor, item: Item) -> None:
    """Raise `AccessError` unless an actor is an officer, or speaks for the item's proposer."""
    if Role.OFFICER not in actor.roles and not has_hand(actor, item):
        raise AccessError(_("Only an officer or the party that proposed the item can do this."))


def has_hand(actor: Actor, item: Item) -> bool:
    """Whether an actor speaks today for the party that proposed an item."""
    own = item.originator_id == actor.person.party_id
    return own and actor.person.speaks_for(item.originator, clock.today())


def open_sessions(actor: Actor) -> list[tuple[Any, Any]]:
    """The sessions that are planned or open and that an actor sees, as a form offers them."""
    found = Session.objects.visible(actor.person).filter(stage__in=RUNNING)
    return [(one.pk, f"{one}, {one.begins_at:%Y-%m-%d}") for one in found.order_by("begins_at")]
