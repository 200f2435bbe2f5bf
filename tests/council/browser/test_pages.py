"""Every page that a person comes to: for all eyes and ears, for a phone, in the dark, on paper."""

from __future__ import annotations

import re
import subprocess
from collections import deque
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from tests.council.browser.conftest import Sit, outlook

pytestmark = pytest.mark.xdist_group("browser")

AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
WIDE, NARROW = {"width": 1200, "height": 900}, {"width": 390, "height": 844}
IDENTIFIER = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PLACE = re.compile(r"^/outlook/[A-Z]{3}(-[A-Z]{3})?/")
FILES = ("/original/", "/api/v1/openapi", "/static/", "/download")
OFFICES = [
    pytest.param("Analyst", 20, marks=pytest.mark.soak),
    pytest.param("Delegate of Tajikistan", 15),
    pytest.param("Administrator", 10, marks=pytest.mark.soak),
]
"""Offices, and how many sorts of pages each comes to at least."""


def _sort(address: str) -> str:
    """What all addresses of one sort of page have in common."""
    path = IDENTIFIER.sub("id", urlsplit(address).path)
    return PLACE.sub("/outlook/place/", path)


def pages(page: Page) -> list[str]:
    """One address of every sort of page that links lead to from the first page on."""
    found, line = {_sort(page.url): page.url}, deque([page.url])
    while line:
        page.goto(line.popleft())
        links = page.locator("a[href]:not([download])").evaluate_all("all => all.map(a => a.href)")
        for link in links:
            address = link.partition("#")[0]
            inside = urlsplit(address).netloc == urlsplit(page.url).netloc
            if inside and _sort(address) not in found and not any(f in address for f in FILES):
                found[_sort(address)] = address
                line.append(address)
    return list(found.values())


@pytest.mark.parametrize(("office", "least"), OFFICES)
def test_every_page_is_for_all_eyes_and_ears(sit: Sit, office: str, least: int) -> None:
    """Axe finds nothing against WCAG 2.1 AA, wide in light, narrow in dark; none is too wide."""
    outlook(sit("Analyst"))
    found = pages(sit(office))
    assert len(found) >= least
    page = sit(office, bypass_csp=True)  # a brief forbids all scripts, axe’s among them
    faults = [f"{address}: {fault}" for address in found for fault in _faults(page, address)]
    assert not faults, "\n".join(faults)


def _faults(page: Page, address: str) -> list[str]:
    """What is at fault with a page, in each of its looks."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = _axe(page, "wide, light", {"type": "tag", "values": AA})
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark")
    found += _axe(page, "narrow, dark", {"type": "tag", "values": AA})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*found, f"{wide} px wide on a phone"] if wide > NARROW["width"] else found


def _axe(page: Page, look: str, which: dict[str, object]) -> list[str]:
    options = {"runOnly": which, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{look}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


def test_every_printed_sheet_bears_its_marking(sit: Sit, tmp_path: Path) -> None:
    """A warning, the outlook and a place say on each sheet of paper who may read it."""
    page = sit("Analyst")
    outlook(page)
    page.goto("/warnings/")
    warning = page.get_by_role("link", name="The border between Afghanistan").first
    for path in (warning.get_attribute("href"), "/outlook/", "/outlook/TJK/"):
        page.goto(str(path))
        page.pdf(path=tmp_path / "printed.pdf", format="A4")
        command = ["pdftotext", "-layout", str(tmp_path / "printed.pdf"), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        sheets = text.removesuffix("\f").split("\f")
        assert [sheet for sheet in sheets if "TLP:AMBER" not in sheet] == [], path
