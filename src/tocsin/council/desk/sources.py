"""What is done with the sources of reports, and how they are shown."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from ninja import Schema

from tocsin.council.desk.report import Report
from tocsin.council.desk.source import Reliability, Source, SourceKind
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown, Text
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import ConflictError

SHOWN = 50
"""How many of its newest reports a source's page lists."""


class Enter(Given):
    """A source from which reports may be filed."""

    name: Annotated[Line, Shown(label=_l("Name"))]
    kind: Annotated[SourceKind, Shown(label=_l("Kind"))]
    marking: Annotated[
        str,
        Shown(
            label=_l("Marking"),
            help=_l("Of the source itself: who may know that reports come from it."),
            marking=True,
        ),
    ]


@action(
    "source.enter",
    _l("Enter a source"),
    Role.ANALYST,
    Role.OFFICER,
    Role.DELEGATE,
    Role.CHAIR,
)
def enter(actor: Actor, given: Enter) -> Source:
    """Enter a source; until it is graded its reliability cannot be judged."""
    source = Source(
        marking=marking.marking(given.marking, maker=actor.person),
        originator=actor.person.party,
        name=given.name,
        kind=given.kind,
    )
    source.save()
    return source


class Grade(Given):
    """How reliable a source has proved itself, and what this is judged by."""

    source: Annotated[uuid.UUID, Shown(hidden=True)]
    reliability: Annotated[Reliability, Shown(label=_l("Reliability"))]
    reason: Annotated[Text, Shown(label=_l("Reason"), rows=4)]


@action("source.grade", _l("Grade the source"), Role.ANALYST, Role.OFFICER)
def grade(actor: Actor, given: Grade) -> Source:
    """Grade a source, or grade it anew."""
    Source.objects.seen(actor.person, given.source)
    source = Source.held(given.source)
    if source.graded_at and source.reliability == given.reliability:
        raise ConflictError(_("It is graded so already."))
    source.reliability = given.reliability
    source.graded_by, source.graded_at = actor.person, clock.now()
    source.save()
    return source


class SourceLine(Schema):
    """A source in a list."""

    id: uuid.UUID
    name: str
    kind: str
    reliability: str
    marking: str

    @staticmethod
    def resolve_marking(source: Any) -> str:
        """The marking as its text."""
        return str(source.marking)


class SourceOut(SourceLine):
    """A source."""


def _context(source: Source, actor: Actor) -> dict[str, Any]:
    reports = Report.objects.visible(actor.person).filter(source=source)
    reports = reports.select_related("marking", "source").order_by("-made_at", "pk")
    return {"reports": reports[:SHOWN]}


def _kind(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(kind=value.replace("\0", " "))


def _reliability(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(reliability=value.replace("\0", " "))


register(
    Kind(
        name="sources",
        label=_l("Sources"),
        model=Source,
        line=SourceLine,
        shown=SourceOut,
        subject="source",
        search=("name",),
        filters={"kind": _kind, "reliability": _reliability},
        makes=("source.enter",),
        acts=("source.grade",),
        ready=lambda source, actor: {"source.grade"},
        context=_context,
        related=("marking", "originator", "graded_by"),
    )
)
