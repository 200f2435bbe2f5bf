"""Months as the first day of the month, and the days that analyses are made as of."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from tocsin.world.errors import RequestError

_MONTH = re.compile(r"(\d{4})-(\d{2})")


def month(year: int, number: int) -> dt.date:
    """The month `number` (1-12) of a year, as its first day."""
    return dt.date(year, number, 1)


def shift(start: dt.date, months: int) -> dt.date:
    """The month that lies `months` after `start` (before it, if negative)."""
    return from_index(index(start) + months)


def index(of: dt.date) -> int:
    """Months since January of the year 0: the difference of two is a distance in months."""
    return of.year * 12 + of.month - 1


def from_index(number: int) -> dt.date:
    """The month with this index; the inverse of `index`."""
    return dt.date(number // 12, number % 12 + 1, 1)


def between(first: dt.date, last: dt.date) -> list[dt.date]:
    """All months from `first` to `last`, both included."""
    return [from_index(i) for i in range(index(first), index(last) + 1)]


def last_day(of: dt.date) -> dt.date:
    """The last day of the month in which a day lies."""
    return of.replace(day=calendar.monthrange(of.year, of.month)[1])


def views_id(of: dt.date) -> int:
    """The month number of the VIEWS prediction challenge: 1 is January 1980."""
    return index(of) - index(dt.date(1980, 1, 1)) + 1


def parse_as_of(text: str) -> dt.date:
    """Read `2013-09-23` as that day and `2013-09` as the last day of that month.

    Raises `RequestError` for anything that is not a day or month of the calendar.
    """
    try:
        if found := _MONTH.fullmatch(text.strip()):
            return last_day(dt.date(int(found[1]), int(found[2]), 1))
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise RequestError(
            f"“{text}” is not a day or month of the calendar.",
            remedy="Write it as 2013-09-23 or 2013-09.",
        ) from None


def parse_months(text: str, every: int = 1) -> list[dt.date]:
    """Read months such as `2005-01..2017-12`, `2013-08` or `2005-06,2010-01..2010-03`.

    Of each range every so many months are taken, from its first on. In order, each once. Raises
    `RequestError` for anything else, and for a range that ends before it begins.
    """
    found: set[dt.date] = set()
    for part in text.split(","):
        first, dots, last = part.partition("..")
        ends = _one_month(first, text), _one_month(last if dots else first, text)
        if ends[0] > ends[1]:
            raise RequestError(f"“{part.strip()}” ends before it begins.")
        found.update(between(*ends)[::every])
    return sorted(found)


def _one_month(part: str, text: str) -> dt.date:
    try:
        if found := _MONTH.fullmatch(part.strip()):
            return month(int(found[1]), int(found[2]))
    except ValueError:
        pass
    raise RequestError(
        f"“{text}” does not name months.",
        remedy="Write 2005-01..2017-12, or 2005-06,2010-06, or one month.",
    )


def last_complete(as_of: dt.date) -> dt.date:
    """The last month that is complete at the end of the day `as_of`."""
    this = as_of.replace(day=1)
    return this if as_of == last_day(as_of) else shift(this, -1)
