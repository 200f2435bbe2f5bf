"""The pulse and outages: what the system finds of its own absence, and what that holds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.council import population_decisions as laid

from tocsin.council.council import decisions, outages
from tocsin.council.council.decision import Stage
from tocsin.council.council.models import Decision, Outage, Pulse
from tocsin.council.council.outages import MISSED
from tocsin.council.council.pulse import beat
from tocsin.council.council.silence_due import conclude_due
from tocsin.council.record import clock, verify
from tocsin.world.errors import RequestError

NOON = dt.datetime(2013, 9, 23, 12, tzinfo=dt.UTC)
EXPIRY = NOON + dt.timedelta(hours=72)
HALF = dt.timedelta(seconds=30)
HOUR = dt.timedelta(hours=1)
ALL = "AMBER:secretariat,ARM,BLR,KAZ,KGZ,RUS,TJK"


def _beat(at: dt.datetime) -> int:
    with clock.stopped(at):
        return beat(at)


def _put(house: Any) -> Decision:
    officer = house.actor("officer")
    with clock.stopped(NOON):
        on = laid.item(officer, "The border", ALL)
        said = {"item": on.pk, "title": "Aid", "words": "Aid.", "marking": ALL}
        when = {"method": "silence", "expires": "2013-09-26T12:00"}
        return decisions.put(officer, decisions.Put(**said, **when))


def test_a_steady_pulse_is_no_outage(house: Any) -> None:
    """Beats that come late, but not too late, note nothing; one row is kept."""
    for wait in (HALF, HALF, MISSED, HALF):
        assert _beat(NOON + wait) == 0
    assert not Outage.objects.exists()
    assert Pulse.objects.count() == 1


def test_a_gap_is_noted_once_from_the_last_beat_to_the_first(house: Any) -> None:
    """When the system runs again it notes since when it had not."""
    back = NOON + MISSED + HALF
    assert _beat(NOON) == 0
    assert _beat(back) == 1
    assert _beat(back + HALF) == 0
    outage = Outage.objects.get()
    assert (outage.since, outage.until) == (NOON, back)
    assert not verify.account().findings


@pytest.mark.parametrize("first", ["pulse", "silences"])
def test_down_at_the_expiry_holds_whichever_job_is_first(house: Any, first: str) -> None:
    """The system is down over the expiry: the result is held, though nobody noted it yet."""
    decision = _put(house)
    _beat(EXPIRY - HOUR)
    back = EXPIRY + 2 * HOUR
    with clock.stopped(back):
        jobs = [lambda: beat(back), lambda: conclude_due(back)]
        for job in jobs if first == "pulse" else jobs[::-1]:
            assert job() == 1
        assert conclude_due(back) == 0
    found = Decision.objects.get()
    assert found.stage == Stage.HELD
    assert found.holding == "2013-09-26T11:00:00.000000Z/2013-09-26T14:00:00.000000Z"
    assert Outage.objects.count() == 1
    assert decision.timings.count() == 1


@pytest.mark.parametrize(
    ("since", "until", "stage"),
    [(-26, -25, "kept"), (-25, -24, "kept"), (-25, -23, "held"), (-1, 1, "held"), (1, 2, "kept")],
)
def test_only_the_last_day_before_the_expiry_counts(
    house: Any, since: int, until: int, stage: str
) -> None:
    """An outage long before the expiry, or after it, holds nothing."""
    _put(house)
    with clock.stopped(EXPIRY + 3 * HOUR):
        said = {"since": EXPIRY + since * HOUR, "until": EXPIRY + until * HOUR}
        given = outages.Enter(**said, reason="The line was cut.")
        outages.enter(house.actor("officer"), given)
        assert conclude_due(clock.now()) == 1
    assert Decision.objects.get().stage == stage


def test_an_outage_is_entered_when_it_is_over(house: Any) -> None:
    """One that ends before it begins, or has not ended, is refused."""
    for since, until in ((NOON, NOON), (NOON, NOON - HOUR), (NOON, NOON + 2 * HOUR)):
        given = outages.Enter(since=since, until=until, reason="The line was cut.")
        with clock.stopped(NOON + HOUR), pytest.raises(RequestError):
            outages.enter(house.actor("officer"), given)
    assert not Outage.objects.exists()
