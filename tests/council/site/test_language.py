"""The language that a person reads in."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tocsin.council.record import verify


def test_the_choice_lasts(house: Any, client: Client) -> None:
    """It holds for further pages and for e-mail; a language that is not offered changes nothing."""
    person = house.people["analyst"]
    client.force_login(person)
    client.post("/language/", {"language": "ru", "next": "/"})
    assert '<html lang="ru"' in client.get("/").text
    client.post("/language/", {"language": "xx", "next": "/"})
    person.refresh_from_db()
    assert person.language == "ru"
    assert not list(verify.findings())


def test_a_stranger_may_choose_too(db: None, client: Client) -> None:
    """The page to sign in follows the choice."""
    client.post("/language/", {"language": "ru", "next": "/"})
    assert '<html lang="ru"' in client.get("/account/login/").text
