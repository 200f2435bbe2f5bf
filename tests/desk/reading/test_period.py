"""Periods of the calendar."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading import period
from tocsin.desk.reading.statement import Precision

UNITS = ("hour", "day", "week", "month", "quarter", "half", "year", "decade")
PARTS = {Precision.MONTH: 12, Precision.QUARTER: 4, Precision.HALF: 2, Precision.YEAR: 1}


@pytest.mark.parametrize(("precise", "count"), PARTS.items())
@given(st.integers(1, 9999))
def test_the_parts_of_a_year_are_the_year(precise: Precision, count: int, year: int) -> None:
    """Months, quarters and halves follow each other without a gap and fill the year."""
    parts = [period.stretch(precise, year, number) for number in range(1, count + 1)]
    days = [(p.first, p.last) for p in parts if p and p.first and p.last]
    assert len(days) == count
    assert (days[0][0], days[-1][1]) == (dt.date(year, 1, 1), dt.date(year, 12, 31))
    assert all((b[0] - a[1]).days == 1 for a, b in pairwise(days))
    assert period.stretch(precise, year, count + 1) is None
    assert period.stretch(precise, year, 0) is None


@pytest.mark.parametrize("unit", UNITS)
@given(st.dates())
def test_a_day_lies_in_the_period_around_it(unit: str, date: dt.date) -> None:
    """The week, month or year of a day holds it, or cannot be told."""
    around = period.around(date, unit)
    if around.first and around.last:
        assert around.first <= date <= around.last
    assert period.around(None, unit).first is None


@pytest.mark.parametrize("unit", UNITS)
@given(st.dates(dt.date(1000, 1, 1), dt.date(3000, 1, 1)), st.integers(-50, 50))
def test_moving_keeps_the_order_of_time(unit: str, date: dt.date, by: int) -> None:
    """Forward is later, backward earlier, and nothing stays."""
    there = period.moved(date, unit, by)
    assert there is not None
    assert (there > date) - (there < date) == (by > 0) - (by < 0)


@pytest.mark.parametrize("unit", UNITS)
@given(st.dates(), st.integers(-(10**6), 10**6))
def test_the_calendar_has_an_end(unit: str, date: dt.date, by: int) -> None:
    """Beyond its first and last day nothing is told, and nothing raises."""
    assert isinstance(period.moved(date, unit, by), dt.date | None)


def test_a_month_after_the_31st_is_the_last_day_of_a_shorter_one() -> None:
    """31 January and a month is the last of February."""
    assert period.moved(dt.date(2013, 1, 31), "month", 1) == dt.date(2013, 2, 28)


def test_parts_of_a_period() -> None:
    """The last quarter of a year, the second half of a month, the first months of a year."""
    year = period.stretch(Precision.YEAR, 2014)
    may = period.stretch(Precision.MONTH, 2014, 5)
    assert year is not None
    assert may is not None
    assert period.part(year, Precision.QUARTER, -1).first == dt.date(2014, 10, 1)
    assert period.part(may, Precision.HALF, 2).first == dt.date(2014, 5, 16)
    assert period.part(period.Period(Precision.YEAR), Precision.HALF, 1).first is None
    assert period.months_of(year, 1, 9).last == dt.date(2014, 9, 30)
    assert period.months_of(year, -1, 3).first == dt.date(2014, 10, 1)
    assert period.months_of(year, 1, 13).first is None
