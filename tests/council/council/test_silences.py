"""Silence procedures by the house's own actions: any order of events, one end, told once."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.council import population_decisions as laid

from tocsin.council.council import decisions, outages, silences
from tocsin.council.council.decision import FINAL, Stage
from tocsin.council.council.models import Decision, Item, Objection, Text, Timing
from tocsin.council.council.silence import SETTLING
from tocsin.council.council.silence_due import concluded
from tocsin.council.people import actions as people
from tocsin.council.record import clock, history, verify
from tocsin.council.record.action import Actor, Via
from tocsin.council.record.chain import Payload
from tocsin.council.record.marking import readers
from tocsin.council.site.notice import Code, Notice
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError, TocsinError

NOON = dt.datetime(2013, 9, 23, 12, tzinfo=dt.UTC)
EXPIRY = NOON + dt.timedelta(hours=72)
HOUR, SECOND = dt.timedelta(hours=1), dt.timedelta(seconds=1)
ALL = "AMBER:secretariat,ARM,BLR,KAZ,KGZ,RUS,TJK"
WORKER, COMMAND = Actor(None, Via.WORKER), Actor(None, Via.COMMAND)
ENDS = {Stage.ADOPTED: Code.ADOPTED, Stage.BROKEN: Code.BROKEN, Stage.WITHDRAWN: Code.FALLEN}
ENDING = ("silence.object", "silence.enter", "silence.declare", "decision.withdraw")


def _put(house: Any, marking: str = ALL, **said: Any) -> Decision:
    """A text under silence from noon on for 72 hours."""
    officer = house.actor("officer")
    with clock.stopped(NOON):
        on = laid.item(officer, "The border", ALL)
        text = laid.text(officer, on, "Draft", "First.", "Second.")
        given = {
            "item": on.pk,
            "text": text.pk,
            "title": "Aid for the border",
            "method": "silence",
            "expires": "2013-09-26T17:00",
            "zone": "Asia/Dushanbe",
            "marking": marking,
            **said,
        }
        return decisions.put(officer, decisions.Put(**given))


def _object(house: Any, decision: Decision, who: str = "armenia", **said: Any) -> Decision:
    given = {"decision": decision.pk, "party": laid.SPEAKERS[who], "words": "Not so.", **said}
    return silences.object_(house.actor(who), silences.Object(**given))


def _enter(house: Any, decision: Decision, at: dt.datetime, party: str = "ARM") -> Decision:
    given = {"means": "by courier", "proof": "Stamp 114.", "words": "Not so."}
    asked = silences.Enter(decision=decision.pk, party=party, at=at, **given)
    return silences.enter(house.actor("officer"), asked)


def _extend(house: Any, decision: Decision, to: dt.datetime, who: str = "chair") -> Decision:
    wall = f"{to:%Y-%m-%dT%H:%M:%S}"
    asked = silences.Extend(decision=decision.pk, expires=wall, zone="UTC", reason="A holiday.")
    return silences.extend(house.actor(who), asked)


def _outage(house: Any, since: dt.datetime, until: dt.datetime) -> None:
    asked = outages.Enter(since=since, until=until, reason="The line was cut.")
    outages.enter(house.actor("officer"), asked)


def _declare(house: Any, decision: Decision) -> Decision:
    return silences.declare(house.actor("chair"), silences.Declare(decision=decision.pk))


def _leave(party: str, day: dt.date) -> None:
    """The organisation's file with a member that leaves after a day."""
    text = files("tocsin.world").joinpath("data/organisations/csto.toml").read_text("utf-8")
    row = f'place = "{party}"\nrole = "member"\nsince = 1994-04-20\n'
    assert text.count(row) == 1
    changed = text.replace(row, f"{row}until = {day}\n")
    people.adopt(COMMAND, people.Adopt(key="csto", text=changed))


DEEDS = {
    "object": lambda house, decision, now, n: _object(
        house, decision, ("armenia", "belarus", "tajikistan")[n % 3]
    ),
    "paper": lambda house, decision, now, n: _enter(house, decision, now - n * HOUR, "KAZ"),
    "extend": lambda house, decision, now, n: _extend(
        house, decision, max(now, decision.expires_at) + n * HOUR
    ),
    "suspend": lambda house, decision, now, n: silences.suspend(
        house.actor("officer"), silences.Suspend(decision=decision.pk, reason="A wreath.")
    ),
    "resume": lambda house, decision, now, n: silences.resume(
        house.actor("chair"), silences.Suspend(decision=decision.pk, reason="On.")
    ),
    "withdraw": lambda house, decision, now, n: decisions.withdraw(
        house.actor("chair"), decisions.Withdraw(decision=decision.pk, reason="No more.")
    ),
    "worker": lambda house, decision, now, n: concluded(now, WORKER),
    "command": lambda house, decision, now, n: concluded(now, COMMAND),
    "declare": lambda house, decision, now, n: _declare(house, decision),
    "outage": lambda house, decision, now, n: _outage(house, now - (n + 1) * HOUR, now),
    "retract": lambda house, decision, now, n: silences.retract(
        house.actor("armenia"),
        silences.Retract(
            objection=getattr(decision.objections.first(), "pk", decision.pk), words="Settled."
        ),
    ),
}
MOMENTS = st.one_of(
    st.integers(0, 72 * 3600),
    st.sampled_from([-1, 0, 1, 60, 3600]).map(lambda near: 72 * 3600 + near),
    st.integers(72 * 3600, 200 * 3600),
)
STEPS = st.lists(
    st.tuples(MOMENTS, st.sampled_from(sorted(DEEDS)), st.integers(0, 90)), min_size=3, max_size=14
).map(sorted)
MAIN = st.lists(
    st.tuples(MOMENTS, st.sampled_from(["worker", "command", "declare", "object"]), st.just(0)),
    min_size=4,
    max_size=8,
).map(sorted)


def _lawful(house: Any, pk: Any) -> None:
    """One end at most: in the row, in the record, and told to every reader once."""
    decision = Decision.objects.get(pk=pk)
    stage = Stage(decision.stage)
    ends = Payload.objects.filter(thing=pk, action__in=ENDING)
    assert ends.count() == (stage in FINAL)
    assert (decision.ended_at is not None) == (stage in FINAL) == (decision.tally is not None) or (
        stage is Stage.WITHDRAWN
    )
    assert decision.objections.count() == (stage is Stage.BROKEN)
    told = Counter(
        Notice.objects.filter(thing=pk, code__in=ENDS.values()).values_list("user", "code")
    )
    doer = ends.values_list("actor", flat=True).first()
    seeing = {user.pk for user, answer in readers(decision) if answer.allowed} - {doer}
    assert told == Counter(
        dict.fromkeys([(who, ENDS[stage]) for who in seeing], 1) if stage in FINAL else {}
    )
    text = Text.objects.get(pk=decision.text_id)
    wanted = "adopted" if stage is Stage.ADOPTED else "open" if stage in FINAL else "frozen"
    assert text.stage == wanted
    item = Item.objects.get(pk=decision.item_id)
    assert (item.stage == "decided") == (stage is Stage.ADOPTED)
    kept = decision.timings.filter(move="keep").count()
    assert kept or stage not in {Stage.KEPT, Stage.ADOPTED}
    held = Notice.objects.filter(thing=pk, code=Code.HELD, user=house.people["armenia"])
    assert held.count() == decision.timings.filter(move="hold").count()


def _play(house: Any, steps: list[Any]) -> None:
    decision = _put(house)
    for seconds, deed, n in steps:
        now = NOON + seconds * SECOND
        before = Decision.objects.get(pk=decision.pk)
        with clock.stopped(now):
            try:
                DEEDS[deed](house, before, now, n)
            except TocsinError:
                same = Decision.objects.get(pk=decision.pk)
                assert same.version == before.version
                if deed == "object" and before.stage == Stage.OPEN:
                    assert now >= before.expires_at
            else:
                if deed == "object":
                    assert before.stage == Stage.SUSPENDED or now < before.expires_at
                if deed in {"worker", "command"}:
                    after = Decision.objects.get(pk=decision.pk)
                    due = before.stage == Stage.OPEN and now >= before.expires_at
                    assert not due or after.stage in {Stage.KEPT, Stage.HELD}
        _lawful(house, decision.pk)
    assert not verify.account().findings


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_order_of_events_has_two_ends(house: Any, steps: list[Any]) -> None:
    """Whoever does whatever when, a silence ends once, lawfully, and the record is clean."""
    with transaction.atomic():
        _play(house, steps)
        transaction.set_rollback(True)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=MAIN)
def test_around_the_expiry_one_end_wins(house: Any, steps: list[Any]) -> None:
    """Objections, worker, command and declaration around the expiry, in any order."""
    with transaction.atomic():
        _play(house, steps)
        transaction.set_rollback(True)


@pytest.mark.parametrize("before", [SECOND, dt.timedelta(microseconds=1)])
def test_the_last_moment_is_in_time_and_the_expiry_is_late(
    house: Any, before: dt.timedelta
) -> None:
    """Just before the expiry an objection breaks; at the expiry it is refused, with a remedy."""
    decision = _put(house)
    assert decision.expires_at == EXPIRY
    with clock.stopped(EXPIRY), pytest.raises(ConflictError, match="by other means"):
        _object(house, decision)
    with clock.stopped(EXPIRY - before):
        assert _object(house, decision).stage == Stage.BROKEN
    _lawful(house, decision.pk)


def test_what_arrived_in_time_breaks_though_it_waited(house: Any, monkeypatch: Any) -> None:
    """An objection that reached the house before the expiry counts from then, not from its turn."""
    decision, held = _put(house), silences.held

    def waits(actor: Actor, id: Any) -> Decision:
        monkeypatch.setattr(silences, "held", held)
        with clock.stopped(EXPIRY + SECOND):
            concluded(clock.now(), WORKER)
            return held(actor, id)

    with clock.stopped(EXPIRY - SECOND):
        monkeypatch.setattr(silences, "held", waits)
        assert _object(house, decision).stage == Stage.BROKEN
    _lawful(house, decision.pk)


def test_silence_is_kept_declared_and_final(house: Any) -> None:
    """Kept at the expiry, told to chair and officer, declared by the chair alone, then final."""
    decision = _put(house)
    with clock.stopped(EXPIRY):
        assert [row.pk for row in concluded(EXPIRY, WORKER)] == [decision.pk]
        assert concluded(EXPIRY, COMMAND) == []
        told = Notice.objects.filter(code=Code.KEPT).values_list("user__email", flat=True)
        assert sorted(told) == ["chair@example.org", "officer@example.org"]
        with pytest.raises(ConflictError, match="may still wait"):
            _declare(house, decision)
    with clock.stopped(EXPIRY + SETTLING):
        with pytest.raises(AccessError):
            silences.declare(house.actor("officer"), silences.Declare(decision=decision.pk))
        done = _declare(house, decision)
        assert done.stage == Stage.ADOPTED
        assert done.tally["members"] == ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
        with pytest.raises(ConflictError, match="council decide anew"):
            _enter(house, decision, EXPIRY - HOUR)
    _lawful(house, decision.pk)
    assert not verify.account().findings


def test_an_objection_on_paper_breaks_what_was_kept(house: Any) -> None:
    """Until the declaration, what reached the secretariat in time still counts, with its proof."""
    decision = _put(house)
    with clock.stopped(EXPIRY + HOUR):
        concluded(clock.now(), COMMAND)
        with pytest.raises(ConflictError, match="expired"):
            _enter(house, decision, EXPIRY)
        with pytest.raises(RequestError, match="to come"):
            _enter(house, decision, EXPIRY + 2 * HOUR)
        assert _enter(house, decision, EXPIRY - SECOND).stage == Stage.BROKEN
    row = Objection.objects.get()
    assert (row.at, row.entered_at) == (EXPIRY - SECOND, EXPIRY + HOUR)
    assert (row.means, row.proof) == ("by courier", "Stamp 114.")
    _lawful(house, decision.pk)


def test_taking_an_objection_back_revives_nothing(house: Any) -> None:
    """The party alone takes it back, once, and the silence stays broken."""
    decision = _put(house)
    with clock.stopped(NOON + HOUR):
        _object(house, decision)
        row = decision.objections.get()
        given = silences.Retract(objection=row.pk, words="Settled.")
        with pytest.raises(AccessError):
            silences.retract(house.actor("belarus"), given)
        silences.retract(house.actor("armenia"), given)
        with pytest.raises(ConflictError):
            silences.retract(house.actor("armenia"), given.model_copy(update={"ticket": None}))
        with pytest.raises(ConflictError, match="It is over"):
            _extend(house, decision, EXPIRY + HOUR)
    with clock.stopped(EXPIRY):
        assert concluded(EXPIRY, WORKER) == []
    _lawful(house, decision.pk)


def test_a_party_that_left_has_no_voice(house: Any) -> None:
    """Membership counts on the day on which the objection came: before, on it, and after."""
    first, second = _put(house), _put(house)
    _leave("BLR", dt.date(2013, 9, 24))
    with clock.stopped(dt.datetime(2013, 9, 25, 0, 0, tzinfo=dt.UTC)):
        with pytest.raises(AccessError, match="no member"):
            _object(house, first, "belarus")
        assert _enter(house, second, NOON + HOUR, "BLR").stage == Stage.BROKEN
    with clock.stopped(dt.datetime(2013, 9, 24, 23, 59, 59, tzinfo=dt.UTC)):
        assert _object(house, first, "belarus").stage == Stage.BROKEN
    with clock.stopped(EXPIRY):
        assert not verify.account().findings


def test_a_stranger_breaks_nothing(house: Any) -> None:
    """Neither an observer, nor the secretariat, nor who holds no credential."""
    decision = _put(house)
    with clock.stopped(NOON + HOUR):
        for who, party in (("armenia", "BLR"), ("officer", "ARM"), ("officer", "secretariat")):
            given = silences.Object(decision=decision.pk, party=party, words="Not so.")
            with pytest.raises(AccessError):
                silences.object_(house.actor(who), given)
        with pytest.raises(AccessError, match="no member"):
            _enter(house, decision, NOON + HOUR, "SRB")
    assert Decision.objects.get().stage == Stage.OPEN


def test_those_concerned_break_nothing_by_the_minus_rule_alone(house: Any) -> None:
    """Under consensus without those concerned their objection is refused, otherwise it breaks."""
    usual = _put(house, concerned="ARM: a party to the dispute")
    minus = _put(house, concerned="ARM: a party to the dispute")
    Decision.objects.filter(pk=minus.pk).rewrite(rule="consensus-minus-concerned")
    with clock.stopped(NOON + HOUR):
        assert _object(house, usual).stage == Stage.BROKEN
        with pytest.raises(AccessError, match="concerned"):
            _object(house, minus)
        assert _object(house, minus, "belarus").stage == Stage.BROKEN


def test_an_outage_holds_and_the_chair_sets_a_new_time(house: Any) -> None:
    """An outage in the last day holds the result; only the chair goes on from there."""
    decision = _put(house)
    with clock.stopped(EXPIRY):
        _outage(house, EXPIRY - 2 * HOUR, EXPIRY - HOUR)
        concluded(EXPIRY, WORKER)
        assert Decision.objects.get().stage == Stage.HELD
        with pytest.raises(ConflictError, match="result is held"):
            _object(house, decision)
        with pytest.raises(AccessError):
            _extend(house, decision, EXPIRY + 90 * HOUR, "officer")
        with pytest.raises(RequestError, match="less time"):
            _extend(house, decision, EXPIRY + 72 * HOUR - SECOND)
        again = _extend(house, decision, EXPIRY + 72 * HOUR)
    assert (again.stage, again.holding) == (Stage.OPEN, "")
    with clock.stopped(EXPIRY + 72 * HOUR):
        concluded(clock.now(), WORKER)
        assert Decision.objects.get().stage == Stage.KEPT
    assert [row.move for row in Timing.objects.order_by("at", "move")] == ["extend", "hold", "keep"]
    _lawful(house, decision.pk)


def test_an_outage_known_late_holds_what_was_kept(house: Any) -> None:
    """Entered after the result was determined, but before the declaration, it still holds."""
    decision = _put(house)
    with clock.stopped(EXPIRY + HOUR):
        concluded(clock.now(), WORKER)
        _outage(house, EXPIRY - HOUR, EXPIRY)
        with pytest.raises(ConflictError, match="outage"):
            _declare(house, decision)
        concluded(clock.now(), WORKER)
        assert concluded(clock.now(), COMMAND) == []
        assert Decision.objects.get().stage == Stage.HELD
        given = decisions.Withdraw(decision=decision.pk, reason="Put anew in Sochi.")
        decisions.withdraw(house.actor("officer"), given)
    _lawful(house, decision.pk)


def test_two_that_expire_at_once_are_both_concluded(house: Any) -> None:
    """Several results are determined in one go, each on its own."""
    first, second = _put(house), _put(house)
    with clock.stopped(EXPIRY - SECOND):
        _object(house, second)
        third = _put(house)
    with clock.stopped(EXPIRY):
        assert {row.pk for row in concluded(EXPIRY, COMMAND)} == {first.pk, third.pk}
        assert concluded(EXPIRY, WORKER) == []
    for decision in (first, second, third):
        _lawful(house, decision.pk)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", dt.date(2013, 10, 27), 25),
        ("Europe/Berlin", dt.date(2014, 3, 30), 23),
        ("America/New_York", dt.date(2013, 11, 3), 25),
        ("America/New_York", dt.date(2014, 3, 9), 23),
    ],
)
def test_a_day_on_which_the_clocks_change_has_its_true_length(
    house: Any, zone: str, day: dt.date, hours: int
) -> None:
    """From midnight to midnight a silence is extended by 23 or 25 hours, as that day has."""
    officer, local = house.actor("officer"), zoneinfo.ZoneInfo(zone)
    start = dt.datetime.combine(day, dt.time(), local).astimezone(dt.UTC)
    with clock.stopped(start - 100 * HOUR):
        on = laid.item(officer, "The border", ALL)
        said = {"title": "Aid", "words": "Aid.", "method": "silence", "marking": ALL}
        when = {"expires": f"{day}T00:00", "zone": zone}
        decision = decisions.put(officer, decisions.Put(item=on.pk, **said, **when))
        assert decision.expires_at == start
        wall = f"{day + dt.timedelta(days=1)}T00:00"
        asked = silences.Extend(decision=decision.pk, expires=wall, reason="A day more.")
        extended = silences.extend(officer, asked)
    assert extended.expires_at - start == hours * HOUR
    assert extended.zone == zone


def test_unseen_and_absent_are_told_alike(house: Any) -> None:
    """Who may not see a decision or an objection gets the answer for one that is not there."""
    decision = _put(house, marking="AMBER:secretariat,ARM,RUS")
    with clock.stopped(NOON + HOUR):
        _object(house, decision)
        row, actor = decision.objections.get(), house.actor("belarus")
        said = []
        for pk in (row.pk, decision.item_id):
            with pytest.raises(MissingError) as error:
                silences.retract(actor, silences.Retract(objection=pk, words="W."))
            said.append(str(error.value))
        for pk in (decision.pk, decision.item_id):
            with pytest.raises(MissingError) as error:
                _object(house, Decision(pk=pk), "belarus")
            said.append(str(error.value))
    assert len(set(said)) == 1


def test_the_end_stands_in_the_history_of_its_readers(house: Any) -> None:
    """Every reader finds each step in the decision's own history."""
    decision = _put(house)
    with clock.stopped(EXPIRY + HOUR):
        concluded(clock.now(), WORKER)
        _declare(house, decision)
    names = [entry.name for entry in history.of(decision, house.people["armenia"])]
    assert names == ["decision.put", "silence.conclude", "silence.declare"]
