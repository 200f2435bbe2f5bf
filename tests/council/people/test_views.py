"""Pages of people: who sees what of whom."""

from __future__ import annotations

from typing import Any

from django.test import Client
from tests.council.conftest import COMMAND

from tocsin.council.people import actions


def test_everybody_sees_who_is_who(house: Any, client: Client) -> None:
    """Names, offices, parties and voices of today are for all, addresses and acts are not."""
    client.force_login(house.people["armenia"])
    page = client.get("/people/").text
    assert all(user.name in page for user in house.people.values())
    assert "@example.org" not in page
    assert "Give an account" not in page
    one = client.get(f"/people/{house.people['belarus'].pk}/").text
    assert "Speaks for Belarus" in one
    assert "@example.org" not in one
    assert "/do/" not in one
    assert "History" not in one
    assert "armenia@example.org" in client.get(f"/people/{house.people['armenia'].pk}/").text


def test_an_officer_sees_what_an_officer_does(house: Any, client: Client, totp: Any) -> None:
    """Credentials can be entered and ended; roles and accounts are the administration's."""
    totp(house.people["officer"])
    client.force_login(house.people["officer"])
    page = client.get(f"/people/{house.people['armenia'].pk}/").text
    assert "/do/person.accredit/" in page
    assert "/do/person.discredit/" in page
    assert "/do/person.appoint/" not in page
    assert "/do/person.close/" not in page


def test_an_administrator_sees_the_history(house: Any, client: Client, totp: Any) -> None:
    """What was done with an account is told, and after an action one is back at the person."""
    totp(house.people["administrator"])
    client.force_login(house.people["administrator"])
    armenia = house.people["armenia"]
    path = f"/people/{armenia.pk}/"
    page = client.get(path).text
    for label in ("Give an account", "Give a role", "Enter credentials"):
        assert label in page
    held = armenia.appointments.get()
    done = client.post("/do/person.relieve/", {"tenure": held.pk, "until": "2020-01-01"})
    assert done.headers["Location"] == path
    assert "End a role" in client.get(path).text


def test_a_closed_account_is_shown_to_administrators_only(
    house: Any, client: Client, totp: Any
) -> None:
    """To everybody else its person is gone from the list, and their page with them."""
    belarus = house.people["belarus"]
    actions.close(COMMAND, actions.Close(user=belarus.pk))
    client.force_login(house.people["armenia"])
    assert belarus.get_absolute_url() not in client.get("/people/").text
    assert client.get(belarus.get_absolute_url()).status_code == 404
    totp(house.people["administrator"])
    client.force_login(house.people["administrator"])
    assert "This account is closed" in client.get(belarus.get_absolute_url()).text
