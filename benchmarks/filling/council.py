"""Sessions with an item each, its text, a position and a decision; undertakings and offers."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

DAY = dt.date(2013, 8, 1)
Bears = Callable[[], dict[str, Any]]


def add_matters(many: int, bears: Bears) -> None:
    """A session, its item, the item's text with a paragraph, a position on it, and a decision."""
    from tocsin.council.council import models as council
    from tocsin.council.people.models import Party, User
    from tocsin.council.record import clock

    now, user, party = clock.now(), User.objects.first(), Party.objects.get(key="TJK")
    later = now + dt.timedelta(days=30)
    borne = [bears() for _ in range(many)]
    sessions = [
        council.Session(
            title=f"Council {n}", format="plenary", begins_at=later, ends_at=later, **borne[n]
        )
        for n in range(many)
    ]
    items = [council.Item(title=f"Matter {n}", words="A bridge.", **borne[n]) for n in range(many)]
    listings = [
        council.Listing(session=s, item=i, number=1, agreed_at=now)
        for s, i in zip(sessions, items, strict=True)
    ]
    texts = [
        council.Text(item=items[n], title=f"Text {n}", language="en", authentic=["en"], **borne[n])
        for n in range(many)
    ]
    versions = [council.Version(text=text, number=1) for text in texts]
    paragraphs = [council.Paragraph(text=text, words="They meet at the bridge.") for text in texts]
    placings = [
        council.Placing(within=v, paragraph=p, number=1)
        for v, p in zip(versions, paragraphs, strict=True)
    ]
    positions = [
        council.Position(
            item=items[n], text=texts[n], party=party, given_by=user, stand="support", **borne[n]
        )
        for n in range(many)
    ]
    decisions = [
        council.Decision(
            item=items[n],
            title=f"Question {n}",
            words="Is there to be a bridge?",
            method="silence",
            rule="consensus",
            expires_at=later,
            zone="UTC",
            **borne[n],
        )
        for n in range(many)
    ]
    for rows in (sessions, items, listings, texts, versions, paragraphs, placings, positions):
        _kept(rows)
    _kept(decisions)


def add_undertakings(many: int, rng: random.Random, bears: Bears) -> None:
    """Undertakings of several parties with evidence, and offers with a string."""
    from tocsin.council.council import models as council
    from tocsin.council.people.models import Party, User
    from tocsin.council.record import clock

    parties = list(Party.objects.filter(key__in=["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]))
    user, today = User.objects.first(), clock.today()
    made = {"track": "pledge", "what": "Build a bridge.", "made_on": DAY, "entered_by": user}
    bound = [
        council.Undertaking(
            title=f"Promise {n}",
            owner=rng.choice(parties),
            due=today + dt.timedelta(days=n % 900 - 300),
            precision="day",
            **made,
            **bears(),
        )
        for n in range(many)
    ]
    evidence = [
        council.Evidence(
            undertaking=row,
            shows=rng.choice(["progress", "delivery"]),
            words="A pillar stands.",
            dated=today - dt.timedelta(days=rng.randrange(400)),
            party=row.owner,
            by=user,
        )
        for row in bound
    ]
    offers = [
        council.Offer(
            title=f"Offer {n}",
            giver="Partners",
            what="A bridge.",
            received_on=DAY,
            entered_by=user,
            **bears(),
        )
        for n in range(many)
    ]
    strings = [council.String(offer=o, number=1, kind="debt", words="At cost.") for o in offers]
    for rows in (bound, evidence, offers, strings):
        _kept(rows)


def _kept(rows: list[Any]) -> None:
    type(rows[0]).objects.bulk_create(rows, batch_size=500)
