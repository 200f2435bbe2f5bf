"""A page of a list: so many things from where the last page ended, never a count of all."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from tocsin.council.record import canonical
from tocsin.council.record.action import Actor
from tocsin.council.site.kind import Kind
from tocsin.world.errors import RequestError

SIZE = 50


@dataclass(frozen=True)
class Page:
    """Some things of a list, and where the next ones begin (empty: there are no more)."""

    things: list[Any]
    after: str
    asked: dict[str, str]

    @property
    def next(self) -> str:
        """The query of the next page."""
        return urlencode({**self.asked, "after": self.after}) if self.after else ""


def paged(kind: Kind, actor: Actor, asked: Mapping[str, str], size: int = SIZE) -> Page:
    """A page of the things of a kind that an actor may see.

    `asked` may hold `q` (words to search), `after` (where the last page ended) and the kind's own
    filters; anything else is left alone. Raises `RequestError` for an `after` that is none.
    """
    found = kind.visible(actor)
    kept = {name: asked[name] for name in ("q", *kind.filters) if asked.get(name)}
    if any("\0" in value for value in kept.values()):
        raise RequestError("A question holds no character NUL.", where="q")
    for name, value in kept.items():
        found = _searched(found, kind, value) if name == "q" else kind.filters[name](found, value)
    if after := asked.get("after"):
        at, pk = _position(after)
        found = found.filter(Q(made_at__lt=at) | Q(made_at=at, pk__gt=pk))
    things = list(found[: size + 1])
    after = _after(things[size - 1]) if len(things) > size else ""
    return Page(things[:size], after, kept)


def _searched(found: Any, kind: Kind, words: str) -> Any:
    asked = Q()
    for name in kind.search:
        asked |= Q(**{f"{name}__icontains": words})
    return found.filter(asked)


def _after(thing: Any) -> str:
    return f"{canonical.moment(thing.made_at)}_{thing.pk}"


def _position(after: str) -> tuple[dt.datetime, uuid.UUID]:
    moment, _, pk = after.partition("_")
    try:
        at, last = dt.datetime.fromisoformat(moment), uuid.UUID(pk)
        if at.tzinfo is not None:
            return at.astimezone(dt.UTC), last
    except (ValueError, OverflowError):
        pass
    raise RequestError("This is not where a page ended.", where="after")
