"""What the council adds to the pages of items, sessions and texts: texts, positions, decisions."""

from __future__ import annotations

from typing import Any

from tocsin.council.council import seat, section
from tocsin.council.council.item import Item, ItemStage
from tocsin.council.council.models import Decision, Minutes, Position, Text
from tocsin.council.council.session import Session, SessionStage
from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, actions


def matter(item: Item, actor: Actor) -> dict[str, Any]:
    """The texts and decisions under an item, where the members stand, and what can be done."""
    person, running = actor.person, item.stage == ItemStage.OPEN
    speaks = bool(seat.spoken(actor))
    names = ["text.draft", "decision.put", *(["position.take"] if speaks else [])]
    return {
        "acts": [actions[n] for n in names if running and actions[n].allows(actor)],
        "texts": _newest(Text.objects.visible(person).filter(item=item)),
        "decisions": _newest(Decision.objects.visible(person).filter(item=item)),
        "stands": _stands(item, person),
    }


def _newest(found: Any) -> Any:
    return found.select_related("marking").order_by("-made_at", "pk")


def _stands(item: Item, reader: User) -> list[tuple[Any, Position | None]]:
    """Each member's newest position on the whole that a reader may see; None: it is unknown."""
    whole = {"text": None, "paragraph": None, "amendment": None, "string": None}
    said = Position.objects.visible(reader).filter(item=item, **whole).order_by("made_at", "pk")
    newest = {row.party_id: row for row in said}
    return [(party, newest.get(party.pk)) for party in seat.members(clock.today())]


def held(session: Session, actor: Actor) -> dict[str, Any]:
    """The decisions put in a session, and its minutes."""
    person, draw = actor.person, actions["minutes.draw"]
    drawable = session.stage in {SessionStage.OPEN, SessionStage.CLOSED}
    return {
        "decisions": _newest(Decision.objects.visible(person).filter(session=session)),
        "minutes": _newest(Minutes.objects.visible(person).filter(session=session)),
        "acts": [draw] if drawable and draw.allows(actor) else [],
    }


section.add(Item, section.Section("council/item_matter.html", matter))
section.add(Session, section.Section("council/session_held.html", held))
