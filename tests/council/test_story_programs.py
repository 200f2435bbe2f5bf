"""A story can be played by programs over the interface, and its record says the same."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.council.conftest import Furniture, furnished, told_cheaply

from tocsin.council import demo
from tocsin.council.people import actions as people
from tocsin.council.people import tokens
from tocsin.council.people.models import User
from tocsin.council.record import chance, clock, verify
from tocsin.council.record.action import Action, Actor, Via
from tocsin.council.record.models import Payload
from tocsin.council.site import api_access


class Programs:
    """The people of a story as programs: each with a token, over the interface."""

    def __init__(self) -> None:
        self.client = Client()
        self.tokens: dict[tuple[str, dt.date], str] = {}

    def take(self, act: Action, user: User, given: dict[str, Any]) -> None:
        """Do what a person does by a request of their program."""
        answer = self.client.post(
            f"/api/v1/actions/{act.name}",
            json.dumps(given, default=lambda day: day.isoformat()),
            content_type="application/json",
            headers={"authorization": f"Bearer {self._token(user)}"},
        )
        assert answer.status_code == 200, (act.name, answer.content.decode())

    def _token(self, user: User) -> str:
        on = (user.email, clock.today())  # tokens expire, and the story lasts for years
        if on not in self.tokens:
            secret, digest = tokens.fresh()
            with chance.seeded(len(self.tokens)):
                people.mint(Actor(user, Via.COMMAND), people.Mint(name="play", digest=digest))
            self.tokens[on] = secret
        return self.tokens[on]


@pytest.fixture
def _cheap(tmp_path: Path) -> Any:
    """Stories cost little here."""
    yield from told_cheaply(tmp_path)


@pytest.mark.usefixtures("_cheap")
def test_programs_leave_the_same_record(
    played: None, story_rows: Furniture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the interface the story is entered word for word, row for row, at the same moments.

    Only the way by which it was done differs, and that programs need tokens.
    """
    cache.clear()
    monkeypatch.setattr(api_access.WRITES, "num_requests", 10**9)
    by_command = _entered()
    furnished([(model, []) for model, _rows in story_rows])
    demo.play(take=Programs().take)
    by_program = [one for one in _entered() if one[1]["action"] != "token.mint"]
    assert by_program == by_command
    assert {_way(one) for one in Payload.objects.all()} == {"api", "command", "worker"}
    assert not verify.findings()


def _entered() -> list[tuple[Any, dict[str, Any], str]]:
    """Every entry: its moment, what it says but for the way, and the digest of its rows.

    Minutes bear the hash at the end of the record, and with it the ways of all before them.
    """
    found = []
    for payload in Payload.objects.select_related("entry").order_by("entry"):
        body = json.loads(payload.body)
        body.pop("via")
        rows = "" if payload.table == "council.minutes" else payload.entry.rows
        found.append((payload.entry.at, body, rows))
    return found


def _way(payload: Payload) -> str:
    said: str = json.loads(payload.body)["via"]
    return said
