"""How offers are listed and shown: clause by clause, beside the members' own measure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import seat
from tocsin.council.council.decision import FINAL
from tocsin.council.council.hearing import heard
from tocsin.council.council.linked import Link, link, visible
from tocsin.council.council.models import Decision, Item, Offer, Position, String
from tocsin.council.council.offer import OfferStage
from tocsin.council.council.offer_schemas import OfferLine, OfferOut, difference
from tocsin.council.council.quotation import Quotation, unused
from tocsin.council.council.taxonomy import StringKind, string_kind, string_kinds
from tocsin.council.desk.statement import Deed
from tocsin.council.people.models import Party
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, actions
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import RequestError


@dataclass(frozen=True)
class Clause:
    """A string of an offer with its kind, and who has said what of it."""

    string: String
    kind: StringKind
    views: list[Position]
    silent: list[Party]


def clauses(offer: Offer, actor: Actor) -> list[Clause]:
    """An offer's strings, each with the newest position of every member that an actor may see."""
    members = seat.members(clock.today())
    found = Position.objects.visible(actor.person).filter(string__offer=offer)
    newest = {
        (row.string_id, row.party_id): row
        for row in found.select_related("party").order_by("made_at", "pk")
    }
    return [_clause(string, members, newest) for string in offer.strings.all()]


def _clause(string: String, members: list[Party], newest: dict[Any, Position]) -> Clause:
    said = [newest.get((string.pk, party.pk)) for party in members]
    return Clause(
        string,
        string_kind(string.kind),
        [position for position in said if position],
        [party for party, position in zip(members, said, strict=True) if position is None],
    )


def ready(offer: Offer, actor: Actor) -> set[str]:
    """The actions that make sense now."""
    if offer.stage != OfferStage.OPEN:
        return set()
    return {"offer.decide"} | ({"string.add", "offer.weigh"} if heard(actor) else set())


def context(offer: Offer, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the offer itself."""
    person, take = actor.person, actions.get("position.take")
    items = list(Item.objects.visible(person).filter(offer=offer).order_by("-made_at", "pk"))
    report = offer.statement.report if offer.statement else None
    return {
        "clauses": clauses(offer, actor),
        "difference": _size(difference(offer)),
        "over": offer.until is not None and offer.until < clock.today(),
        "items": [link(item) for item in items],
        "decision": visible(offer.decision, person),
        "report": visible(report, person),
        "closable": _closable(offer, actor, items),
        "take": take if take and take.allows(actor) and offer.stage == OfferStage.OPEN else None,
    }


def _size(by: Decimal | None) -> tuple[str, Decimal] | None:
    """Which costs more, and by how much."""
    if by is None:
        return None
    return ("more" if by > 0 else "less" if by < 0 else "same"), abs(by)


def _closable(offer: Offer, actor: Actor, items: list[Item]) -> list[Link]:
    """Final decisions under items about an offer, by which an actor can close it."""
    if offer.stage != OfferStage.OPEN or not actions["offer.decide"].allows(actor):
        return []
    found = Decision.objects.visible(actor.person).filter(item__in=items, stage__in=list(FINAL))
    return [link(row) for row in found.order_by("-made_at", "pk")]


def overview(actor: Actor) -> dict[str, Any]:
    """What the list shows beyond its page: its filters, and offers read but not entered."""
    choices = [
        ("stage", _("OfferStage"), OfferStage.choices),
        ("kind", _("With strings of the kind"), [(k.key, k.name) for k in string_kinds().values()]),
        ("to", _("To whom"), seat.parties(actor)),
    ]
    return {"choices": choices, "candidates": candidates(actor)}


def candidates(actor: Actor) -> list[tuple[Quotation, str]]:
    """Offers in confirmed statements that none was entered from, each with its form filled in."""
    if not (actions["offer.enter"].allows(actor) and heard(actor)):
        return []
    entered = Offer.objects.visible(actor.person).filter(statement__isnull=False)
    found = unused(actor, [Deed.OFFER], entered.values("statement"))
    return [(one, _filled(one)) for one in found]


def _filled(one: Quotation) -> str:
    said = {
        "statement": str(one.statement.pk),
        "title": (one.act.object or one.statement.topic)[:200],
        "giver": (one.act.giver or one.statement.speaker)[:200],
        "what": one.words[:1000],
        "received_on": one.report.dated.isoformat(),
        "marking": str(one.report.marking),
    }
    return urlencode({name: value for name, value in said.items() if value})


def _by_stage(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value not in OfferStage.values:
        raise RequestError(
            _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(OfferStage.values)},
        )
    return found.filter(stage=value)


def _by_kind(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    string_kind(value)
    return found.filter(Exists(String.objects.filter(offer=OuterRef("pk"), kind=value)))


register(
    Kind(
        name="offers",
        label=_l("Offers"),
        model=Offer,
        line=OfferLine,
        shown=OfferOut,
        subject="offer",
        search=("title", "giver", "what"),
        filters={
            "stage": _by_stage,
            "kind": _by_kind,
            "to": lambda found, value: found.filter(receiver__key=value),
        },
        makes=("offer.enter",),
        acts=("offer.weigh", "string.add", "offer.decide"),
        ready=ready,
        context=context,
        overview=overview,
        related=(
            "marking",
            "originator",
            "receiver",
            "entered_by__party",
            "statement__report",
            "decision",
        ),
        prefetch=("strings",),
    )
)
