"""Undertakings as a table for readers that a marking names, as they stood on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from django.db.models import Q, prefetch_related_objects

from tocsin.council.council import standing, undertaking_standing
from tocsin.council.council.models import Evidence, Override, Undertaking
from tocsin.council.desk.statement_table import Handed, barred
from tocsin.council.people.party import organisation
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
    """Undertakings for the readers of a marking, as known at the end of a day.

    Columns are those of the brief's `undertakings`, `marking` added; what may not go into a thing
    made for the target is left out before anything is computed, and counted. What was entered,
    filed, judged, overridden or released later is not known.
    """
    end = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time.min, dt.UTC)
    known = list(
        Undertaking.objects.filter(made_at__lt=end, made_on__lte=as_of)
        .select_related("owner", "marking")
        .order_by("made_on", "made_at", "pk")
    )
    kept_from = barred(target, {row.pk for row in known})
    admitted = [
        row for row in known if row.marking.value.may_enter(target) and row.pk not in kept_from
    ]
    prefetch_related_objects(admitted, "steps")
    evidence, by_hand = _evidence(admitted, end), _by_hand(admitted, end)
    rows = [
        _row(row, as_of, end, evidence.get(row.pk, []), by_hand.get(row.pk)) for row in admitted
    ]
    return Handed(pl.DataFrame(rows, schema=SCHEMA, orient="row"), len(known) - len(admitted))


def _evidence(rows: list[Undertaking], end: dt.datetime) -> dict[Any, list[Evidence]]:
    """What was filed before an end, its verdict unknown where it was given later."""
    filed = Evidence.objects.filter(undertaking__in=rows, at__lt=end).defer("data")
    found: dict[Any, list[Evidence]] = {}
    for row in filed:
        if row.judged_at and row.judged_at >= end:
            row.verdict = Evidence.Verdict.FILED
        found.setdefault(row.undertaking_id, []).append(row)
    return found


def _by_hand(rows: list[Undertaking], end: dt.datetime) -> dict[Any, str]:
    """What was set by hand before an end, and not lifted before it."""
    held = Override.objects.filter(
        Q(lifted_at=None) | Q(lifted_at__gte=end), undertaking__in=rows, at__lt=end
    )
    return {row.undertaking_id: row.standing for row in held}


def _row(
    row: Undertaking,
    as_of: dt.date,
    end: dt.datetime,
    evidence: list[Evidence],
    by_hand: str | None,
) -> tuple[Any, ...]:
    bond = undertaking_standing.bond(row, row.steps.all(), evidence)
    days = organisation().rules.stalled_days
    computed = standing.whole(bond, as_of, days).standing.value
    released = row.released_at is not None and row.released_at < end
    stands = "released" if released else by_hand or computed
    due = plain(row.due, row.precision)
    words = stands.replace("_", " ")
    return row.made_on, row.owner.name, row.what, row.whom, due, words, str(row.marking)


def plain(due: dt.date | None, precision: str) -> str:
    """A due date as precisely as it is known, in digits that no language changes.

    >>> plain(dt.date(2014, 3, 31), "quarter")
    '2014-Q1'
    """
    if due is None:
        return "no date"
    forms = {
        "month": f"{due:%Y-%m}",
        "quarter": f"{due.year}-Q{(due.month + 2) // 3}",
        "year": str(due.year),
        "vague": f"about {due:%Y-%m}",
    }
    return forms.get(precision, due.isoformat())
