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
from tocsin.council.site import matches
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
    kept = {name: asked[name] for name in ("q", *kind.filters) if asked.get(name)}
    if any("\0" in value for value in kept.values()):
        raise RequestError("A question holds no character NUL.", where="q")
    found = kind.visible(actor)
    for name, fits in kind.filters.items():
        found = fits(found, kept[name]) if name in kept else found
    if after := asked.get("after"):
        at, pk = _position(after)
        found = found.filter(Q(made_at__lt=at) | Q(made_at=at, pk__gt=pk), made_at__lte=at)
    if words := kept.get("q"):
        fit = matches.first(kind, found, words, size + 1)
        found = found.filter(pk__in=fit) if fit else found.none()
    things = list(found[: size + 1])
    if len(things) > size:
        end = things[size - 1]
        return Page(things[:size], _after(end.made_at, end.pk), kept)
    return Page(things, "", kept)


def _after(at: dt.datetime, pk: uuid.UUID) -> str:
    return f"{canonical.moment(at)}_{pk}"


def _position(after: str) -> tuple[dt.datetime, uuid.UUID]:
    moment, _, pk = after.partition("_")
    try:
        at, last = dt.datetime.fromisoformat(moment), uuid.UUID(pk)
        if at.tzinfo is not None:
            return at.astimezone(dt.UTC), last
    except (ValueError, OverflowError):
        pass
    raise RequestError("This is not where a page ended.", where="after")
