"""The second factor that some roles demand."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.council.conftest import PASSWORD

from tocsin.council.people import actions, factors, tokens
from tocsin.world.errors import AccessError


@pytest.mark.parametrize("name", ["officer", "chair", "administrator"])
def test_who_needs_a_second_factor_sees_nothing_without(
    house: Any, client: Client, totp: Any, name: str
) -> None:
    """They are sent to set one up from every page, and pass once they have it."""
    user = house.people[name]
    client.force_login(user)
    for path in ("/", "/people/", "/warnings/", "/do/warning.issue/"):
        assert client.get(path).headers["Location"] == "/account/2fa/"
    assert "Your role needs a second factor" in client.get("/account/2fa/").text
    totp(user)
    assert client.get("/people/").status_code == 200


@pytest.mark.parametrize("name", ["analyst", "armenia", "observer"])
def test_others_may_go_without(house: Any, client: Client, name: str) -> None:
    """Roles that demand no second factor pass."""
    client.force_login(house.people[name])
    assert client.get("/people/").status_code == 200


def test_recovery_codes_alone_are_no_factor(house: Any) -> None:
    """What is left when the app was removed does not count."""
    officer = house.people["officer"]
    Authenticator.objects.create(user=officer, type="recovery_codes", data={})
    assert factors.lacking(officer)


def test_no_token_before_the_second_factor(house: Any, totp: Any) -> None:
    """A token is neither made nor worth anything while its owner lacks a second factor."""
    secret, digest = tokens.fresh()
    mint = actions.Mint(name="script", digest=digest)
    with pytest.raises(AccessError, match="second factor"):
        actions.mint(house.actor("officer"), mint)
    totp(house.people["officer"])
    actions.mint(house.actor("officer"), mint)
    assert tokens.bearer(f"Bearer {secret}") == house.people["officer"]
    Authenticator.objects.all().delete()
    assert tokens.bearer(f"Bearer {secret}") is None


def test_the_factor_is_asked_for_at_sign_in(house: Any, client: Client, totp: Any) -> None:
    """The password alone opens nothing, a code opens once, and the same code never again."""
    user = house.people["officer"]
    code = totp(user)
    form = {"login": user.email, "password": PASSWORD}
    assert client.post("/account/login/", form).headers["Location"] == "/account/2fa/authenticate/"
    assert client.get("/people/").headers["Location"].startswith("/account/login/")
    assert client.post("/account/2fa/authenticate/", {"code": code}).status_code == 302
    assert client.get("/people/").status_code == 200
    other = Client()
    other.post("/account/login/", form)
    again = other.post("/account/2fa/authenticate/", {"code": code})
    assert "Incorrect code" in again.text
