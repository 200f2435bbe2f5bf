"""Sessions, items and briefs for the house that is full of things."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from tocsin.council.council import attendance, items, listings, openings, sessions, speakers
from tocsin.council.council.models import Item, Listing, Opening, Session
from tocsin.council.council.session import Format
from tocsin.council.desk.models import Report, Warning
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, Via
from tocsin.council.record.marking import Marked

if TYPE_CHECKING:
    from tests.council.population import Audience

SYSTEM = Actor(None, Via.WORKER)
DAY = dt.timedelta(days=1)
VOICES = {"armenia": "ARM", "belarus": "BLR", "tajikistan": "TJK"}


def _sessions(house: Any, audience: Audience) -> list[Marked]:
    """An open session and a cancelled one, with the item and the briefs that later makers give."""
    _item(house, audience)
    if "officer" not in audience.holds:
        return []
    officer, word = house.actor("officer"), audience.word
    called = [sessions.call(officer, _call(audience, n)) for n in (3, 4)]
    session, other = called
    moved = {"begins": clock.now() + 5 * DAY, "ends": clock.now() + 6 * DAY}
    sessions.move(officer, sessions.Move(session=session.pk, venue=word, reason=word, **moved))
    sessions.cancel(officer, sessions.Cancel(session=other.pk, reason=word))
    sessions.open_(officer, sessions.Open(session=session.pk))
    _attended(house, audience, session)
    _listed(house, session)
    _ordered(house, audience, session)
    return called


def _call(audience: Audience, days: int) -> sessions.Call:
    return sessions.Call(
        title=audience.word,
        format=Format.RESTRICTED,
        begins=clock.now() + days * DAY,
        ends=clock.now() + (days + 1) * DAY,
        venue=audience.word,
        marking=audience.marking,
    )


def _attended(house: Any, audience: Audience, session: Session) -> None:
    officer, word = house.actor("officer"), audience.word
    for name in sorted(set(VOICES) & audience.holds):
        party = VOICES[name]
        attend = attendance.Attend(session=session.pk, party=party, office=word)
        attendance.attend(officer, attend)
        speakers.ask(house.actor(name), speakers.Ask(session=session.pk, party=party, on=word))


def _item(house: Any, audience: Audience) -> None:
    """An item out of the audience's warning, as far as nobody is kept from that."""
    name = "officer" if "officer" in audience.holds else audience.maker
    if name not in {"officer", *VOICES}:
        return
    actor, word = house.actor(name), audience.word
    clean = not (audience.barred or audience.narrowed)
    warning = Warning.objects.filter(title=word).first() if clean else None
    same = {"title": word, "words": word, "marking": audience.marking}
    given = items.Propose(**same, warning=warning.pk if warning else None)
    item = items.propose(actor, given)
    report = Report.objects.filter(title=word, withdrawn_at=None).first()
    if report and Report.objects.visible(actor.person).filter(pk=report.pk).exists():
        items.lay(actor, items.Lay(item=item.pk, report=report.pk))
    dropped = items.propose(actor, items.Propose(**same))
    items.drop(actor, items.Drop(item=dropped.pk, reason=word))


def _listed(house: Any, session: Session) -> None:
    """Everything that the officer sees is before the session, agreed or proposed or struck.

    What is said of an item is for the item's readers.
    """
    officer = house.actor("officer")
    for n, item in enumerate(items_of(officer.person)):
        listings.list_(officer, listings.List(item=item.pk, session=session.pk))
        row = Listing.objects.get(item=item, session=session).pk
        if n % 3:
            listings.agree(officer, listings.Agree(listing=row))
        if n % 3 == 2:
            listings.strike(officer, listings.Strike(listing=row, reason=item.title))


def items_of(person: Any) -> Any:
    """The open items that somebody sees."""
    return Item.objects.visible(person).filter(stage="open").order_by("made_at", "pk")


def _ordered(house: Any, audience: Audience, session: Session) -> None:
    order = openings.Order(session=session.pk, marking=audience.marking)
    made, failed = (openings.order(house.actor("officer"), order) for _ in range(2))
    html = f"<!doctype html><html lang=en><title>{audience.word}</title>"
    digest = openings.digest(html)
    openings.keep(SYSTEM, openings.Keep(opening=made.pk, digest=digest, html=html))
    openings.fail(SYSTEM, openings.Fail(opening=failed.pk, failure=audience.word))


def _items(house: Any, audience: Audience) -> list[Marked]:
    return list(Item.objects.filter(title=audience.word))


def _briefs(house: Any, audience: Audience) -> list[Marked]:
    return list(Opening.objects.filter(session__title=audience.word))


MAKERS = {"sessions": _sessions, "items": _items, "briefs": _briefs}
