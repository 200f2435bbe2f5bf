"""Where an undertaking and each of its steps stands on a day, by rules that can be read.

The rules are tried in the order of `Rule`, and the first that holds gives the standing. Nothing is
read or kept here: what is known comes in as values, and each standing goes out with its rule.
"""

from __future__ import annotations

import calendar
import datetime as dt
import graphlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """Where something stands."""

    ON_TRACK = "on_track"
    LATE = "late"
    STALLED = "stalled"
    DELIVERED = "delivered"
    BREACHED = "breached"
    UNKNOWN = "unknown"


class Rule(StrEnum):
    """Why something stands where it does, in the order in which the rules are tried."""

    BREACH = "breach"
    WHOLE = "whole"
    PART = "part"
    EARLIER = "earlier"
    CONDITION = "condition"
    WAITS = "waits"
    SILENCE = "silence"
    DUE = "due"
    STEP_DUE = "step_due"
    NOTHING = "nothing"
    NEWS = "news"


GIVES = {
    Rule.BREACH: Standing.BREACHED,
    Rule.WHOLE: Standing.DELIVERED,
    Rule.PART: Standing.DELIVERED,
    Rule.EARLIER: Standing.ON_TRACK,
    Rule.CONDITION: Standing.UNKNOWN,
    Rule.WAITS: Standing.UNKNOWN,
    Rule.SILENCE: Standing.STALLED,
    Rule.DUE: Standing.LATE,
    Rule.STEP_DUE: Standing.LATE,
    Rule.NOTHING: Standing.UNKNOWN,
    Rule.NEWS: Standing.ON_TRACK,
}
"""The standing that each rule gives."""


@dataclass(frozen=True)
class Proof:
    """A piece of evidence: what it shows, what was decided about it, its day, and for which step.

    Without a step it is about the whole.
    """

    shows: str
    verdict: str
    dated: dt.date
    step: int | None = None


@dataclass(frozen=True)
class Clause:
    """A step, until when it is due, and the numbers of those that come before it."""

    number: int
    due: dt.date | None = None
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bond:
    """What is known of an undertaking; its evidence in any order."""

    made_on: dt.date
    due: dt.date | None = None
    precision: str = ""
    conditional: bool = False
    met_on: dt.date | None = None
    steps: tuple[Clause, ...] = ()
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class Judged:
    """A standing by its rule, with the day that the rule speaks of and the steps it names."""

    rule: Rule
    on: dt.date | None = None
    steps: tuple[int, ...] = ()

    @property
    def standing(self) -> Standing:
        """The standing that the rule gives."""
        return GIVES[self.rule]


def last_day(due: dt.date | None, precision: str) -> dt.date | None:
    """The last day that a due date means; None for a vague one, or none.

    >>> last_day(dt.date(2014, 2, 1), "quarter")
    datetime.date(2014, 3, 31)
    """
    if due is None or precision == "vague":
        return None
    months = {"month": due.month, "quarter": (due.month + 2) // 3 * 3, "year": 12}
    if (month := months.get(precision)) is None:
        return due
    return due.replace(month=month, day=calendar.monthrange(due.year, month)[1])


def circle(after: Mapping[int, Collection[int]]) -> list[int]:
    """Steps that wait for each other, the first of them repeated at the end; none if none do."""
    try:
        graphlib.TopologicalSorter(after).prepare()
    except graphlib.CycleError as error:
        return list(reversed(error.args[1]))
    return []


def whole(bond: Bond, day: dt.date, stalled_days: int) -> Judged:
    """Where an undertaking as a whole stands at the end of a day."""
    if broken := _standing_breaches(bond):
        return Judged(Rule.BREACH, max(p.dated for p in broken), _named(broken))
    if delivered := _accepted(bond, "delivery", [None]):
        return Judged(Rule.WHOLE, max(delivered))
    if bond.steps and all(_own(bond, step) for step in bond.steps):
        return Judged(Rule.PART, max(max(_own(bond, step)) for step in bond.steps))
    if _waits(bond, day):
        return Judged(Rule.CONDITION)
    news = [p.dated for p in bond.proofs if p.verdict != "refused"]
    late = tuple(s.number for s in bond.steps if _past(s.due, day) and not _own(bond, s))
    clock = _Clock(_start(bond), news, last_day(bond.due, bond.precision), late)
    return clock.judged(day, stalled_days)


def each(bond: Bond, day: dt.date, stalled_days: int) -> dict[int, Judged]:
    """Where each step stands at the end of a day, by its number."""
    clauses = {step.number: step for step in bond.steps}
    order = graphlib.TopologicalSorter({n: _before(clauses, n) for n in clauses}).static_order()
    found: dict[int, Judged] = {}
    for number in order:
        found[number] = _step(bond, clauses[number], found, day, stalled_days)
    return {number: found[number] for number in sorted(found)}


@dataclass(frozen=True)
class _Clock:
    """What is left to time: since when it runs, the days of news, until when, and late steps."""

    start: dt.date
    news: Iterable[dt.date]
    due: dt.date | None
    late: tuple[int, ...] = ()

    def judged(self, day: dt.date, stalled_days: int) -> Judged:
        """What time alone has made of it."""
        last = max([self.start, *self.news])
        if (day - last).days >= stalled_days:
            return Judged(Rule.SILENCE, last)
        if _past(self.due, day):
            return Judged(Rule.DUE, self.due)
        if self.late:
            return Judged(Rule.STEP_DUE, steps=self.late)
        return Judged(Rule.NEWS, last) if self.news else Judged(Rule.NOTHING)


def _step(
    bond: Bond, step: Clause, known: Mapping[int, Judged], day: dt.date, stalled_days: int
) -> Judged:
    """Where one step stands, once it is known where those before it stand."""
    if broken := [p for p in _standing_breaches(bond) if p.step == step.number]:
        return Judged(Rule.BREACH, max(p.dated for p in broken))
    if delivered := _accepted(bond, "delivery", [None]):
        return Judged(Rule.WHOLE, max(delivered))
    before = sorted(set(step.after) & known.keys())
    missing = tuple(n for n in before if known[n].standing is not Standing.DELIVERED)
    if own := _own(bond, step):
        return Judged(Rule.EARLIER if missing else Rule.PART, max(own), missing)
    if _waits(bond, day):
        return Judged(Rule.CONDITION)
    if missing:
        late = _past(step.due, day)
        return Judged(Rule.DUE, step.due, missing) if late else Judged(Rule.WAITS, None, missing)
    news = [p.dated for p in bond.proofs if p.step == step.number and p.verdict != "refused"]
    start = max([_start(bond), *(on for n in before if (on := known[n].on))])
    return _Clock(start, news, step.due).judged(day, stalled_days)


def _standing_breaches(bond: Bond) -> list[Proof]:
    """Accepted breaches after which no delivery of the same part, or the whole, was accepted."""
    return [
        proof
        for proof in bond.proofs
        if (proof.shows, proof.verdict) == ("breach", "accepted")
        and not any(on > proof.dated for on in _accepted(bond, "delivery", [None, proof.step]))
    ]


def _accepted(bond: Bond, shows: str, steps: list[int | None]) -> list[dt.date]:
    """The days of accepted evidence that shows something, for some steps (None: the whole)."""
    return [
        proof.dated
        for proof in bond.proofs
        if (proof.shows, proof.verdict) == (shows, "accepted") and proof.step in steps
    ]


def _own(bond: Bond, step: Clause) -> list[dt.date]:
    """The days of accepted evidence that a step itself was delivered."""
    return _accepted(bond, "delivery", [step.number])


def _named(proofs: list[Proof]) -> tuple[int, ...]:
    return tuple(sorted({proof.step for proof in proofs if proof.step is not None}))


def _before(clauses: Mapping[int, Clause], number: int) -> set[int]:
    return set(clauses[number].after) & clauses.keys()


def _waits(bond: Bond, day: dt.date) -> bool:
    return bond.conditional and (bond.met_on is None or bond.met_on > day)


def _start(bond: Bond) -> dt.date:
    return max(bond.made_on, bond.met_on or bond.made_on)


def _past(due: dt.date | None, day: dt.date) -> bool:
    return due is not None and day > due
