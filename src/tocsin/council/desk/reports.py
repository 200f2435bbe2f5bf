"""What is done with reports, and how they are shown."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from ninja import Schema

from tocsin.council.desk.report import Body, Credibility, Original, Report, State
from tocsin.council.desk.report_file import File, safe_name
from tocsin.council.desk.report_page import context
from tocsin.council.desk.source import Source
from tocsin.council.desk.statement import Act, Status
from tocsin.council.people.actions import require_voice
from tocsin.council.people.party import SECRETARIAT
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown, Text
from tocsin.council.site.kind import Kind, register
from tocsin.desk.reading import document
from tocsin.world.errors import AccessError, ConflictError, RequestError

FILERS = (Role.ANALYST, Role.OFFICER, Role.DELEGATE, Role.CHAIR)


@action("report.file", _l("File a report"), *FILERS)
def file(actor: Actor, given: File) -> Report:
    """File a report for the readers that its marking names."""
    _for_party(actor)
    report = Report(
        marking=marking.marking(given.marking, maker=actor.person),
        originator=actor.person.party,
        filed_by=actor.person,
        source=Source.objects.seen(actor.person, given.source),
        **given.model_dump(include={"title", "dated", "language"}),
    )
    if given.credibility is not None:
        report.credibility = given.credibility
        report.graded_by, report.graded_at = actor.person, clock.now()
    if given.original is None:
        report.state = State.PARSED
        report.save()
        Body(report=report, text=document.plain(given.text)).save()
    else:
        _describe(report, given.original, given)
        report.save()
        Original(report=report, data=given.original).save()
    return report


def _describe(report: Report, data: bytes, given: File) -> None:
    report.format, report.filename = given.format, safe_name(given.filename, given.format)
    report.size, report.digest = len(data), hashlib.sha256(data).hexdigest()


def _for_party(actor: Actor) -> None:
    """A delegation acts by its credentials; the secretariat needs none."""
    if actor.person.party.key != SECRETARIAT:
        require_voice(actor, actor.person.party)


class Grade(Given):
    """How credible a report is, and what this is judged by."""

    report: Annotated[uuid.UUID, Shown(hidden=True)]
    credibility: Annotated[Credibility, Shown(label=_l("Credibility"))]
    reason: Annotated[Text, Shown(label=_l("Reason"), rows=4)]


@action("report.grade", _l("Grade the report"), Role.ANALYST, Role.OFFICER)
def grade(actor: Actor, given: Grade) -> Report:
    """Grade a report, or grade it anew."""
    report = held(actor, given.report)
    if report.graded_at and report.credibility == given.credibility:
        raise ConflictError(_("It is graded so already."))
    report.credibility = given.credibility
    report.graded_by, report.graded_at = actor.person, clock.now()
    report.save()
    return report


class Withdraw(Given):
    """Why a report is withdrawn."""

    report: Annotated[uuid.UUID, Shown(hidden=True)]
    reason: Annotated[Text, Shown(label=_l("Why it is withdrawn"), rows=4)]


@action("report.withdraw", _l("Withdraw the report"), *FILERS)
def withdraw(actor: Actor, given: Withdraw) -> Report:
    """Withdraw a report: it stays where it is, and is no longer used."""
    report = held(actor, given.report)
    _for_party(actor)
    if report.originator_id != actor.person.party_id:
        raise AccessError(_("Only the party that filed it can withdraw it."))
    report.withdrawn_at, report.withdrawal = clock.now(), given.reason
    report.save()
    return report


def held(actor: Actor, id: uuid.UUID) -> Report:
    """A report that the actor sees, held; raises `ConflictError` if it was withdrawn."""
    Report.objects.seen(actor.person, id)
    report = Report.held(id)
    if report.withdrawn_at:
        raise ConflictError(_("This report was withdrawn."))
    return report


class SpanOut(Schema):
    """Where in the text something stands: characters `start` up to `end`."""

    role: str
    part: int
    start: int
    end: int


class StatementOut(Schema):
    """A statement in a report, with the exact places of its words."""

    id: uuid.UUID
    voice: str
    speaker: str
    office: str
    party: str
    topic: str
    status: str
    reason: str
    spans: list[SpanOut]


class ReportLine(Schema):
    """A report in a list."""

    id: uuid.UUID
    title: str
    dated: dt.date
    language: str
    state: str
    grade: str
    withdrawn_at: dt.datetime | None
    made_at: dt.datetime
    marking: str

    @staticmethod
    def resolve_marking(report: Any) -> str:
        """The marking as its text."""
        return str(report.marking)


class ReportOut(ReportLine):
    """A report with its text and what was found in it."""

    failure: str
    format: str
    filename: str
    size: int
    digest: str
    withdrawal: str
    text: str
    statements: list[StatementOut]

    @staticmethod
    def resolve_statements(report: Any) -> list[Any]:
        """Its statements, each with its spans."""
        return list(report.statements.prefetch_related("spans").order_by("made_at", "pk"))


def _of_source(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    try:
        return found.filter(source=uuid.UUID(value))
    except ValueError:
        raise RequestError(_("This is no source."), where="source") from None


def _in_state(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "withdrawn":
        return found.filter(withdrawn_at__isnull=False)
    if value not in State.values:
        raise RequestError(_("This is no state of a report."), where="state")
    return found.filter(state=value, withdrawn_at=None)


def _graded(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(graded_at__isnull=value != "yes")


def _at_place(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    said = Act.objects.filter(place=value.replace("\0", " ")).exclude(
        statement__status=Status.REJECTED
    )
    return found.filter(pk__in=said.values("statement__report"))


def _ready(report: Report, actor: Actor) -> set[str]:
    if report.withdrawn_at:
        return set()
    own = report.originator_id == actor.person.party_id
    return {"report.grade", *(["report.withdraw"] if own else [])}


register(
    Kind(
        name="reports",
        label=_l("Reports"),
        model=Report,
        line=ReportLine,
        shown=ReportOut,
        subject="report",
        search=("title", "body__text"),
        filters={
            "source": _of_source,
            "state": _in_state,
            "graded": _graded,
            "place": _at_place,
        },
        makes=("report.file",),
        acts=("report.grade", "report.withdraw"),
        ready=_ready,
        context=context,
        related=("marking", "originator", "source", "filed_by", "graded_by"),
    )
)
