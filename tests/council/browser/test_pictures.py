"""The pages of the docs can be pictured; `make pictures` keeps the pictures."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.council.browser.conftest import Sit, outlook

pytestmark = pytest.mark.xdist_group("browser")

LARGEST = 160_000
THEN = ("/outlooks/", "Outlook from September 2013")
SHOWN = {
    "home": ("Analyst", "/"),
    "outlook": ("Analyst", *THEN),
    "place": ("Analyst", *THEN, "Tajikistan"),
    "report": ("Analyst", "/reports/", "The session of the Collective"),
    "form": ("Analyst", "/do/warning.issue/"),
    "warning": ("Delegate of Tajikistan", "/warnings/", "The border between Afghanistan"),
    "people": ("Administrator", "/people/"),
    "session": ("Officer", "/sessions/", "Collective Security Council, Sochi"),
    "text": ("Delegate of Kazakhstan", "/texts/", "On help for the border troops"),
    "decision": ("Delegate of Armenia", "/decisions/", "Help for the border troops"),
    "undertaking": ("Delegate of Armenia", "/undertakings/", "Accession of Armenia"),
    "offer": ("Officer", "/offers/", "Equipment and money"),
    "sochi-story": ("", "/demo/story/"),
    "sochi-brief": ("Officer", "/briefs/", "Brief as of 2013-09-23", "Read it"),
    "sochi-minutes": ("Officer", "/minutes/", "Minutes: Collective"),
    "sochi-review": ("Officer", "/reviews/", "Review of the outlook"),
}
"""The pictures: who looks, at which page, and which links of it are followed."""


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_can_be_pictured(sit: Sit, name: str, tmp_path: Path) -> None:
    """Its top fits a picture small enough to be kept beside the text."""
    outlook(sit("Analyst"))
    office, path, *links = SHOWN[name]
    page = sit(office, viewport={"width": 1000, "height": 640}, color_scheme="light")
    page.goto(path)
    for link in links:
        page.get_by_role("main").get_by_role("link", name=link).first.click()
    picture = _taken(page, Path(os.environ.get("TOCSIN_PICTURES") or tmp_path), name)
    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= LARGEST


def _taken(page: Page, folder: Path, name: str) -> bytes:
    page.mouse.move(0, 0)
    return page.screenshot(path=folder / f"{name}.png")
