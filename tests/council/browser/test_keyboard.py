"""Everything can be done without a pointing device."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.council.browser.conftest import WITH, Sit

pytestmark = pytest.mark.xdist_group("browser")

STEPS = 150


@pytest.mark.parametrize("scripts", WITH)
def test_a_report_is_filed_by_keys_alone(sit: Sit, scripts: bool) -> None:
    """From the door to the report that was filed: Tab, Space, Enter and letters."""
    page = sit(java_script_enabled=scripts)
    title = f"Written by keys, {'with' if scripts else 'without'} scripts"
    page.goto("/demo/")
    _press(page, page.get_by_role("row", name="Analyst").get_by_role("button"))
    page.wait_for_url("**/")
    _press(page, page.get_by_role("link", name="Reports", exact=True))
    _press(page, page.get_by_role("main").get_by_role("link", name="File a report"))
    _write(page, page.get_by_label("Title"), title)
    _write(page, page.get_by_label("Source"), "Press")
    _write(page, page.get_by_label("Date of the document"), "09092013")
    _write(page, page.get_by_label("Or its text, pasted"), "The posts have heating.")
    _write(page, page.get_by_label("Level"), "TLP:CLEAR")
    _press(page, page.get_by_role("main").get_by_role("button", name="File a report"))
    page.get_by_text("Done, and entered in the record.").wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_the_first_key_offers_to_skip_the_head(sit: Sit) -> None:
    """The first Tab shows a link to the content, and Enter goes there."""
    page = sit("Analyst")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_what_has_the_focus_is_seen_to_have_it(sit: Sit) -> None:
    """Each stop of Tab is outlined or otherwise marked, and is inside the window."""
    page = sit("Analyst")
    page.goto("/do/report.file/")
    for _ in range(25):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if not focused.count():  # the window itself has it
            continue
        shown = focused.evaluate(
            "e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none'"
            " && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'; }"
        )
        assert shown, focused.evaluate("e => e.outerHTML")
        expect(focused).to_be_in_viewport()


def _reach(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus."""
    wanted.wait_for()
    for _ in range(STEPS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by Tab.")


def _press(page: Page, wanted: Locator) -> None:
    _reach(page, wanted)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def _write(page: Page, wanted: Locator, words: str) -> None:
    _reach(page, wanted)
    page.keyboard.type(words)
