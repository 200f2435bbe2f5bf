"""The database tells of every undertaking what the rules tell of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.council.council.test_undertakings import entered, filed, judged

from tocsin.council.council import undertaking_standing, undertakings
from tocsin.council.council.models import Undertaking
from tocsin.council.council.standing_query import stood
from tocsin.council.record import clock

START = dt.datetime(2013, 1, 10, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
EVIDENCE = st.tuples(
    st.sampled_from(["progress", "delivery", "breach"]),
    st.sampled_from(["filed", "accepted", "refused"]),
    st.integers(0, 400),
    st.integers(0, 2),
)
PRECISIONS = [None, "day", "month", "quarter", "year", "vague"]


def _made(house: Any, draw: st.DataObject) -> Undertaking:
    """An undertaking with steps and evidence as they come."""
    more: dict[str, Any] = {"steps": draw.draw(st.sampled_from(["", "1. A", STEPS]))}
    if precision := draw.draw(st.sampled_from(PRECISIONS)):
        due = START.date() + draw.draw(st.integers(0, 400)) * DAY
        more |= {"due": due, "precision": precision}
    if condition := draw.draw(st.sampled_from(["", "", "If it rains."])):
        more["condition"] = condition
    thing = entered(house, **more)
    if condition and draw.draw(st.booleans()):
        with clock.stopped(START + 401 * DAY):
            on = START.date() + draw.draw(st.integers(0, 400)) * DAY
            met = undertakings.Met(undertaking=thing.pk, on=on, reason="It rained.")
            undertakings.met(house.actor("officer"), met)
    return thing


STEPS = "1. A | 2013-06-01\n2. B | 2013-03-01 | after 1"


def _file(house: Any, thing: Undertaking, draw: st.DataObject) -> None:
    steps = {step.number: step.pk for step in thing.steps.all()}
    for shows, verdict, after, number in draw.draw(st.lists(EVIDENCE, max_size=3)):
        on = {"shows": shows, "dated": START.date() + after * DAY}
        row = filed(house, thing, step=steps.get(number), **on)
        if verdict != "filed":
            judged(house, row, verdict)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(draw=st.data())
def test_the_database_and_the_rules_agree(house: Any, draw: st.DataObject) -> None:
    """Whatever was entered and filed, both give the same standing on any day."""
    with transaction.atomic():
        with clock.stopped(START):
            things = [_made(house, draw) for _ in range(3)]
        with clock.stopped(START + 401 * DAY):
            for thing in things:
                _file(house, thing, draw)
        for after in draw.draw(st.lists(st.integers(0, 900), min_size=2, max_size=5)):
            with clock.stopped(START + (401 + after) * DAY):
                for row in stood(Undertaking.objects.all()):
                    known = undertaking_standing.known(row)
                    assert row.computed == undertaking_standing.whole(row, known).standing
                    assert row.stands == row.computed
                    assert row.by_hand is None
        transaction.set_rollback(True)


def test_what_was_set_by_hand_stands_until_it_is_lifted(house: Any) -> None:
    """A list shows what an officer has set, and the computed standing beside it."""
    thing, officer = entered(house), house.actor("officer")
    given = {"undertaking": thing.pk, "reason": "They said so."}
    undertakings.override(officer, undertakings.Overrule(**given, standing="breached"))
    row = stood(Undertaking.objects.all()).get()
    assert (row.stands, row.by_hand, row.computed) == ("breached", "breached", "unknown")
    undertakings.lift(officer, undertakings.Lift(**given))
    row = stood(Undertaking.objects.all()).get()
    assert (row.stands, row.by_hand) == ("unknown", None)
