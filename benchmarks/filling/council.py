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
    from tocsin.council.record import clock

    borne = [bears() for _ in range(many)]
    items = [council.Item(title=f"Matter {n}", words="A bridge.", **borne[n]) for n in range(many)]
    later = clock.now() + dt.timedelta(days=30)
    _kept(sessions := [_session(n, later, borne[n]) for n in range(many)])
    _kept(items)
    _kept(
        [
            council.Listing(session=s, item=i, number=1, agreed_at=clock.now())
            for s, i in zip(sessions, items, strict=True)
        ]
    )
    _add_positions(items, _add_texts(items, borne), borne)
    _kept([_decision(n, item, later, borne[n]) for n, item in enumerate(items)])


def _session(n: int, later: dt.datetime, borne: dict[str, Any]) -> Any:
    from tocsin.council.council.models import Session

    when = {"begins_at": later, "ends_at": later}
    return Session(title=f"Council {n}", format="plenary", **when, **borne)


def _add_texts(items: list[Any], borne: list[dict[str, Any]]) -> list[Any]:
    """A text of one paragraph for each item."""
    from tocsin.council.council import models as council

    said = {"language": "en", "authentic": ["en"]}
    texts = [
        council.Text(item=item, title=f"Text {n}", **said, **borne[n])
        for n, item in enumerate(items)
    ]
    versions = [council.Version(text=text, number=1) for text in texts]
    paragraphs = [council.Paragraph(text=text, words="They meet at the bridge.") for text in texts]
    placings = [
        council.Placing(within=v, paragraph=p, number=1)
        for v, p in zip(versions, paragraphs, strict=True)
    ]
    for rows in (texts, versions, paragraphs, placings):
        _kept(rows)
    return texts


def _add_positions(items: list[Any], texts: list[Any], borne: list[dict[str, Any]]) -> None:
    from tocsin.council.council.models import Position
    from tocsin.council.people.models import Party, User

    said = {"party": Party.objects.get(key="TJK"), "given_by": User.objects.first()}
    _kept(
        [
            Position(item=item, text=texts[n], stand="support", **said, **borne[n])
            for n, item in enumerate(items)
        ]
    )


def _decision(n: int, item: Any, later: dt.datetime, borne: dict[str, Any]) -> Any:
    from tocsin.council.council.models import Decision

    put = {"method": "silence", "rule": "consensus", "expires_at": later, "zone": "UTC"}
    said = {"title": f"Question {n}", "words": "Is there to be a bridge?"}
    return Decision(item=item, **said, **put, **borne)


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
