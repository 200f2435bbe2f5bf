"""Calendar feeds: for whom they are, what is in them, and what never is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from icalendar import Calendar
from tests.council.conftest import COMMAND, PASSWORD
from tests.council.council.test_sessions import DAY, MEMBERS, called, enter

from tocsin.council.council import feed_views, feeds, sessions
from tocsin.council.council.models import Feed
from tocsin.council.people import actions as people
from tocsin.council.record import actions as markings
from tocsin.council.record import clock, verify
from tocsin.world.errors import AccessError, MissingError


def fed(house: Any, name: str = "armenia") -> tuple[Feed, str]:
    """A feed of somebody's, and its address."""
    if name in {"officer", "chair", "administrator"}:
        user = house.people[name]
        Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {}})
    secret, digest = feeds.fresh()
    feed: Feed = feeds.make(house.actor(name), feeds.Make(name="phone", digest=digest))
    return feed, f"/calendar/{secret}.ics"


def read(client: Client, address: str) -> dict[str, Any]:
    """The events of a calendar by their identifiers, as the library reads them."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    read = Calendar.from_ical(answer.content)
    assert read["VERSION"] == "2.0"
    assert read["PRODID"]
    return {str(event["UID"]): event for event in read.walk("VEVENT")}


def test_it_reads_back_as_it_was_called(house: Any, client: Client) -> None:
    """Times in UTC, title and place of a clear session, a sequence that grows, and the status."""
    zone = dt.timezone(dt.timedelta(hours=4))
    begins = (clock.now() + 7 * DAY).replace(microsecond=0).astimezone(zone)
    words = "Council; Sochi, “first” \\ part"
    session = called(house, "CLEAR", title=words, begins=begins, ends=begins + 2 * DAY)
    _, address = fed(house)
    (event,) = read(Client(), address).values()
    assert str(event["UID"]).startswith(f"{session.pk}@")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == (words, "Sochi")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (begins, begins + 2 * DAY)
    assert event["DTSTART"].dt.utcoffset() == dt.timedelta(0)
    assert event["DTSTAMP"].dt.tzinfo
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    move = {"begins": begins + DAY, "ends": begins + 2 * DAY, "reason": "x"}
    sessions.move(house.actor("officer"), sessions.Move(session=session.pk, **move))
    (event,) = read(client, address).values()
    assert (event["DTSTART"].dt, event["SEQUENCE"]) == (begins + DAY, 1)
    sessions.cancel(house.actor("officer"), sessions.Cancel(session=session.pk, reason="x"))
    (event,) = read(client, address).values()
    assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)


def test_it_says_no_word_of_what_is_marked(house: Any, client: Client) -> None:
    """Of a marked session there is the time alone, and of one that is not theirs nothing at all."""
    called(house, MEMBERS, title="Zqtitle", venue="Zqvenue")
    called(house, "AMBER:secretariat,BLR", title="Zqother")
    _, address = fed(house)
    (event,) = read(client, address).values()
    assert str(event["SUMMARY"]) == "Session item"
    assert "LOCATION" not in event
    assert b"zq" not in client.get(address).content.lower()
    assert {str(name) for name in event} == {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY")
    }


def test_each_follows_what_they_may_see_now(house: Any, client: Client) -> None:
    """A session that was narrowed or barred is gone from the calendars of who lost it."""
    first, second = called(house), called(house)
    addresses = {name: fed(house, name)[1] for name in ("armenia", "tajikistan", "administrator")}

    def counts() -> list[int]:
        return [len(read(client, address)) for address in addresses.values()]

    assert counts() == [2, 2, 0]
    officer, on = house.actor("officer"), {"table": "council.session", "reason": "x"}
    narrow = markings.Remark(**on, thing=first.pk, marking="AMBER:secretariat,ARM")
    markings.narrow(officer, narrow)
    markings.bar(officer, markings.Keep(**on, thing=second.pk, party="ARM"))
    assert counts() == [1, 1, 0]


def test_what_is_wrong_is_answered_alike(house: Any) -> None:
    """Unknown, revoked, of a closed account, without a second factor: not a byte tells which."""
    revoked, one = fed(house)
    feeds.revoke(house.actor("armenia"), feeds.Revoke(feed=revoked.pk))
    _, two = fed(house, "belarus")
    people.close(COMMAND, people.Close(user=house.people["belarus"].pk))
    _, three = fed(house, "officer")
    Authenticator.objects.filter(user=house.people["officer"]).delete()
    answers = set()
    for address in (one, two, three, "/calendar/nowhere.ics", "/calendar/ü.ics"):
        answer = Client().get(address)
        kept = {k: v for k, v in answer.headers.items() if k != "Expires"}
        answers.add((answer.status_code, answer.content, str(kept)))
    assert len(answers) == 1
    assert answers.pop()[:2] == (404, b"")


def test_it_is_only_read(house: Any, client: Client) -> None:
    """Nothing but reading is answered, and reading leaves no session behind."""
    _, address = fed(house)
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200
    assert not client.cookies


def test_reading_has_a_limit(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads all the time is asked to wait, and others are not."""
    monkeypatch.setattr(feed_views.RATE, "num_requests", 2)
    _, busy = fed(house)
    _, other = fed(house, "belarus")
    assert [Client().get(busy).status_code for _ in range(3)] == [200, 200, 429]
    assert Client().get(other).status_code == 200


def test_the_address_is_shown_once(house: Any, client: Client) -> None:
    """After the password was given again a form makes one; only the digest is kept."""
    client.force_login(house.people["analyst"])
    assert client.post("/calendar/make/", {"name": "x"}).status_code == 302
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post("/calendar/make/", {"name": ""}).status_code == 422
    shown = client.post("/calendar/make/", {"name": "my phone"})
    assert "no-store" in shown.headers["Cache-Control"]
    address = shown.text.split("<code>")[1].split("</code>")[0]
    path = "/calendar/" + address.partition("/calendar/")[2]
    assert read(Client(), path) == {}
    feed = Feed.objects.get()
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in str(Feed.objects.values().get())
    listed = client.get("/calendar/").text
    assert "my phone" in listed
    assert secret not in listed
    other = enter(Client(), house, "armenia")
    assert other.post(f"/calendar/{feed.pk}/revoke/").status_code == 404
    assert "my phone" not in other.get("/calendar/").text
    client.post(f"/calendar/{feed.pk}/revoke/")
    assert Client().get(path).status_code == 404
    assert not list(verify.findings())


def test_nobody_makes_them_without_end(house: Any) -> None:
    """Only so many are in force, nobody revokes another's, and a second factor comes first."""
    for _ in range(feeds.MOST):
        feed, _address = fed(house)
    with pytest.raises(AccessError, match="too many"):
        fed(house)
    with pytest.raises(MissingError):
        feeds.revoke(house.actor("belarus"), feeds.Revoke(feed=feed.pk))
    secret, digest = feeds.fresh()
    assert feeds.digest(secret) == digest
    with pytest.raises(AccessError, match="second factor"):
        feeds.make(house.actor("officer"), feeds.Make(name="x", digest=digest))
