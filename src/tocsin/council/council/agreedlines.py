"""What is done with agreed lines: entered from their source, retired."""

from __future__ import annotations

import uuid
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import StringConstraints

from tocsin.council.council.decision import Stage
from tocsin.council.council.models import AgreedLine, Decision
from tocsin.council.council.quotation import confirmed
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown, Text
from tocsin.council.record.marking import require_within
from tocsin.world.errors import ConflictError, RequestError

Reason = Annotated[
    str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class Enter(Given):
    """A sentence that the members have agreed to say, and the one source it has."""

    decision: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    statement: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    topic: Annotated[Line, Shown(label=_l("Topic"))]
    words: Annotated[Text, Shown(label=_l("What we say"), rows=4)]
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]


@action("agreedline.enter", _l("Enter an agreed line"), Role.OFFICER)
def enter(actor: Actor, given: Enter) -> AgreedLine:
    """Enter an agreed line from an adopted decision or a confirmed statement."""
    if (given.decision is None) == (given.statement is None):
        raise RequestError(
            _("An agreed line has exactly one source."),
            remedy=_("Enter it from an adopted decision or from a confirmed statement."),
        )
    person = actor.person
    line = AgreedLine(entered_by=person, originator=person.party)
    line.topic, line.words = given.topic, given.words
    if given.decision:
        line.decision = _adopted(actor, given.decision)
    if given.statement:
        line.statement = confirmed(actor, given.statement)
    line.marking = marking.marking(given.marking, maker=person)
    require_within(line.marking, line.inputs())
    line.save()
    return line


def _adopted(actor: Actor, id: uuid.UUID) -> Decision:
    decision: Decision = Decision.objects.seen(actor.person, id)
    if decision.stage != Stage.ADOPTED:
        raise ConflictError(
            _("This decision was not adopted."),
            remedy=_("Only what was adopted is an agreed line’s source."),
        )
    return decision


class Retire(Given):
    """An agreed line that is no longer to be said, and why."""

    agreedline: Annotated[uuid.UUID, Shown(hidden=True)]
    reason: Annotated[Reason, Shown(label=_l("Why it is no longer said"))]


@action("agreedline.retire", _l("Retire"), Role.OFFICER)
def retire(actor: Actor, given: Retire) -> AgreedLine:
    """Retire an agreed line, with the reason; it stays readable as what was said before."""
    AgreedLine.objects.seen(actor.person, given.agreedline)
    line = AgreedLine.held(given.agreedline)
    if line.retired_at:
        raise ConflictError(_("It was retired already."))
    line.retired_at, line.retiring = clock.now(), given.reason
    line.save()
    return line
