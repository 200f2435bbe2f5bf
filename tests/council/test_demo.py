"""The exercise is played by ordinary actions, and its doors are open nowhere else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.council.conftest import House

from tocsin.council import demo
from tocsin.council.council.models import Pulse
from tocsin.council.desk.models import Report, Warning
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record import clock, verify
from tocsin.council.record.action import Actor, Via
from tocsin.council.record.models import Entry, Payload
from tocsin.world.errors import ConflictError
from tocsin.world.marking import Level


def person(key: str) -> User:
    """Somebody of the story."""
    found: User = User.objects.get(email=f"{key}@demo.invalid")
    return found


def test_the_story_holds_together(played: None) -> None:
    """It is in the record as everything is, at its own time, and every role has an account."""
    assert not verify.findings()
    assert clock.today() == dt.date(2022, 1, 3)
    assert Entry.objects.latest("seq").at < clock.now()
    roles = {role for user in User.objects.all() for role in user.roles(clock.today())}
    assert roles == set(Role)
    assert {"armenia", "belarus", "kazakhstan", "kyrgyzstan", "russia", "tajikistan"} <= {
        user.email.partition("@")[0] for user in User.objects.all()
    }


def test_who_directs_an_exercise_moves_its_clock(played: None) -> None:
    """Time goes forward for everybody, by an entry of the record, and is no outage."""
    Pulse.objects.create(pk=1, at=clock.now())
    before = clock.now()
    demo.advance(Actor(person("administrator"), Via.PAGE), demo.Advance(hours=72))
    assert dt.timedelta(hours=72) <= clock.now() - before < dt.timedelta(hours=73)
    assert clock.now() - Pulse.objects.get().at < dt.timedelta(minutes=1)
    assert not verify.findings()


def test_nobody_moves_the_clock_of_a_house(house: House) -> None:
    """A house that plays no exercise lives in real time."""
    with pytest.raises(ConflictError, match="real time"):
        demo.advance(house.actor("administrator"), demo.Advance(hours=1))


def test_every_delegation_sees_something_that_the_others_do_not(played: None) -> None:
    """Titles differ from account to account; the administrator reads what is public only."""
    seen = {
        user.email.partition("@")[0]: set(
            Report.objects.visible(user).values_list("title", flat=True)
        )
        for user in User.objects.all()
    }
    for key in ("armenia", "belarus", "kazakhstan", "kyrgyzstan", "tajikistan"):
        others = set().union(
            *(titles for who, titles in seen.items() if who not in {key, "analyst", "officer"})
        )
        assert seen[key] - others, key
    public = Report.objects.filter(marking__level=Level.CLEAR)
    assert seen["administrator"] == set(public.values_list("title", flat=True))


def test_the_note_in_red_is_for_the_persons_it_names(played: None) -> None:
    """Nobody else sees it, not even those of their parties."""
    note = Report.objects.get(marking__level=Level.RED)
    may = {u.email.partition("@")[0] for u in User.objects.all() if note in _reports(u)}
    assert may == {"analyst", "officer", "tajikistan"}


def _reports(user: User) -> Any:
    return Report.objects.visible(user)


def test_one_answer_never_came_and_others_were_given(played: None) -> None:
    """Kazakhstan never answered on the border; the others did."""
    border = Warning.objects.get(place="AFG-TJK")
    assert border.standing == "closed"
    silent = [row.party.key for row in border.addressees.all() if row.answered_at is None]
    assert silent == ["KAZ"]


def test_it_is_played_into_an_empty_database_only(house: House) -> None:
    """Where anything was done before, the exercise is refused and the clock stays."""
    before = Entry.objects.count()
    with pytest.raises(ConflictError):
        demo.play()
    assert Entry.objects.count() == before
    assert not demo.here()


def test_the_doors_are_open_in_the_demonstration(
    played: None, settings: Any, client: Client
) -> None:
    """Anybody enters as anybody, also where a second factor is asked for elsewhere."""
    settings.DEMO = True
    assert "Delegate of Armenia" in client.get("/demo/").content.decode()
    for key in ("officer", "administrator", "armenia"):
        entered = client.post("/demo/", {"user": person(key).pk})
        assert entered.status_code == 302
        assert client.get("/").status_code == 200
        assert client.session["_auth_user_id"] == str(person(key).pk)
    assert client.post("/demo/", {"user": "nobody"}).status_code == 404


def test_the_doors_need_the_token_of_the_form(played: None, settings: Any) -> None:
    """Another site cannot make a browser enter."""
    settings.DEMO = True
    client = Client(enforce_csrf_checks=True)
    assert client.post("/demo/", {"user": person("armenia").pk}).status_code == 403


@pytest.mark.parametrize(
    ("started", "address"), [(False, "127.0.0.1"), (True, "192.0.2.7"), (True, "")]
)
def test_the_doors_are_shut_unless_started_as_one_on_this_machine(
    played: None, settings: Any, client: Client, started: bool, address: str
) -> None:
    """Unless started as one, or from another machine, there is no such page."""
    settings.DEMO = started
    for answer in (
        client.get("/demo/", REMOTE_ADDR=address),
        client.post("/demo/", {"user": person("armenia").pk}, REMOTE_ADDR=address),
    ):
        assert answer.status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "X-Real-IP"])
def test_the_doors_are_shut_behind_a_proxy(
    played: None, settings: Any, client: Client, name: str
) -> None:
    """What a proxy on this machine hands on comes from anywhere."""
    settings.DEMO = True
    assert client.get("/demo/").status_code == 200
    assert client.get("/demo/", headers={name: "127.0.0.1"}).status_code == 404


def test_the_doors_are_shut_in_every_other_database(
    house: House, settings: Any, client: Client
) -> None:
    """Whoever starts a real house as a demonstration lets nobody in."""
    settings.DEMO = True
    assert not demo.here()
    assert Payload.objects.get(entry=1).action != demo.BEGIN
    assert client.post("/demo/", {"user": house.people["armenia"].pk}).status_code == 404


def test_nobody_begins_an_exercise_by_hand(house: House) -> None:
    """Not even the administrator can turn a house into an exercise."""
    given = demo.Begin(key="csto", text="name = 'x'", now=dt.datetime(2013, 9, 23, tzinfo=dt.UTC))
    assert not demo.begin.allows(house.actor("administrator"))
    assert not demo.begin.allows(house.actor("officer"))
    with pytest.raises(ConflictError):
        demo.begin(demo.HOUSE, given)
