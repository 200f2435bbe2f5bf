"""Named actions: the only way to change anything, each with its schema, permission and entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, get_type_hints

from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)
from django.utils.translation import gettext as _

from tocsin.council.record import chain, chance, clock, derived
from tocsin.council.record.given import Given, Words
from tocsin.council.record.marking import ADMINISTRATION, Marked, marking
from tocsin.council.record.recorded import Recorded, Touched, tables, touched
from tocsin.world.errors import AccessError, ConflictError, RequestError, StorageError

if TYPE_CHECKING:
    from tocsin.council.people.models import User
    from tocsin.council.people.role import Role

ATTEMPTS = 4
UNMARKED = f"AMBER:{ADMINISTRATION}"
"""Who may read the entry of an action on something that itself bears no marking."""


class Via(StrEnum):
    """The way by which somebody acts."""

    PAGE = "page"
    API = "api"
    COMMAND = "command"
    WORKER = "worker"


@dataclass(frozen=True)
class Actor:
    """Who acts, and by which way; without a user it is the system itself."""

    user: User | None
    via: Via

    @property
    def person(self) -> User:
        """The user; raises `AccessError` where only a person may act."""
        if self.user is None:
            raise AccessError(_("Only a person can do this."))
        return self.user

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles that the actor holds today."""
        return self.user.roles(clock.today()) if self.user else frozenset()


Effect = Callable[[Actor, Any], Recorded]


@dataclass(frozen=True)
class Action:
    """A named change: who may make it, what it is given, and what it does.

    Call it with an actor and what is given: it runs in one transaction together with its entry in
    the record, and returns the row that it is about. Without roles it is the system's alone.
    """

    name: str
    label: Words
    roles: frozenset[Role]
    effect: Effect
    anyone: bool = False
    on_page: bool = True

    do_not_call_in_templates: ClassVar[bool] = True

    @cached_property
    def given(self) -> type[Given]:
        """The schema of what the action is given."""
        schema: type[Given] = get_type_hints(self.effect)["given"]
        return schema

    def allows(self, actor: Actor) -> bool:
        """Whether the actor's roles allow the action at all."""
        if actor.user is None:
            return actor.via in {Via.WORKER, Via.COMMAND}
        return self.anyone or bool(self.roles & actor.roles)

    def __call__(self, actor: Actor, given: Given) -> Any:
        """Do it; raises `AccessError`, and whatever the effect raises, with nothing changed."""
        if not self.allows(actor):
            raise AccessError(
                _("You may not do this."),
                where=self.name,
                remedy=_("It is for: %(roles)s.") % {"roles": ", ".join(sorted(self.roles))},
            )
        asked = given if given.ticket else given.model_copy(update={"ticket": chance.fresh()})
        with clock.arriving():
            return self._try(actor, asked)

    def _try(self, actor: Actor, asked: Given) -> Recorded:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._done(asked, actor) or self._run(actor, asked)
            except (IntegrityError, InterfaceError, OperationalError) as error:
                if attempt == ATTEMPTS:
                    raise _unfinished(error) from None
                connection.close_if_unusable_or_obsolete()
        raise AssertionError

    def _done(self, given: Given, actor: Actor) -> Recorded | None:
        """What the same ticket did before."""
        before = chain.Payload.objects.filter(ticket=given.ticket).first()
        if before is None:
            return None
        if before.action != self.name or before.actor != getattr(actor.user, "pk", None):
            raise ConflictError(_("This ticket was used for something else."))
        return tables()[before.table].objects.filter(pk=before.thing).first()

    def _run(self, actor: Actor, given: Given) -> Recorded:
        with transaction.atomic():
            rows: Touched = {}
            token = touched.set(rows)
            try:
                thing = self.effect(actor, given)
                about = _about(thing)
                said = self._said(actor, given, about)
                bears = (
                    about.marking if isinstance(about, Marked) else marking(about.bears or UNMARKED)
                )
                traces = [chain.trace(row, gone=gone) for row, gone in rows.values()]
                derived.follow(row for row, _gone in rows.values())
            finally:
                touched.reset(token)
            chain.append(said, traces, bears, ticket=given.ticket)
        return thing

    def _said(self, actor: Actor, given: Given, thing: Recorded) -> dict[str, Any]:
        user = actor.user
        return {
            "action": self.name,
            "actor": user.pk if user else None,
            "party": user.party.key if user else None,
            "via": actor.via,
            "given": given.model_dump(exclude={"ticket"}),
            "thing": [thing._meta.label_lower, thing.pk],
        }


actions: dict[str, Action] = {}
"""Every action by its name."""


def action(
    name: str, label: Words, *roles: Role, anyone: bool = False, on_page: bool = True
) -> Callable[[Effect], Action]:
    """Register a function `(actor, given) -> row` as a named action for some roles or `anyone`.

    Its label is what a button says. One that is not `on_page` has no form of its own.
    """

    def register(effect: Effect) -> Action:
        if name in actions:
            raise ValueError(f"There are two actions {name}.")
        actions[name] = Action(name, label, frozenset(roles), effect, anyone, on_page)
        return actions[name]

    return register


def _about(thing: Recorded) -> Recorded:
    """What an entry is about: the marked thing itself, also where a part of it was changed.

    A part that says for whom it is speaks for itself.
    """
    whole = getattr(thing, "whole", thing)
    return whole if isinstance(whole, Marked) and not thing.bears else thing


def _unfinished(error: Exception) -> RequestError | StorageError | ConflictError:
    if isinstance(error, IntegrityError):
        return ConflictError(_("This is there already, or something it needs is gone."))
    return StorageError(
        _("It could not be written, and nothing was changed: %(why)s.") % {"why": error},
        remedy=_("Try again in a moment; if it goes on, tell the administrator."),
    )
