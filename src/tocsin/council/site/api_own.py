"""What programs read besides things: who they act for, people, parties, the record, a search."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema
from pydantic import Field

from tocsin.council.people.models import Party, User
from tocsin.council.record import clock
from tocsin.council.record.models import Entry
from tocsin.council.site.api_access import READS, actor
from tocsin.council.site.api_problem import READ, Problem
from tocsin.council.site.api_things import Person, Words, known
from tocsin.council.site.search import search
from tocsin.world.errors import MissingError


class PartyOut(Schema):
    """A state or body."""

    key: str
    name: str


class Me(Person):
    """The person whose token it is."""

    email: str
    roles: list[str]
    speaks_for: list[str] = Field(description="The parties that a credential lets you speak for.")

    @staticmethod
    def resolve_roles(obj: Any) -> list[str]:
        """The roles held today."""
        return sorted(obj.roles(clock.today()))

    @staticmethod
    def resolve_speaks_for(obj: Any) -> list[str]:
        """The keys of the parties that a credential of today names."""
        held = obj.credentials.select_related("party")
        return sorted({row.party.key for row in held if row.current(clock.today())})


class Seal(Schema):
    """The end of the record, which vouches for everything before."""

    seq: int
    at: dt.datetime
    hash: str


class Hit(Schema):
    """A thing that was found."""

    kind: str
    id: uuid.UUID
    title: str
    made_at: dt.datetime


class Hits(Schema):
    """What was found, newest first of each kind."""

    items: list[Hit]
    more: list[str] = Field(description="Kinds of which there is more; ask their own lists.")


class Asked(Schema):
    """What to search for."""

    q: Words = Field(description="Words.")


def me(request: HttpRequest) -> Any:
    """Who you are here."""
    return actor(request).person


def people(request: HttpRequest) -> Any:
    """Those who have an account."""
    return User.objects.filter(is_active=True).select_related("party").order_by("name", "pk")


def parties(request: HttpRequest) -> Any:
    """The parties, bodies and the secretariat."""
    return Party.objects.order_by("key")


def head(request: HttpRequest) -> Any:
    """The end of the record, which is open to everybody with an account."""
    if (last := Entry.objects.last()) is None:
        raise MissingError("The record is empty.")
    return last


def found(request: HttpRequest, asked: Asked) -> Any:
    """Things of all kinds with some words in them, of those that you may see."""
    results = search(known(request, asked)["q"], actor(request))
    hits = [
        {"kind": one.kind.name, "id": thing.pk, "title": str(thing), "made_at": thing.made_at}
        for one in results
        for thing in one.things
    ]
    return {"items": hits, "more": [one.kind.name for one in results if one.more]}


def route(api: NinjaAPI) -> None:
    """Give an interface these routes."""
    found.__annotations__["asked"] = Query[Asked]
    for view, path, name, answer in (
        (me, "/me", "me", Me),
        (people, "/people", "people", list[Person]),
        (parties, "/parties", "parties", list[PartyOut]),
        (head, "/record/head", "record_head", Seal),
        (found, "/search", "search", Hits),
    ):
        view.__annotations__["request"] = HttpRequest
        errors = {**READ, 422: Problem}
        options: dict[str, Any] = {"operation_id": name, "tags": ["house"], "throttle": READS}
        options["summary"] = (view.__doc__ or "").rstrip(".")
        api.get(path, response={200: answer, **errors}, **options)(view)
