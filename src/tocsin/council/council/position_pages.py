"""How positions are listed and shown."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import positions, seat
from tocsin.council.council.models import Amendment, Item, Offer, Placing, Position, Text
from tocsin.council.council.position import Stand
from tocsin.council.council.position_schemas import PositionLine, PositionOut
from tocsin.council.people.models import Party
from tocsin.council.record.action import Actor
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import RequestError


def _by_stand(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value not in Stand.values:
        raise RequestError(
            _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(Stand.values)},
        )
    return found.filter(stand=value)


def _by_party(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(party=Party.objects.filter(key=value).first())


def context(row: Position, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the position: what it is about, as far as its reader sees that."""
    reader = actor.person
    text = Text.objects.visible(reader).filter(pk=row.text_id).first()
    offer_id = row.string.offer_id if row.string else None
    return {
        "on": positions.target(row)[0],
        "item": Item.objects.visible(reader).filter(pk=row.item_id).first(),
        "text": text,
        "offer": Offer.objects.visible(reader).filter(pk=offer_id).first(),
        "placing": _placing(row) if text else None,
        "unless": list(Amendment.objects.filter(pk__in=row.unless)) if text else [],
        "newest": _newest(row, actor),
    }


def _placing(row: Position) -> Placing | None:
    """The last version in which the paragraph stood as it was."""
    placed = Placing.objects.filter(paragraph=row.paragraph_id).select_related("within")
    return placed.order_by("-within__number").first()


def _newest(row: Position, actor: Actor) -> Position | None:
    """The position that has replaced it for its reader, or None."""
    name, id = positions.target(row)
    narrower = {"text": {"paragraph": None, "amendment": None}, "item": {"text": None}}
    about = {name: id, "party": row.party, **narrower.get(name, {})}
    known = positions.current(actor.person, **about)
    found = known.get((row.party.key, (name, id)))
    return found if found and found.pk != row.pk else None


def overview(actor: Actor) -> dict[str, Any]:
    """What the list shows beyond its page: the filters' choices."""
    return {
        "choices": [
            ("party", _("Party"), seat.parties(actor)),
            ("stand", _("Stand"), Stand.choices),
        ]
    }


register(
    Kind(
        name="positions",
        label=_l("Positions"),
        model=Position,
        line=PositionLine,
        shown=PositionOut,
        subject="position",
        search=("words", "condition", "red_line"),
        filters={"party": _by_party, "stand": _by_stand},
        context=context,
        overview=overview,
        related=("marking", "originator", "party", "given_by__party", "string"),
    )
)
