"""What is done with undertakings: entered, moved, its condition met, overridden, released."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import AfterValidator, Field

from tocsin.council.council import decision, seat, undertaking_steps
from tocsin.council.council.models import Decision, Override, Undertaking
from tocsin.council.council.standing import last_day
from tocsin.council.council.undertaking import Fulfilment, Track
from tocsin.council.council.undertaking_held import held
from tocsin.council.desk.models import Report, Statement
from tocsin.council.desk.statement import Precision, Status
from tocsin.council.people.models import Party
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown, Text
from tocsin.council.record.marking import require_within
from tocsin.council.site.notice import Code, notify, people_of
from tocsin.world.errors import ConflictError, MissingError, RequestError

WORDS = r"^[^\x00]*$"
WHEN = _l("The day, or any day of the month, quarter or year that is meant.")


def _owned(key: str) -> str:
    if not key:
        raise ValueError(_("An undertaking needs an owner: the party that is bound by it."))
    return key


class Enter(Given):
    """What a party has bound itself to do."""

    track: Annotated[Track, Shown(label=_l("Kind"))]
    party: Annotated[
        str,
        Field(max_length=40),
        AfterValidator(_owned),
        Shown(label=_l("Owner: who is bound"), choices=seat.parties),
    ]
    title: Annotated[Line, Shown(label=_l("Title"))]
    what: Annotated[Text, Shown(label=_l("What is to be done"), rows=5)]
    whom: Annotated[str, Shown(label=_l("For whom"))] = Field(
        default="", max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$"
    )
    made_on: Annotated[dt.date, Shown(label=_l("Made on"))]
    due: Annotated[dt.date | None, Shown(label=_l("Due"), help=WHEN)] = None
    precision: Annotated[
        Precision | None,
        Shown(label=_l("How precise"), help=_l("A vague date is never late.")),
    ] = None
    condition: Annotated[
        str,
        Shown(label=_l("On which condition"), help=_l("No clock runs until it is met."), rows=2),
    ] = Field(default="", max_length=20_000, pattern=WORDS)
    steps: Annotated[
        str,
        Shown(label=_l("Steps, clauses"), help=undertaking_steps.EXAMPLE, rows=6),
    ] = Field(default="", max_length=20_000, pattern=WORDS)
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]
    decision: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    statement: Annotated[uuid.UUID | None, Shown(hidden=True)] = None


@action("undertaking.enter", _l("Enter an undertaking"), Role.OFFICER, Role.DELEGATE, Role.CHAIR)
def enter(actor: Actor, given: Enter) -> Undertaking:
    """Enter an undertaking: an officer anybody’s, a delegation its own."""
    person = actor.person
    undertaking = Undertaking(
        marking=marking.marking(given.marking, maker=person),
        originator=person.party,
        entered_by=person,
        owner=_owner(actor, given.party),
        decision=_adopted(actor, given.decision) if given.decision else None,
        statement=_confirmed(actor, given.statement) if given.statement else None,
        **given.model_dump(include={"track", "title", "what", "whom", "made_on", "condition"}),
    )
    require_within(undertaking.marking, undertaking.inputs())
    _not_to_come(given.made_on)
    _set_due(undertaking, given.due, given.precision)
    steps = undertaking_steps.told(given.steps)
    undertaking.save()
    undertaking_steps.keep(undertaking, steps)
    bound = {undertaking.owner, *(step.owner for step in steps if step.owner)}
    notify(undertaking, Code.BOUND, people_of(*bound), but=person)
    return undertaking


def _owner(actor: Actor, key: str) -> Party:
    """The party that is bound: any for an officer, else the actor's own."""
    return seat.party_of(key) if Role.OFFICER in actor.roles else seat.seated(actor, key)


def _adopted(actor: Actor, id: uuid.UUID) -> Decision:
    found: Decision = Decision.objects.seen(actor.person, id)
    if found.stage != decision.Stage.ADOPTED:
        raise ConflictError(_("This decision was not adopted."))
    return found


def _confirmed(actor: Actor, id: uuid.UUID) -> Statement:
    found: Statement | None = Statement.objects.select_related("report").filter(pk=id).first()
    if found is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    report = Report.objects.seen(actor.person, found.report_id)
    if found.status != Status.CONFIRMED or report.withdrawn_at:
        raise ConflictError(_("This statement was not confirmed, or its report was withdrawn."))
    return found


def _not_to_come(day: dt.date) -> None:
    if day > clock.today():
        raise RequestError(_("This day lies in the future: %(day)s.") % {"day": day})


def _set_due(undertaking: Undertaking, due: dt.date | None, precision: Precision | None) -> None:
    """Set until when; what is kept is the last day of the month, quarter or year that is meant."""
    if due is None and precision and precision is not Precision.VAGUE:
        raise RequestError(
            _("It is said how precise the date is, but not which it is."), remedy=_("Give both.")
        )
    undertaking.precision = (precision or Precision.DAY) if due or precision else ""
    undertaking.due = last_day(due, undertaking.precision) or due
    if due and undertaking.due and undertaking.due < undertaking.made_on:
        raise RequestError(_("It is due before it was made."))


class Move(Given):
    """Another date, and why."""

    undertaking: Annotated[uuid.UUID, Shown(hidden=True)]
    due: Annotated[dt.date | None, Shown(label=_l("Due"), help=WHEN)] = None
    precision: Annotated[
        Precision | None,
        Shown(label=_l("How precise"), help=_l("A vague date is never late.")),
    ] = None
    reason: Annotated[Text, Shown(label=_l("Reason"), rows=3)]


@action("undertaking.move", _l("Change the date"), Role.OFFICER)
def move(actor: Actor, given: Move) -> Undertaking:
    """Give an undertaking another date, or none, with the reason."""
    undertaking = held(actor, given.undertaking)
    _set_due(undertaking, given.due, given.precision)
    undertaking.save()
    return undertaking


class Met(Given):
    """The day on which the condition was met."""

    undertaking: Annotated[uuid.UUID, Shown(hidden=True)]
    on: Annotated[dt.date, Shown(label=_l("Met on"))]
    reason: Annotated[Text, Shown(label=_l("What shows it"), rows=3)]


@action("undertaking.met", _l("The condition is met"), Role.OFFICER, Role.CHAIR)
def met(actor: Actor, given: Met) -> Undertaking:
    """Enter that the condition was met, so that the clock runs from that day."""
    undertaking = held(actor, given.undertaking)
    if not undertaking.condition:
        raise ConflictError(_("It has no condition."))
    if undertaking.met_on == given.on:
        raise ConflictError(_("This was entered already."))
    _not_to_come(given.on)
    undertaking.met_on = given.on
    undertaking.save()
    return undertaking


class Overrule(Given):
    """A standing set by hand, and why."""

    undertaking: Annotated[uuid.UUID, Shown(hidden=True)]
    standing: Annotated[Fulfilment, Shown(label=_l("Standing"))]
    reason: Annotated[Text, Shown(label=_l("Reason"), rows=4)]


@action("undertaking.override", _l("Set the standing by hand"), Role.OFFICER)
def override(actor: Actor, given: Overrule) -> Undertaking:
    """Set the standing by hand, with the reason; the computed one stays beside it."""
    undertaking = held(actor, given.undertaking)
    if undertaking.overrides.filter(lifted_at=None).exists():
        raise ConflictError(_("Its standing is set by hand already."), remedy=_("Lift that first."))
    said = given.model_dump(include={"standing", "reason"})
    Override(undertaking=undertaking, by=actor.person, **said).save()
    return undertaking


class Lift(Given):
    """The end of a standing that was set by hand, and why."""

    undertaking: Annotated[uuid.UUID, Shown(hidden=True)]
    reason: Annotated[Text, Shown(label=_l("Reason"), rows=3)]


@action("undertaking.lift", _l("Let the rules decide again"), Role.OFFICER)
def lift(actor: Actor, given: Lift) -> Undertaking:
    """Lift a standing that was set by hand: the computed one counts again."""
    undertaking = held(actor, given.undertaking)
    row = undertaking.overrides.filter(lifted_at=None).first()
    if row is None:
        raise ConflictError(_("Its standing is not set by hand."))
    row.lifted_at = clock.now()
    row.save()
    return undertaking


class Release(Given):
    """The end of an undertaking by agreement."""

    undertaking: Annotated[uuid.UUID, Shown(hidden=True)]
    reason: Annotated[Text, Shown(label=_l("Who agreed to it, and why"), rows=4)]


@action("undertaking.release", _l("Release the owner from it"), Role.OFFICER)
def release(actor: Actor, given: Release) -> Undertaking:
    """End an undertaking by agreement, with the reason; every clock of it stops."""
    undertaking = held(actor, given.undertaking)
    undertaking.released_at, undertaking.release = clock.now(), given.reason
    undertaking.save()
    return undertaking
