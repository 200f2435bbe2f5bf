"""What programs do: every named action that a person may do, with its own schema."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from pydantic import Field

from tocsin.council.record import chance
from tocsin.council.record.action import Action
from tocsin.council.record.chain import Entry
from tocsin.council.site.api_access import WRITES, actor
from tocsin.council.site.api_input import Exact, given
from tocsin.council.site.api_problem import WRITE
from tocsin.council.site.kind import kind_of


class Sealed(Schema):
    """The entry that an action left in the record."""

    seq: int
    hash: str


class Done(Schema):
    """What an action did."""

    kind: str = Field(description="The kind of the thing, as in addresses.")
    id: uuid.UUID
    entry: Sealed


def for_people(act: Action) -> bool:
    """Whether people may do an action at all, and not the system alone."""
    return act.anyone or bool(act.roles)


def route(api: NinjaAPI, act: Action) -> None:
    """Give an action its route."""

    def do(request: HttpRequest, given: Any) -> Any:
        ticket = given.ticket or chance.fresh()
        thing = act(actor(request), given.model_copy(update={"ticket": ticket}))
        whole = getattr(thing, "whole", thing)
        kind = kind_of(type(whole))
        return {
            "kind": kind.name if kind else whole._meta.model_name,
            "id": whole.pk,
            "entry": Entry.objects.get(said__ticket=ticket),
        }

    do.__annotations__ = {"request": HttpRequest, "given": given(act)}
    do.__defaults__ = (Exact(...),)
    api.post(
        f"/actions/{act.name}",
        response={200: Done, **WRITE},
        operation_id=act.name.replace(".", "_").replace("-", "_"),
        summary=str(act.label),
        description=_described(act),
        tags=["actions"],
        throttle=WRITES,
    )(do)


def _described(act: Action) -> str:
    whose = "everybody" if act.anyone else ", ".join(sorted(act.roles))
    return f"{act.effect.__doc__ or ''}\n\nFor: {whose}."
