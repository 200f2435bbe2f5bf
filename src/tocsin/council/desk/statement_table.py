"""Confirmed statements as a table for readers that a marking names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

import polars as pl

from tocsin.council.desk.report import Body, Report
from tocsin.council.desk.statement import Part, Statement, Status
from tocsin.council.record.marking import Bar
from tocsin.world.marking import Marking

SCHEMA = {
    "date": pl.Date,
    "speaker": pl.String,
    "party": pl.String,
    "topic": pl.String,
    "text": pl.String,
    "report": pl.String,
    "marking": pl.String,
}


class Handed(NamedTuple):
    """Rows made for a marking, and how many were left out for the sake of it."""

    rows: pl.DataFrame
    left_out: int


def table(target: Marking, as_of: dt.date) -> Handed:
    """Confirmed statements for the readers of a marking, as known at the end of a day.

    Columns are those of the brief's `statements`, `marking` added. Reports dated, filed or
    confirmed later are not known, withdrawn ones not used.
    """
    known = _known(as_of)
    kept_from = barred(target, {statement.report_id for statement in known})
    admitted = [
        statement
        for statement in known
        if statement.report.marking.value.may_enter(target) and statement.report_id not in kept_from
    ]
    texts = _texts({statement.report_id for statement in admitted})
    rows = [_row(statement, texts[statement.report_id]) for statement in admitted]
    return Handed(pl.DataFrame(rows, schema=SCHEMA, orient="row"), len(known) - len(admitted))


def _known(as_of: dt.date) -> list[Statement]:
    end = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time.min, dt.UTC)
    found = Statement.objects.filter(
        status=Status.CONFIRMED,
        judged_at__lt=end,
        report__made_at__lt=end,
        report__dated__lte=as_of,
        report__withdrawn_at=None,
    )
    found = found.select_related("report__marking").prefetch_related("spans")
    return list(found.order_by("report__dated", "report__made_at", "made_at", "pk"))


def barred(target: Marking, things: Iterable[Any]) -> set[Any]:
    """The things from which a reader of the target is kept, whatever their marking says."""
    bars = Bar.objects.filter(thing__in=list(things)).select_related("party", "user__party")
    return {bar.thing for bar in bars if any(target.admits(name) for name in _named(bar))}


def _named(bar: Bar) -> list[str]:
    if bar.party:
        return [bar.party.key, *(str(pk) for pk in bar.party.people.values_list("pk", flat=True))]
    return [str(bar.user.pk), bar.user.party.key] if bar.user else []


def _texts(reports: set[Any]) -> dict[Any, str]:
    return dict(Body.objects.filter(report__in=reports).values_list("report", "text"))


def _row(statement: Statement, text: str) -> tuple[Any, ...]:
    report: Report = statement.report
    spans = [s for s in statement.spans.all() if s.role == Part.CONTENT and s.act_id is None]
    words = " … ".join(span.surface(text) for span in sorted(spans, key=lambda s: s.part))
    return (
        report.dated,
        statement.speaker,
        statement.party,
        statement.topic,
        words,
        report.title,
        str(report.marking),
    )
