"""What is late or stalled is told of once and puts itself on the next plenary agenda."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.council.council.test_undertakings import FOR_ALL, NOW, PutDown, entered, filed

from tocsin.council import worker
from tocsin.council.council import undertaking_agenda, undertakings
from tocsin.council.council.models import Item, Listing, Session
from tocsin.council.council.undertaking_agenda import WORKER, propose_due
from tocsin.council.people.models import Party
from tocsin.council.record import actions as markings
from tocsin.council.record import clock, history, verify
from tocsin.council.record.action import Action
from tocsin.council.record.marking import Bar, marking
from tocsin.council.site.notice import Code, Notice
from tocsin.world.errors import ConflictError

DAY = dt.timedelta(days=1)
LATER = NOW + 200 * DAY


def _call(actor: Any, given: PutDown) -> Session:
    begins = LATER + int(given.stage) * DAY
    found = Session(
        marking=marking(given.marking),
        originator=Party.objects.get(key="secretariat"),
        title=f"Session {given.stage}",
        format="plenary",
        begins_at=begins,
        ends_at=begins + DAY,
    )
    found.save()
    return found


def _session(after: int, marked: str = FOR_ALL) -> Session:
    """A plenary session so many days after."""
    act = Action("test.session", "Call", frozenset(), _call)
    found: Session = act(WORKER, PutDown(stage=str(after), marking=marked))
    return found


def _change(row: Any, **values: Any) -> None:
    def change(actor: Any, given: PutDown) -> Any:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        return row

    Action("test.change", "Change", frozenset(), change)(WORKER, PutDown(stage="", marking=""))


def test_a_stalled_one_puts_itself_on_the_next_agenda(house: Any) -> None:
    """An item with its marking, not agreed, in the next plenary session; the second run is idle."""
    with clock.stopped(NOW):
        thing = entered(house)
        assert propose_due(clock.now()) == 0
    later, past = _session(9), _session(-1)
    meeting = _session(3)
    with clock.stopped(LATER):
        assert propose_due(clock.now()) == 2
        assert propose_due(clock.now()) == 0
        item = Item.objects.get()
        assert (item.marking, item.originator) == (thing.marking, thing.originator)
        assert (item.title, item.undertaking, item.proposed_by) == (thing.title, thing, None)
        listing = Listing.objects.get()
        assert (listing.session, listing.number, listing.agreed_at) == (meeting, 1, None)
        assert {later.listings.count(), past.listings.count()} == {0}
        told = {n.user for n in Notice.objects.filter(code=Code.STALLED)}
        assert told == {house.people["armenia"], house.people["officer"]}
        names = [entry.name for entry in history.of(thing, house.people["armenia"])]
        assert names[-1] == "undertaking.stalled"
        assert [e.name for e in history.of(item, house.people["armenia"])] == [
            "undertaking.propose"
        ]
    assert not list(verify.findings())


def test_only_what_is_late_or_stalled_is_proposed(house: Any) -> None:
    """News, a condition, a release, or a standing set by hand keep one from the agenda."""
    officer = house.actor("officer")
    with clock.stopped(NOW):
        due = entered(house, due=NOW.date() + 190 * DAY)
        for _ in range(2):
            entered(house, condition="If it rains.")
        released, by_hand, running = (entered(house) for _ in range(3))
        given = {"undertaking": released.pk, "reason": "Agreed."}
        undertakings.release(officer, undertakings.Release(**given))
        given = {"undertaking": by_hand.pk, "reason": "We know more."}
        undertakings.override(officer, undertakings.Overrule(**given, standing="on_track"))
    _session(3)
    with clock.stopped(LATER):
        for thing in (due, running):
            filed(house, thing)
        assert propose_due(clock.now()) == 2
        assert [item.undertaking for item in Item.objects.all()] == [due]


def test_an_open_item_is_not_doubled_and_an_ended_one_comes_back_next_time(house: Any) -> None:
    """While its item is open nothing is proposed; ended, it waits for the next session."""
    with clock.stopped(NOW):
        entered(house)
    first = _session(3)
    with clock.stopped(LATER):
        propose_due(clock.now())
        item = Item.objects.get()
        _change(item, stage="dropped", ended_at=clock.now())
        assert propose_due(clock.now()) == 0
        _change(first, stage="closed")
        second = _session(9)
        assert propose_due(clock.now()) == 1
        assert Listing.objects.get(session=second).item.pk != item.pk
        with pytest.raises(ConflictError):
            undertaking_agenda.propose(
                WORKER,
                undertaking_agenda.Propose(undertaking=item.undertaking_id, session=second.pk),
            )


def test_new_evidence_lets_it_be_told_of_again(house: Any) -> None:
    """It is told of once, and once more when it stalls again after news."""
    with clock.stopped(NOW):
        thing = entered(house)
    with clock.stopped(LATER):
        assert [propose_due(clock.now()) for _ in range(2)] == [1, 0]
    with clock.stopped(LATER + DAY):
        filed(house, thing)
        assert propose_due(clock.now()) == 0
    with clock.stopped(LATER + 200 * DAY):
        assert [propose_due(clock.now()) for _ in range(2)] == [1, 0]
    assert not Item.objects.exists()


def test_it_goes_where_somebody_sees_both(house: Any) -> None:
    """A session that no reader of it may see is passed over; who is kept from it stays so."""
    with clock.stopped(NOW):
        thing = entered(house, marking="AMBER:ARM,BLR,secretariat")
        kept = markings.Keep(
            table="council.undertaking", thing=thing.pk, party="BLR", reason="Theirs."
        )
        markings.bar(house.actor("officer"), kept)
    _session(1, "AMBER:RUS,TJK")
    meeting = _session(2, f"RED:{house.people['armenia'].pk}")
    with clock.stopped(LATER):
        propose_due(clock.now())
    item = Item.objects.get()
    assert Listing.objects.get().session == meeting
    assert Bar.objects.get(thing=item.pk).party.key == "BLR"
    assert not Item.objects.visible(house.people["belarus"]).exists()


def test_nobody_to_tell_leaves_no_entry(house: Any) -> None:
    """What neither officers nor the owner's people see is proposed without telling anybody."""
    with clock.stopped(NOW):
        entered(house, "armenia", marking="AMBER:ARM")
        _change(house.people["armenia"], is_active=False)
    _session(2)
    with clock.stopped(LATER):
        assert [propose_due(clock.now()) for _ in range(2)] == [0, 0]


def test_the_worker_does_it() -> None:
    """It is one of the worker's jobs."""
    assert propose_due in [job.run for job in worker.JOBS]
