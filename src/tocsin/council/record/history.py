"""What the record says of a thing, as far as a reader may see it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tocsin.council.record.action import actions
from tocsin.council.record.chain import Payload
from tocsin.council.record.given import Words
from tocsin.council.record.marking import admitting
from tocsin.council.record.recorded import Recorded

if TYPE_CHECKING:
    from tocsin.council.people.models import User


@dataclass(frozen=True)
class Event:
    """One entry in words: when, which action, by whom, with what."""

    seq: int
    at: dt.datetime
    name: str
    label: Words
    party: str | None
    actor: User | None
    given: dict[str, Any]
    hash: str


def of(thing: Recorded, reader: User) -> list[Event]:
    """The entries about a thing whose payload its reader may see, oldest first."""
    from tocsin.council.people.models import User  # noqa: PLC0415 (people have a record too)

    said = Payload.objects.filter(thing=thing.pk, marking__in=admitting(reader), body__isnull=False)
    payloads = list(said.select_related("entry").order_by("entry"))
    people = User.objects.in_bulk({p.actor for p in payloads if p.actor})
    return [_event(payload, people) for payload in payloads]


def _event(payload: Payload, people: dict[Any, User]) -> Event:
    body = json.loads(payload.body or "{}")
    action = actions.get(payload.action)
    return Event(
        seq=payload.entry.seq,
        at=payload.entry.at,
        name=payload.action,
        label=action.label if action else payload.action,
        party=body["party"],
        actor=people.get(payload.actor),
        given={k: v for k, v in body["given"].items() if v not in (None, "", [])},
        hash=payload.entry.hash,
    )
