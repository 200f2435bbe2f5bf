"""The exercise as it is served, and people who sit down before it in a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from tests.council.test_server import Running, environment

Sit = Callable[..., Page]
PATIENCE = 600.0
SLOW = pytest.mark.soak
WITH = [pytest.param(True, id="scripts"), pytest.param(False, id="no scripts", marks=SLOW)]
WITHOUT = [pytest.param(True, id="scripts", marks=SLOW), pytest.param(False, id="no scripts")]
"""A task is done with or without scripts in every run, and in the other way in the long one."""


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the exercise."""
    folder = tmp_path_factory.mktemp("exercise") / "data"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def served(data: Path) -> Iterator[str]:
    """The address of the exercise, served by the project's own command."""
    with pytest.MonkeyPatch.context() as patch:
        if not os.environ.get("TOCSIN_PICTURES"):  # a picture shows the model that users have
            patch.setenv("TOCSIN_CACHE", str(data.parent / "cache"))
            patch.setenv("TOCSIN_MODEL", "conflictology")
            patch.setenv("OMP_NUM_THREADS", "1")
        running = Running(data, "sochi", command="demo")
    yield running.url
    assert running.stop() == 0


@pytest.fixture
def sit(browser: Browser, served: str) -> Iterator[Sit]:
    """Let somebody sit down in a browser of their own; in the end no page had anything at fault."""
    seats: list[BrowserContext] = []
    faults: list[str] = []

    def sit(office: str = "", **options: Any) -> Page:
        context = browser.new_context(base_url=served, locale="en-GB", **options)
        seats.append(context)
        context.on("console", lambda said: faults.extend(_fault(said)))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        page = context.new_page()
        if office:
            enter(page, office)
        return page

    yield sit
    for context in seats:
        context.close()
    assert not faults


def _fault(said: ConsoleMessage) -> Iterator[str]:
    """What a page's console says, if it is a fault: a form sent back with its problems is none."""
    if said.type in {"error", "warning"} and "status of 422" not in said.text:
        yield f"{said.location.get('url')}: {said.text}"


def enter(page: Page, office: str) -> None:
    """Enter the exercise as one of its offices."""
    page.goto("/demo/")
    row = page.locator("tr").filter(has=page.get_by_role("rowheader", name=office))
    row.get_by_role("button").first.click()
    page.wait_for_url("**/")


def fill(page: Page, fields: dict[str, str]) -> None:
    """Fill a form's fields, each by its label."""
    for name, value in fields.items():
        field = page.get_by_label(re.compile(rf"^{re.escape(name)}( optional)?$"))
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)


def mark(page: Page, level: str, *parties: str) -> None:
    """Choose a marking: a level, and the parties by their boxes."""
    page.get_by_label("Level").select_option(f"TLP:{level}")
    for party in parties:
        page.get_by_role("checkbox", name=party, exact=True).check()


def send(page: Page, button: str) -> None:
    """Send a form, which is to be entered in the record."""
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    page.get_by_text("Done, and entered in the record.").wait_for()


def verified(data: Path) -> str:
    """What `tocsin verify` says of the exercise."""
    ran = subprocess.run(
        [sys.executable, "-m", "tocsin", "verify"],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def outlook(page: Page) -> None:
    """Wait until the worker has computed the outlook, which takes minutes on a busy machine."""
    until = time.monotonic() + PATIENCE
    while page.goto("/outlook/") and not page.locator("main svg").count():
        assert time.monotonic() < until, "There is no outlook yet."
        page.wait_for_timeout(1000)
