"""What is done with statements: marked by hand, confirmed, rejected."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.desk.report import Report
from tocsin.council.desk.reports import held
from tocsin.council.desk.statement import (
    Act,
    Deed,
    Part,
    Polarity,
    Precision,
    Span,
    Statement,
    Status,
    Voice,
)
from tocsin.council.desk.statement_places import Asked, locate
from tocsin.council.desk.statement_proposals import propose
from tocsin.council.desk.statement_table import table
from tocsin.council.people.models import Party
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown, Text
from tocsin.council.record.marking import ADMINISTRATION
from tocsin.world.errors import ConflictError, MissingError, RequestError
from tocsin.world.place import place
from tocsin.world.vector import vectors

__all__ = ["confirm", "mark", "propose", "reject", "table"]

READERS = (Role.ANALYST, Role.OFFICER)
NO_NUL = r"^[^\x00]*$"


def _parties(actor: Actor) -> list[tuple[Any, Any]]:
    found = Party.objects.exclude(key=ADMINISTRATION).order_by("name")
    return [(party.key, party.name) for party in found]


def _vectors(actor: Actor) -> list[tuple[Any, Any]]:
    return [(vector.key, vector.name) for vector in vectors().values()]


Words = Annotated[str, Field(max_length=2000, pattern=NO_NUL)]
Short = Annotated[str, Field(max_length=200, pattern=NO_NUL)]


class Mark(Given):
    """A statement and the exact words of the report in which it stands."""

    report: Annotated[uuid.UUID, Shown(hidden=True)]
    content: Annotated[
        Text,
        Shown(
            label=_l("What was said"),
            help=_l("The exact words. Where others break them, put […] between the parts."),
            rows=4,
        ),
    ]
    content_nth: Annotated[int | None, Shown(label=_l("Of what was said"))] = Field(
        default=None, ge=1
    )
    cue: Annotated[
        Words, Shown(label=_l("Words that report it"), help=_l("Such as “said” or “welcomed”."))
    ] = ""
    cue_nth: Annotated[int | None, Shown(label=_l("Of the words that report it"))] = Field(
        default=None, ge=1
    )
    source: Annotated[Words, Shown(label=_l("Words that name the speaker"))] = ""
    source_nth: Annotated[int | None, Shown(label=_l("Of the words that name the speaker"))] = (
        Field(default=None, ge=1)
    )
    speaker: Annotated[
        Line,
        Shown(label=_l("Speaker"), help=_l("A public office or body, and who holds the office.")),
    ]
    office: Annotated[Short, Shown(label=_l("Office"))] = ""
    party: Annotated[Short, Shown(label=_l("For which party"), choices=_parties)] = ""
    topic: Annotated[Short, Shown(label=_l("Topic"))] = ""
    voice: Annotated[Voice, Shown(label=_l("In whose words"))] = Voice.DIRECT
    act: Annotated[Deed | None, Shown(label=_l("What is done by saying it"))] = None
    polarity: Annotated[Polarity, Shown(label=_l("Affirmed or negated"))] = Polarity.POSITIVE
    giver: Annotated[Words, Shown(label=_l("Words that name who gives"))] = ""
    receiver: Annotated[Words, Shown(label=_l("Words that name who receives"))] = ""
    object: Annotated[Words, Shown(label=_l("Words that name what"))] = ""
    condition: Annotated[Words, Shown(label=_l("Words that name a condition"))] = ""
    place: Annotated[
        Short, Shown(label=_l("Place"), help=_l("Such as TJK, or AFG-TJK for a border."))
    ] = ""
    vector: Annotated[Short, Shown(label=_l("Vector"), choices=_vectors)] = ""
    due: Annotated[dt.date | None, Shown(label=_l("Due"))] = None
    precision: Annotated[Precision | None, Shown(label=_l("How precisely due"))] = None


ACT_FIELDS = (
    "act",
    "polarity",
    "giver",
    "receiver",
    "object",
    "condition",
    "place",
    "vector",
    "due",
    "precision",
)
PLACED = {"giver": Part.GIVER, "receiver": Part.RECEIVER, "object": Part.OBJECT}
PLACED |= {"condition": Part.CONDITION}


@action("statement.mark", _l("Mark a statement"), *READERS)
def mark(actor: Actor, given: Mark) -> Report:
    """Mark a statement by hand, as a candidate to be confirmed."""
    report = held(actor, given.report)
    if not report.usable:
        raise ConflictError(_("This report has no text yet."))
    _known(given)
    content = locate(report.text, Asked(_("What was said"), given.content, given.content_nth))
    statement = Statement(
        report=report,
        made_by=actor.person,
        **given.model_dump(include={"voice", "speaker", "office", "party", "topic"}),
    )
    statement.save()
    _spans(statement, Part.CONTENT, content)
    beside = [
        (Part.CUE, Asked(_("Words that report it"), given.cue, given.cue_nth)),
        (Part.SOURCE, Asked(_("Words that name the speaker"), given.source, given.source_nth)),
    ]
    for role, asked in beside:
        if asked.words:
            _spans(statement, role, locate(report.text, asked, near=content[0]))
    if given.act:
        _act(report, statement, given, content[0])
    return report


def _known(given: Mark) -> None:
    """Raise `RequestError` for a party, place or vector that there is not."""
    if given.party and not Party.objects.filter(key=given.party).exists():
        raise RequestError(_("There is no party “%(key)s”.") % {"key": given.party})
    if given.place:
        place(given.place)
    if given.vector and given.vector not in vectors():
        raise RequestError(_("There is no vector “%(key)s”.") % {"key": given.vector})
    if not given.act and any(getattr(given, name) for name in (*PLACED, "place", "vector", "due")):
        raise RequestError(
            _("It is not said what is done by saying it."),
            remedy=_("Choose it, or leave the fields below it empty."),
        )


def _act(report: Report, statement: Statement, given: Mark, near: tuple[int, int]) -> None:
    values = given.model_dump(include=set(ACT_FIELDS))
    act = Act(statement=statement, **{**values, "precision": given.precision or ""})
    places = {}
    for name, role in PLACED.items():
        if words := getattr(given, name):
            places[role] = locate(report.text, Asked(str(role.label), words), near=near)
            setattr(act, name, _surface(report.text, places[role])[:500])
    act.save()
    for role, spans in places.items():
        _spans(statement, role, spans, act)


def _surface(text: str, spans: list[tuple[int, int]]) -> str:
    return " … ".join(text[start:end] for start, end in spans)


def _spans(
    statement: Statement, role: Part, places: list[tuple[int, int]], act: Act | None = None
) -> None:
    for part, (start, end) in enumerate(places):
        Span(statement=statement, act=act, role=role, part=part, start=start, end=end).save()


class Confirm(Given):
    """A statement that is as it says."""

    statement: Annotated[uuid.UUID, Shown(hidden=True)]


@action("statement.confirm", _l("Confirm"), *READERS)
def confirm(actor: Actor, given: Confirm) -> Report:
    """Confirm a statement."""
    return _judged(actor, given.statement, Status.CONFIRMED)


class Reject(Given):
    """A statement that is not as it says, and why."""

    statement: Annotated[uuid.UUID, Shown(hidden=True)]
    reason: Annotated[Text, Shown(label=_l("Why it is rejected"), rows=3)]


@action("statement.reject", _l("Reject"), *READERS)
def reject(actor: Actor, given: Reject) -> Report:
    """Reject a statement, with the reason; it stays in the record."""
    return _judged(actor, given.statement, Status.REJECTED, given.reason)


def _judged(actor: Actor, id: uuid.UUID, status: Status, reason: str = "") -> Report:
    row = Statement.objects.filter(pk=id).first()
    if row is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    report = held(actor, row.report_id)
    statement = Statement.held(id)
    if statement.status == status:
        raise ConflictError(_("This was decided already."))
    statement.status, statement.reason = status, reason
    statement.judged_by, statement.judged_at = actor.person, clock.now()
    statement.save()
    return report
