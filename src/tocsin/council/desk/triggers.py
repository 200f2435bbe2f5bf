"""What is done with triggers that fired, and how they are shown."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import BaseModel, ConfigDict, Field

from tocsin.council.desk.models import Firing
from tocsin.council.desk.trigger import Fate
from tocsin.council.people.models import Party
from tocsin.council.people.party import SECRETARIAT
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown, Text
from tocsin.council.site.notice import Code, holders, notify
from tocsin.world.errors import ConflictError


class Frozen(BaseModel):
    """Figures as they were known, never changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Interval(Frozen):
    """A central interval of an outlook, in deaths."""

    level: float = Field(gt=0, lt=1)
    low: float = Field(ge=0)
    high: float = Field(ge=0)


class Outlook(Frozen):
    """The outlook of deaths in all the months: its figures, and where they can be found again."""

    median: float | None = Field(default=None, ge=0)
    intervals: tuple[Interval, ...] = ()
    model: str = Field(max_length=200)
    version: str = Field(default="", max_length=200)
    release: str = Field(default="", max_length=200, description="The release of the figures.")
    digest: str = Field(default="", max_length=128, description="Of the archived outlook.")


class TrackRecord(Frozen):
    """How the trigger did on hindcasts: counts, and its relative economic value (at most 1)."""

    hits: int = Field(ge=0)
    misses: int = Field(ge=0)
    false_alarms: int = Field(ge=0)
    quiet: int | None = Field(default=None, ge=0)
    value: float | None = Field(default=None, le=1)
    first: str = Field(default="", max_length=7, description="The first origin, such as 2005-01.")
    last: str = Field(default="", max_length=7, description="The last origin.")


class Raise(Given):
    """A trigger that fired for an outlook."""

    trigger: Line
    name: Line
    place: str = Field(max_length=7)
    vector: str = Field(default="all", max_length=40)
    threshold: int = Field(ge=1)
    months: int = Field(ge=1, le=36)
    chance: float = Field(ge=0, le=1)
    limit: float = Field(ge=0, le=1)
    origin: dt.date = Field(description="The last month known, as any day of it.")
    outlook: Outlook
    record: TrackRecord | None = None
    marking: str = f"AMBER:{SECRETARIAT}"


@action("firing.raise", _l("Enter that a trigger fired"), on_page=False)
def raised(actor: Actor, given: Raise) -> Firing:
    """Enter that a trigger fired; for the same place, vector and origin it stays as it was."""
    if (before := _before(given)) is not None:
        return before
    known = given.model_dump(mode="json", include={"outlook", "record"})
    firing = Firing(
        marking=marking.marking(given.marking),
        originator=Party.objects.get(key=SECRETARIAT),
        known=known,
        **given.model_dump(exclude={"ticket", "marking", "outlook", "record", "origin"}),
        origin=given.origin.replace(day=1),
    )
    firing.save()
    notify(firing, Code.FIRED, holders(Role.ANALYST))
    return firing


def raise_once(actor: Actor, given: Raise) -> Firing:
    """Enter that a trigger fired, without a new entry in the record if that was entered before."""
    firing: Firing = _before(given) or raised(actor, given)
    return firing


def _before(given: Raise) -> Firing | None:
    found: Firing | None = Firing.objects.filter(
        trigger=given.trigger,
        place=given.place,
        vector=given.vector,
        origin=given.origin.replace(day=1),
    ).first()
    return found


class LetPass(Given):
    """Why no warning is issued."""

    firing: Annotated[uuid.UUID, Shown(hidden=True)]
    reason: Annotated[Text, Shown(label=_l("Why no warning is issued"), rows=4)]


@action("firing.pass", _l("Let it pass"), Role.ANALYST)
def let_pass(actor: Actor, given: LetPass) -> Firing:
    """Let a trigger's firing pass without a warning; the reason stays, and is judged later."""
    Firing.objects.seen(actor.person, given.firing)
    firing = Firing.held(given.firing)
    if firing.fate != Fate.OPEN:
        raise ConflictError(_("It was issued or let pass already."))
    firing.fate, firing.decided_at, firing.decided_by = Fate.PASSED, clock.now(), actor.person
    firing.reason = given.reason
    firing.save()
    return firing
