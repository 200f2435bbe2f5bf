"""The interface keeps its own contract, whoever asks whatever of it in a house full of things."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.council.conftest import build
from tests.council.population import audiences, equip, populate

from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import tables
from tocsin.council.site.api import METHODS, api
from tocsin.council.site.api_access import READS, WRITES
from tocsin.council.site.kind import kinds

pytestmark = pytest.mark.django_db
VISITORS = ("administrator", "officer", "analyst", "chair", "armenia", "observer")
AUDIENCES = frozenset({"secretariat", "armenia", "clear"})
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
PHASES = (Phase.explicit, Phase.generate)
NOWHERE = "7d3c9c9e-54b2-4d3e-9d0b-6c1b2f0f7a11"
REACHED = (
    "GET /api/v1/warnings",
    "GET /api/v1/reports/{id}/history",
    "POST /api/v1/actions/source.grade",
    "POST /api/v1/actions/person.invite",
)
KNOWN = {
    "marking": ["CLEAR", "AMBER:secretariat", "AMBER:ARM,secretariat"],
    "party": ["ARM", "BLR", "secretariat"],
    "place": ["TJK", "ARM", "AFG-TJK"],
    "offices": ["ARM: Ministry", "secretariat: Desk"],
}
"""Words that mean something here, which chance would never find."""


DOCUMENT = schemathesis.openapi.from_dict(api.get_openapi_schema())
DOCUMENT.config.generation.update(with_security_parameters=False)
DOCUMENT.config.checks.negative_data_rejection.expected_statuses = ["4xx"]
OPERATIONS = {one.ok().label: one.ok() for one in DOCUMENT.get_all_operations()}


@dataclass
class Inhabited:
    """A house full of things: tokens by their owner, and identifiers by what they identify."""

    tokens: dict[str, str]
    ids: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    named: list[tuple[str, str]] = field(default_factory=list)
    app: Any = field(default_factory=get_wsgi_application)
    answered: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        """Learn what there is."""
        for table, model in tables().items():
            ids = [str(pk) for pk in model.objects.values_list("pk", flat=True)]
            self.ids[model._meta.model_name] += ids
            if issubclass(model, Marked):
                self.named += [(table, one) for one in ids]

    def header(self, visitor: str) -> dict[str, str]:
        """What lets somebody in."""
        return {"Authorization": f"Bearer {self.tokens[visitor]}"}

    def settle(self, case: Any) -> None:
        """Let most examples be about things that are there, as valid or invalid as before."""
        chance = random.Random(repr((case.path_parameters, case.body)))  # noqa: S311 (a choice)
        for asked in (case.path_parameters, case.body):
            if isinstance(asked, dict):
                self._settle(chance, case, asked)

    def _settle(self, chance: random.Random, case: Any, asked: dict[str, Any]) -> None:
        for name in [name for name, value in asked.items() if chance.random() < 0.8]:
            if not isinstance(asked[name], str):
                continue
            if name in KNOWN:
                asked[name] = chance.choice(KNOWN[name])
            elif name == "thing" and isinstance(asked.get("table"), str):
                asked["table"], asked["thing"] = chance.choice(self.named)
            elif _identifies(asked[name]) and (ids := self._ids(name, case.operation.path)):
                asked[name] = chance.choice(ids)

    def _ids(self, name: str, path: str) -> list[str]:
        kind = path.removeprefix("/api/v1/").partition("/")[0]
        about = kinds[kind].model._meta.model_name if kind in kinds else ""
        return self.ids[str(about) if name == "id" else name]


def _identifies(value: str) -> bool:
    try:
        return str(uuid.UUID(value)) == value
    except ValueError:
        return False


@pytest.fixture(scope="module")
def inhabited(django_db_setup: None, django_db_blocker: Any) -> Iterator[Inhabited]:
    """A house full of things, built once and gone afterwards, in which nobody asks too often."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        for rate in (READS, WRITES):
            patch.setattr(rate, "allow_request", lambda request: True)
        house = build()
        made = populate(house, [one for one in audiences(house) if one.name in AUDIENCES])
        equip(house, made)
        with unbroken():
            yield Inhabited(made.tokens)
        transaction.set_rollback(True)


@contextmanager
def unbroken() -> Iterator[None]:
    """Requests leave the connection to the database open, since ours is within a transaction."""
    ends = (request_started, request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in ends:
            signal.connect(close_old_connections)


def tried(label: str, inhabited: Inhabited, examples: int) -> None:
    """Ask one route in so many ways that fit and so many that do not."""
    for mode in GenerationMode:
        cases = OPERATIONS[label].as_strategy(generation_mode=mode)

        @settings(max_examples=examples, suppress_health_check=list(HealthCheck), phases=PHASES)
        @given(case=cases)
        def fits(case: Any) -> None:
            asked(case, inhabited)

        with suppress(Unsatisfiable):  # nothing that a route without questions is asked is unfit
            fits()


def asked(case: Any, inhabited: Inhabited) -> None:
    """Ask as each visitor and as nobody; what is done is undone before the next one asks."""
    inhabited.settle(case)
    for visitor in VISITORS:
        with transaction.atomic():
            header = inhabited.header(visitor)
            answer = case.call_and_validate(headers=header, checks=CHECKS, app=inhabited.app)
            transaction.set_rollback(True)
        inhabited.answered[case.operation.label].add(answer.status_code)
    assert case.call(app=inhabited.app).status_code == 401


@pytest.mark.parametrize("label", OPERATIONS)
def test_every_route_keeps_its_contract(label: str, inhabited: Inhabited) -> None:
    """No fault of the house, no status, type or shape but as documented, nothing unfit taken."""
    tried(label, inhabited, 2)


@pytest.mark.soak
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_route_keeps_its_contract_at_length(label: str, inhabited: Inhabited) -> None:
    """The same with many more examples."""
    tried(label, inhabited, 150)


@pytest.mark.parametrize("label", REACHED)
def test_the_examples_reach_what_is_there(label: str, inhabited: Inhabited) -> None:
    """Among the examples are some that are answered and done, and not all are refused."""
    tried(label, inhabited, 5)
    assert 200 in inhabited.answered[label]


def test_what_no_route_takes_is_refused(inhabited: Inhabited) -> None:
    """Any other method is told what the address takes, and nobody is told anything."""
    client = Client()
    for path, operations in api.get_openapi_schema()["paths"].items():
        address = path.replace("{id}", NOWHERE)
        takes = {method.upper() for method in operations} | {
            "HEAD" for method in operations if method == "get"
        }
        for method in sorted(set(METHODS) - takes):
            answer = client.generic(method, address, headers=inhabited.header("analyst"))
            assert answer.status_code == 405, (method, path)
            assert set(answer["Allow"].split(", ")) == takes
        assert client.put(address).status_code == 401, path
