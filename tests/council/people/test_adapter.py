"""Signing in: passwords, throttling, mail and cookies."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.council.conftest import PASSWORD

from tocsin.council.people import adapter
from tocsin.council.record import verify


def _try(client: Client, password: str, name: str = "armenia") -> Any:
    form = {"login": f"{name}@example.org", "password": password}
    return client.post("/account/login/", form)


def test_the_sixth_wrong_password_is_refused(house: Any, client: Client) -> None:
    """After five wrong passwords even the right one has to wait, and the page says so."""
    for _ in range(5):
        assert "Too many" not in _try(client, "not the password").text
    refused = _try(client, PASSWORD)
    assert refused.status_code == 200
    assert "Too many failed login attempts" in refused.text
    assert "sessionid" not in client.cookies
    assert _try(client, PASSWORD, "belarus").status_code == 302


def test_the_count_is_shared_and_wins_once(house: Any, settings: Any) -> None:
    """A value is kept in files that another process finds, by the first who adds it only."""
    assert cache.add("once", 1)
    assert not cache.add("once", 2)
    told = "import django; django.setup(); from django.core.cache import cache"
    other = subprocess.run(
        [sys.executable, "-c", f"{told}; print(cache.get('once'))"],
        env={**os.environ, "TOCSIN_DATA": str(settings.DATA)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == "1"


def test_a_refused_sign_in_is_shown_to_its_owner(house: Any, client: Client) -> None:
    """Who signs in sees when somebody was last refused, and strangers leave no mark."""
    _try(client, "not the password")
    _try(client, "not the password", "nobody")
    assert adapter.last_refused(house.people["armenia"])
    assert adapter.last_refused(house.people["belarus"]) is None
    _try(client, PASSWORD)
    assert "not within a month" not in client.get("/account/").text


def test_too_many_requests_have_a_page(house: Any, client: Client) -> None:
    """Too many attempts of any kind from one address end on a page that says what to do."""
    for _ in range(31):
        answer = client.post("/account/login/", {"login": "x", "password": "y"})
    assert answer.status_code == 429
    assert "wait some minutes" in answer.text


def test_a_reset_mail_holds_a_link_that_no_header_bends(house: Any, client: Client) -> None:
    """The mail holds a link to this house as it is configured, good once, and no more."""
    form = {"email": "armenia@example.org"}
    client.post("/account/password/reset/", form, headers={"host": "127.0.0.1"})
    [sent] = mail.outbox
    [link] = [line for line in sent.body.splitlines() if line.startswith("http")]
    assert link.startswith("http://localhost:8000/account/password/reset/key/")
    new = {"password1": "another bell at the pass", "password2": "another bell at the pass"}
    path = link.removeprefix("http://localhost:8000")
    form_page = client.get(path, follow=True)
    assert client.post(form_page.redirect_chain[-1][0], new).status_code == 302
    assert _try(Client(), "another bell at the pass").status_code == 302
    assert "new password reset" in Client().get(path, follow=True).text
    assert not list(verify.findings())


def test_nobody_learns_who_has_an_account(house: Any, client: Client) -> None:
    """A reset for an unknown address looks the same and sends nothing."""
    known = client.post("/account/password/reset/", {"email": "armenia@example.org"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (302, unknown.headers["Location"])
    assert [message.to for message in mail.outbox] == [["armenia@example.org"]]


def test_a_dead_mail_server_breaks_no_page(
    house: Any, client: Client, settings: Any, monkeypatch: Any
) -> None:
    """While mail is down the page goes on, and tells no difference."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    answer = client.post("/account/password/reset/", {"email": "armenia@example.org"})
    assert answer.status_code == 302


@pytest.mark.parametrize("password", ["short of 12", "armenia@example.org", "123456789012"])
def test_weak_passwords_are_refused(
    house: Any, client: Client, signed_in: Any, password: str
) -> None:
    """Fewer than twelve characters, one's own address and bare digits are no passwords."""
    user = house.people["armenia"]
    signed_in(client, user, PASSWORD)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/account/password/change/", form).status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_passwords_are_kept_by_argon2(house: Any) -> None:
    """The hash is Argon2id with the library's own cost."""
    kept = house.people["armenia"].password
    assert identify_hasher(kept).algorithm == "argon2"
    assert kept.startswith("argon2$argon2id$")


def test_a_session_ends_after_twelve_hours(house: Any, client: Client) -> None:
    """The cookie lives for twelve hours and no script reads it."""
    _try(client, PASSWORD)
    cookie = client.cookies["sessionid"]
    assert cookie["max-age"] == 12 * 3600
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(("url", "secure"), [("https://a.example", True), ("http://a.b", False)])
def test_cookies_are_secure_under_https(url: str, secure: bool) -> None:
    """With an address of https, cookies never leave it and passkeys insist on their origin."""
    asked = (
        "from tocsin.council import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0,"
        " not s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "TOCSIN_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == [str(secure)] * 4
