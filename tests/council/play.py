"""A session of the council as steps, played alike by people in browsers and by programs."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page
from tests.council.test_server import environment

SETTINGS = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tocsin.council.settings'\n"
TOKENS = f"""{SETTINGS}django.setup()
import json
from tocsin.council.people import actions, tokens
from tocsin.council.people.models import User
from tocsin.council.record.action import Actor, Via
made = {{}}
for user in User.objects.all():
    secret, digest = tokens.fresh()
    actions.mint(Actor(user, Via.COMMAND), actions.Mint(name="play", digest=digest))
    made[user.name] = secret
print(json.dumps(made))
"""
SAID = f"""{SETTINGS}django.setup()
import json
from tocsin.council.people.models import User
from tocsin.council.record.models import Payload
names = {{str(user.pk): user.name for user in User.objects.all()}}
said = [json.loads(one.body) for one in Payload.objects.order_by("entry")]
print(json.dumps([
    [names[one["actor"]], one["action"], one["given"], one["marking"]]
    for one in said if one["via"] in {{"page", "api"}}
]))
"""
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Step:
    """One thing that somebody does: by whom, which action, from which page, and with what.

    `led` is what the page's link fills in: for a program, where the identifier stands, such as
    `@session` or `@text/paragraphs/2/id`. `link` tells which of several such links is meant.
    """

    by: str
    do: str
    at: str
    given: dict[str, Any] = field(default_factory=dict)
    led: dict[str, str] = field(default_factory=dict)
    link: int = 0
    name: str = ""


def script(data: Path, program: str) -> Any:
    """What a program says that works on the house in a data folder."""
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def entries(data: Path) -> int:
    """How many entries people have made by pages and programs."""
    return len(script(data, SAID))


def said(data: Path, after: int = 0) -> list[Any]:
    """What they did since, with identifiers by their order instead of chance."""
    known: dict[str, str] = {}
    text = json.dumps(script(data, SAID)[after:])
    return list(
        json.loads(IDENTIFIER.sub(lambda one: known.setdefault(one[0], f"#{len(known)}"), text))
    )


@dataclass
class People:
    """Offices, each in a browser of their own; `pages` are the addresses of what they made."""

    seats: dict[str, Page]
    pages: dict[str, str] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Go to the page, follow its link to the form, fill it and send it."""
        page = self.seats[step.by]
        page.goto(self.pages[step.at[1:]] if step.at.startswith("@") else step.at)
        named = "".join(f'[href*="{name}="]' for name in step.led)
        links = page.locator(f'main a[href*="/do/{step.do}/"]{named}')
        links.nth(step.link).click()
        for name, value in step.given.items():
            _fill(page, name, value)
        page.locator("main form button").last.click()
        page.get_by_text("Done, and entered in the record.").wait_for()
        if step.name:
            self.pages[step.name] = page.url


def _fill(page: Page, name: str, value: Any) -> None:
    """Fill one field of a form, whatever it is."""
    if name == "marking":
        level, _, parties = value.removeprefix("TLP:").partition(":")
        page.locator('[name="marking_0"]').select_option(level)
        for box in page.locator('[name="marking_1"]').all():
            box.set_checked(box.get_attribute("value") in parties.split(","))
        return
    several = value if isinstance(value, list) else [value]
    fields = page.locator(f'main [name="{name}"]')
    if fields.first.get_attribute("type") == "hidden":
        assert fields.input_value() == _typed(value)
    elif fields.first.get_attribute("type") == "checkbox":
        for one in several:
            page.locator(f'main [name="{name}"][value="{one}"]').check()
    elif fields.evaluate("field => field.tagName") == "SELECT":
        fields.select_option(str(value))
    else:
        fields.fill(_typed(value))


def _typed(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass
class Programs:
    """The same offices, each as a program with a token; `things` are what they made."""

    url: str
    tokens: dict[str, str]
    things: dict[str, tuple[str, str]] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Find what the action is about, and send it."""
        about = {name: self._found(step.by, where) for name, where in step.led.items()}
        given = {name: _sent(value) for name, value in step.given.items()}
        done = self.ask(step.by, f"actions/{step.do}", {**about, **given})
        if step.name:
            self.things[step.name] = done["kind"], done["id"]

    def ask(self, by: str, path: str, sent: dict[str, Any] | None = None) -> Any:
        """What the interface answers."""
        body = json.dumps(sent).encode() if sent is not None else None
        headers = {"Authorization": f"Bearer {self.tokens[by]}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", body, headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 (loopback)
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path} {sent}: {error.read().decode()}") from None

    def shown(self, by: str, name: str) -> Any:
        """A thing as somebody is told of it."""
        return self.ask(by, "/".join(self.things[name]))

    def _found(self, by: str, where: str) -> Any:
        name, *steps = where[1:].split("/")
        if not steps:
            return self.things[name][1]
        found = self.shown(by, name)
        for step in steps:
            found = found[int(step)] if isinstance(found, list) else found[step]
        return found


def _sent(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def until(asked: Any, patience: float = 90) -> None:
    """Wait until something is so, as the worker makes it."""
    end = time.monotonic() + patience
    while not asked():
        assert time.monotonic() < end, "It did not come in time."
        time.sleep(0.5)
