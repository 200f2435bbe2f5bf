"""The story's page tells every step to whoever looks, and only in a demonstration."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from tocsin.council import demo
from tocsin.council.council.models import Position
from tocsin.council.people.models import User
from tocsin.council.record.models import Entry

LINK = re.compile(r'href="(/[^"#]*)')
STORY = "/demo/story/"


@pytest.fixture
def look(played: None, settings: LazySettings, client: Client) -> Client:
    """The browser of a stranger, before the demonstration."""
    settings.DEMO, settings.LOGIN_URL = True, "demo"
    return client


def page(client: Client, address: str = STORY) -> str:
    """What a stranger reads at an address."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def main(said: str) -> str:
    """The part of a page between its head and its foot."""
    return said.partition("<main")[2].partition("</main>")[0]


def test_every_step_is_told_in_its_chapter(look: Client) -> None:
    """Each told step stands there with its words, and no chapter is still to come."""
    said = page(look)
    story = demo.played()
    assert story
    assert story.title in said
    for step in story.steps():
        assert step.told in said.replace("&#x27;", "’").replace("&quot;", '"')
    assert "Still to come." not in said


def test_it_ends_with_the_hash_that_is_the_same_again(look: Client) -> None:
    """The hash is that of the entry with which the story ended."""
    assert Entry.objects.latest("seq").hash in main(page(look))


def test_every_link_answers_a_stranger(look: Client) -> None:
    """Whoever follows a link of the story comes to the thing itself, without an account."""
    links = sorted(set(LINK.findall(main(page(look)))) - {"/demo/"})
    assert len(links) > 25
    kinds = {link.split("/")[1] for link in links}
    assert {"reports", "warnings", "sessions", "items", "offers", "texts", "decisions"} <= kinds
    assert {"outlooks", "briefs", "minutes", "lines", "undertakings", "positions"} <= kinds
    for link in links:
        assert "You read as: Officer" in page(look, link)
    assert "_auth_user_id" not in look.session


@pytest.mark.parametrize("elsewhere", ["not started as one", "another machine", "a proxy"])
def test_no_link_answers_a_stranger_elsewhere(
    look: Client, settings: LazySettings, elsewhere: str
) -> None:
    """Outside of a demonstration the story is not there, and things are for those who sign in."""
    links = sorted(set(LINK.findall(main(page(look)))))
    settings.DEMO = elsewhere != "not started as one"
    asked: dict[str, Any] = {"REMOTE_ADDR": "192.0.2.7"} if elsewhere == "another machine" else {}
    if elsewhere == "a proxy":
        asked["headers"] = {"X-Forwarded-For": "127.0.0.1"}
    assert look.get(STORY, **asked).status_code == 404
    for link in links[::5]:
        assert look.get(link, **asked).status_code in {302, 404}, link


def test_a_house_that_is_no_exercise_lets_nobody_look(
    house: Any, settings: LazySettings, client: Client
) -> None:
    """Whoever starts a real house as a demonstration shows nothing of it."""
    settings.DEMO = True
    assert client.get(STORY).status_code == 404
    assert client.get("/warnings/").status_code == 302


def test_who_looks_on_does_nothing(look: Client) -> None:
    """Desks, inboxes, forms and accounts are for those who sit down; the door leads back."""
    for address in ("/", "/inbox/", "/do/warning.issue/", "/account/", "/calendar/"):
        answer = look.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/demo/?next="), address
    before = Entry.objects.count()
    assert look.post("/do/warning.issue/", {"title": "x"}).status_code == 302
    assert Entry.objects.count() == before


def test_the_door_leads_on_to_where_one_was_going(look: Client) -> None:
    """After sitting down one is at the page that one wanted, and never at another site."""
    user = User.objects.get(email="analyst@demo.invalid")
    assert 'name="next" value="/do/warning.issue/"' in page(look, "/demo/?next=/do/warning.issue/")
    sat = look.post("/demo/", {"user": user.pk, "next": "/do/warning.issue/"})
    assert sat["Location"] == "/do/warning.issue/"
    away = look.post("/demo/", {"user": user.pk, "next": "https://evil.example/"})
    assert away["Location"] == "/"


def test_where_the_text_is_silent_the_position_is_unknown(look: Client) -> None:
    """Of six members on six items, the text gives seven positions; all others are unknown."""
    said = main(page(look)).partition("Who stands where")[2].partition("</table>")[0]
    given = Position.objects.exclude(item=None).filter(text=None).count()
    assert given == 7
    assert said.count("/positions/") == given
    assert said.count("unknown") == 6 * 6 - given
    taken = Position.objects.exclude(item=None).filter(text=None)
    assert {row.party.key for row in taken} == {"ARM", "BLR"}
