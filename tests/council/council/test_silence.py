"""The silence procedure as a machine: in whatever order things happen, it has one end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.council.council.decision import FINAL, Stage
from tocsin.council.council.silence import SETTLING, Gap, Silence
from tocsin.world.errors import ConflictError, RequestError, TocsinError

START = dt.datetime(2013, 9, 23, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)
EXPIRY = START + 72 * HOUR
DAY = 24 * HOUR
OPEN = Silence(START, EXPIRY)


@dataclass(frozen=True)
class Deed:
    """Something done to a procedure at a moment, with a number that it may need."""

    name: str
    at: dt.datetime
    extra: int = 0


NAMES = ("object", "paper", "extend", "halt", "resume", "withdraw", "conclude", "declare")
MOMENTS = st.one_of(
    st.integers(0, 150 * 3600),
    st.sampled_from([72 * 3600 - 1, 72 * 3600, 72 * 3600 + 1, 72 * 3600 + 60]),
).map(lambda seconds: START + seconds * SECOND)
DEEDS = st.lists(
    st.builds(Deed, st.sampled_from(NAMES), MOMENTS, st.integers(-20, 100)), max_size=12
).map(lambda deeds: sorted(deeds, key=lambda deed: deed.at))
OUTAGES = st.lists(
    st.tuples(MOMENTS, st.integers(1, 30)).map(lambda one: (one[0], one[0] + one[1] * HOUR)),
    max_size=2,
)


def _done(silence: Silence, deed: Deed, outages: list[Gap]) -> Silence:
    known = [gap for gap in outages if gap[1] <= deed.at]
    steps: dict[str, Any] = {
        "object": lambda: silence.objected(deed.at),
        "paper": lambda: silence.objected(deed.at - abs(deed.extra) * HOUR),
        "extend": lambda: silence.extended(deed.at, silence.expires + deed.extra * HOUR, 10 * HOUR),
        "halt": lambda: silence.halted(deed.at),
        "resume": lambda: silence.resumed(deed.at),
        "withdraw": lambda: silence.withdrawn(deed.at),
        "conclude": lambda: silence.concluded(deed.at, known, DAY),
        "declare": lambda: silence.declared(deed.at, known, DAY),
    }
    done: Silence = steps[deed.name]()
    return done


def _all_done(deeds: list[Deed], outages: list[Gap]) -> list[tuple[Deed, Silence, Silence | None]]:
    """Each deed with the procedure before it, and after it where it was possible."""
    steps: list[tuple[Deed, Silence, Silence | None]] = []
    silence = OPEN
    for deed in deeds:
        try:
            after = _done(silence, deed, outages)
        except TocsinError:
            steps.append((deed, silence, None))
        else:
            steps.append((deed, silence, after))
            silence = after
    return steps


@given(DEEDS, OUTAGES)
def test_it_ends_once_and_for_good(deeds: list[Deed], outages: list[Gap]) -> None:
    """In any order of events there is at most one end, and nothing changes it afterwards."""
    ends = 0
    for _deed, before, after in _all_done(deeds, outages):
        assert after is None or before.stage not in FINAL
        ends += after is not None and after.stage in FINAL
    assert ends <= 1


@given(DEEDS, OUTAGES)
def test_an_objection_in_time_breaks_and_a_late_one_does_nothing(
    deeds: list[Deed], outages: list[Gap]
) -> None:
    """Strictly before the expiry it breaks, also while suspended; at the expiry it is late."""
    for deed, before, after in _all_done(deeds, outages):
        if deed.name not in {"object", "paper"}:
            assert after is None or after.stage is not Stage.BROKEN
            continue
        at = deed.at - (abs(deed.extra) * HOUR if deed.name == "paper" else dt.timedelta(0))
        intime = before.stage is Stage.SUSPENDED or START <= at < before.expires
        can = before.stage not in FINAL and at >= START
        assert (after is not None) == (can and intime)
        assert after is None or after.stage is Stage.BROKEN


@given(DEEDS, OUTAGES)
def test_it_is_adopted_only_when_kept_to_its_expiry(deeds: list[Deed], outages: list[Gap]) -> None:
    """Adopted comes after kept, after the expiry, over no known outage and no objection."""
    for deed, before, after in _all_done(deeds, outages):
        if after is None:
            continue
        if after.stage is Stage.ADOPTED:
            assert before.stage is Stage.KEPT
            assert deed.at >= before.expires + SETTLING
            assert not before.disturbed([g for g in outages if g[1] <= deed.at], DAY)
        if after.stage in {Stage.KEPT, Stage.HELD}:
            assert deed.name == "conclude"
            assert deed.at >= before.expires


@given(DEEDS, OUTAGES)
def test_its_time_only_grows(deeds: list[Deed], outages: list[Gap]) -> None:
    """No step brings the expiry nearer, and while it is suspended the time left stands."""
    for deed, before, after in _all_done(deeds, outages):
        if after is None:
            continue
        assert after.expires >= before.expires
        if deed.name == "resume":
            assert before.suspended
            assert after.expires - deed.at == before.expires - before.suspended
        elif deed.name != "extend":
            assert after.expires == before.expires


@given(st.integers(1, 72 * 3600 - 1), st.integers(0, 10**6))
def test_suspending_loses_no_time(running: int, standing: int) -> None:
    """However long it is suspended, it lies open for as long as it was given."""
    at = START + running * SECOND
    resumed = OPEN.halted(at).resumed(at + standing * SECOND)
    assert resumed.expires - EXPIRY == standing * SECOND


@pytest.mark.parametrize(
    ("gap", "held"),
    [
        ((EXPIRY - 25 * HOUR, EXPIRY - DAY), False),
        ((EXPIRY - 25 * HOUR, EXPIRY - DAY + SECOND), True),
        ((EXPIRY - SECOND, EXPIRY), True),
        ((EXPIRY - SECOND, EXPIRY + HOUR), True),
        ((EXPIRY, EXPIRY + HOUR), False),
        ((START - HOUR, EXPIRY + HOUR), True),
    ],
)
def test_an_outage_in_the_last_hours_holds(gap: Gap, held: bool) -> None:
    """An outage that overlaps the last hours before the expiry holds the result, others do not."""
    stage = OPEN.concluded(EXPIRY, [gap], DAY).stage
    assert stage is (Stage.HELD if held else Stage.KEPT)


def test_an_outage_is_answered_by_a_new_time_once() -> None:
    """What held a result once holds no later one, and the new time is long enough."""
    gap = (EXPIRY - HOUR, EXPIRY)
    held = OPEN.concluded(EXPIRY, [gap], DAY)
    now = EXPIRY + HOUR
    with pytest.raises(RequestError, match="less time"):
        held.extended(now, now + 2 * HOUR - SECOND, 2 * HOUR)
    again = held.extended(now, now + 2 * HOUR, 2 * HOUR)
    assert again.concluded(now + 2 * HOUR, [gap], DAY).stage is Stage.KEPT
    fresh = (now + HOUR, now + HOUR + SECOND)
    assert again.concluded(now + 2 * HOUR, [gap, fresh], DAY).stage is Stage.HELD


def test_an_outage_that_becomes_known_late_still_holds() -> None:
    """Between the expiry and the declaration an outage holds what was kept."""
    kept, gap = OPEN.concluded(EXPIRY, [], DAY), (EXPIRY - HOUR, EXPIRY)
    with pytest.raises(ConflictError):
        kept.concluded(EXPIRY + HOUR, [], DAY)
    with pytest.raises(ConflictError, match="outage"):
        kept.declared(EXPIRY + HOUR, [gap], DAY)
    assert kept.concluded(EXPIRY + HOUR, [gap], DAY).stage is Stage.HELD


def test_an_objection_on_paper_in_time_breaks_until_the_declaration() -> None:
    """It reached the secretariat before the expiry: kept silence breaks, adopted does not."""
    kept = OPEN.concluded(EXPIRY, [], DAY)
    assert kept.objected(EXPIRY - SECOND).stage is Stage.BROKEN
    for late in (EXPIRY, EXPIRY + SECOND):
        with pytest.raises(ConflictError, match="expired"):
            kept.objected(late)
    adopted = kept.declared(EXPIRY + SETTLING, [], DAY)
    with pytest.raises(ConflictError, match="Propose an item"):
        adopted.objected(EXPIRY - SECOND)


def test_no_result_is_declared_while_an_objection_may_wait_for_its_turn() -> None:
    """The chair declares only once whatever arrived in time has had its turn."""
    kept = OPEN.concluded(EXPIRY, [], DAY)
    with pytest.raises(ConflictError, match="may still wait"):
        kept.declared(EXPIRY + SETTLING - SECOND, [], DAY)


def test_nothing_is_extended_shortened_or_withdrawn_after_its_expiry() -> None:
    """At the expiry the time is over, whether or not anybody has concluded it yet."""
    for late in (OPEN, replace(OPEN, stage=Stage.KEPT)):
        for step in (
            lambda one: one.extended(EXPIRY, EXPIRY + DAY, HOUR),
            lambda one: one.halted(EXPIRY),
            lambda one: one.withdrawn(EXPIRY),
        ):
            with pytest.raises(ConflictError):
                step(late)
    with pytest.raises(RequestError, match="not later"):
        OPEN.extended(START, EXPIRY, HOUR)
