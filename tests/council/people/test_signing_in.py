"""Signing in as a person does it: in a browser, with an app's code and with a passkey."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from playwright.sync_api import Browser, Page
from tests.council.conftest import PASSWORD, furnished
from tests.council.people.conftest import code

from tocsin.council.people.models import User
from tocsin.council.record import verify

PICTURES = os.environ.get("TOCSIN_PICTURES")


@pytest.fixture(scope="session", autouse=True)
def _beside_a_server() -> None:
    """What a test's server needs: a folder for static files, and the browser's loop beside it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def house(transactional_db: None, furniture: Any) -> Any:
    """The house, in a database that the server's thread sees too."""
    return furnished(furniture)


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page on the server, that collects what breaks the policy on scripts."""
    context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    made = context.new_page()
    made.broken = []  # type: ignore[attr-defined]
    made.on("console", lambda said: "Policy" in said.text and made.broken.append(said.text))
    yield made
    context.close()


def _sign_in(page: Page, user: User) -> None:
    page.goto("/account/login/")
    _picture(page, "login")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def _prove(page: Page) -> None:
    """Answer the question for the password, where it is put."""
    _picture(page, "reauthenticate")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def _picture(page: Page, name: str) -> None:
    """A picture of the page, wide and narrow, light and dark, where a folder is named."""
    if not PICTURES:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (1200, 390):
            page.set_viewport_size({"width": width, "height": 900})
            file = Path(PICTURES, f"{name}-{width}-{scheme}.png")
            page.screenshot(path=file, full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1200, "height": 900})


def test_an_officer_sets_up_an_app_and_signs_in_by_it(house: Any, page: Page) -> None:
    """An officer sees nothing before the second factor is set up, and then needs it each time."""
    officer = house.people["officer"]
    _sign_in(page, officer)
    page.goto("/people/")
    assert page.url.endswith("/account/2fa/")
    _picture(page, "factors-lacking")
    page.get_by_role("link", name="Activate").click()
    _prove(page)
    _picture(page, "totp")
    assert page.locator("img").evaluate("one => one.naturalWidth") > 0
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("Authenticator code").fill(code(secret))
    page.get_by_role("button", name="Activate").click()
    assert page.locator("#recovery_codes").input_value()
    _picture(page, "codes")
    page.goto("/people/")
    _picture(page, "people")
    page.get_by_role("link", name="Armenia", exact=True).click()
    _picture(page, "person")
    page.goto("/account/sessions/")
    _picture(page, "sessions")
    page.goto("/account/")
    _picture(page, "account")
    page.context.clear_cookies()
    _sign_in(page, officer)
    assert page.url.endswith("/2fa/authenticate/")
    _picture(page, "authenticate")
    codes = officer.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign In").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    assert not page.broken  # type: ignore[attr-defined]
    assert any("Authenticator app activated" in sent.body for sent in mail.outbox)
    assert not list(verify.findings())


def test_a_passkey_signs_in_alone(house: Any, page: Page) -> None:
    """A passkey is added, signs its owner in without a password, and can be removed."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    chair = house.people["chair"]
    _sign_in(page, chair)
    page.goto("/account/2fa/webauthn/add/")
    _prove(page)
    page.get_by_label("Passwordless").check()
    _picture(page, "passkey")
    page.get_by_role("button", name="Add").click()
    page.wait_for_url("**/2fa/recovery-codes/")
    page.goto("/account/2fa/webauthn/")
    _picture(page, "passkeys")
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    page.goto("/account/2fa/webauthn/")
    page.get_by_role("link", name="Remove").click()
    _prove(page)
    page.get_by_role("button", name="Remove").click()
    page.goto("/people/")
    assert page.url.endswith("/account/2fa/")
    assert not page.broken  # type: ignore[attr-defined]
    assert not list(verify.findings())
