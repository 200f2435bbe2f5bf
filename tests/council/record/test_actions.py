"""Markings are narrowed by their originator, widened by all originators, and barred from."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tocsin.council.desk.models import Warning
from tocsin.council.record import actions, marking, verify
from tocsin.council.record.marking import Bar
from tocsin.council.record.widening import Consent, Widening
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError

OPEN = "AMBER:secretariat,TJK,BLR"


def _on(thing: Warning, **given: Any) -> dict[str, Any]:
    return {"table": "desk.warning", "thing": thing.pk, **given}


def _sees(house: Any, name: str, thing: Warning) -> bool:
    return bool(Warning.objects.visible(house.people[name]).filter(pk=thing.pk).exists())


def _remark(text: str, thing: Warning) -> actions.Remark:
    return actions.Remark(**_on(thing, marking=text, reason="Needed."))


def test_deny_beats_allow_until_it_is_lifted(house: Any, make: Any) -> None:
    """A party kept from a thing does not see it though its marking admits it, nor hears why."""
    thing, analyst = make(), house.actor("analyst")
    actions.bar(analyst, actions.Keep(**_on(thing, party="TJK", reason="A source of theirs.")))
    assert not _sees(house, "tajikistan", thing)
    assert not marking.why(thing, house.people["tajikistan"]).allowed
    with pytest.raises(ConflictError):
        actions.bar(analyst, actions.Keep(**_on(thing, party="TJK", reason="Twice.")))
    bar = Bar.objects.get()
    with pytest.raises(MissingError):
        actions.unbar(house.actor("tajikistan"), actions.Unkeep(**_on(thing, bar=bar.pk)))
    actions.unbar(house.actor("officer"), actions.Unkeep(**_on(thing, bar=bar.pk)))
    assert _sees(house, "tajikistan", thing)
    assert not verify.findings()


@pytest.mark.parametrize("name", ["tajikistan", "armenia", "administrator", "observer"])
def test_only_its_people_and_officers_keep_others_from_it(name: str, house: Any, make: Any) -> None:
    """Neither a mere reader nor somebody who does not see it may bar others from it."""
    keep = actions.Keep(**_on(make(), party="TJK", reason="No."))
    with pytest.raises((AccessError, MissingError)):
        actions.bar(house.actor(name), keep)


def test_a_bar_names_somebody_else(house: Any, make: Any) -> None:
    """One party or person, neither oneself nor the party that it comes from."""
    thing, analyst = make(), house.actor("analyst")
    both = {"party": "TJK", "user": house.people["tajikistan"].pk}
    own = ({"party": "secretariat"}, {"user": house.people["officer"].pk})
    for whom in ({}, both, {"party": "NOWHERE"}, *own):
        with pytest.raises(RequestError):
            actions.bar(analyst, actions.Keep(**_on(thing, reason="No.", **whom)))


def test_only_the_originator_narrows(house: Any, make: Any) -> None:
    """Its party narrows it, and nobody else; wider and equal markings are no narrowing."""
    thing, analyst = make(OPEN), house.actor("analyst")
    with pytest.raises(AccessError):
        actions.narrow(house.actor("tajikistan"), _remark("AMBER:TJK", thing))
    for text in (OPEN, "CLEAR", "GREEN:secretariat", "AMBER:secretariat,ARM"):
        with pytest.raises(RequestError):
            actions.narrow(analyst, _remark(text, thing))
    with pytest.raises(RequestError):
        actions.narrow(analyst, _remark("AMBER:TJK", thing))
    actions.narrow(analyst, _remark("AMBER:secretariat,BLR", thing))
    assert not _sees(house, "tajikistan", thing)
    assert _sees(house, "belarus", thing)
    actions.narrow(analyst, _remark(f"RED:{house.people['analyst'].pk}", Warning.held(thing.pk)))
    assert not _sees(house, "officer", thing)
    assert not verify.findings()


@pytest.fixture
def derived(house: Any, make: Any, monkeypatch: pytest.MonkeyPatch) -> Warning:
    """A thing made from one that comes from Tajikistan, which cannot see what was made of it."""
    theirs, thing = make(title="Theirs"), make("AMBER:secretariat")
    Warning.objects.filter(pk=theirs.pk).rewrite(originator=house.party("TJK"))
    monkeypatch.setattr(
        Warning,
        "inputs",
        lambda self: [Warning.objects.get(pk=theirs.pk)] if self.pk == thing.pk else [],
    )
    return thing  # type: ignore[no-any-return]


def _asked(party: str) -> actions.Agree:
    return actions.Agree(consent=Consent.objects.get(party__key=party).pk)


def test_widening_takes_every_originator(house: Any, derived: Warning) -> None:
    """Nothing changes until each has agreed by somebody who speaks for it."""
    analyst, officer, tajik = map(house.actor, ("analyst", "officer", "tajikistan"))
    wider = "AMBER:secretariat,ARM"
    actions.widen(analyst, _remark(wider, derived))
    carry = actions.Carry(**_on(derived, widening=Widening.objects.get().pk))
    with pytest.raises(ConflictError, match="Not every originator"):
        actions.carry(analyst, carry)
    with pytest.raises(AccessError):
        actions.agree(analyst, _asked("secretariat"))
    with pytest.raises(MissingError):
        actions.agree(house.actor("armenia"), _asked("TJK"))
    with pytest.raises(AccessError):
        actions.agree(officer, _asked("TJK"))
    actions.agree(officer, _asked("secretariat"))
    assert actions.agree(tajik, _asked("TJK")).title == "Theirs"
    assert not _sees(house, "armenia", derived)
    actions.carry(analyst, carry)
    assert _sees(house, "armenia", derived)
    assert not _sees(house, "tajikistan", derived)
    with pytest.raises(ConflictError, match="carried out already"):
        actions.carry(analyst, carry)


def test_a_widening_is_refused_at_any_time(house: Any, derived: Warning) -> None:
    """Also by one who agreed before; then it is closed with its reason."""
    actions.widen(house.actor("analyst"), _remark("CLEAR", derived))
    tajik, asked = house.actor("tajikistan"), _asked("TJK")
    actions.agree(tajik, asked)
    actions.refuse(tajik, actions.Refuse(consent=asked.consent, reason="A source is in danger."))
    widening = Widening.objects.get()
    assert (widening.open, widening.refusal) == (False, "A source is in danger.")
    with pytest.raises(ConflictError, match="A source is in danger"):
        actions.agree(house.actor("officer"), _asked("secretariat"))
    with pytest.raises(ConflictError, match="in danger"):
        actions.carry(house.actor("analyst"), actions.Carry(**_on(derived, widening=widening.pk)))


def test_narrowing_ends_an_open_widening(house: Any, make: Any) -> None:
    """Consent given for one marking is none for another."""
    thing, analyst = make(), house.actor("analyst")
    actions.widen(analyst, _remark("CLEAR", thing))
    with pytest.raises(ConflictError):
        actions.widen(analyst, _remark("CLEAR", thing))
    with pytest.raises(RequestError, match="admits nobody new"):
        actions.widen(analyst, _remark("AMBER:secretariat", thing))
    actions.narrow(analyst, _remark("AMBER:secretariat", thing))
    assert not Widening.objects.get().open
    assert not verify.findings()


def test_what_is_not_marked_has_no_such_actions(house: Any) -> None:
    """A table without markings, or none at all, looks like a thing that is not there."""
    for table in ("people.user", "nothing.at.all"):
        given = actions.Keep(table=table, thing=uuid.uuid4(), party="TJK", reason="No.")
        with pytest.raises(MissingError):
            actions.bar(house.actor("analyst"), given)


def test_things_for_a_marking_leave_out_what_its_readers_may_not_see(house: Any, make: Any) -> None:
    """An input goes in if all readers may see it; how many stayed out is told."""
    wide, narrow, clear = make(OPEN), make("AMBER:secretariat"), make("CLEAR")
    person = house.people["tajikistan"].pk
    red = make(f"RED:{house.people['analyst'].pk}")
    everything = [wide, narrow, clear, red]
    target = make("AMBER:secretariat,TJK").marking
    assert marking.admissible(everything, target) == ([wide, clear], 2)
    analyst = house.actor("analyst")
    actions.bar(analyst, actions.Keep(**_on(wide, user=person, reason="Ill.")))
    actions.bar(analyst, actions.Keep(**_on(clear, party="ARM", reason="Theirs.")))
    assert marking.admissible(everything, target) == ([clear], 3)
    assert marking.admissible(everything, clear.marking) == ([], 4)
    assert marking.admissible(everything, red.marking) == ([wide, narrow, clear, red], 0)
