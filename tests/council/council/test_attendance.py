"""Attendance and the list of speakers: by whose voice, for whom, and in which order."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.council.council.test_sessions import called, enter, opened

from tocsin.council.council import attendance, sessions, speakers
from tocsin.council.council.models import Session, Speaker
from tocsin.council.record import actions as markings
from tocsin.council.record import verify
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError


def _attend(house: Any, name: str, session: Session, party: str) -> None:
    given = attendance.Attend(session=session.pk, party=party, office="Ministry")
    attendance.attend(house.actor(name), given)


def _asked(house: Any, name: str, session: Session, party: str) -> Speaker:
    speakers.ask(house.actor(name), speakers.Ask(session=session.pk, party=party, on="Item 2"))
    found: Speaker = session.speakers.get(party__key=party, ended_at=None, withdrawn_at=None)
    return found


def _one(row: Speaker) -> speakers.OneSpeaker:
    return speakers.OneSpeaker(speaker=row.pk)


def _order(session: Session) -> list[str]:
    return [row.party.key for row in speakers.waiting(session)]


def test_a_party_comes_by_its_own_voice(house: Any) -> None:
    """A delegate enters their own party, an officer any; nobody is there twice or leaves twice."""
    session = called(house)
    _attend(house, "armenia", session, "ARM")
    with pytest.raises(AccessError):
        _attend(house, "armenia", session, "BLR")
    with pytest.raises(ConflictError, match="present already"):
        _attend(house, "officer", session, "ARM")
    leave = attendance.Leave(presence=session.presences.get().pk)
    with pytest.raises(AccessError):
        attendance.leave(house.actor("belarus"), leave)
    attendance.leave(house.actor("armenia"), leave)
    with pytest.raises(ConflictError, match="left already"):
        attendance.leave(house.actor("officer"), leave)


def test_only_those_attend_whom_the_marking_admits(house: Any) -> None:
    """Neither a party outside of the audience nor one that is kept from it is present."""
    session = called(house, marking="AMBER:secretariat,ARM,TJK")
    with pytest.raises(RequestError, match="not marked for"):
        _attend(house, "officer", session, "BLR")
    keep = {"table": "council.session", "thing": session.pk, "reason": "Theirs."}
    markings.bar(house.actor("officer"), markings.Keep(**keep, party="TJK"))
    with pytest.raises(RequestError, match="not marked for"):
        _attend(house, "officer", session, "TJK")
    with pytest.raises(MissingError):
        _attend(house, "tajikistan", session, "TJK")


def test_red_admits_the_parties_of_its_persons(house: Any) -> None:
    """A session for named persons is attended by their parties."""
    ids = ",".join(str(house.people[name].pk) for name in ("officer", "tajikistan"))
    session = called(house, marking=f"RED:{ids}")
    _attend(house, "officer", session, "TJK")
    with pytest.raises(RequestError, match="not marked for"):
        _attend(house, "officer", session, "ARM")


def test_the_floor_goes_round(house: Any) -> None:
    """One has the floor at a time; who was called neither waits nor withdraws."""
    session, chair = called(house), house.actor("chair")
    first = _asked(house, "armenia", session, "ARM")
    second = _asked(house, "belarus", session, "BLR")
    with pytest.raises(ConflictError, match="on the list"):
        _asked(house, "armenia", session, "ARM")
    with pytest.raises(ConflictError, match="not opened"):
        speakers.call(chair, _one(first))
    sessions.open_(chair, sessions.Open(session=session.pk))
    with pytest.raises(ConflictError, match="not have the floor"):
        speakers.end(chair, _one(first))
    speakers.call(chair, _one(first))
    with pytest.raises(ConflictError, match="does not wait"):
        speakers.withdraw(house.actor("armenia"), _one(first))
    speakers.call(chair, _one(second))
    first.refresh_from_db()
    assert first.ended_at
    _asked(house, "armenia", session, "ARM")
    close = sessions.Close(session=session.pk, closing="Done.")
    sessions.close(chair, close)
    second.refresh_from_db()
    assert second.ended_at
    with pytest.raises(ConflictError):
        _asked(house, "tajikistan", session, "TJK")
    assert not list(verify.findings())


def test_a_party_withdraws_by_its_own_voice(house: Any) -> None:
    """Another party, and the chair, cannot take it off the list."""
    session = opened(house)
    row = _asked(house, "armenia", session, "ARM")
    for name in ("belarus", "chair", "officer"):
        with pytest.raises(AccessError):
            speakers.withdraw(house.actor(name), _one(row))
    speakers.withdraw(house.actor("armenia"), _one(row))
    assert _order(session) == []


@pytest.mark.parametrize("place", [1, 2, 3, 9])
def test_who_presides_changes_the_order(house: Any, place: int) -> None:
    """A party moves to a place, the others keep their order."""
    session = opened(house)
    for name, party in (("armenia", "ARM"), ("belarus", "BLR"), ("tajikistan", "TJK")):
        _asked(house, name, session, party)
    row = session.speakers.get(party__key="BLR")
    with pytest.raises(AccessError):
        speakers.reorder(house.actor("belarus"), speakers.Reorder(speaker=row.pk, place=1))
    speakers.reorder(house.actor("chair"), speakers.Reorder(speaker=row.pk, place=place))
    others = ["ARM", "TJK"]
    others.insert(place - 1, "BLR")
    assert _order(session) == others


@given(st.data())
def test_places_are_whole_numbers_from_one(data: Any) -> None:
    """Nothing else is a place on the list."""
    wrong = data.draw(st.integers(max_value=0) | st.integers(min_value=speakers.MOST + 1))
    with pytest.raises(ValueError, match="place"):
        speakers.Reorder(speaker="7d3c9c9e-54b2-4d3e-9d0b-6c1b2f0f7a11", place=wrong)


def test_the_page_leads_through_it(house: Any, client: Client) -> None:
    """Present, asked, called and ended by the links and forms of the page alone."""
    session = opened(house)
    path = f"/sessions/{session.pk}/"

    def step(who: str, link: str, **said: Any) -> str:
        enter(client, house, who)
        assert link in client.get(path).text
        answer = client.post(link.partition("?")[0], said, follow=True)
        assert answer.redirect_chain == [(path, 302)], answer.text
        return answer.text

    attend = {"session": session.pk, "party": "ARM", "office": "Foreign Ministry"}
    text = step("armenia", f"/do/session.attend/?session={session.pk}", **attend)
    assert "The quorum is not there." in text
    assert "Foreign Ministry" in text
    ask = {"session": session.pk, "party": "ARM", "on": "The border"}
    assert "waits" in step("armenia", f"/do/speaker.ask/?session={session.pk}", **ask)
    row = session.speakers.get()
    text = step("chair", f"/do/speaker.call/?speaker={row.pk}", speaker=row.pk)
    assert "has it since" in text
    step("chair", f"/do/speaker.end/?speaker={row.pk}", speaker=row.pk)
    gone = session.presences.get()
    step("officer", f"/do/session.leave/?presence={gone.pk}", presence=gone.pk)
