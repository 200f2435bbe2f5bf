"""How long offices take to answer warnings, those that have not answered yet included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import scipy
from django.utils.translation import ngettext

from tocsin.council.desk.models import Addressee, Warning
from tocsin.council.record import clock
from tocsin.council.record.action import Actor

LATEST = 100
"""How many of the latest warnings the times are read from."""
TIMES = ("answer_by", "received_at", "asked_at", "waited", "answered_at")


@dataclass(frozen=True)
class Response:
    """How a party, or one office of it, answered: the median is None while it cannot be told."""

    party: str
    office: str
    median: dt.timedelta | None
    answered: int
    unanswered: int
    overdue: int


def responses(actor: Actor) -> list[Response]:
    """Response times to the latest warnings that an actor sees: each party, then its offices."""
    seen = Warning.objects.visible(actor.person).order_by("-made_at")[:LATEST]
    rows = list(
        Addressee.objects.filter(warning__in=list(seen.values_list("pk", flat=True)))
        .select_related("party", "warning")
        .only(*TIMES, "office", "party__name", "warning__made_at", "warning__closed_at")
        .order_by("party__name", "office")
    )
    found = []
    for party, group in groupby(rows, key=lambda row: row.party.name):
        its = list(group)
        found.append(_response(party, "", its))
        for office, part in groupby(its, key=lambda row: row.office):
            found.append(_response(party, office, list(part)))
    return found


def _response(party: str, office: str, rows: list[Addressee]) -> Response:
    answered = [row.took for row in rows if row.took is not None]
    waiting = [_waited(row) for row in rows if row.answered_at is None]
    overdue = sum(row.standing == "overdue" for row in rows)
    return Response(party, office, median(answered, waiting), len(answered), len(waiting), overdue)


def _waited(row: Addressee) -> dt.timedelta:
    """How long the clock of an office that has not answered ran so far."""
    end = row.asked_at or row.warning.closed_at or clock.now()
    return end - row.warning.made_at - row.waited


def median(
    answered: Iterable[dt.timedelta], waiting: Iterable[dt.timedelta]
) -> dt.timedelta | None:
    """The median time to answer, those still waiting counted as longer than they have waited.

    Where the survival curve Ŝ(t) = ∏ (1 − dᵢ/nᵢ) first falls to one half (Kaplan & Meier 1958,
    doi:10.1080/01621459.1958.10501452); None while it has not.
    """
    took = [time.total_seconds() for time in answered]
    if not took:
        return None
    curve = scipy.stats.ecdf(
        scipy.stats.CensoredData(took, right=[time.total_seconds() for time in waiting])
    ).sf
    reached = curve.quantiles[curve.probabilities <= 0.5]
    return dt.timedelta(seconds=float(reached[0])) if len(reached) else None


def words(time: dt.timedelta) -> str:
    """A length of time in words: days, below two days hours, below an hour minutes."""
    minutes = round(time / dt.timedelta(minutes=1))
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if (hours := round(minutes / 60)) < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = round(hours / 24)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
