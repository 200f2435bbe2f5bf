"""Undertakings entered, moved, released, overridden; their steps and the evidence on them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError
from tests.council.desk.test_report import a_report
from tests.council.desk.test_statements import mark

from tocsin.council.council import (
    undertaking_evidence,
    undertaking_standing,
    undertaking_steps,
    undertakings,
)
from tocsin.council.council.models import Decision, Evidence, Item, Undertaking
from tocsin.council.council.undertaking import Fulfilment
from tocsin.council.council.undertaking_agenda import WORKER
from tocsin.council.desk import reports, statements
from tocsin.council.people.models import Party
from tocsin.council.record import clock, verify
from tocsin.council.record.action import Action
from tocsin.council.record.given import Given
from tocsin.council.record.marking import marking
from tocsin.council.site.notice import Code, Notice
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError

NOW = dt.datetime(2013, 9, 23, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
FOR_ALL = "AMBER:secretariat,RUS,ARM,BLR,TJK"
STEPS = """
1. Draft the treaty | ARM
2) Translate it | 2013-12-01 | after 1

3. Deposit it | BLR | after 1, 2 | 2014-03-01
"""


def entered(house: Any, who: str = "officer", **more: Any) -> Undertaking:
    """An undertaking of Armenia, entered by somebody."""
    usual = {
        "track": "pledge",
        "party": "ARM",
        "title": "Aid for the border",
        "what": "Deliver twenty vehicles.",
        "whom": "Tajikistan",
        "made_on": clock.today(),
        "marking": FOR_ALL,
    }
    given = undertakings.Enter(**{**usual, **more})
    found: Undertaking = undertakings.enter(house.actor(who), given)
    return found


def filed(house: Any, thing: Undertaking, who: str = "armenia", **more: Any) -> Evidence:
    """Evidence on an undertaking, filed by somebody."""
    usual = {"shows": "progress", "words": "Ten are on the way.", "dated": clock.today()}
    given = undertaking_evidence.File(undertaking=thing.pk, **{**usual, **more})
    found: Evidence = undertaking_evidence.file(house.actor(who), given)
    return found


def judged(house: Any, row: Evidence, verdict: str = "accepted", who: str = "officer") -> Evidence:
    """That evidence, judged."""
    given = undertaking_evidence.Judge(evidence=row.pk, verdict=verdict, reason="It is so.")
    found: Evidence = undertaking_evidence.judge(house.actor(who), given)
    return found


def stands(thing: Undertaking) -> str:
    """Where an undertaking stands by the rules."""
    fresh = Undertaking.objects.get(pk=thing.pk)
    return undertaking_standing.whole(fresh, undertaking_standing.known(fresh)).standing


class PutDown(Given):
    """A decision for a test."""

    stage: str
    marking: str


def _put_down(actor: Any, given: PutDown) -> Decision:
    """Keep a decision as others have taken it."""
    whose = {"marking": marking(given.marking), "originator": Party.objects.get(key="secretariat")}
    item = Item(title="Aid", **whose)
    item.save()
    said = {"title": "On aid", "method": "session", "rule": "consensus", "stage": given.stage}
    found = Decision(item=item, **said, **whose)
    found.save()
    return found


def a_decision(stage: str = "adopted", marked: str = FOR_ALL) -> Decision:
    """A decision on aid."""
    act = Action("test.decision", "Put down", frozenset(), _put_down)
    found: Decision = act(WORKER, PutDown(stage=stage, marking=marked))
    return found


def a_pledge(house: Any, **more: Any) -> Any:
    """A statement by which Armenia pledges aid, confirmed."""
    said = {"content": "We shall send aid", "speaker": "The minister", "party": "ARM"}
    one = mark(house, a_report(house, **more), **said, act="pledge", object="aid")
    statements.confirm(house.actor("officer"), statements.Confirm(statement=one.pk))
    one.refresh_from_db()
    return one


def test_an_officer_enters_anybodys_and_a_member_its_own(house: Any) -> None:
    """The owner's people are told; nobody enters for another party, none for no party."""
    thing = entered(house)
    assert (thing.owner.key, thing.originator.key) == ("ARM", "secretariat")
    told = Notice.objects.get(code=Code.BOUND)
    assert (told.user, told.thing) == (house.people["armenia"], thing.pk)
    assert entered(house, "armenia").originator.key == "ARM"
    with pytest.raises(AccessError):
        entered(house, "belarus")
    with pytest.raises(AccessError):
        entered(house, "analyst")
    with pytest.raises(ValidationError, match="needs an owner"):
        entered(house, party="")
    with pytest.raises(RequestError, match="no party"):
        entered(house, party="administration")
    assert Undertaking.objects.count() == 2
    assert not list(verify.findings())


def test_a_due_date_is_kept_as_its_last_day(house: Any) -> None:
    """A month means its last day; impossible dates are refused before anything is written."""
    year = clock.today().year + 1
    thing = entered(house, due=dt.date(year, 3, 1), precision="quarter")
    assert thing.due == dt.date(year, 3, 31)
    assert entered(house, due=dt.date(year, 3, 1)).precision == "day"
    assert entered(house, precision="vague").due is None
    for wrong in (
        {"precision": "month"},
        {"due": clock.today() - 400 * DAY},
        {"made_on": clock.today() + DAY},
    ):
        with pytest.raises(RequestError):
            entered(house, **wrong)
    assert Undertaking.objects.count() == 3


def test_it_follows_only_from_what_was_adopted_or_confirmed(house: Any) -> None:
    """A decision has to be adopted and seen, a statement confirmed in a report that is seen."""
    assert entered(house, decision=a_decision().pk).decision is not None
    with pytest.raises(ConflictError, match="not adopted"):
        entered(house, decision=a_decision("broken").pk)
    pledge = a_pledge(house)
    assert entered(house, statement=pledge.pk).statement_id == pledge.pk
    candidate = mark(house, a_report(house), content="We shall send aid", speaker="The minister")
    with pytest.raises(ConflictError, match="not confirmed"):
        entered(house, statement=candidate.pk)
    said = set()
    for pk in (a_decision(marked="AMBER:ARM").pk, house.people["officer"].pk):
        with pytest.raises(MissingError) as refused:
            entered(house, decision=pk)
        said.add(str(refused.value))
    assert len(said) == 1
    secret = a_pledge(house, marking="AMBER:secretariat")
    for pk in (secret.pk, house.people["officer"].pk):
        with pytest.raises(MissingError):
            entered(house, "armenia", statement=pk)
    reports.withdraw(
        house.actor("analyst"), reports.Withdraw(report=pledge.report_id, reason="A draft.")
    )
    with pytest.raises(ConflictError):
        entered(house, statement=pledge.pk)


def test_nobody_learns_of_a_source_through_it(house: Any) -> None:
    """It is not marked for anybody who may not see what it follows from."""
    secret = a_decision(marked="AMBER:secretariat")
    with pytest.raises(RequestError, match="Not all"):
        entered(house, decision=secret.pk)
    assert entered(house, decision=secret.pk, marking="AMBER:secretariat")


def test_steps_are_read_from_lines(house: Any) -> None:
    """Number, words, party, day and what comes before, in any order after the words."""
    thing = entered(house, steps=STEPS)
    found = [
        (s.number, s.what, s.owner.key if s.owner else None, str(s.due), s.after)
        for s in thing.steps.all()
    ]
    assert found == [
        (1, "Draft the treaty", "ARM", "None", []),
        (2, "Translate it", None, "2013-12-01", [1]),
        (3, "Deposit it", "BLR", "2014-03-01", [1, 2]),
    ]
    assert {n.user for n in Notice.objects.filter(code=Code.BOUND)} == {
        house.people["armenia"],
        house.people["belarus"],
    }
    assert not list(verify.findings())


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Draft it", "number"),
        ("0. Draft it", "number"),
        ("2. Sign | NOWHERE", "NOWHERE"),
        ("2. Sign | 2014-02-30", "2014-02-30"),
        ("2. Sign | after one", "after one"),
        ("2. Sign | after 7", "no step 7"),
        ("2. Sign | ARM | BLR", "one too many"),
        ("1. Sign", "two steps"),
    ],
)
def test_a_wrong_line_is_named(house: Any, line: str, why: str) -> None:
    """What cannot be read is refused by its line and its reason, and nothing is kept."""
    with pytest.raises(RequestError, match=why) as refused:
        entered(house, steps=f"1. Draft it\n{line}")
    assert line in str(refused.value) or "two steps" in str(refused.value)
    assert not Undertaking.objects.exists()


def test_circular_steps_are_refused_with_the_circle(house: Any) -> None:
    """Steps that wait for each other are named in the order in which they wait."""
    with pytest.raises(RequestError) as refused:
        entered(house, steps="1. A\n2. B | after 4\n3. C | after 2\n4. D | after 3")
    said = refused.value.what
    assert any(way in said for way in ("2 → 4 → 3 → 2", "4 → 3 → 2 → 4", "3 → 2 → 4 → 3"))
    with pytest.raises(RequestError, match="1 → 1"):
        entered(house, steps="1. A | after 1")


def test_steps_are_added_and_moved(house: Any) -> None:
    """An officer adds the next step, and gives one another day with the reason."""
    thing = entered(house, steps="1. Draft it")
    officer = house.actor("officer")
    add = {"undertaking": thing.pk, "what": "Sign it", "party": "BLR", "after": "1"}
    undertaking_steps.add(officer, undertaking_steps.Add(**add))
    step = thing.steps.get(number=2)
    assert (step.after, step.owner.key) == ([1], "BLR")
    for after in ("7", "x"):
        with pytest.raises(RequestError):
            undertaking_steps.add(officer, undertaking_steps.Add(**{**add, "after": after}))
    moved = {"step": step.pk, "due": clock.today(), "reason": "Agreed."}
    undertaking_steps.move(officer, undertaking_steps.Move(**moved))
    with pytest.raises(ConflictError):
        undertaking_steps.move(officer, undertaking_steps.Move(**moved))
    with pytest.raises(AccessError):
        undertaking_steps.move(house.actor("armenia"), undertaking_steps.Move(**moved))
    assert not list(verify.findings())


def test_the_owner_a_member_or_the_secretariat_files_evidence(house: Any) -> None:
    """Others do not, unseen undertakings are not there, and both sides are told."""
    thing = entered(house)
    assert filed(house, thing).party.key == "ARM"
    assert filed(house, thing, "tajikistan", shows="breach").party.key == "TJK"
    assert filed(house, thing, "analyst").party.key == "secretariat"
    told = Notice.objects.filter(code=Code.EVIDENCE)
    assert {n.user for n in told} >= {house.people[n] for n in ("officer", "chair", "armenia")}
    with pytest.raises(AccessError):
        filed(house, thing, "armenia", party="BLR")
    with pytest.raises(MissingError):
        filed(house, thing, "observer")
    open_to_all = entered(house, marking="CLEAR")
    with pytest.raises(AccessError, match="neither"):
        filed(house, open_to_all, "observer")
    with pytest.raises(ValidationError):
        filed(house, thing, dated=clock.today() + DAY)
    assert not list(verify.findings())


def test_evidence_is_judged_by_another_party(house: Any) -> None:
    """Who filed it does not judge it; a verdict can be changed, and accepted delivery counts."""
    thing = entered(house)
    row = filed(house, thing, shows="delivery")
    assert stands(thing) == Fulfilment.ON_TRACK
    with pytest.raises(AccessError):
        judged(house, row, who="armenia")
    judged(house, row)
    assert stands(thing) == Fulfilment.DELIVERED
    with pytest.raises(ConflictError):
        judged(house, row)
    judged(house, row, "refused", who="chair")
    assert stands(thing) == Fulfilment.UNKNOWN
    own = filed(house, thing, "analyst")
    with pytest.raises(AccessError, match="does not judge"):
        judged(house, own)
    judged(house, own, who="chair")
    assert not list(verify.findings())


def test_evidence_is_about_a_step_of_its_own(house: Any) -> None:
    """A step of another undertaking is not there; delivery of every step delivers the whole."""
    thing, other = entered(house, steps="1. A\n2. B | after 1"), entered(house, steps="1. C")
    with pytest.raises(MissingError):
        filed(house, thing, step=other.steps.get().pk)
    for step in thing.steps.order_by("-number"):
        assert stands(thing) != Fulfilment.DELIVERED
        judged(house, filed(house, thing, step=step.pk, shows="delivery"))
    assert stands(thing) == Fulfilment.DELIVERED


def test_a_file_is_kept_as_it_came(house: Any) -> None:
    """Bytes, a safe name and the digest are kept; a file of no known kind is refused."""
    thing = entered(house)
    row = filed(house, thing, file=b"Delivered.", filename="../../a receipt.txt")
    kept = Evidence.objects.get(pk=row.pk)
    assert (bytes(kept.data), kept.filename) == (b"Delivered.", "a receipt.txt")
    assert len(kept.digest) == 64
    with pytest.raises(ValidationError):
        filed(house, thing, file=b"MZ\x00\x01\x02", filename="a.exe")
    judged(house, row)
    assert not list(verify.findings())


def test_a_condition_starts_the_clock(house: Any) -> None:
    """Until it is met it is unknown; without one, or in the future, nothing is met."""
    with clock.stopped(NOW):
        thing = entered(house, condition="The road is open.")
    with clock.stopped(NOW + 400 * DAY):
        assert stands(thing) == Fulfilment.UNKNOWN
        given = {"undertaking": thing.pk, "reason": "It opened."}
        officer, today = house.actor("officer"), clock.today()
        with pytest.raises(RequestError):
            undertakings.met(officer, undertakings.Met(**given, on=today + DAY))
        undertakings.met(officer, undertakings.Met(**given, on=today - 200 * DAY))
        assert stands(thing) == Fulfilment.STALLED
        given["undertaking"] = entered(house).pk
        with pytest.raises(ConflictError):
            undertakings.met(officer, undertakings.Met(**given, on=today))


def test_a_standing_set_by_hand_holds_until_it_is_lifted(house: Any) -> None:
    """One at a time, with a reason, and the computed one stays."""
    thing, officer = entered(house), house.actor("officer")
    given = undertakings.Overrule(undertaking=thing.pk, standing="late", reason="They said so.")
    undertakings.override(officer, given)
    with pytest.raises(ConflictError):
        undertakings.override(officer, given.model_copy(update={"ticket": None}))
    assert stands(thing) == Fulfilment.UNKNOWN
    row = undertaking_standing.override(thing)
    assert row
    assert row.standing == Fulfilment.LATE
    lift = undertakings.Lift(undertaking=thing.pk, reason="It was a mistake.")
    undertakings.lift(officer, lift)
    assert undertaking_standing.override(thing) is None
    with pytest.raises(ConflictError):
        undertakings.lift(officer, lift)
    assert not list(verify.findings())


def test_a_release_stops_every_clock(house: Any) -> None:
    """It stands as on that day for ever, and nothing more is done with it."""
    with clock.stopped(NOW):
        thing, officer = entered(house, steps="1. A"), house.actor("officer")
        step = thing.steps.get()
        given = undertakings.Release(undertaking=thing.pk, reason="Both sides agreed.")
        undertakings.release(officer, given)
    with clock.stopped(NOW + 900 * DAY):
        assert stands(thing) == Fulfilment.UNKNOWN
        with pytest.raises(ConflictError):
            filed(house, thing)
        with pytest.raises(ConflictError):
            undertakings.release(officer, given.model_copy(update={"reason": "Again."}))
        moved = undertaking_steps.Move(step=step.pk, due=clock.today(), reason="Late.")
        with pytest.raises(ConflictError):
            undertaking_steps.move(officer, moved)
    assert not list(verify.findings())


def test_a_date_is_moved_with_its_reason(house: Any) -> None:
    """An officer moves it; the owner does not."""
    thing = entered(house, due=clock.today(), precision="day")
    given = undertakings.Move(
        undertaking=thing.pk, due=dt.date(2090, 5, 5), precision="year", reason="Agreed."
    )
    with pytest.raises(AccessError):
        undertakings.move(house.actor("armenia"), given)
    assert undertakings.move(house.actor("officer"), given).due == dt.date(2090, 12, 31)
