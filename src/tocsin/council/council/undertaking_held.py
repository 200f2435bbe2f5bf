"""Undertakings and their parts, held for a change by those who see them."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from tocsin.council.council.models import Evidence, Step, Undertaking
from tocsin.council.record.action import Actor
from tocsin.world.errors import ConflictError, MissingError

Part = TypeVar("Part", Step, Evidence)


def held(actor: Actor, id: uuid.UUID) -> Undertaking:
    """An undertaking that the actor sees, held, and not released."""
    Undertaking.objects.seen(actor.person, id)
    undertaking = Undertaking.held(id)
    if undertaking.released_at:
        raise ConflictError(
            _("Its owner was released from it."), remedy=_("Enter a new one if there is one.")
        )
    return undertaking


def part(actor: Actor, model: type[Part], id: uuid.UUID) -> tuple[Undertaking, Part]:
    """A step or a piece of evidence and its undertaking, both held, the undertaking first."""
    owner = model.objects.filter(pk=id).values_list("undertaking", flat=True).first()
    if owner is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    undertaking = held(actor, owner)
    row: Any = model.held(id)
    row.undertaking = undertaking
    return undertaking, row
