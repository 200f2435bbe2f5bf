"""A house full of things, each for some parties, to measure the pages of the council with."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable
from typing import Any

WORDS = "The border guards of both sides met at the bridge and agreed to meet again. " * 12
ORIGIN = dt.date(2013, 8, 1)
FORETOLD = {"place": "TJK", "vector": "all", "threshold": 25, "months": 12, "origin": ORIGIN}


def filler() -> Callable[[int], None]:
    """What adds so many warnings, reports and triggers fired, by an action as everything else."""
    from django.db import connection

    from filling import council
    from tocsin.council.desk.models import Source
    from tocsin.council.record.action import Actor, Via, action
    from tocsin.council.record.given import Given

    class Fill(Given):
        """How many."""

        many: int

    @action("bench.fill", "Fill")
    def bulk(actor: Actor, given: Fill) -> Source:
        rng = random.Random(given.many)
        borne = bearings(rng)
        add_warnings(given.many, rng, borne)
        add_reports(given.many, borne)
        add_firings(given.many, str(given.ticket), borne)
        council.add_matters(given.many, borne)
        council.add_undertakings(given.many, rng, borne)
        return Source.objects.first()

    def fill(many: int) -> None:
        for start in range(0, many, 2000):
            some = min(2000, many - start)
            bulk(Actor(None, Via.COMMAND), Fill(many=some, ticket=uuid.uuid4()))
        if connection.vendor == "postgresql":  # what its daemon does after so much has come in
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")

    return fill


def bearings(rng: random.Random) -> Callable[[], dict[str, object]]:
    """What gives each thing a marking, of those for every party, and a moment of its own."""
    from tocsin.council.people.models import Party
    from tocsin.council.record import clock, marking

    keys = [party.key for party in _parties()]
    audiences = [["secretariat"], *(["secretariat", key] for key in keys[:12]), keys]
    borne = [marking.marking(f"AMBER:{','.join(sorted(set(one)))}") for one in audiences]
    secretariat, now = Party.objects.get(key="secretariat"), clock.now()

    def bears() -> dict[str, object]:
        at = now - dt.timedelta(seconds=rng.randrange(10**8))
        return {"marking": rng.choice(borne), "originator": secretariat, "made_at": at}

    return bears


def _parties() -> list[Any]:
    from tocsin.council.people.models import Party

    return list(Party.objects.exclude(key="administration").order_by("key"))


def add_warnings(many: int, rng: random.Random, bears: Callable[[], dict[str, object]]) -> None:
    """Warnings with an office each that has days to answer."""
    from tocsin.council.desk.models import Addressee, Warning
    from tocsin.council.people.models import User
    from tocsin.council.record import clock

    parties, now, issuer = _parties(), clock.now(), User.objects.first()
    due = [now + dt.timedelta(days=1 + n % 60) for n in range(many)]
    rows = [
        Warning(
            title=f"Crossings near post {n}",
            what=WORDS,
            issued_by=issuer,
            answer_by=due[n],
            due_at=due[n],
            **FORETOLD,
            **bears(),
        )
        for n in range(many)
    ]
    Warning.objects.bulk_create(rows, batch_size=500)
    offices = [
        Addressee(warning=w, party=rng.choice(parties), office="Ministry", answer_by=w.answer_by)
        for w in rows
    ]
    Addressee.objects.bulk_create(offices, batch_size=500)


def add_reports(many: int, bears: Callable[[], dict[str, object]]) -> None:
    """Reports with their text, in a language that the worker does not read."""
    from tocsin.council.desk.models import Body, Report, Source
    from tocsin.council.people.models import User

    source, filer = Source.objects.first(), User.objects.first()
    of = {"source": source, "filed_by": filer, "dated": ORIGIN, "language": "ru", "state": "parsed"}
    rows = [Report(title=f"Talks at post {n}", **of, **bears()) for n in range(many)]
    Report.objects.bulk_create(rows, batch_size=500)
    Body.objects.bulk_create([Body(report=row, text=WORDS) for row in rows], batch_size=500)


def add_firings(many: int, batch: str, bears: Callable[[], dict[str, object]]) -> None:
    """Triggers that fired."""
    from tocsin.council.desk.models import Firing

    of = {"name": "Deaths on the border", "limit": 0.2, **FORETOLD}
    rows = [Firing(trigger=f"t{n}-{batch}", **of, **bears()) for n in range(many)]
    Firing.objects.bulk_create(rows, batch_size=500)
