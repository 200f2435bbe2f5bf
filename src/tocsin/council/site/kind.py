"""The kinds of things that have pages and addresses, so that no page or route is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ninja import Schema

from tocsin.council.record.given import Words
from tocsin.council.record.marking import Marked

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from tocsin.council.record.action import Actor

Filter = Callable[["QuerySet[Any]", str], "QuerySet[Any]"]


@dataclass(frozen=True)
class Further:
    """Something worked out of a thing for who asks: its schema, how, and what it is called."""

    schema: type[Schema]
    told: Callable[[Any, Actor], dict[str, Any]]
    label: Words


@dataclass(frozen=True)
class Kind:
    """A kind of marked thing: where it is listed, how it is shown, what can be done with it.

    `line` is what a list shows of each and `shown` what its own page and address show, both as
    schemas filled from the model. `search` names the text fields that a search looks through,
    its own or those of a row beside it (`body__text`), `filters` the further questions to a list.
    `acts` are names of actions that take the thing's identifier in a field called `subject`;
    `ready` says which of them make sense for it now.
    `context` adds what a template needs beyond the thing, `overview` what a list needs beyond its
    page, `beside` what it shows beside the things that are on the page; `prefetch` names the
    children that a list shows of each; `further` are addresses below a thing's own at which
    programs are told more of it. Templates are `<app>/<model>.html` and `<app>/<model>_list.html`.
    """

    name: str
    label: Words
    model: type[Marked]
    line: type[Schema]
    shown: type[Schema]
    subject: str
    search: tuple[str, ...] = ()
    filters: dict[str, Filter] = field(default_factory=dict)
    makes: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    ready: Callable[[Any, Actor], set[str]] = lambda thing, actor: set()
    context: Callable[[Any, Actor], dict[str, Any]] = lambda thing, actor: {}
    overview: Callable[[Actor], dict[str, Any]] = lambda actor: {}
    beside: Callable[[list[Any], Actor], dict[str, Any]] = lambda things, actor: {}
    related: tuple[str, ...] = ("marking", "originator")
    prefetch: tuple[str, ...] = ()
    further: dict[str, Further] = field(default_factory=dict)

    def visible(self, actor: Actor) -> Any:
        """The things of this kind that an actor may see, newest first."""
        found = self.model.objects.visible(actor.person).select_related(*self.related)
        return found.prefetch_related(*self.prefetch).order_by("-made_at", "pk")


kinds: dict[str, Kind] = {}
"""Every kind by its name in addresses."""


def register(kind: Kind) -> Kind:
    """Give a kind of thing its pages and routes."""
    if kind.name in kinds:
        raise ValueError(f"There are two kinds {kind.name}.")
    kinds[kind.name] = kind
    return kind


def kind_of(model: type[Any]) -> Kind | None:
    """The kind of a model, if it has pages."""
    return next((kind for kind in kinds.values() if kind.model is model), None)
