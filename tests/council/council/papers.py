"""Rows of the council at work, as its actions leave them, for tests of what is made from them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tocsin.council.council import session
from tocsin.council.council.models import (
    Decision,
    Item,
    Listing,
    Position,
    Presence,
    Session,
    Speaker,
)
from tocsin.council.people.models import Party
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Action, Actor, Via
from tocsin.council.record.given import Given
from tocsin.council.record.recorded import Recorded

SYSTEM = Actor(None, Via.WORKER)
FOR_MEMBERS = "AMBER:secretariat,RUS,ARM,BLR,TJK"
BEGINS = dt.datetime(2013, 9, 23, 6, tzinfo=dt.UTC)


def kept(*rows: Recorded) -> Any:
    """Save some rows within one action of the system's; the first of them."""

    def effect(actor: Actor, given: Given) -> Recorded:
        for row in rows:
            row.save()
        return rows[0]

    Action("test.keep", "Keep", frozenset(), effect)(SYSTEM, Given())
    return rows[0]


def marked(text: str) -> marking.Marking:
    """A marking, made within an action if it is new."""
    found: list[marking.Marking] = []

    def effect(actor: Actor, given: Given) -> Recorded:
        found.append(marking.marking(text))
        return found[0]

    Action("test.mark", "Mark", frozenset(), effect)(SYSTEM, Given())
    return found[0]


def a_session(house: Any, text: str = FOR_MEMBERS, **more: Any) -> Session:
    """A session in Sochi that is closed."""
    usual: dict[str, Any] = {
        "title": "Council in Sochi",
        "format": session.Format.PLENARY,
        "begins_at": BEGINS,
        "ends_at": BEGINS + dt.timedelta(hours=4),
        "zone": "Europe/Moscow",
        "venue": "Sochi",
        "stage": session.SessionStage.CLOSED,
        "opened_at": BEGINS + dt.timedelta(minutes=10),
        "closed_at": BEGINS + dt.timedelta(hours=3),
        "closing": "The chair thanked the members.",
        "marking": marked(text),
        "originator": house.party("secretariat"),
    }
    found: Session = kept(Session(**{**usual, **more}))
    return found


def an_item(house: Any, title: str, text: str = FOR_MEMBERS, **more: Any) -> Item:
    """A matter before the council."""
    secretariat = house.party("secretariat")
    item = Item(title=title, marking=marked(text), originator=secretariat, **more)
    found: Item = kept(item)
    return found


def listed(session: Session, item: Item, number: int) -> Listing:
    """An item on the agenda that was agreed."""
    found: Listing = kept(
        Listing(session=session, item=item, number=number, agreed_at=session.begins_at)
    )
    return found


def a_decision(item: Item, title: str, **more: Any) -> Decision:
    """A decision under an item, adopted unless told otherwise."""
    usual: dict[str, Any] = {
        "item": item,
        "title": title,
        "words": f"{title}: so decided.",
        "method": "session",
        "rule": "consensus",
        "stage": "adopted",
        "ended_at": BEGINS + dt.timedelta(hours=2),
        "marking": item.marking,
        "originator": item.originator,
    }
    found: Decision = kept(Decision(**{**usual, **more}))
    return found


def present(session: Session, party: Party, office: str, **more: Any) -> Presence:
    """A party that was there from the beginning."""
    usual = {"since": session.opened_at, **more}
    found: Presence = kept(Presence(session=session, party=party, office=office, **usual))
    return found


def spoke(session: Session, party: Party, on: str, order: int = 1, **more: Any) -> Speaker:
    """A party that took the floor."""
    at = BEGINS + dt.timedelta(minutes=30 * order)
    usual = {"called_at": at, "ended_at": at + dt.timedelta(minutes=5), **more}
    found: Speaker = kept(
        Speaker(session=session, party=party, on=on, order=order, asked_at=BEGINS, **usual)
    )
    return found


def a_position(house: Any, who: str, party: str, bears: str, **more: Any) -> Position:
    """Where a party stands, for those whom a marking admits."""
    usual: dict[str, Any] = {"stand": "support", "made_at": clock.now(), **more}
    found: Position = kept(
        Position(
            party=house.party(party),
            given_by=house.people[who],
            marking=marked(bears),
            originator=house.party(party),
            **usual,
        )
    )
    return found
