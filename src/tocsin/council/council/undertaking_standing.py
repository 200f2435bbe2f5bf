"""Undertakings as the rules of standing take them, and how each stands today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tocsin.council.council import standing, standing_words
from tocsin.council.council.models import Evidence, Override, Step, Undertaking
from tocsin.council.council.standing import Bond, Clause, Judged, Proof
from tocsin.council.people.party import organisation
from tocsin.council.record import clock


@dataclass(frozen=True)
class Stood:
    """Where something stands: the standing, in words, and the sentence that gives the reason."""

    standing: str
    label: str
    reason: str


def bond(undertaking: Undertaking, steps: Iterable[Step], evidence: Iterable[Evidence]) -> Bond:
    """An undertaking as the rules take it, with the steps and the evidence that are given."""
    rows = list(steps)
    numbers: dict[Any, int] = {step.pk: step.number for step in rows}
    return Bond(
        made_on=undertaking.made_on,
        due=undertaking.due,
        precision=undertaking.precision,
        conditional=bool(undertaking.condition),
        met_on=undertaking.met_on,
        steps=tuple(Clause(step.number, step.due, tuple(step.after)) for step in rows),
        proofs=tuple(
            Proof(row.shows, row.verdict, row.dated, numbers.get(row.step_id)) for row in evidence
        ),
    )


def known(undertaking: Undertaking) -> Bond:
    """An undertaking as the rules take it, with all its steps and evidence; no file is loaded."""
    evidence = undertaking.evidence.defer("data")
    return bond(undertaking, undertaking.steps.all(), evidence)


def day_of(undertaking: Undertaking) -> dt.date:
    """The day on which it is judged: today, or the day on which it was released."""
    return undertaking.released_at.date() if undertaking.released_at else clock.today()


def stood(judged: Judged) -> Stood:
    """A standing with its words."""
    days, value = organisation().rules.stalled_days, judged.standing.value
    return Stood(value, standing_words.label(value), standing_words.said(judged, days))


def whole(undertaking: Undertaking, made: Bond) -> Stood:
    """Where an undertaking as a whole stands by the rules."""
    days = organisation().rules.stalled_days
    return stood(standing.whole(made, day_of(undertaking), days))


def each(undertaking: Undertaking, made: Bond) -> dict[int, Stood]:
    """Where each step stands by the rules, by its number."""
    days = organisation().rules.stalled_days
    found = standing.each(made, day_of(undertaking), days)
    return {number: stood(judged) for number, judged in found.items()}


def override(undertaking: Undertaking) -> Override | None:
    """What an officer has set by hand, if it was not lifted."""
    found: Override | None = (
        undertaking.overrides.filter(lifted_at=None).select_related("by__party").last()
    )
    return found
