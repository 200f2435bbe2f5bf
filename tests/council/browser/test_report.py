"""Reports pasted and uploaded by a delegation, and read at the desk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.council.browser.conftest import WITH, WITHOUT, Sit, fill, mark, send, verified
from tests.council.test_server import wait_for

pytestmark = pytest.mark.xdist_group("browser")

SAID = "the posts will have heating before the first snow"
LETTER = f"<h1>A letter</h1><p>The head of the Border Troops said that {SAID}.</p>"


@pytest.fixture(scope="session")
def letter(browser: Browser) -> bytes:
    """A letter as a PDF."""
    page = browser.new_page()
    page.set_content(LETTER)
    made = page.pdf()
    page.close()
    return made


@pytest.mark.parametrize("scripts", WITH)
def test_a_letter_is_uploaded_read_marked_confirmed_and_graded(
    sit: Sit, data: Path, letter: bytes, tmp_path: Path, scripts: bool
) -> None:
    """What a delegation uploads, the worker reads, and the desk works on beside the text."""
    title = f"Heating, letter {1 + scripts}"
    tajikistan = sit("Delegate of Tajikistan", java_script_enabled=scripts)
    (tmp_path / "letter.pdf").write_bytes(letter)
    _begin(tajikistan, title)
    tajikistan.get_by_label(re.compile("^File")).set_input_files(tmp_path / "letter.pdf")
    send(tajikistan, "File a report")
    wait_for(lambda: _read(tajikistan))
    analyst = sit("Analyst", java_script_enabled=scripts)
    analyst.goto(tajikistan.url)
    _mark_and_confirm(analyst)
    analyst.get_by_role("link", name="Grade the report").click()
    credibility = analyst.get_by_label("Credibility")
    credibility.select_option(index=2)
    fill(analyst, {"Reason": "Others have said the same."})
    send(analyst, "Grade the report")
    expect(analyst.locator("dl.facts").first).to_contain_text("graded by Analyst")
    tajikistan.reload()
    marks = tajikistan.locator("#text mark, .beside mark")
    expect(marks.filter(has_text=SAID).first).to_be_visible()
    assert "all as recorded" in verified(data)


@pytest.mark.parametrize("scripts", WITHOUT)
def test_a_note_is_pasted_and_kept_from_others(sit: Sit, scripts: bool) -> None:
    """Pasted text is read at once, and stays with those it is marked for."""
    title = f"Heating, note {1 + scripts}"
    tajikistan = sit("Delegate of Tajikistan", java_script_enabled=scripts)
    _begin(tajikistan, title)
    fill(tajikistan, {"Or its text, pasted": f"It was said that {SAID}."})
    send(tajikistan, "File a report")
    expect(tajikistan.get_by_role("main")).to_contain_text(SAID)
    armenia = sit("Delegate of Armenia", java_script_enabled=scripts)
    armenia.goto("/reports/")
    expect(armenia.locator("body")).not_to_contain_text(title)
    assert armenia.request.get(tajikistan.url).status == 404


def test_a_form_that_is_wrong_says_where_and_keeps_what_was_written(sit: Sit) -> None:
    """The faults are listed first, each leading to its field; nothing has to be written again."""
    page = sit("Delegate of Tajikistan", java_script_enabled=False)
    _begin(page, "Nothing inside")
    page.get_by_role("main").get_by_role("button", name="File a report").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("Nothing inside")
    expect(page.get_by_role("checkbox", name="Secretariat", exact=True)).to_be_checked()


def _begin(page: Page, title: str) -> None:
    """Fill what all reports need."""
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_role("main").get_by_role("link", name="File a report").click()
    fill(page, {"Title": title, "Date of the document": "2013-09-20"})
    page.get_by_label(re.compile("^Source")).select_option(label="Border Troops (F)")
    mark(page, "AMBER", "Secretariat", "Tajikistan")


def _read(page: Page) -> bool:
    page.reload()
    return page.get_by_text(SAID).count() > 0


def _mark_and_confirm(page: Page) -> None:
    """Mark what was said beside what the worker proposes, and confirm it on the report's page."""
    wait_for(lambda: _proposed(page))
    page.get_by_role("link", name="Mark a statement").click()
    fill(page, {"Speaker": "Head of the Border Troops", "For which party": "Tajikistan"})
    page.get_by_label(re.compile("^What was said")).fill(SAID)
    send(page, "Mark a statement")
    page.get_by_role("link", name="Back to the report").click()
    own = page.locator("article.candidate", has_text="Head of the Border Troops, Tajikistan")
    own.get_by_role("button", name="Confirm", exact=True).click()
    expect(own).to_contain_text("Confirmed")


def _proposed(page: Page) -> bool:
    page.reload()
    return page.locator("article.candidate").count() > 0
