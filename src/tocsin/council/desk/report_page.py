"""What a report's page shows: its text with the statements found in it, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tocsin.council.desk.report import Credibility, Original, Report
from tocsin.council.desk.report_text import Found, laid_out
from tocsin.council.desk.source import Reliability, Source
from tocsin.council.desk.statement import Part, Span, Statement, Status
from tocsin.council.people.models import Party
from tocsin.council.record import chance
from tocsin.council.record.action import Actor, actions


@dataclass(frozen=True)
class Candidate:
    """A statement with its number on the page, its party's name and its words."""

    number: int
    statement: Statement
    party: str
    content: list[str]
    cue: str
    source: str
    deeds: list[Any]
    ticket: str


def context(report: Report, actor: Actor) -> dict[str, Any]:
    """What the page shows of a report beyond itself; its source only to those who may know it."""
    statements = numbered(report)
    source = Source.objects.visible(actor.person).filter(pk=report.source_id).first()
    return {
        "source": source,
        "reliability": Reliability(report.source.reliability).label,
        "credibility": Credibility(report.credibility).label,
        "paragraphs": laid_out(report.text, found(statements)),
        "candidates": candidates(report.text, statements),
        "readings": report.readings.all(),
        "has_original": Original.objects.filter(report=report).exists(),
        "may_mark": report.usable and actions["statement.mark"].allows(actor),
        "may_judge": report.usable and actions["statement.confirm"].allows(actor),
    }


def numbered(report: Report) -> list[tuple[int, Statement]]:
    """A report's statements in the order in which their words stand in the text, from 1."""
    found = report.statements.select_related("made_by", "judged_by", "reading")
    rows = list(found.prefetch_related("spans", "acts"))
    return list(enumerate(sorted(rows, key=lambda s: (_first(s), s.made_at, s.pk)), 1))


def _first(statement: Statement) -> int:
    return min((s.start for s in _of(statement, Part.CONTENT)), default=0)


def _of(statement: Statement, role: Part) -> list[Span]:
    """A statement's own spans in one role, in the order of their parts."""
    rows = [s for s in statement.spans.all() if s.role == role and s.act_id is None]
    return sorted(rows, key=lambda s: s.part)


def found(statements: list[tuple[int, Statement]]) -> list[Found]:
    """The spans to be highlighted: all of the statements that were not rejected."""
    return [
        Found(number, span.role, span.start, span.end, _look(span, statement))
        for number, statement in statements
        if statement.status != Status.REJECTED
        for span in statement.spans.all()
        if span.act_id is None
    ]


def _look(span: Span, statement: Statement) -> str:
    if span.role != Part.CONTENT:
        return str(span.role)
    return "content confirmed" if statement.status == Status.CONFIRMED else "content candidate-span"


def candidates(text: str, statements: list[tuple[int, Statement]]) -> list[Candidate]:
    """The statements as the list beside the text shows them."""
    names = dict(Party.objects.values_list("key", "name"))

    def words(statement: Statement, role: Part) -> list[str]:
        return [span.surface(text) for span in _of(statement, role)]

    return [
        Candidate(
            number=number,
            statement=statement,
            party=names.get(statement.party, statement.party),
            content=words(statement, Part.CONTENT),
            cue=" … ".join(words(statement, Part.CUE)),
            source=" … ".join(words(statement, Part.SOURCE)),
            deeds=list(statement.acts.all()),
            ticket=str(chance.fresh()),
        )
        for number, statement in statements
    ]
