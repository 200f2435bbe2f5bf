"""What keeps strangers and forgers out, on every page and whatever is added."""

from __future__ import annotations

import importlib
import re
import uuid
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.council.population import Population
from tests.council.walk import NOWHERE, filled, routes

from tocsin.council import settings as module
from tocsin.council.record.action import actions
from tocsin.council.record.recorded import tables

OPEN = ("/account/", "/language/", "/health/", "/api/v1/", "/calendar/nowhere.ics")
"""Where nobody has to sign in: to sign in, to choose a language, for monitors, and by a secret."""
INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)[^>]*>(?!\s*</script>)|<style|\sstyle\s*=|\son\w+\s*=|javascript:",
    re.IGNORECASE,
)


def _pages() -> list[str]:
    return [address for route in routes() for address in filled(Population(), route)]


@pytest.fixture
def officer(house: Any, client: Client) -> Client:
    """A browser in which an officer has signed in."""
    user = house.people["officer"]
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    client.force_login(user)
    return client


def test_every_page_asks_to_sign_in(house: Any, client: Client) -> None:
    """A stranger is sent to sign in from everywhere but a short list, and told nothing there."""
    for address in _pages():
        if not address.startswith(OPEN) or address == "/api/v1/":
            answer = client.get(address)
            if address in {"/demo/", "/demo/story/"}:
                assert answer.status_code == 404  # the demonstration's door is shut elsewhere
                continue
            assert answer.status_code == 302, address
            assert answer["Location"].startswith(reverse("account_login")), address


def test_every_page_carries_its_protections(officer: Client) -> None:
    """Each page, also an error’s, forbids inline script, frames, sniffing and far referrers."""
    for address in _pages():
        answer = officer.get(address)
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy, address
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        if answer["Content-Type"].startswith("text/html"):
            assert not (found := INLINE.search(answer.content)), (address, found)


@pytest.mark.parametrize("name", sorted(actions))
def test_no_form_is_taken_from_elsewhere(house: Any, name: str) -> None:
    """Each action's form is refused without the token that its page gave."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.people["analyst"])
    assert client.post(f"/do/{name}/", {}).status_code == 403


def test_signing_in_is_not_forged_either(db: None) -> None:
    """The forms of the account and the language are refused without a token as well."""
    client = Client(enforce_csrf_checks=True)
    for address in ("/account/login/", "/account/password/reset/", "/language/"):
        assert client.post(address, {}).status_code == 403, address


def test_identifiers_tell_nothing(db: None) -> None:
    """Every recorded row has a random identifier, and no address takes a number.

    But for a person's own security keys, which are shown to that person alone.
    """
    for model in tables().values():
        made = model().pk
        assert isinstance(made, uuid.UUID)
        assert made.version == 4
    counted = [route for route in routes() if re.search(r"{(pk|number|seq)}", route)]
    assert all(route.startswith("account/2fa/webauthn/keys/") for route in counted)


def test_there_is_no_back_door() -> None:
    """Django's admin is not there, and mistakes are not explained to strangers."""
    assert configured.DEBUG is False
    assert not apps.is_installed("django.contrib.admin")
    assert "*" not in configured.ALLOWED_HOSTS
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")


def test_a_strange_host_is_refused(db: None, client: Client) -> None:
    """A request for another host's name gets nothing."""
    assert client.get("/account/login/", headers={"host": "evil.example"}).status_code == 400


def test_cookies_are_kept_to_https(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind HTTPS the cookies are for it alone, and browsers are told to stay with it."""
    monkeypatch.setenv("TOCSIN_URL", "https://tocsin.example.org")
    try:
        secure = importlib.reload(module)
        assert secure.SESSION_COOKIE_SECURE
        assert secure.CSRF_COOKIE_SECURE
        assert secure.SECURE_HSTS_SECONDS >= 365 * 24 * 3600
    finally:
        monkeypatch.undo()
        importlib.reload(module)
    assert module.SESSION_COOKIE_HTTPONLY
    assert module.SESSION_COOKIE_SAMESITE == module.CSRF_COOKIE_SAMESITE == "Lax"


def test_an_upload_has_a_limit(house: Any, client: Client) -> None:
    """A file larger than the limit is refused with a reason, and nothing is kept."""
    client.force_login(house.people["analyst"])
    large = SimpleUploadedFile("large.txt", b"x" * (configured.UPLOAD_LIMIT + 1))
    answer = client.post("/do/report.file/", {"title": "Large", "original": large})
    assert answer.status_code in {413, 422}


@pytest.mark.parametrize("path", ["../settings.py", "%2e%2e/settings.py", "..%2fsecret.key"])
def test_static_files_end_at_their_folder(house: Any, client: Client, path: str) -> None:
    """No address below /static/ leads out of the folder."""
    client.force_login(house.people["analyst"])
    assert client.get(f"/static/{path}").status_code in {400, 404}


def test_an_unknown_identifier_says_what_an_unknown_page_says(officer: Client) -> None:
    """An identifier of nothing is answered by a page without details."""
    answer = officer.get(f"/warnings/{NOWHERE}/")
    assert answer.status_code == 404
    assert b"Traceback" not in answer.content
