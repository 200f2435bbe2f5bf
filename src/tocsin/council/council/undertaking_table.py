"""Undertakings as a table for readers that a marking names, as they stood on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from django.db.models import Q

from tocsin.council.council.undertaking import Override, Standing, Undertaking
from tocsin.council.desk.statement_table import Handed, barred
from tocsin.world.marking import Marking

SCHEMA = {
    "made": pl.Date,
    "party": pl.String,
    "what": pl.String,
    "to": pl.String,
    "due": pl.String,
    "standing": pl.String,
    "marking": pl.String,
}


def table(target: Marking, as_of: dt.date) -> Handed:
    """Undertakings for the readers of a marking that were not released at the end of a day.

    Columns are those of the brief's `undertakings`, `marking` added; what may not go into a thing
    made for the target is left out and counted.
    """
    end = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time.min, dt.UTC)
    bound = Undertaking.objects.filter(
        Q(released_at=None) | Q(released_at__gte=end), made_at__lt=end, made_on__lte=as_of
    )
    known = list(bound.select_related("owner", "marking").order_by("made_on", "made_at", "pk"))
    kept_from = barred(target, {row.pk for row in known})
    admitted = [
        row for row in known if row.marking.value.may_enter(target) and row.pk not in kept_from
    ]
    held = Override.objects.filter(Q(lifted_at=None) | Q(lifted_at__gte=end), at__lt=end)
    by_hand = dict(held.filter(undertaking__in=admitted).values_list("undertaking", "standing"))
    rows = [_row(row, by_hand.get(row.pk, Standing.UNKNOWN.value)) for row in admitted]
    return Handed(pl.DataFrame(rows, schema=SCHEMA, orient="row"), len(known) - len(admitted))


def _row(row: Undertaking, standing: str) -> tuple[Any, ...]:
    due = f"{row.due:%Y-%m-%d}" if row.due else "no date"
    words = standing.replace("_", " ")
    return row.made_on, row.owner.name, row.what, row.whom, due, words, str(row.marking)
