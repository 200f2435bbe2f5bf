"""A warning from the bell to the answer, as three offices live it at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.council.browser.conftest import WITHOUT, Sit, fill, mark, send, verified

pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize("scripts", WITHOUT)
def test_a_warning_is_issued_asked_about_answered_tabled_and_closed(
    sit: Sit, data: Path, scripts: bool
) -> None:
    """Those who are addressed do their part, and those who are not learn nothing of it."""
    title = f"Posts without relay, {'first' if scripts else 'second'} winter"
    analyst, tajikistan, armenia, officer = (
        sit(office, java_script_enabled=scripts)
        for office in ("Analyst", "Delegate of Tajikistan", "Delegate of Armenia", "Officer")
    )
    address = _issue(analyst, title)
    _ask(tajikistan, title)
    _learns_nothing(armenia, title, address)
    _open(analyst, title)
    _step(analyst, "Reply")
    fill(analyst, {"The reply": "Of the upper Panj alone."})
    send(analyst, "Reply")
    _open(tajikistan, title)
    _step(tajikistan, "Answer: we act")
    fill(tajikistan, {"What will be done, by whom and when": "Two relays are set up."})
    send(tajikistan, "Answer: we act")
    _table_and_close(officer, analyst, address, title)
    _learns_nothing(armenia, title, address)
    analyst.get_by_role("link", name="History", exact=True).click()
    said = [
        row.split(" — ")[0].strip() for row in analyst.locator("ol.timeline b").all_inner_texts()
    ]
    assert {
        "Issue a warning",
        "Confirm receipt",
        "Ask",
        "Reply",
        "Answer: we act",
        "Put on the agenda",
        "Close",
    } <= set(said)
    assert "all as recorded" in verified(data)


def _issue(page: Page, title: str) -> str:
    """Issue a warning by its form; its address."""
    page.get_by_role("link", name="Warnings", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="Issue a warning").click()
    fill(
        page,
        {
            "Place": "Afghanistan–Tajikistan border",
            "Deaths at least": "25",
            "Within months": "12",
            "Title": title,
            "What is warned of, and why": "Patrols on foot cover a part of the line.",
            "Your own probability": "0.4",
            "Addressees": "TJK: Border Troops",
            "Answer by": "2022-01-10T12:00",
        },
    )
    mark(page, "AMBER", "Secretariat", "Tajikistan")
    send(page, "Issue a warning")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url


def _open(page: Page, title: str) -> None:
    """Come to a warning by the inbox."""
    page.get_by_role("link", name="Inbox").click()
    page.get_by_role("main").get_by_role("link", name=title).first.click()


def _step(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def _ask(page: Page, title: str) -> None:
    """Confirm receipt and ask a question."""
    _open(page, title)
    _step(page, "Confirm receipt")
    send(page, "Confirm receipt")
    _step(page, "Ask")
    fill(page, {"Your question": "Of the whole border?"})
    send(page, "Ask")
    expect(page.get_by_role("main")).to_contain_text("the clock stands")


def _learns_nothing(page: Page, title: str, address: str) -> None:
    """No list, search, inbox or address says that there is such a warning."""
    for path in ("/", "/warnings/", "/search/?q=relay", "/inbox/", "/outlook/TJK/"):
        page.goto(path)
        expect(page.locator("body")).not_to_contain_text(title)
    assert page.request.get(address).status == 404
    assert page.request.get(f"{address}history/").status == 404


def _table_and_close(officer: Page, analyst: Page, address: str, title: str) -> None:
    officer.goto("/warnings/")
    officer.get_by_role("link", name=title).click()
    _step(officer, "Put on the agenda")
    fill(officer, {"Day of the session": "2022-01-17", "Which session and item": "Item 3"})
    send(officer, "Put on the agenda")
    analyst.goto(address)
    expect(analyst.get_by_role("main")).to_contain_text("Item 3")
    _step(analyst, "Close")
    fill(analyst, {"Why it is closed": "The relays stand."})
    send(analyst, "Close")
    expect(analyst.get_by_role("main")).to_contain_text("The relays stand.")
