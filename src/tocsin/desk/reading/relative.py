"""Periods told by their unit: this year, the past three months, two weeks ago, within a month."""

from __future__ import annotations

import datetime as dt
import re

from tocsin.desk.reading import datewords as words
from tocsin.desk.reading import period as periods
from tocsin.desk.reading.period import OPEN, Period
from tocsin.desk.reading.statement import Precision

_ANAPHORIC = frozenset({"following", "preceding", "previous"})
_VAGUE = frozenset({"recent", "future"})
_FEW = frozenset({"few", "a few", "several", "some", "many", "a couple of"})
_OF = re.compile(r"\s+of\s")  # the last three months of 2014
_RUNS = frozenset({"past", "coming"})  # the past year is the twelve months until now
_COUNTED = frozenset({"hour", "day", "half", "century"})  # the next day is told from elsewhere
_LONG = frozenset({"decade", "century"})


def told(
    text: str, hit: re.Match[str], after: int, date: dt.date | None
) -> tuple[int, int, Period] | None:
    """Start, end and period of the expression around the unit `hit`; None if it tells no date.

    Nothing before `after` is looked at.
    """
    before = words.patterns().before_unit.search(text[after : hit.start()])
    return _told(text, hit, before, after + before.start(), date) if before else None


def _told(
    text: str, hit: re.Match[str], before: re.Match[str], start: int, date: dt.date | None
) -> tuple[int, int, Period] | None:
    unit, many = words.units()[hit[0].lower()], hit[0].lower().endswith("s")
    behind = words.patterns().after_unit.match(text, hit.end())
    if behind:
        return _behind(before, behind, start, unit, date)
    if before["rel"]:
        inside = before["n"] and _OF.match(text, hit.end())
        period = None if inside else _related(before, unit, date, many=many)
        return (_without(before, start, period), hit.end(), period) if period else None
    if before["n"] and (before["prep"] or "").lower() == "within":
        return start, hit.end(), _limit(count_of(before["n"]), unit, date)
    named = before["the"] and not before["n"] and not many
    if named and words.at_end().search(text, max(0, start - 30), start):
        return start + len(before[0]), hit.end(), periods.around(date, unit)
    return None


def count_of(told: str) -> int:
    """How many are counted; 0 if it is not said."""
    told = " ".join(told.lower().split())
    if told in _FEW:
        return 0
    if told.isdecimal():
        return int(told)
    known = words.numbers("numbers") | words.numbers("tens")
    return sum(known[part] for part in told.split("-"))


def _behind(
    before: re.Match[str], behind: re.Match[str], start: int, unit: str, date: dt.date | None
) -> tuple[int, int, Period] | None:
    """Two weeks ago, in two weeks' time, for years to come."""
    end = behind.end()
    if behind["ahead"]:
        return start, end, OPEN
    if not before["n"]:
        return None
    start += before.start("n") - before.start()
    count = count_of(before["n"])
    if not count or unit == "century":
        return start, end, OPEN
    day = periods.moved(date, unit, -count if behind["ago"] else count) if date else None
    return start, end, periods.around(day, unit)


def _without(before: re.Match[str], start: int, period: Period) -> int:
    """Where an expression begins: with its preposition only if it is open, or a limit."""
    if not before["prep"] or period == OPEN or before["prep"].lower() == "within":
        return start
    first = before.start("the") if before["the"] else before.start("rel")
    return start + first - before.start()


def _related(
    before: re.Match[str], unit: str, date: dt.date | None, *, many: bool
) -> Period | None:
    """This year, last month, the past three months, the coming years, recent days."""
    rel = " ".join(before["rel"].lower().split())
    lies = words.numbers("relative").get(rel, 0)
    count = count_of(before["n"]) if before["n"] else int(rel in _RUNS and not many)
    if (many and not count) or unit in _LONG:
        return OPEN if lies or rel in _VAGUE or unit in _LONG else None
    if rel in _VAGUE or (count and not lies) or (unit in _COUNTED and not before["n"]):
        return None
    if date is None or rel in _ANAPHORIC:
        return Period(periods.precision(unit))
    if count:
        return _ahead(count, unit, date) if lies > 0 else _back(count, unit, date)
    return periods.around(periods.moved(date, unit, lies), unit)


def _limit(count: int, unit: str, date: dt.date | None) -> Period:
    """A time limit; one of weeks ends on a day."""
    run = _ahead(count, unit, date)
    return run._replace(precision=Precision.DAY) if unit == "week" and count else run


def _ahead(count: int, unit: str, date: dt.date | None) -> Period:
    """The next `count` units from a day on."""
    if not count or unit == "century":
        return OPEN
    last = periods.moved(date, unit, count) if date else None
    return Period(periods.precision(unit), date if last else None, last)


def _back(count: int, unit: str, date: dt.date) -> Period:
    """The last `count` units up to a day."""
    first = periods.moved(date, unit, -count)
    return Period(periods.precision(unit), first, date if first else None)
