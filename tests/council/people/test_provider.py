"""Sign-in through the organisation's own identity provider, here a stub on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tocsin.council.people import provider
from tocsin.council.people.models import User

START = "/account/oidc/organisation/login/"


class Stub(BaseHTTPRequestHandler):
    """Says of everybody what `says` holds."""

    says: ClassVar[dict[str, Any]] = {}

    def do_GET(self) -> None:
        """The provider's description, or who signed in."""
        here = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        names = ("authorization", "token", "userinfo")
        about = {f"{name}_endpoint": f"{here}/{name}" for name in names}
        self._say({**about, "issuer": here} if "well-known" in self.path else self.says)

    def do_POST(self) -> None:
        """A token for any code."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "t", "token_type": "Bearer"})

    def _say(self, what: dict[str, Any]) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silent."""


@pytest.fixture
def stub(settings: Any) -> Iterator[type[Stub]]:
    """The provider, running and configured."""
    server = HTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {
        "TOCSIN_OIDC_ISSUER": f"http://127.0.0.1:{server.server_port}/",
        "TOCSIN_OIDC_CLIENT": "tocsin",
        "TOCSIN_OIDC_SECRET": "s",
        "TOCSIN_OIDC_NAME": "The Ministry",
    }
    settings.SOCIALACCOUNT_PROVIDERS = provider.providers(environment)
    yield Stub
    server.shutdown()
    server.server_close()


def _sign_in(client: Client, stub: type[Stub], **says: Any) -> Any:
    stub.says = {"sub": "17", **says}
    leaving = client.post(START)
    asked = parse_qs(urlsplit(leaving.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(f"{START}callback/", {"code": "c", "state": asked["state"][0]})


def test_without_an_issuer_there_is_no_provider() -> None:
    """Nothing is offered unless the environment names an issuer."""
    assert provider.providers({}) == {}


def test_the_entrance_offers_it(house: Any, client: Client, stub: type[Stub]) -> None:
    """The sign-in page names the provider."""
    assert "Sign in with The Ministry" in client.get("/account/login/").text


def test_a_verified_address_signs_in(house: Any, client: Client, stub: type[Stub]) -> None:
    """Who has an account with the address that the provider verified is in, password untouched."""
    _sign_in(client, stub, email="Armenia@example.org", email_verified=True)
    assert client.get("/people/").status_code == 200
    assert house.people["armenia"].has_usable_password()


def test_the_second_factor_is_asked_for_all_the_same(
    house: Any, client: Client, stub: type[Stub], totp: Any
) -> None:
    """A provider does not stand in for the second factor."""
    totp(house.people["officer"])
    answer = _sign_in(client, stub, email="officer@example.org", email_verified=True)
    assert answer.headers["Location"] == "/account/2fa/authenticate/"


@pytest.mark.parametrize(
    "says",
    [
        {"email": "armenia@example.org", "email_verified": False},
        {"email": "armenia@example.org", "email_verified": "true?"},
        {"email": "armenia@example.org"},
        {"email": "stranger@example.org", "email_verified": True},
        {},
    ],
)
def test_nobody_else_is_let_in(
    house: Any, client: Client, stub: type[Stub], says: dict[str, Any]
) -> None:
    """An unverified or unknown address opens nothing, and no account comes of it."""
    before = User.objects.count()
    _sign_in(client, stub, **says)
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == before


def test_nothing_is_connected(house: Any, client: Client, stub: type[Stub]) -> None:
    """Somebody signed in cannot tie a foreign account to theirs."""
    client.force_login(house.people["armenia"])
    stub.says = {"sub": "17", "email": "x@example.org", "email_verified": True}
    leaving = client.post(f"{START}?process=connect")
    asked = parse_qs(urlsplit(leaving.headers.get("Location", "")).query)
    if "state" in asked:
        back = client.get(f"{START}callback/", {"code": "c", "state": asked["state"][0]})
        assert back.status_code == 404
    assert not house.people["armenia"].socialaccount_set.exists()
