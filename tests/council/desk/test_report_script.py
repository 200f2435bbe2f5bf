"""The script beside a report's text: it fills the form from what is selected, and nothing else."""

from __future__ import annotations

import os
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser
from tests.council.conftest import furnished
from tests.council.desk.test_report import a_report

from tocsin.council.desk.models import Report, Statement

SELECT = """([words, nth]) => {
  const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(), seen = 0; node; node = walk.nextNode()) {
    for (let at = node.data.indexOf(words); at >= 0; at = node.data.indexOf(words, at + 1)) {
      if (++seen < nth) continue;
      getSelection().setBaseAndExtent(node, at, node, at + words.length);
      return;
    }
  }
}"""


@pytest.fixture(scope="session", autouse=True)
def _beside_a_server() -> None:
    """What a test's server needs: a folder for static files, and the browser's loop beside it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture
def house(transactional_db: None, furniture: Any) -> Any:
    """The house, in a database that the server's thread sees too."""
    return furnished(furniture)


def test_a_selection_fills_the_form(
    house: Any, client: Client, live_server: Any, browser: Browser
) -> None:
    """The words selected, of several the right ones, are marked where they were selected."""
    report: Report = a_report(house)
    client.force_login(house.people["analyst"])
    context = browser.new_context()
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    context.add_cookies([{**cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/reports/{report.pk}/mark/")
    page.evaluate(SELECT, ["We shall send", 2])
    page.get_by_role("button", name="what was said", exact=True).click()
    page.locator("#id_speaker").fill("The minister")
    page.get_by_role("button", name="Mark a statement").click()
    page.get_by_text("Done, and entered in the record.").wait_for()
    context.close()
    span = Statement.objects.get().spans.get()
    assert span.start == report.text.rindex("We shall send")
    assert span.surface(report.text) == "We shall send"
