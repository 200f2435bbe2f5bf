"""Nothing that is marked reaches anybody outside of its audience, by whatever way they ask."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from tests.council.conftest import ROLES, build
from tests.council.population import EVERYBODY, MAKERS, audiences, equip, populate
from tests.council.walk import NOBODY, NOWHERE, Visitor, addresses, filled, routes, steady

from tocsin.council.record import chain, clock, export
from tocsin.council.record.action import Action, actions
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.recorded import Recorded, tables
from tocsin.council.site import api_access
from tocsin.council.site import mail as post
from tocsin.council.site.api import api
from tocsin.council.site.kind import kinds
from tocsin.council.site.notice import Notice

pytestmark = pytest.mark.django_db
VISITORS = [*ROLES, NOBODY]
NOWORD = "zqnowhereqz"
NOW = dt.datetime(2013, 9, 23, 9, tzinfo=dt.UTC)


class Full:
    """A house with everything in it."""

    def __init__(self) -> None:
        self.house = build()
        self.made = populate(self.house)
        equip(self.house, self.made)

    def visitor(self, name: str) -> Visitor:
        """Somebody who has signed in, or nobody."""
        token = self.made.tokens.get(name, "")
        visitor = Visitor(name, self.made.words, token)
        if name != NOBODY:
            visitor.client.force_login(self.house.people[name])
        return visitor


@pytest.fixture(scope="module")
def full(django_db_setup: None, django_db_blocker: Any) -> Iterator[Full]:
    """The house, filled once for all these tests, at a time that stands still."""
    with django_db_blocker.unblock(), transaction.atomic(), clock.stopped(NOW):
        yield Full()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked to slow down."""
    cache.clear()
    for rate in (api_access.READS, api_access.WRITES):
        monkeypatch.setattr(rate, "num_requests", 10**9)


def test_every_kind_is_in_the_house(full: Full) -> None:
    """A kind without things to walk to, and a route of the API without a page, fail this test."""
    assert set(MAKERS) == set(kinds) == {kind for kind, _ in full.made.things}
    known = {f"/{route}".rstrip("/") for route in routes()}
    assert {path.rstrip("/") for path in api.get_openapi_schema()["paths"]} <= known


@pytest.mark.parametrize("share", [4, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize("name", VISITORS)
def test_nothing_comes_out(full: Full, name: str, share: int) -> None:
    """No address, form, search, filter or error says a word that is not for its visitor, and what
    is not to be seen answers as what is not there.
    """
    visitor = full.visitor(name)
    some = _share(addresses(full.made), VISITORS.index(name), share)
    asked = [(address, visitor.ask(address)) for address in some]
    visitor.follow(asked)
    said = {address: steady(answer) for address, answer in asked}
    unseen = _unseen_ids(full, visitor)
    for pk in unseen:
        for address in (each for each in said if pk in each):
            absent = address.replace(pk, NOWHERE)
            assert said[address].replace(pk.encode(), NOWHERE.encode()) == said[absent], address
    _probe(full, visitor, unseen[:1], VISITORS.index(name), share)
    assert visitor.shown == {word for word, holds in full.made.words.items() if name in holds}


def _share(every: list[str], turn: int, share: int) -> list[str]:
    """Every route, with a share of the things that it may be about: another one for each turn."""
    found: dict[str, list[str]] = {}
    for address in every:
        about = re.sub(r"[0-9a-f-]{36}", "", address) if NOWHERE not in address else address
        found.setdefault(about, []).append(address)
    return [
        address
        for about, each in found.items()
        for n, address in enumerate(each)
        if about == address or n % share == turn % share
    ]


def _unseen_ids(full: Full, visitor: Visitor) -> list[str]:
    return [str(t.pk) for _, t in full.made.things if not _seen(full, visitor, t)]


def _probe(full: Full, visitor: Visitor, unseen: list[str], turn: int, share: int) -> None:
    """Ask every list and search for secrets: the answer is as for a word that is nowhere."""
    hidden = [word for word, holds in full.made.words.items() if visitor.name not in holds]
    for n, (address, questions) in enumerate(_lists().items()):
        for question in questions if n % share == turn % share else ("q",):
            secrets = hidden if "search" in address else hidden[:1]
            absent = _put(visitor, address, question, NOWORD)
            for secret in secrets:
                said = _put(visitor, address, question, secret)
                assert said.replace(secret.encode(), NOWORD.encode()) == absent, address
            for pk in unseen:
                said = _put(visitor, address, question, pk)
                absent = _put(visitor, address, question, NOWHERE)
                assert said.replace(pk.encode(), NOWHERE.encode()) == absent, address


def _put(visitor: Visitor, address: str, question: str, value: str) -> bytes:
    bearer = {"authorization": f"Bearer {visitor.token}"} if visitor.token else {}
    headers = bearer if address.startswith("/api/") else {}
    answer = visitor.client.get(address, {question: value}, headers=headers)
    assert answer.status_code < 500, (address, question)
    return steady(answer)


def _lists() -> dict[str, tuple[str, ...]]:
    """Every list with the questions that it takes."""
    found: dict[str, tuple[str, ...]] = {"/search/": ("q",), "/api/v1/search": ("q",)}
    for kind in kinds.values():
        found |= dict.fromkeys((f"/{kind.name}/", f"/api/v1/{kind.name}"), ("q", *kind.filters))
    return found


def _seen(full: Full, visitor: Visitor, thing: Any) -> bool:
    user = full.house.people.get(visitor.name)
    return user is not None and type(thing).objects.visible(user).filter(pk=thing.pk).exists()


def test_other_ways_of_asking_show_nothing(full: Full) -> None:
    """An address that is asked for its head or its options says no more."""
    visitor = full.visitor("belarus")
    for route in routes():
        address = filled(full.made, route)[0]
        visitor.ask(address, "head")
        visitor.ask(address, "options")


@pytest.mark.parametrize("name", ["administrator", "armenia", "belarus"])
def test_unseen_things_change_nothing(full: Full, name: str) -> None:
    """Whatever is added for others, everything that somebody can see stays byte for byte."""
    visitor = full.visitor(name)
    asked = {address: visitor.ask(address) for address in addresses(full.made)[::3]}
    for counting in ("/api/v1/record/head", "/inbox/post/"):  # of the record, of all mail
        asked.pop(counting, None)
    before = {at: steady(answer) for at, answer in asked.items() if answer.status_code == 200}
    others = [
        each
        for each in audiences(full.house)
        if name not in each.holds and not (each.narrowed or each.barred)  # these were told before
    ]
    more = [replace(each, name=f"{each.name}more") for each in (others[0], others[-1])]
    assert populate(full.house, more).things
    for address, said in before.items():
        assert steady(visitor.ask(address)) == said, f"{address} as {name}"


@pytest.mark.parametrize("name", [*ROLES, "public"])
def test_an_export_holds_nothing_for_others(full: Full, name: str, tmp_path: Path) -> None:
    """What an outsider is given of the record says no word that is not for them now."""
    user = full.house.people.get(name)
    told = export.write(user.email if user else name, tmp_path / "out")
    said = "".join(file.read_text("utf-8") for file in (tmp_path / "out").iterdir())
    assert told.opened < told.entries
    for word, holds in full.made.words.items():
        clear = holds == EVERYBODY if name == "public" else name in holds
        if name == "administrator":
            clear |= "token" in word  # what is done with accounts is the administration's to read
        assert clear or word not in said, word


def test_mail_says_nothing(full: Full) -> None:
    """No e-mail holds a word or an identifier of what it is about."""
    notices = list(Notice.objects.all())
    assert notices
    for notice in notices:
        said = str(post.message(notice).message())
        assert str(notice.thing) not in said
        assert not any(word in said for word in full.made.words)
    assert not any(word in str(one.message()) for one in mail.outbox for word in full.made.words)


@pytest.mark.parametrize("name", [name for name in ROLES if name not in {"armenia", "belarus"}])
def test_an_action_tells_unseen_from_absent_to_nobody(full: Full, name: str) -> None:
    """Every action on an unseen thing answers as on one that is not there, and does nothing."""
    visitor, asked = full.visitor(name), 0
    entries = chain.Head.objects.get(pk=1).seq
    for act in actions.values():
        if not (act.anyone or act.roles):
            continue
        for body, row in _bodies(full, visitor, act):
            asked += 1
            for ask in (_by_program, _by_page) if act.on_page else (_by_program,):
                said = [ask(visitor, act, {**body, **_about(act, pk)}) for pk in (row, NOWHERE)]
                assert said[0].replace(row.encode(), NOWHERE.encode()) == said[1], (act, body)
    assert asked > len(actions)
    assert chain.Head.objects.get(pk=1).seq == entries


def _by_program(visitor: Visitor, act: Action, body: dict[str, Any]) -> bytes:
    headers = {"authorization": f"Bearer {visitor.token}", "accept-language": "ru"}
    answer = visitor.client.post(
        f"/api/v1/actions/{act.name}", json.dumps(body), "application/json", headers=headers
    )
    assert 400 <= answer.status_code < 500, (act.name, answer.content)
    kept = {name: value for name, value in answer.headers.items() if name != "Expires"}
    return f"{answer.status_code} {kept} ".encode() + answer.content


def _by_page(visitor: Visitor, act: Action, body: dict[str, Any]) -> bytes:
    sent = {name: value for name, value in body.items() if value is not None}
    answer = visitor.client.post(f"/do/{act.name}/", sent)
    assert 400 <= answer.status_code < 500, (act.name, answer.content)
    return steady(answer)


def _about(act: Action, pk: str) -> dict[str, Any]:
    """The field of an action that says what it is about, with an identifier."""
    return dict.fromkeys(_subjects(act), pk)


def _subjects(act: Action) -> list[str]:
    fields = act.given.model_fields
    return [n for n, info in fields.items() if n != "ticket" and uuid.UUID in _types(info)]


def _types(info: Any) -> tuple[Any, ...]:
    union = get_origin(info.annotation) in {Union, UnionType}
    return get_args(info.annotation) if union else (info.annotation,)


def _bodies(full: Full, visitor: Visitor, act: Action) -> Iterator[tuple[dict[str, Any], str]]:
    """What fits an action, with the identifier of one unseen row of each table that it may mean."""
    if subjects := _subjects(act):
        for table, row in _unseen(full, visitor).items():
            model = table.rpartition(".")[2]
            if "table" in act.given.model_fields or not _other(subjects, model):
                yield {**_fitting(act.given, visitor, full), **_table(act, table)}, str(row.pk)


def _other(subjects: list[str], model: str) -> bool:
    """Whether the fields name another table than this one."""
    names = {table.rpartition(".")[2] for table in tables()}
    return bool(names & set(subjects)) and model not in subjects


def _table(act: Action, table: str) -> dict[str, str]:
    return {"table": table} if "table" in act.given.model_fields else {}


def _unseen(full: Full, visitor: Visitor) -> dict[str, Recorded]:
    """One row of each table that belongs to something the visitor does not see."""
    found: dict[str, Recorded] = {}
    hidden = {t.pk for _, t in full.made.things if not _seen(full, visitor, t)}
    for table, model in tables().items():
        for row in model.objects.all():
            if _whole(row) in hidden or _theirs(row, visitor, full):
                found[table] = row
                break
    return found


def _theirs(row: Any, visitor: Visitor, full: Full) -> bool:
    return (
        row._meta.model_name in {"token", "feed"}
        and row.user_id != full.house.people[visitor.name].pk
    )


def _whole(row: Any) -> Any:
    """The identifier of the marked thing that a row belongs to."""
    if hasattr(row, "widening_id"):
        row = row.widening
    if hasattr(row, "thing"):
        return row.thing
    return getattr(row, "whole", row).pk


def _fitting(given: type[Given], visitor: Visitor, full: Full) -> dict[str, Any]:
    """Something for each field that has to be given."""
    party = full.house.people[visitor.name].party.key
    found: dict[str, Any] = {}
    for name, info in given.model_fields.items():
        shown = next((m for m in info.metadata if isinstance(m, Shown)), Shown())
        if info.is_required() or name == "party":
            found[name] = f"AMBER:{party}" if shown.marking else _plain(name, info, full, visitor)
    return found


def _plain(name: str, info: Any, full: Full, visitor: Visitor) -> Any:
    if name == "party":
        return "RUS"
    kind = _types(info)[0]
    if hasattr(kind, "__members__"):
        return next(iter(kind)).value
    values = {int: 1, float: 0.5, bool: True, dt.date: "2013-09-23"}
    return {**values, dt.datetime: "2013-09-25T09:00:00Z"}.get(kind, "x")
