"""Standings and due dates in sentences, in the language of the page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council.standing import GIVES, Judged, Rule
from tocsin.council.council.undertaking import Fulfilment as Label
from tocsin.council.record.given import Words

RULES = {
    Rule.BREACH: _l(
        "Evidence of a breach was accepted, and no later evidence that the same part, or the "
        "whole, was delivered."
    ),
    Rule.WHOLE: _l("Evidence that the whole was delivered was accepted."),
    Rule.PART: _l(
        "Evidence of delivery was accepted for every step; for a step, its own and that of all "
        "steps before it."
    ),
    Rule.EARLIER: _l("A step’s own delivery was accepted, but not that of all steps before it."),
    Rule.CONDITION: _l("It has a condition that is not met yet: no clock runs."),
    Rule.WAITS: _l("A step waits for steps before it and is not past its day: no clock runs."),
    Rule.SILENCE: _l(
        "No evidence of any kind, refused evidence apart, is dated within the last {days} days, "
        "and it was made, its condition met, or the step before delivered longer ago than that."
    ),
    Rule.DUE: _l("The last day of its due date has passed; a vague date has none."),
    Rule.STEP_DUE: _l("The day of one of its steps has passed without accepted delivery."),
    Rule.NOTHING: _l("Nobody has filed evidence yet, and it is neither due nor stalled."),
    Rule.NEWS: _l("There is news, and it is neither due nor stalled."),
}
"""What each rule says; they are tried in this order, and the first that holds counts."""


def rules(stalled_days: int) -> list[tuple[str, Words, Words]]:
    """Every rule with the standing that it gives, as a value and in words, in order."""
    return [
        (GIVES[rule].value, Label(GIVES[rule].value).label, format_lazy(words, days=stalled_days))
        for rule, words in RULES.items()
    ]


def label(standing: str) -> str:
    """A standing in words."""
    return str(Label(standing).label)


def said(judged: Judged, stalled_days: int) -> str:
    """Why something stands where it does, as a sentence."""
    named = {
        "day": _day(judged.on),
        "steps": ", ".join(str(number) for number in judged.steps),
        "days": stalled_days,
    }
    return _sentence(judged) % named


def _sentence(judged: Judged) -> str:
    if judged.rule is Rule.BREACH and judged.steps:
        return _("A breach of step %(steps)s, dated %(day)s, was accepted.")
    if judged.rule is Rule.DUE and judged.steps:
        return _("It was due by %(day)s, and waits for step %(steps)s.")
    return {
        Rule.BREACH: _("A breach dated %(day)s was accepted."),
        Rule.WHOLE: _("The whole was accepted as delivered on %(day)s."),
        Rule.PART: _("Its delivery was accepted in full, the last of it dated %(day)s."),
        Rule.EARLIER: _("Accepted as delivered on %(day)s; it counts once step %(steps)s is."),
        Rule.CONDITION: _("Its condition is not met yet, so that no clock runs."),
        Rule.WAITS: _("It waits for step %(steps)s."),
        Rule.SILENCE: _("There was no news after %(day)s for %(days)s days or more."),
        Rule.DUE: _("It was due by %(day)s."),
        Rule.STEP_DUE: _("The day of step %(steps)s has passed."),
        Rule.NOTHING: _("Nobody has filed any evidence yet, and it is not due."),
        Rule.NEWS: _("The last news is of %(day)s, and it is not due."),
    }[judged.rule]


def due(day: dt.date | None, precision: str) -> str:
    """Until when, as precisely as it is known."""
    if day is None:
        return _("no date")
    named: dict[str, Any] = {
        "month": date_format(day, "F Y"),
        "year": day.year,
        "nth": (day.month + 2) // 3,
    }
    match precision:
        case "vague":
            return _("about %(month)s, vague") % named
        case "month":
            return str(named["month"])
        case "quarter":
            return _("quarter %(nth)s of %(year)s") % named
        case "year":
            return str(day.year)
    return _day(day)


def _day(day: dt.date | None) -> str:
    return date_format(day, "j E Y") if day else ""
