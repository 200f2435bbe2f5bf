"""Threads that race at the expiry on a database of their own: racing.py ROUNDS; tells each round.

Run it in the folder of the repository, on a house that is set up and has no people yet.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import threading
from collections.abc import Callable

import django
from django.db import connections

django.setup()

from tests.council import population_decisions as laid  # noqa: E402 (Django is set up first)
from tests.council.conftest import House, build  # noqa: E402

from tocsin.council.council import decisions, silences  # noqa: E402
from tocsin.council.council.models import Decision  # noqa: E402
from tocsin.council.council.silence import SETTLING  # noqa: E402
from tocsin.council.council.silence_due import concluded  # noqa: E402
from tocsin.council.record import clock  # noqa: E402
from tocsin.council.record.action import Actor, Via  # noqa: E402
from tocsin.council.site.notice import Notice  # noqa: E402
from tocsin.world.errors import TocsinError  # noqa: E402

NOON = dt.datetime(2013, 9, 23, 12, tzinfo=dt.UTC)
EXPIRY = NOON + dt.timedelta(hours=72)
TICK = dt.timedelta(microseconds=1)
ALL = "AMBER:secretariat,ARM,BLR,KAZ,KGZ,RUS,TJK"


def put(house: House) -> Decision:
    """A question under silence."""
    officer = house.actor("officer")
    with clock.stopped(NOON):
        on = laid.item(officer, "The border", ALL)
        said = {"item": on.pk, "title": "Aid", "words": "Aid.", "marking": ALL}
        when = {"method": "silence", "expires": "2013-09-26T12:00"}
        return decisions.put(officer, decisions.Put(**said, **when))


def main() -> None:
    """Let objections race with worker, command and chair, some in time and some late."""
    house = build()
    for number in range(int(sys.argv[1])):
        decision = put(house)
        late = number % 3 == 0
        declares = number % 3 == 1
        given = silences.Object(decision=decision.pk, party="ARM", words="Not so.")
        deeds: list[tuple[dt.datetime, Callable[[], object]]] = [
            (
                EXPIRY - (0 * TICK if late else TICK),
                lambda g=given: silences.object_(house.actor("armenia"), g),
            ),
            (EXPIRY, lambda: concluded(EXPIRY, Actor(None, Via.WORKER))),
            (EXPIRY, lambda: concluded(EXPIRY, Actor(None, Via.COMMAND))),
        ]
        if declares:
            after = EXPIRY + SETTLING
            with clock.stopped(after):
                concluded(after, Actor(None, Via.WORKER))
            asked = silences.Declare(decision=decision.pk)
            deeds[1:] = [
                (after, lambda a=asked: silences.declare(house.actor("chair"), a)),
            ]
        outcomes = race(deeds)
        row = Decision.objects.get(pk=decision.pk)
        told = list(Notice.objects.filter(thing=row.pk).values_list("user__email", "code"))
        said = {"late": late, "declares": declares, "stage": row.stage, "outcomes": outcomes}
        moves = list(row.timings.values_list("move", flat=True))
        print(json.dumps({**said, "told": sorted(told), "moves": moves}), flush=True)


def race(deeds: list[tuple[dt.datetime, Callable[[], object]]]) -> list[str]:
    """Do all at once, each at its own moment; how each of them ended."""
    start, outcomes = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(index: int, at: dt.datetime, deed: Callable[[], object]) -> None:
        start.wait()
        try:
            with clock.stopped(at):
                deed()
        except TocsinError as error:
            outcomes[index] = type(error).__name__
        else:
            outcomes[index] = "done"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, *deed)) for n, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


if __name__ == "__main__":
    main()
