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
REACH = 2_000
"""How many things a search looks through at a time, the newest first."""


@dataclass(frozen=True)
class Page:
    """Some things of a list, and where the next ones begin (empty: there are no more).

    `partial` says that a search went no further back than `after`: older things may fit too.
    """

    things: list[Any]
    after: str
    asked: dict[str, str]
    partial: bool = False

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
    last = None
    if words := kept.get("q"):
        last = _reach(found)
        fit = _searched(kind, words, found.values("pk")[:REACH])
        found = kind.visible(actor).filter(pk__in=list(fit[: size + 1]))
    things = list(found[: size + 1])
    if len(things) > size:
        end = things[size - 1]
        return Page(things[:size], _after(end.made_at, end.pk), kept)
    return Page(things, _after(*last) if last else "", kept, partial=last is not None)


def _reach(found: Any) -> tuple[dt.datetime, uuid.UUID] | None:
    """The last place that a search looks at; None if it looks at all that there is."""
    places = list(found.values_list("made_at", "pk")[REACH - 1 : REACH + 1])
    return places[0] if len(places) > 1 else None


def _searched(kind: Kind, words: str, within: Any) -> Any:
    """The identifiers of those within some that have the words, newest first."""
    asked = Q()
    for name in kind.search:
        asked |= Q(**{f"{name}__icontains": words})
    found = kind.model.objects.filter(asked, pk__in=within)
    return found.order_by("-made_at", "pk").values_list("pk", flat=True)


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
