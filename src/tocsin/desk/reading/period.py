"""Periods of the calendar: days, weeks, months, quarters, halves and years, told and shifted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from tocsin.desk.reading.statement import Precision
from tocsin.world import month as months

_MONTHS = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6, Precision.YEAR: 12}


class Period(NamedTuple):
    """From a first to a last day, told as precisely as `precision`; None where it is unknown."""

    precision: Precision
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def known(self) -> bool:
        """Whether its days are known."""
        return self.first is not None


OPEN = Period(Precision.OPEN)
NOTHING = Period(Precision.OPEN, dt.date.max, dt.date.min)
"""What no calendar has, such as 31 February."""


@dataclass(frozen=True, slots=True)
class Told:
    """An expression of a text: where it stands, and its period.

    `yearless` are month, first and last day (0: the whole month) where no year is told with them;
    `dated` says that the expression tells day or year in full.
    """

    start: int
    end: int
    period: Period
    yearless: tuple[int, int, int] | None = None
    dated: bool = False


def day(year: int, month: int, number: int) -> Period | None:
    """A day of the calendar; None if there is no such day."""
    try:
        found = dt.date(year, month, number)
    except ValueError:
        return None
    return Period(Precision.DAY, found, found)


def stretch(precision: Precision, year: int, number: int = 1) -> Period | None:
    """The month, quarter, half or year `number` of a year; None if the calendar has none."""
    length = _MONTHS[precision]
    first = (number - 1) * length + 1
    if not (1 <= year <= dt.MAXYEAR and number >= 1 and first + length <= 13):
        return None
    last = months.last_day(dt.date(year, first + length - 1, 1))
    return Period(precision, dt.date(year, first, 1), last)


def week(of: dt.date) -> Period | None:
    """The week of a day, Monday to Sunday; open, for a week is no day and has no precision."""
    try:
        first = of - dt.timedelta(of.weekday())
        return Period(Precision.OPEN, first, first + dt.timedelta(6))
    except OverflowError:
        return None


def moved(date: dt.date, unit: str, by: int) -> dt.date | None:
    """The day that lies `by` hours, days, weeks, months, quarters, halves or years from a day.

    Hours count as the days that they begin. The 31st becomes the last day of a shorter month;
    None beyond the calendar.
    """
    try:
        if unit == "hour":
            return date + dt.timedelta(-(-by // 24) if by > 0 else by // 24)
        if unit in ("day", "week"):
            return date + dt.timedelta(by * (7 if unit == "week" else 1))
        length = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}[unit]
        start = months.shift(date.replace(day=1), by * length)
        return start.replace(day=min(date.day, months.last_day(start).day))
    except (OverflowError, ValueError):
        return None


def precision(unit: str) -> Precision:
    """How precisely something is told that is counted in this unit."""
    if unit in ("hour", "day"):
        return Precision.DAY
    return Precision(unit) if unit in set(_MONTHS) else Precision.OPEN


def around(date: dt.date | None, unit: str) -> Period:
    """The day, week, month, quarter, half or year in which a day lies; unknown without one."""
    told = precision(unit)
    if date is not None and unit == "week":
        return week(date) or Period(told)
    if date is None or told is Precision.OPEN:
        return Period(told)
    if unit in ("hour", "day"):
        return Period(told, date, date)
    number = (date.month - 1) // _MONTHS[told] + 1
    return stretch(told, date.year, number) or Period(told)


def part(of: Period, precise: Precision, number: int) -> Period:
    """The quarter or half `number` of a year (-1 is its last), or the half of a month."""
    if of.first is None or of.last is None:
        return Period(precise)
    if of.precision is Precision.YEAR and of.last.year == of.first.year:
        count = 12 // _MONTHS[precise]
        return stretch(precise, of.first.year, count if number < 0 else number) or Period(precise)
    if of.precision is Precision.MONTH and precise is Precision.HALF:
        middle = of.first.replace(day=15)
        if number == 1:
            return Period(precise, of.first, middle)
        return Period(precise, middle + dt.timedelta(1), of.last)
    return of


def months_of(of: Period, number: int, count: int) -> Period:
    """The first or, with a negative `number`, the last `count` months of a year."""
    if of.first is None or of.last is None or not 1 <= count <= 12:
        return Period(Precision.MONTH)
    if of.precision is not Precision.YEAR or of.last.year != of.first.year:
        return of
    year = of.first.year
    first, last = (13 - count, 12) if number < 0 else (1, count)
    end = months.last_day(dt.date(year, last, 1))
    return Period(Precision.MONTH, dt.date(year, first, 1), end)
