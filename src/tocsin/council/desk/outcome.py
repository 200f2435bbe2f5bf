"""What came of what was foretold: entered once its months are over, and again when figures grow."""

from __future__ import annotations

import uuid
from typing import Annotated, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.desk.models import Firing, Warning
from tocsin.council.desk.trigger import Foretold
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown
from tocsin.world.errors import RequestError

F = TypeVar("F", bound=Foretold)


class Outcome(Given):
    """The deaths of the months that were foretold, and where the figure is from."""

    deaths: Annotated[
        int | None,
        Shown(label=_l("Deaths"), help=_l("Empty: unknown, which is not the same as none.")),
    ] = Field(default=None, ge=0, le=100_000_000)
    missing: Annotated[
        int,
        Shown(
            label=_l("Months missing"),
            help=_l("Months whose figures are not known; nothing is scored before all are."),
        ),
    ] = Field(default=0, ge=0, le=36)
    source: Annotated[Line, Shown(label=_l("Source and release"))]


class SettleWarning(Outcome):
    """What came of a warning."""

    warning: Annotated[uuid.UUID, Shown(hidden=True)]


class SettleFiring(Outcome):
    """What came after a trigger had fired."""

    firing: Annotated[uuid.UUID, Shown(hidden=True)]


@action("warning.settle", _l("Enter what came"), Role.ANALYST, Role.OFFICER)
def warning(actor: Actor, given: SettleWarning) -> Warning:
    """Enter what came of a warning, closed or not."""
    if actor.user:
        Warning.objects.seen(actor.user, given.warning)
    return _settled(Warning.held(given.warning), given)


@action("firing.settle", _l("Enter what came"), Role.ANALYST, Role.OFFICER)
def firing(actor: Actor, given: SettleFiring) -> Firing:
    """Enter what came after a trigger had fired, so that a missed warning is seen."""
    if actor.user:
        Firing.objects.seen(actor.user, given.firing)
    return _settled(Firing.held(given.firing), given)


def _settled(row: F, given: Outcome) -> F:
    if not row.over:
        raise RequestError(_("Its months end on %(day)s only.") % {"day": row.ends})
    if given.missing > row.months:
        raise RequestError(_("It has only %(n)s months.") % {"n": row.months})
    row.deaths = given.deaths if given.missing < row.months else None
    row.missing = row.months if row.deaths is None else given.missing
    row.source, row.settled_at = given.source, clock.now()
    row.save()
    return row
