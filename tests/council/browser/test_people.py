"""An administrator admits a person, who sets a password by the link that is good once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.council.browser.conftest import WITH, Sit, fill, send, verified

pytestmark = pytest.mark.xdist_group("browser")

PASSWORD = "seven relays above the river"  # noqa: S105 (of an account in an exercise)


@pytest.mark.parametrize("scripts", WITH)
def test_a_person_is_admitted_and_signs_in(sit: Sit, data: Path, scripts: bool) -> None:
    """The link shown once opens the account; after that it is worth nothing."""
    administrator = sit("Administrator", java_script_enabled=scripts)
    email = f"relay{1 + scripts}@example.org"
    link = _admit(administrator, email)
    guest = sit(java_script_enabled=scripts)
    guest.goto(link)
    for field in ("New Password", "New Password (again)"):
        guest.get_by_label(field, exact=True).fill(PASSWORD)
    guest.get_by_role("main").get_by_role("button").first.click()
    guest.goto("/account/login/")
    fill(guest, {"Email": email, "Password": PASSWORD})
    guest.get_by_role("button", name="Sign in", exact=True).click()
    guest.goto("/account/")
    expect(guest.get_by_role("main")).to_contain_text(email)
    stranger = sit(java_script_enabled=scripts)
    stranger.goto(link)
    expect(stranger.get_by_label("New Password", exact=True)).to_have_count(0)
    assert "all as recorded" in verified(data)


def _admit(page: Page, email: str) -> str:
    """Give somebody an account and a role; the link that is shown."""
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_role("link", name="Give an account").click()
    fill(page, {"E-mail address": email, "Name": "Relay officer", "Party": "Tajikistan"})
    send(page, "Give an account")
    page.get_by_role("link", name="Give a role").click()
    fill(page, {"Role": "delegate", "From": "2013-09-01"})
    send(page, "Give a role")
    page.goto("/people/")
    page.get_by_role("link", name="Relay officer").last.click()
    page.get_by_role("button", name="Show a link to set the password").click()
    return page.locator("main code").inner_text()
