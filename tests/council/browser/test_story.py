"""A stranger with ten minutes reads the story and follows each of its steps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.council.browser.conftest import WITHOUT, Sit

pytestmark = pytest.mark.xdist_group("browser")

WIDTHS = (1280, 390)


@pytest.mark.parametrize("scripts", WITHOUT)
def test_each_step_leads_to_its_thing_and_back(sit: Sit, scripts: bool) -> None:
    """Without an account, every thing of every step opens, and says as whom one reads."""
    page = sit(java_script_enabled=scripts)
    page.goto("/demo/")
    page.get_by_role("link", name="Read the story first").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sochi, 23 September 2013")
    for address in _things(page):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_text("You read as: Officer")).to_be_visible()
    page.get_by_role("link", name="The story", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sochi, 23 September 2013")


def test_who_wants_to_do_something_sits_down_first(sit: Sit) -> None:
    """A button of a thing leads to the door, and from there to the form."""
    page = sit()
    page.goto("/demo/story/")
    page.get_by_role("main").get_by_role("link", name="Equipment and money").first.click()
    page.get_by_role("link", name="Weigh anew").first.click()
    row = page.locator("tr").filter(has=page.get_by_role("rowheader", name="Officer"))
    row.get_by_role("button").first.click()
    page.wait_for_url("**/do/offer.weigh/**")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_its_window_and_its_paper(sit: Sit, width: int, scheme: str) -> None:
    """Nothing sticks out to the side, on a telephone as on a desk, and it can be printed."""
    page = sit(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto("/demo/story/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.pdf(format="A4").startswith(b"%PDF")


def _things(page: Page) -> list[str]:
    links = page.locator("main ul.things a").all()
    found = {link.get_attribute("href") or "" for link in links}
    assert len(found) > 20
    return sorted(found)
