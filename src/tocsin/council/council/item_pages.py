"""How items are listed and shown."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import section
from tocsin.council.council.item import Item, ItemStage, Listing
from tocsin.council.council.item_schemas import ItemLine, ItemOut
from tocsin.council.council.items import has_hand
from tocsin.council.council.offer import Offer
from tocsin.council.council.recurrence import Recurrence, recurrence
from tocsin.council.council.undertaking import Undertaking
from tocsin.council.desk.models import Report, Warning
from tocsin.council.people.models import Party, User
from tocsin.council.people.role import Role
from tocsin.council.record.action import Actor
from tocsin.council.record.marking import ADMINISTRATION, through
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import RequestError


def _by_stage(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value not in ItemStage.values:
        raise RequestError(
            _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(ItemStage.values)},
        )
    return found.filter(stage=value)


def _by_party(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(originator__key=value)


def ready(item: Item, actor: Actor) -> set[str]:
    """The actions that make sense now, for one who has a part in them."""
    if item.stage != ItemStage.OPEN:
        return set()
    if Role.OFFICER in actor.roles or has_hand(actor, item):
        return {"item.list", "paper.lay", "item.drop"}
    return {"paper.lay"}


def context(item: Item, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the item itself: only what its reader may see."""
    person = actor.person
    listings = _listings(item, person)
    laid = list(item.papers.select_related("party"))
    reports = Report.objects.visible(person).in_bulk([paper.report_id for paper in laid])
    papers = [(paper, reports[paper.report_id]) for paper in laid if paper.report_id in reports]
    return {
        "listings": listings,
        "recurrence": _recurrence(listings),
        "papers": papers,
        "hidden": len(laid) - len(papers),
        "sources": _sources(item, person),
        "sections": section.of(item, actor),
    }


def _listings(item: Item, reader: User) -> list[Listing]:
    """The sessions that it was before or is proposed for, as far as the reader sees them."""
    found = item.listings.filter(through("session", reader))
    return list(found.select_related("session").order_by("session__begins_at", "pk"))


def _recurrence(listings: list[Listing]) -> Recurrence:
    """How often it was on the agenda of a session that took place."""
    stood = [row.session for row in listings if row.agreed_at and not row.struck_at]
    return recurrence(session.opened_at.date() for session in stood if session.opened_at)


def _sources(item: Item, reader: User) -> list[tuple[Any, str, Any]]:
    """What it came from: a word for it, its kind's name, and the thing."""
    asked: list[tuple[Any, str, Any, Any]] = [
        (_("Warning"), "warnings", Warning, item.warning_id),
        (_("Undertaking"), "undertakings", Undertaking, item.undertaking_id),
        (_("Offer"), "offers", Offer, item.offer_id),
    ]
    found = []
    for label, kind, model, id in asked:
        if id and (thing := model.objects.visible(reader).filter(pk=id).first()):
            found.append((label, kind, thing))
    return found


def overview(actor: Actor) -> dict[str, Any]:
    """What the list shows beyond its page: the filters' choices."""
    parties = Party.objects.exclude(key=ADMINISTRATION).order_by("name")
    choices = [
        ("stage", _("Stage"), ItemStage.choices),
        ("by", _("Proposed by"), [(party.key, party.name) for party in parties]),
    ]
    return {"choices": choices}


register(
    Kind(
        name="items",
        label=_l("Items"),
        model=Item,
        line=ItemLine,
        shown=ItemOut,
        subject="item",
        search=("title", "words"),
        filters={"stage": _by_stage, "by": _by_party},
        makes=("item.propose",),
        acts=("item.list", "paper.lay", "item.drop"),
        ready=ready,
        context=context,
        overview=overview,
        related=("marking", "originator", "proposed_by__party"),
    )
)
