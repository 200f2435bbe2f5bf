"""Months and the days that analyses are made as of."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.world import month as m
from tocsin.world.errors import RequestError

DAYS = st.dates(dt.date(1816, 1, 1), dt.date(2500, 12, 31))
MONTHS = DAYS.map(lambda day: day.replace(day=1))
STEPS = st.integers(-1200, 1200)


@given(MONTHS)
def test_index_has_an_inverse(month: dt.date) -> None:
    """A month is its index and the other way round."""
    assert m.from_index(m.index(month)) == month


@given(DAYS)
def test_index_takes_any_day_of_the_month(day: dt.date) -> None:
    """All days of a month have its index."""
    assert m.index(day) == m.index(day.replace(day=1)) == m.index(m.last_day(day))


@given(MONTHS, STEPS)
def test_shift_moves_the_index_by_as_many(month: dt.date, steps: int) -> None:
    """Distances in months are differences of indices."""
    assert m.index(m.shift(month, steps)) - m.index(month) == steps


@given(MONTHS, STEPS, STEPS)
def test_shifts_add_up(month: dt.date, first: int, second: int) -> None:
    """Shifting twice is shifting once by the sum, and back again by its negative."""
    assert m.shift(m.shift(month, first), second) == m.shift(month, first + second)
    assert m.shift(m.shift(month, first), -first) == month


@given(MONTHS, st.integers(0, 100))
def test_between_includes_both_ends(first: dt.date, steps: int) -> None:
    """Every month from the first to the last stands once, in order."""
    months = m.between(first, m.shift(first, steps))
    assert [m.index(month) - m.index(first) for month in months] == list(range(steps + 1))


@given(MONTHS, st.integers(1, 100))
def test_between_the_wrong_way_round_is_empty(first: dt.date, steps: int) -> None:
    """There are no months from a later to an earlier one."""
    assert m.between(first, m.shift(first, -steps)) == []


@given(DAYS)
def test_the_day_after_the_last_is_the_next_month(day: dt.date) -> None:
    """The last day is followed by the first of the next month, also in leap years."""
    assert m.last_day(day) + dt.timedelta(days=1) == m.shift(day.replace(day=1), 1)


@pytest.mark.parametrize(("month", "number"), [((1980, 1), 1), ((2018, 1), 457), ((2021, 12), 504)])
def test_month_numbers_of_the_views_challenge(month: tuple[int, int], number: int) -> None:
    """The numbers are those of the challenge: 1 is January 1980."""
    assert m.views_id(m.month(*month)) == number


@given(DAYS)
def test_nothing_later_than_as_of_is_complete(as_of: dt.date) -> None:
    """The last complete month has ended by the day, and the one after it has not."""
    last = m.last_complete(as_of)
    assert m.last_day(last) <= as_of < m.last_day(m.shift(last, 1))


@pytest.mark.parametrize(
    ("as_of", "last"),
    [
        ("2013-09-23", (2013, 8)),
        ("2013-09-29", (2013, 8)),
        ("2013-09-30", (2013, 9)),
        ("2013-09", (2013, 9)),
        ("2012-02-28", (2012, 1)),
        ("2012-02-29", (2012, 2)),
        ("2014-01-01", (2013, 12)),
    ],
)
def test_last_complete_month(as_of: str, last: tuple[int, int]) -> None:
    """A month counts as complete from its last day on, and a month as text means that day."""
    assert m.last_complete(m.parse_as_of(as_of)) == m.month(*last)


@given(DAYS)
def test_a_day_is_read_as_it_is_written(day: dt.date) -> None:
    """A day in ISO form is that day, and its month the month's last day; blanks do no harm."""
    assert m.parse_as_of(f" {day} ") == day
    assert m.parse_as_of(f"{day:%Y-%m}") == m.last_day(day)


@pytest.mark.parametrize(
    "text", ["", "2013", "2013-13", "2013-00", "0000-01", "2013-02-29", "23.09.2013", "yesterday"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    """An impossible day or month is refused with the form to write it in."""
    with pytest.raises(RequestError, match="2013-09-23") as caught:
        m.parse_as_of(text)
    assert text in caught.value.what


@given(st.text() | st.text("0123456789-/ "))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    """Whatever is typed gives a day or a `RequestError`, never another error."""
    with suppress(RequestError):
        assert isinstance(m.parse_as_of(text), dt.date)


def test_months_are_read_from_ranges_and_lists() -> None:
    """Ranges, lists and single months, in order and each once; of a range each so-manyeth."""
    said = "2010-06,2005-11..2006-02,2006-01"
    assert [f"{each:%Y-%m}" for each in m.parse_months(said)] == [
        *("2005-11", "2005-12", "2006-01", "2006-02", "2010-06"),
    ]
    assert len(m.parse_months("2005-01..2017-12")) == 156
    assert len(m.parse_months("2005-01..2017-12", 6)) == 26
    for bad in ("", "2005", "2005-13", "0000-01", "2006-01..2005-01", "2005-01..", "2005-01;x"):
        with pytest.raises(RequestError):
            m.parse_months(bad)
