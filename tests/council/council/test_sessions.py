"""Sessions: their stages, who is told, and who may do what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tocsin.council.council import sessions
from tocsin.council.council.models import Session
from tocsin.council.council.session import Format, SessionStage
from tocsin.council.council.session_schemas import SessionLine, SessionOut
from tocsin.council.record import clock, verify
from tocsin.council.site.notice import Code, Notice
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError

DAY = dt.timedelta(days=1)
MEMBERS = "AMBER:secretariat,ARM,BLR,RUS,TJK"


def called(house: Any, marking: str = MEMBERS, days: int = 7, **said: Any) -> Session:
    """A session called by the officer."""
    begins = clock.now() + days * DAY
    given = {
        "title": "Council in Sochi",
        "format": Format.PLENARY,
        "begins": begins,
        "ends": begins + dt.timedelta(hours=6),
        "venue": "Sochi",
        "marking": marking,
        **said,
    }
    made: Session = sessions.call(house.actor("officer"), sessions.Call(**given))
    return made


def opened(house: Any, **said: Any) -> Session:
    """A session that the chair opened."""
    session = called(house, **said)
    made: Session = sessions.open_(house.actor("chair"), sessions.Open(session=session.pk))
    return made


def enter(client: Client, house: Any, name: str) -> Client:
    """Somebody signs in."""
    user = house.people[name]
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {}})
    client.force_login(user)
    return client


def test_all_who_may_see_it_are_told(house: Any) -> None:
    """Calling, moving and cancelling tell everybody in the audience but who did it, nobody else."""
    session = called(house, marking="AMBER:secretariat,ARM")
    told = Notice.objects.filter(code=Code.CALLED, thing=session.pk)
    assert {row.user for row in told} == {house.people["analyst"], house.people["armenia"]}
    move = {"begins": session.begins_at + DAY, "ends": session.ends_at + DAY, "reason": "Snow."}
    moved = sessions.move(house.actor("officer"), sessions.Move(session=session.pk, **move))
    assert moved.venue == "Sochi"
    assert told.all().count() == 4
    given = sessions.Cancel(session=session.pk, reason="More snow.")
    sessions.cancel(house.actor("officer"), given)
    assert Notice.objects.filter(code=Code.CANCELLED).count() == 2
    assert not list(verify.findings())


def test_an_open_session_is_not_told_to_who_runs_the_system(house: Any) -> None:
    """What is clear is told to everybody but the administration, which has no part in it."""
    session = called(house, marking="CLEAR")
    told = {row.user for row in Notice.objects.filter(thing=session.pk)}
    assert told == set(house.people.values()) - {
        house.people["officer"],
        house.people["administrator"],
    }


def test_stages_come_in_order(house: Any) -> None:
    """Planned, open, closed; what is over stays over, and a session under way is not moved."""
    chair, officer = house.actor("chair"), house.actor("officer")
    session = called(house)
    close = sessions.Close(session=session.pk, closing="Thank you.")
    move = sessions.Move(
        session=session.pk, begins=session.begins_at, ends=session.ends_at, reason="x"
    )
    cancel = sessions.Cancel(session=session.pk, reason="x")
    with pytest.raises(ConflictError, match="not opened"):
        sessions.close(chair, close)
    begun = sessions.open_(chair, sessions.Open(session=session.pk))
    assert begun.stage == SessionStage.OPEN
    for action, given in ((sessions.open_, sessions.Open(session=session.pk)),):
        with pytest.raises(ConflictError, match="open already"):
            action(chair, given)
    for action, given in ((sessions.move, move), (sessions.cancel, cancel)):
        with pytest.raises(ConflictError, match="open already"):
            action(officer, given)
    ended = sessions.close(chair, close)
    assert (ended.stage, ended.closing) == (SessionStage.CLOSED, "Thank you.")
    for action, given in (
        (sessions.close, close),
        (sessions.open_, sessions.Open(session=session.pk)),
        (sessions.move, move),
        (sessions.cancel, cancel),
    ):
        with pytest.raises(ConflictError, match="stays so"):
            action(officer, given)


@pytest.mark.parametrize(
    ("begins", "ends"), [(DAY, DAY), (2 * DAY, DAY), (9999 * DAY, 10000 * DAY), (DAY, 9999 * DAY)]
)
def test_times_are_in_order(house: Any, begins: dt.timedelta, ends: dt.timedelta) -> None:
    """A session ends after it begins, and lies not further than ten years ahead."""
    now = clock.now()
    with pytest.raises(RequestError, match="ends after"):
        called(house, begins=now + begins, ends=now + ends)


def test_times_and_zones_are_real(house: Any) -> None:
    """A time without a zone is none, and a zone is one that is known."""
    with pytest.raises(ValueError, match="needs its zone"):
        called(house, begins=dt.datetime(2030, 1, 1))
    with pytest.raises(RequestError, match="no time zone"):
        called(house, zone="Europe/Sochi")
    assert called(house, zone="Europe/Moscow").zone == "Europe/Moscow"


def test_only_the_secretariat_calls(house: Any) -> None:
    """Delegations and the chair do not call a session, and nobody opens what they do not see."""
    session = called(house, marking="AMBER:secretariat")
    given = sessions.Open(session=session.pk)
    with pytest.raises(MissingError):
        sessions.open_(house.actor("chair"), given)
    for name in ("armenia", "analyst", "observer", "administrator"):
        with pytest.raises(AccessError):
            sessions.open_(house.actor(name), given)


def test_pages_offer_what_makes_sense(house: Any, client: Client) -> None:
    """Each stage offers its own steps to those who may take them."""
    session = called(house, zone="Asia/Yerevan")
    path = f"/sessions/{session.pk}/"

    def steps(name: str) -> set[str]:
        text = enter(client, house, name).get(path).text
        return {
            n for n in ("open", "close", "move", "cancel", "attend") if f"session.{n}/?" in text
        }

    assert steps("officer") == {"open", "move", "cancel", "attend"}
    assert steps("chair") == {"open", "attend"}
    assert steps("armenia") == {"attend"}
    assert steps("analyst") == set()
    assert "Asia/Yerevan" in client.get(path).text
    sessions.open_(house.actor("chair"), sessions.Open(session=session.pk))
    assert steps("officer") == {"close", "attend"}
    close = sessions.Close(session=session.pk, closing="Done.")
    sessions.close(house.actor("chair"), close)
    assert steps("officer") == set()


def test_it_is_called_by_a_form(house: Any, client: Client) -> None:
    """The form takes times as a browser sends them, and shows again what was typed when wrong."""
    enter(client, house, "officer")
    said = {
        "title": "Sochi",
        "format": "plenary",
        "begins": f"{clock.now() + DAY:%Y-%m-%dT%H:%M}",
        "ends": f"{clock.now():%Y-%m-%dT%H:%M}",
        "zone": "Europe/Moscow",
        "marking_0": "AMBER",
        "marking_1": ["secretariat", "ARM"],
    }
    wrong = client.post("/do/session.call/", said)
    assert wrong.status_code == 400
    assert "Sochi" in wrong.text
    said["ends"] = f"{clock.now() + 2 * DAY:%Y-%m-%dT%H:%M}"
    page = client.post("/do/session.call/", said, follow=True)
    assert page.redirect_chain == [(f"/sessions/{Session.objects.get().pk}/", 302)]


def test_a_list_is_filtered(house: Any, client: Client) -> None:
    """SessionStage, format and time each leave what they say, and nonsense is refused."""
    called(house, title="Ahead")
    called(house, title="Past", days=-7)
    opened(house, title="Now", days=0, format=Format.RESTRICTED)
    enter(client, house, "armenia")

    def titles(query: str) -> set[str]:
        return {thing.title for thing in client.get(f"/sessions/?{query}").context["page"].things}

    assert titles("stage=open") == titles("format=restricted") == {"Now"}
    assert titles("time=past") == {"Past"}
    assert titles("time=ahead") == {"Ahead", "Now"}
    assert titles("q=sochi") == {"Ahead", "Past", "Now"}
    for query in ("stage=x", "format=x", "time=x"):
        assert client.get(f"/sessions/?{query}").status_code == 400


def test_the_first_page_shows_what_lies_ahead(house: Any, client: Client) -> None:
    """The next three sessions that one sees, soonest first, without those that are over."""
    called(house, title="Secret", marking="AMBER:secretariat", days=1)
    for days in (9, 2, 5, 3, -4):
        called(house, title=f"In {days}", days=days)
    enter(client, house, "armenia")
    ahead = client.get("/").context["sessions"]
    assert [session.title for session in ahead] == ["In 2", "In 3", "In 5"]


def test_programs_are_told_the_same(house: Any) -> None:
    """A session has its quorum and nothing of an agenda where nobody asks."""
    session = called(house)
    line = SessionLine.from_orm(session).model_dump()
    out = SessionOut.from_orm(session).model_dump()
    assert line["stage"] == "planned"
    assert out["quorum"]["present"] == 0
    assert out["agenda"] == []
