"""Keys with which programs act for a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from tests.council.conftest import COMMAND, PASSWORD

from tocsin.council.people import actions, tokens
from tocsin.council.people.models import Token
from tocsin.council.record import clock, verify


def _minted(house: Any, days: int = 90) -> tuple[Token, str]:
    secret, digest = tokens.fresh()
    given = actions.Mint(name="script", days=days, digest=digest)
    token: Token = actions.mint(house.actor("analyst"), given)
    return token, f"Bearer {secret}"


def test_a_token_speaks_for_its_owner(house: Any) -> None:
    """The secret in its header finds its owner, and only the digest is in the database."""
    token, header = _minted(house)
    assert tokens.bearer(header) == house.people["analyst"]
    assert header.removeprefix("Bearer ") not in str(Token.objects.values().get(pk=token.pk))
    assert not list(verify.findings())


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic x", "Bearer \udcff", "x" * 999])
def test_anything_else_speaks_for_nobody(house: Any, header: str) -> None:
    """A header that holds no token of ours is nobody's."""
    _minted(house)
    assert tokens.bearer(header) is None


def test_a_revoked_token_is_dead(house: Any) -> None:
    """Once revoked it speaks for nobody."""
    token, header = _minted(house)
    actions.revoke(house.actor("analyst"), actions.Revoke(token=token.pk))
    assert tokens.bearer(header) is None


def test_a_token_ends_with_its_days(house: Any) -> None:
    """Past its last moment it speaks for nobody."""
    _, header = _minted(house, days=1)
    with clock.stopped(clock.now() + dt.timedelta(days=1, seconds=1)):
        assert tokens.bearer(header) is None


def test_a_closed_account_ends_tokens_and_sessions(house: Any, client: Client) -> None:
    """With the account its tokens and its sessions end at once."""
    user = house.people["analyst"]
    _, header = _minted(house)
    client.force_login(user)
    assert client.get("/people/").status_code == 200
    actions.close(COMMAND, actions.Close(user=user.pk))
    assert tokens.bearer(header) is None
    assert client.get("/people/").headers["Location"].startswith("/account/login/")
    other = Client()
    other.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert "_auth_user_id" not in other.session
    assert not list(verify.findings())


def test_use_is_noted_once_a_minute(house: Any) -> None:
    """When it was last used is noted to the minute, outside of the record."""
    token, header = _minted(house)
    start = clock.now()
    for seconds, noted in ((0, 0), (59, 0), (60, 60)):
        moment = start + dt.timedelta(seconds=seconds)
        with clock.stopped(moment):
            tokens.bearer(header)
        token.refresh_from_db()
        assert token.used_at == start + dt.timedelta(seconds=noted)
    assert not list(verify.findings())


def test_the_secret_is_shown_once(house: Any, client: Client, signed_in: Any) -> None:
    """After the password was given again, a form makes a token, shows its secret and no more."""
    signed_in(client, house.people["analyst"], PASSWORD)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.post("/account/tokens/make/", {"name": "", "days": 0}).status_code == 422
    shown = client.post("/account/tokens/make/", {"name": "my script", "days": 30})
    assert "no-store" in shown.headers["Cache-Control"]
    secret = shown.text.split("<code>")[1].split("</code>")[0]
    assert tokens.bearer(f"Bearer {secret}") == house.people["analyst"]
    listed = client.get("/account/tokens/").text
    assert "my script" in listed
    assert secret not in listed
    token = Token.objects.get()
    other = Client()
    other.force_login(house.people["armenia"])
    assert other.post(f"/account/tokens/{token.pk}/revoke/").status_code == 404
    client.post(f"/account/tokens/{token.pk}/revoke/")
    assert tokens.bearer(f"Bearer {secret}") is None
