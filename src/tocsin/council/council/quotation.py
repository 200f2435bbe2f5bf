"""Quotations: confirmed statements that the council's papers are made from, with their words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tocsin.council.desk.models import Act, Report, Statement
from tocsin.council.desk.report import Body, State
from tocsin.council.desk.statement import Deed, Part, Polarity, Status
from tocsin.council.record.action import Actor
from tocsin.world.errors import ConflictError, MissingError

SHOWN = 10
"""How many quotations are offered at most, the newest first."""


@dataclass(frozen=True)
class Quotation:
    """An act of a confirmed statement, the statement's words, and the report they stand in."""

    act: Act
    statement: Statement
    report: Report
    words: str


def confirmed(actor: Actor, id: uuid.UUID) -> Statement:
    """A confirmed statement in a report that the actor sees and that was not withdrawn."""
    row: Statement | None = (
        Statement.objects.filter(pk=id).select_related("report__marking").first()
    )
    if row is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    Report.objects.seen(actor.person, row.report_id)
    if row.status != Status.CONFIRMED:
        raise ConflictError(
            _("The statement was not confirmed."), remedy=_("Confirm it first, in its report.")
        )
    if not row.report.usable:
        raise ConflictError(_("This report was withdrawn."))
    return row


def unused(actor: Actor, deeds: Iterable[Deed], used: Any) -> list[Quotation]:
    """The newest quotations of some deeds, for an actor, that are not among those used.

    `used` is a query of the statements' identifiers, of nothing but what the actor may see.
    """
    reports = Report.objects.visible(actor.person).filter(state=State.PARSED, withdrawn_at=None)
    found = Act.objects.filter(
        act__in=list(deeds),
        polarity=Polarity.POSITIVE,
        statement__status=Status.CONFIRMED,
        statement__report__in=reports.values("pk"),
    ).exclude(statement__in=used)
    found = found.select_related("statement__report__marking").order_by(
        "-statement__judged_at", "pk"
    )
    acts = list(found.prefetch_related("statement__spans")[:SHOWN])
    texts = dict(
        Body.objects.filter(report__in={act.statement.report_id for act in acts}).values_list(
            "report", "text"
        )
    )
    return [_quoted(act, texts.get(act.statement.report_id, "")) for act in acts]


def _quoted(act: Act, text: str) -> Quotation:
    spans = [s for s in act.statement.spans.all() if s.role == Part.CONTENT and s.act_id is None]
    words = " […] ".join(span.surface(text) for span in sorted(spans, key=lambda s: s.part))
    return Quotation(act, act.statement, act.statement.report, words)
