"""The interface for programs: what it says of itself, who gets in, and how it refuses."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import uuid
from typing import Any

import jsonschema
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from ninja.openapi.schema import OpenAPISchema
from schemathesis.specs.openapi import definitions

from tocsin.council.desk import warnings
from tocsin.council.desk.models import Warning
from tocsin.council.people import actions as people
from tocsin.council.record import chain, clock, verify
from tocsin.council.record.action import actions
from tocsin.council.site.api import api
from tocsin.council.site.api_access import READS
from tocsin.council.site.kind import kinds

NOWHERE = "7d3c9c9e-54b2-4d3e-9d0b-6c1b2f0f7a11"


def minted(house: Any, name: str) -> dict[str, str]:
    """The header of a new token of somebody."""
    secret = f"tocsin_{name}"
    digest = hashlib.sha256(secret.encode()).hexdigest()
    people.mint(house.actor(name), people.Mint(name="test", digest=digest))
    return {"authorization": f"Bearer {secret}"}


@pytest.fixture(autouse=True)
def _unhurried() -> None:
    cache.clear()


def test_it_describes_itself_in_valid_openapi() -> None:
    """The document fits the schema of OpenAPI 3.1, under the version that it names."""
    document = json.loads(json.dumps(api.get_openapi_schema()))
    assert document["openapi"].startswith("3.1")
    jsonschema.validate(document, definitions.OPENAPI_31)


def test_its_names_are_unique(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two operations and no two schemas share a name."""
    real = OpenAPISchema.add_schema_definitions

    def add(self: OpenAPISchema, new: dict[str, Any]) -> None:
        for name, schema in new.items():
            assert self.schemas.get(name, schema) == schema, name
        real(self, new)

    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", add)
    paths = api.get_openapi_schema()["paths"]
    ids = [operation["operationId"] for path in paths.values() for operation in path.values()]
    assert len(ids) == len(set(ids))


def test_every_kind_and_action_has_its_route() -> None:
    """Nothing that has a page is without a route, and what is the system's alone has none."""
    paths = set(api.get_openapi_schema()["paths"])
    for name in kinds:
        for end in ("", "/{id}", "/{id}/history", "/{id}/readers"):
            assert f"/api/v1/{name}{end}" in paths
    offered = {path.rpartition("/")[2] for path in paths if "/actions/" in path}
    assert offered == {name for name, act in actions.items() if act.anyone or act.roles}


def test_nobody_gets_in_without_a_good_token(house: Any, client: Client) -> None:
    """No token, a wrong, revoked or expired one, a closed account and a session get the same."""
    good = minted(house, "tajikistan")
    assert client.get("/api/v1/me", headers=good).json()["party"] == "TJK"
    client.force_login(house.people["tajikistan"])
    answers = [client.get("/api/v1/me"), client.get("/api/v1/nowhere")]
    answers.append(client.get("/api/v1/me", headers={"authorization": "Bearer tocsin_x"}))
    answers.append(client.get("/api/v1/me", headers={"authorization": "Basic eDp4"}))
    with clock.stopped(clock.now() + dt.timedelta(days=91)):
        answers.append(client.get("/api/v1/me", headers=good))
    token = house.people["tajikistan"].tokens.get()
    people.revoke(house.actor("tajikistan"), people.Revoke(token=token.pk))
    answers.append(client.get("/api/v1/me", headers=good))
    other = minted(house, "armenia")
    people.close(house.actor("administrator"), people.Close(user=house.people["armenia"].pk))
    answers.append(client.get("/api/v1/me", headers=other))
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert {answer["WWW-Authenticate"] for answer in answers} == {"Bearer"}


def test_a_token_is_no_way_around_the_second_factor(house: Any, client: Client) -> None:
    """Who has to have a second factor has no voice here without; when a token was used is noted."""
    officer = house.people["officer"]
    factor = Authenticator.objects.create(user=officer, type="totp", data={"secret": "x"})
    good = minted(house, "officer")
    assert officer.tokens.get().used_at is None
    assert client.get("/api/v1/me", headers=good).status_code == 200
    assert officer.tokens.get().used_at is not None
    factor.delete()
    assert client.get("/api/v1/me", headers=good).status_code == 401


def _issue() -> dict[str, Any]:
    return {
        "title": "Crossings on the Panj",
        "place": "TJK",
        "what": "More.",
        "marking": "AMBER:secretariat,TJK",
        "offices": "TJK: Ministry",
        "answer_by": "2030-01-01T10:00:00Z",
    }


def _post(client: Client, action: str, body: Any, headers: dict[str, str], **more: Any) -> Any:
    kind = more.pop("content_type", "application/json")
    return client.post(f"/api/v1/actions/{action}", body, kind, headers=headers, **more)


def test_an_action_is_done_and_sealed(house: Any, client: Client) -> None:
    """What a program does is in the record under the hash it is told, and done once per ticket."""
    me = minted(house, "analyst")
    body = {**_issue(), "ticket": str(uuid.uuid4())}
    first, second = (_post(client, "warning.issue", body, me) for _ in range(2))
    assert first.status_code == 200, first.text
    assert first.content == second.content
    warning = Warning.objects.get()
    assert first.json()["kind"] == "warnings"
    assert first.json()["id"] == str(warning.pk)
    entry = chain.Entry.objects.get(hash=first.json()["entry"]["hash"])
    assert entry.said.action == "warning.issue"
    assert '"via":"api"' in entry.said.body
    assert not list(verify.findings())


def test_a_thing_is_read_and_no_other_is_told_from_none(house: Any, client: Client) -> None:
    """A reader gets list, thing, history and readers; to others it is as if it were not there."""
    warning = warnings.issue(
        house.actor("analyst"),
        warnings.Issue.model_validate(_issue()),
    )
    mine, theirs = minted(house, "tajikistan"), minted(house, "armenia")
    assert client.get("/api/v1/warnings", headers=theirs).json() == {"items": [], "next": None}
    listed = client.get("/api/v1/warnings?q=panj", headers=mine).json()
    assert [item["id"] for item in listed["items"]] == [str(warning.pk)]
    for end in ("", "/history", "/readers"):
        assert client.get(f"/api/v1/warnings/{warning.pk}{end}", headers=mine).status_code == 200
        hidden = client.get(f"/api/v1/warnings/{warning.pk}{end}", headers=theirs)
        absent = client.get(f"/api/v1/warnings/{NOWHERE}{end}", headers=theirs)
        assert hidden.status_code == absent.status_code == 404
        assert hidden.content == absent.content
        moment = {"Expires": None}  # goes on from one second to the next
        assert {**hidden.headers, **moment} == {**absent.headers, **moment}


def test_a_list_is_read_page_by_page(house: Any, client: Client) -> None:
    """Following `next` gives every thing once; a strange question and cursor are refused."""
    me = minted(house, "analyst")
    client.force_login(house.people["analyst"])
    for number in range(60):
        given = warnings.Issue.model_validate({**_issue(), "title": f"Number {number}"})
        warnings.issue(house.actor("analyst"), given)
    seen, query = [], ""
    while query is not None:
        answer = client.get("/api/v1/warnings", {"after": query} if query else {}, headers=me)
        seen += [item["title"] for item in answer.json()["items"]]
        query = answer.json()["next"]
    assert sorted(seen) == sorted(f"Number {number}" for number in range(60))
    assert client.get("/api/v1/warnings?plaec=TJK", headers=me).status_code == 400
    assert client.get("/api/v1/warnings?place=TJK&place=ARM", headers=me).status_code == 400
    assert client.get("/api/v1/warnings?after=x", headers=me).status_code == 422
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2013-09-23", "\0"):
        assert client.get("/warnings/", {"after": f"{moment}_{NOWHERE}"}).status_code == 400
    assert client.get("/api/v1/warnings?q=%00", headers=me).status_code == 422


def test_each_refusal_says_what_where_and_what_to_do(house: Any, client: Client) -> None:
    """Form, size, media, method, role, state: each has its status and the same three words."""
    me, other = minted(house, "analyst"), minted(house, "armenia")
    large = {**_issue(), "what": "x" * 2**20}
    answers = {
        422: _post(client, "warning.issue", {**_issue(), "months": "12"}, me),
        413: _post(client, "warning.issue", large, me),
        415: _post(client, "warning.issue", "x", me, content_type="text/plain"),
        403: _post(client, "warning.issue", _issue(), other),
        400: _post(client, "warning.issue", {**_issue(), "marking": "AMBER:XYZ"}, me),
        404: _post(client, "warning.close", {"warning": NOWHERE, "closing": "x"}, me),
        405: client.delete("/api/v1/me", headers=me),
    }
    for code, answer in answers.items():
        assert answer.status_code == code, answer.text
        assert set(answer.json()) == {"what", "where", "remedy"}
    assert answers[422].json()["where"] == "months"
    assert answers[405]["Allow"] == "GET, HEAD"
    assert not Warning.objects.exists()


def test_a_file_may_be_larger_than_words(house: Any, client: Client) -> None:
    """What takes files takes megabytes, in base64, and only of other things is that too much."""
    me = minted(house, "analyst")
    original = base64.b64encode(b"x" * 2**21).decode()
    body = {
        "title": "x",
        "source": NOWHERE,
        "dated": "2013-09-01",
        "marking": "AMBER:secretariat",
        "filename": "x.txt",
        "original": original,
    }
    answer = _post(client, "report.file", body, me)
    assert answer.status_code == 404, answer.text[:500]  # only the source is not there
    body["filename"] = "x" * 2**24
    assert _post(client, "report.file", body, me).status_code == 413


def test_who_asks_too_often_is_told_when_to_come_back(
    house: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the rate the answer is 429 with Retry-After, for that person only."""
    me, other = minted(house, "analyst"), minted(house, "armenia")
    monkeypatch.setattr(READS, "num_requests", 3)
    monkeypatch.setattr(READS, "timer", lambda: 0.0)
    for _ in range(3):
        assert client.get("/api/v1/record/head", headers=me).status_code == 200
    answer = client.get("/api/v1/record/head", headers=me)
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert client.get("/api/v1/record/head", headers=other).status_code == 200


def test_the_search_finds_what_its_asker_may_see(house: Any, client: Client) -> None:
    """Page and route find a thing for its audience, and nothing for others or for no words."""
    warnings.issue(house.actor("analyst"), warnings.Issue.model_validate(_issue()))
    for name, found in (("tajikistan", True), ("armenia", False)):
        answer = client.get("/api/v1/search?q=PANJ", headers=minted(house, name))
        assert bool(answer.json()["items"]) is found
        client.force_login(house.people[name])
        assert ("Crossings on the Panj" in client.get("/search/?q=panj").text) is found
        assert "Crossings" not in client.get("/search/?q=").text


def test_the_routes_are_listed_on_a_page(house: Any, client: Client) -> None:
    """Each route of the document is on the page."""
    client.force_login(house.people["armenia"])
    page = client.get("/api/v1/").text
    assert all(path in page for path in api.get_openapi_schema()["paths"])


def test_a_file_that_is_no_organisation_is_the_senders_fault(house: Any, client: Client) -> None:
    """What of a file does not fit is told to whoever sent it, and not as a fault of the house."""
    Authenticator.objects.create(
        user=house.people["administrator"], type="totp", data={"secret": "x"}
    )
    me = minted(house, "administrator")
    for text in ("no TOML", "[[party]]", 'name = "x"'):
        answer = _post(client, "organisation.adopt", {"key": "csto", "text": text}, me)
        assert answer.status_code == 400, text
        assert answer.json()["where"] == "csto.toml"
