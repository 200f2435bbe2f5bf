"""What programs read of each kind of thing: its list, the thing, its history and its readers."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Schema
from pydantic import Field, create_model

from tocsin.council.record import history, marking
from tocsin.council.site.api_access import READS, actor
from tocsin.council.site.api_problem import READ, Problem
from tocsin.council.site.kind import Further, Kind
from tocsin.council.site.page import paged
from tocsin.world.errors import RequestError

Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
After = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
        r"_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        description="What `next` of the page before said.",
    ),
]
LISTED = {**READ, 422: Problem}


class Person(Schema):
    """Somebody in their office."""

    id: uuid.UUID
    name: str
    office: str
    party: str = Field(description="The party's key.")

    @staticmethod
    def resolve_party(obj: Any) -> Any:
        """The key of the party."""
        return obj.party.key


class Event(Schema):
    """One entry of the record."""

    seq: int
    at: dt.datetime
    name: str = Field(description="The action's name.")
    party: str | None = Field(description="For which party it was done.")
    actor: Person | None = Field(description="By whom; none: by the system.")
    given: dict[str, Any] = Field(description="What the action was given.")
    hash: str


class Reader(Schema):
    """Whether somebody may see a thing, and why."""

    person: Person
    allowed: bool
    reason: str


def route(api: NinjaAPI, kind: Kind) -> None:
    """Give a kind of thing its routes."""
    options: dict[str, Any] = {"tags": [kind.name], "throttle": READS}
    one, named = f"/{kind.name}/{{uuid:id}}", kind.name.replace("-", "_")

    def listed(request: HttpRequest, asked: Any) -> Any:
        """The things of this kind that you may see, newest first, a page at a time."""
        page = paged(kind, actor(request), known(request, asked))
        return {"items": page.things, "next": page.after or None}

    def shown(request: HttpRequest, id: uuid.UUID) -> Any:
        """One thing."""
        return _seen(kind, request, id)

    def past(request: HttpRequest, id: uuid.UUID) -> Any:
        """What the record says of a thing, as far as you may read it, oldest first."""
        return history.of(_seen(kind, request, id), actor(request).person)

    def readers(request: HttpRequest, id: uuid.UUID) -> Any:
        """Who may see a thing and who may not, each with the reason."""
        answers = marking.readers(_seen(kind, request, id))
        return [
            {"person": person, "allowed": answer.allowed, "reason": answer.reason}
            for person, answer in answers
        ]

    query: Any = Query
    listed.__annotations__["asked"] = query[_query(kind)]
    for view, path, name, answer, errors in (
        (listed, f"/{kind.name}", "list", _list(kind), LISTED),
        (shown, one, "get", kind.shown, READ),
        (past, f"{one}/history", "history", list[Event], READ),
        (readers, f"{one}/readers", "readers", list[Reader], READ),
    ):
        view.__annotations__.update(request=HttpRequest, id=uuid.UUID)
        api.get(
            path,
            response={200: answer, **errors},
            operation_id=f"{named}_{name}",
            summary=f"{kind.label}: {name}",
            **options,
        )(view)
    for name, further in kind.further.items():
        _further(api, kind, name, further)


def _further(api: NinjaAPI, kind: Kind, name: str, further: Further) -> None:
    """Give a kind of thing the route of something that is worked out of it."""

    def told(request: HttpRequest, id: uuid.UUID) -> Any:
        return further.told(_seen(kind, request, id), actor(request))

    told.__annotations__ = {"request": HttpRequest, "id": uuid.UUID}
    api.get(
        f"/{kind.name}/{{uuid:id}}/{name}",
        response={200: further.schema, **READ},
        operation_id=f"{kind.name.replace('-', '_')}_{name}",
        summary=f"{kind.label}: {further.label}",
        description=further.schema.__doc__,
        tags=[kind.name],
        throttle=READS,
    )(told)


def known(request: HttpRequest, asked: Any) -> dict[str, str]:
    """The questions that were put; raises `RequestError` for a strange or repeated one."""
    if strange := sorted(set(request.GET) - set(type(asked).model_fields)):
        raise RequestError(
            _("This list is not asked by %(names)s.") % {"names": ", ".join(strange)},
            remedy=_("Ask by %(names)s.") % {"names": ", ".join(type(asked).model_fields)},
        )
    if twice := sorted(name for name, said in request.GET.lists() if len(said) > 1):
        raise RequestError(_("What was sent does not fit."), where=", ".join(twice))
    answer: dict[str, str] = asked.model_dump(exclude_none=True)
    return answer


def _seen(kind: Kind, request: HttpRequest, id: uuid.UUID) -> Any:
    return kind.model.objects.select_related(*kind.related).seen(actor(request).person, id)


def _query(kind: Kind) -> type[Schema]:
    questions: dict[str, Any] = dict.fromkeys(("q", *kind.filters), (Words | None, None))
    name = f"{_title(kind)}Query"
    return create_model(name, __base__=Schema, **questions, after=(After | None, None))


def _list(kind: Kind) -> type[Schema]:
    line: Any = kind.line
    told = "Put it as `after` to get the next page; null: there is none."
    after: Any = (str | None, Field(description=told))
    name = f"{_title(kind)}List"
    return create_model(name, __base__=Schema, items=(list[line], ...), next=after)


def _title(kind: Kind) -> str:
    return kind.name.title().replace("-", "").replace("_", "")
