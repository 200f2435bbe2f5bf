"""Warnings as a table for readers that a marking names, as they stood on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from django.db.models import Q

from tocsin.council.desk.statement_table import Handed, barred
from tocsin.council.desk.warning import Addressee, Standing, Warning
from tocsin.world.marking import Marking

SCHEMA = {
    "place": pl.String,
    "issued": pl.Date,
    "what": pl.String,
    "chance": pl.Float64,
    "standing": pl.String,
    "marking": pl.String,
}


def table(target: Marking, as_of: dt.date) -> Handed:
    """Warnings for the readers of a marking that were not closed at the end of a day.

    Columns are those of the brief's `warnings`, `marking` added; what may not go into a thing made
    for the target is left out and counted. What was issued, answered or closed later is not known.
    """
    end = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time.min, dt.UTC)
    running = Warning.objects.filter(Q(closed_at=None) | Q(closed_at__gte=end), made_at__lt=end)
    known = list(running.select_related("marking").order_by("made_at", "pk"))
    kept_from = barred(target, {warning.pk for warning in known})
    admitted = [
        warning
        for warning in known
        if warning.marking.value.may_enter(target) and warning.pk not in kept_from
    ]
    offices: dict[Any, list[Addressee]] = {}
    for row in Addressee.objects.filter(warning__in=admitted):
        offices.setdefault(row.warning_id, []).append(row)
    rows = [_row(warning, standing(offices.get(warning.pk, []), end)) for warning in admitted]
    return Handed(pl.DataFrame(rows, schema=SCHEMA, orient="row"), len(known) - len(admitted))


def standing(offices: list[Addressee], end: dt.datetime) -> Standing:
    """Where a warning to some offices stood at a moment.

    The time of an office that had a question counts with what the reply added to it.
    """
    waiting = [row for row in offices if not (row.answered_at and row.answered_at < end)]
    if any(row.answer_by < end and not _asked(row, end) for row in waiting):
        return Standing.OVERDUE
    if not waiting:
        return Standing.ANSWERED
    if all(row.received_at and row.received_at < end for row in offices):
        return Standing.RECEIVED
    return Standing.OPEN


def _asked(row: Addressee, end: dt.datetime) -> bool:
    """Whether a question of its own, put in time, waited for a reply."""
    return bool(row.asked_at and row.asked_at <= row.answer_by and row.asked_at < end)


def _row(warning: Warning, stood: Standing) -> tuple[Any, ...]:
    issued, borne = warning.made_at.date(), str(warning.marking)
    return warning.place, issued, warning.title, warning.chance, stood.value, borne
