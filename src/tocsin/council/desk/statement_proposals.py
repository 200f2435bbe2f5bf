"""Statements that a reader proposes: kept as candidates if they are exact spans of the text."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import BaseModel, ConfigDict, Field

from tocsin.council.desk.report import Report
from tocsin.council.desk.statement import (
    Act,
    Deed,
    Part,
    Polarity,
    Precision,
    Reading,
    Span,
    Statement,
    Voice,
)
from tocsin.council.people.role import Role
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line
from tocsin.council.site.notice import Code, holders, notify
from tocsin.world.errors import ConflictError

MOST = 5000
"""Statements that a reader may propose of one report."""

OWN = frozenset({Part.SOURCE, Part.CUE, Part.CONTENT})
"""The roles of a statement's own spans; all others belong to its acts."""

NO_NUL = r"^[^\x00]*$"
Key = Annotated[str, Field(max_length=40, pattern=NO_NUL)]
Short = Annotated[str, Field(max_length=200, pattern=NO_NUL)]
Long = Annotated[str, Field(max_length=500, pattern=NO_NUL)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProposedSpan(_Part):
    """Where something is said to stand, and the words that are said to stand there."""

    role: Part
    part: int = Field(default=0, ge=0, le=1000)
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    surface: str = Field(min_length=1)

    def exact(self, text: str) -> bool:
        """Whether just these words stand there."""
        return text[self.start : self.end] == self.surface


class ProposedAct(_Part):
    """What is said to be done by a statement."""

    act: Deed
    polarity: Polarity = Polarity.POSITIVE
    modality: Key = ""
    giver: Long = ""
    receiver: Long = ""
    object: Long = ""
    condition: Long = ""
    place: Annotated[Key, Field(max_length=7)] = ""
    vector: Key = ""
    due: dt.date | None = None
    precision: Precision | None = None
    spans: tuple[ProposedSpan, ...] = ()


class ProposedStatement(_Part):
    """A statement that a reader proposes."""

    voice: Voice = Voice.DIRECT
    speaker: Annotated[Short, Field(min_length=1)]
    office: Short = ""
    party: Key = ""
    topic: Short = ""
    spans: tuple[ProposedSpan, ...]
    acts: tuple[ProposedAct, ...] = ()

    def exact(self, text: str) -> bool:
        """Whether it has content and every span of it stands in the text as it says."""
        acts = [span for act in self.acts for span in act.spans]
        return (
            any(span.role is Part.CONTENT for span in self.spans)
            and all(span.role in OWN for span in self.spans)
            and all(span.role not in OWN for span in acts)
            and all(span.exact(text) for span in (*self.spans, *acts))
        )


class Propose(Given):
    """What a reader, named with its release, found in a report."""

    report: uuid.UUID
    model: Annotated[Line, Field(max_length=80)]
    release: Annotated[Line, Field(max_length=40)]
    candidates: tuple[ProposedStatement, ...] = Field(max_length=MOST)
    failed: bool = False

    # Leading blanks belong to a surface, or its span would not be exact.
    model_config = ConfigDict(str_strip_whitespace=False)


@action("statement.propose", _l("Propose statements"), on_page=False)
def propose(actor: Actor, given: Propose) -> Report:
    """Keep what a reader proposes; what is not exact is dropped and counted."""
    report = Report.held(given.report)
    if not report.usable:
        raise ConflictError(_("This report has no text, or was withdrawn."))
    if report.readings.filter(model=given.model, release=given.release).exists():
        raise ConflictError(_("This reader has read it already."))
    exact = [candidate for candidate in given.candidates if candidate.exact(report.text)]
    reading = Reading(
        report=report,
        model=given.model,
        release=given.release,
        proposed=len(given.candidates),
        dropped=len(given.candidates) - len(exact),
        failed=given.failed or None,
    )
    reading.save()
    for candidate in exact:
        _keep(reading, candidate)
    if exact:
        notify(report, Code.CANDIDATES, holders(Role.ANALYST, Role.OFFICER))
    return report


def _keep(reading: Reading, candidate: ProposedStatement) -> None:
    values = candidate.model_dump(exclude={"spans", "acts"})
    statement = Statement(report=reading.report, reading=reading, **values)
    statement.save()
    _spans(statement, candidate.spans)
    for proposed in candidate.acts:
        fields = proposed.model_dump(exclude={"spans"})
        act = Act(statement=statement, **{**fields, "precision": proposed.precision or ""})
        act.save()
        _spans(statement, proposed.spans, act)


def _spans(statement: Statement, spans: tuple[ProposedSpan, ...], act: Act | None = None) -> None:
    for span in spans:
        values = span.model_dump(exclude={"surface"})
        Span(statement=statement, act=act, **values).save()
