"""Dates and periods as they are told."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.date import dated, moments
from tocsin.desk.reading.statement import Moment, Precision

WEDNESDAY = dt.date(2013, 9, 25)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))


def _one(text: str, date: dt.date | None = WEDNESDAY) -> Moment:
    (moment,) = moments(text, date)
    return moment


@given(DAYS)
def test_a_day_in_full_is_that_day_however_it_is_written(day: dt.date) -> None:
    """All common ways to write a day in full agree, with and without the document's day."""
    month = MONTHS[day.month - 1]
    ways = (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day:%A}, {day.day} {month} {day.year}",
        f"{day:%Y-%m-%d}",
        f"the {day.day}th of {month}, {day.year}",
    )
    for way in ways:
        for date in (None, WEDNESDAY):
            moment = _one(f"It was signed on {way}.", date)
            assert (moment.precision, moment.first, moment.last) == (Precision.DAY, day, day)


@given(st.integers(0, 40), st.sampled_from(MONTHS), st.integers(1900, 2099))
def test_no_day_that_the_calendar_does_not_have(number: int, month: str, year: int) -> None:
    """A day is told exactly if there is one."""
    try:
        day = dt.date(year, MONTHS.index(month) + 1, number)
    except ValueError:
        day = None
    found = moments(f"on {number} {month} {year}")
    assert [m.first for m in found if m.precision is Precision.DAY] == ([day] if day else [])


@given(st.text(max_size=200), st.none() | st.dates())
def test_any_text_is_read_and_spans_lie_in_order(text: str, date: dt.date | None) -> None:
    """No text raises; spans lie in it, apart, and a first day is never after the last."""
    found = moments(text, date)
    ends = [0, *(m.span.end for m in found)]
    assert all(end <= m.span.start < m.span.end for end, m in zip(ends, found, strict=False))
    assert ends[-1] <= len(text)
    assert all(m.first is None or (m.last and m.first <= m.last) for m in found)


_WORDS = st.sampled_from(
    [
        "in",
        "on",
        "by",
        "the",
        "a",
        "of",
        "this",
        "last",
        "next",
        "end",
        "early",
        "first",
        "second",
        "half",
        "quarter",
        "year",
        "years",
        "month",
        "May",
        "March",
        "2014",
        "2013",
        "23",
        "31",
        "Tuesday",
        "week",
        "weeks",
        "ago",
        "within",
        "six",
        "to",
        "-",
        "–",
        ",",
        ".",
        "September",
        "Sept.",
        "today",
        "and",
        "from",
        "summer",
        "decade",
        "coming",
        "recent",
        "Q3",
        "FY",
        "1990s",
        "\n",
    ]
)


@given(st.lists(_WORDS, max_size=25), st.none() | st.dates())
def test_any_heap_of_words_of_time_is_read(words: list[str], date: dt.date | None) -> None:
    """Words of the calendar in any order raise nothing, even at the ends of the calendar."""
    text = " ".join(words)
    for moment in moments(text, date):
        assert moment.span.of(text).strip()
        assert (moment.first is None) == (moment.last is None)


@given(st.lists(_WORDS, max_size=15), st.dates())
def test_the_day_of_the_document_changes_values_and_no_spans(
    words: list[str], date: dt.date
) -> None:
    """Without a day the same expressions are found, as precise, and only their days are lost."""
    text = " ".join(words)
    with_day, without = moments(text, date), moments(text)
    assert [(m.span, m.precision) for m in with_day] == [(m.span, m.precision) for m in without]
    for one, other in zip(with_day, without, strict=True):
        assert other.first in (None, one.first)


@pytest.mark.parametrize(
    ("told", "precision", "first", "last"),
    [
        ("Sept. 23, 2013", "day", "2013-09-23", "2013-09-23"),
        ("20–21 May 2014", "day", "2014-05-20", "2014-05-21"),
        ("20 to 21 May", "day", "2013-05-20", "2013-05-21"),
        ("23.09.2013", "day", "2013-09-23", "2013-09-23"),
        ("September 2013", "month", "2013-09-01", "2013-09-30"),
        ("early May 2014", "month", "2014-05-01", "2014-05-31"),
        ("2013-09", "month", "2013-09-01", "2013-09-30"),
        ("the third quarter of 2014", "quarter", "2014-07-01", "2014-09-30"),
        ("Q3 2014", "quarter", "2014-07-01", "2014-09-30"),
        ("the first half of next year", "half", "2014-01-01", "2014-06-30"),
        ("FY 2014", "year", "2014-01-01", "2014-12-31"),
        ("2012–2014", "year", "2012-01-01", "2014-12-31"),
        ("2013/14", "year", "2013-01-01", "2014-12-31"),
        ("mid-2014", "year", "2014-01-01", "2014-12-31"),
        ("the fall of 2020", "year", "2020-01-01", "2020-12-31"),
        ("the end of the year", "year", "2013-01-01", "2013-12-31"),
        ("today", "day", "2013-09-25", "2013-09-25"),
        ("yesterday evening", "day", "2013-09-24", "2013-09-24"),
        ("the day after tomorrow", "day", "2013-09-27", "2013-09-27"),
        ("Tuesday", "day", "2013-09-24", "2013-09-24"),
        ("Wednesday", "day", "2013-09-25", "2013-09-25"),
        ("next Tuesday", "day", "2013-10-01", "2013-10-01"),
        ("last Wednesday", "day", "2013-09-18", "2013-09-18"),
        ("last month", "month", "2013-08-01", "2013-08-31"),
        ("this year", "year", "2013-01-01", "2013-12-31"),
        ("last week", "open", "2013-09-16", "2013-09-22"),
        ("next quarter", "quarter", "2013-10-01", "2013-12-31"),
        ("last September", "month", "2012-09-01", "2012-09-30"),
        ("the past year", "year", "2012-09-25", "2013-09-25"),
        ("the first nine months of 2013", "month", "2013-01-01", "2013-09-30"),
        ("the last three months of 2014", "month", "2014-10-01", "2014-12-31"),
        ("seventy-four years ago", "year", "1939-01-01", "1939-12-31"),
        ("5 May of last year", "day", "2012-05-05", "2012-05-05"),
        ("within 48 hours", "day", "2013-09-25", "2013-09-27"),
        ("within six months", "month", "2013-09-25", "2014-03-25"),
        ("the past three months", "month", "2013-06-25", "2013-09-25"),
        ("within two weeks", "day", "2013-09-25", "2013-10-09"),
        ("two weeks ago", "open", "2013-09-09", "2013-09-15"),
        ("one month ago", "month", "2013-08-01", "2013-08-31"),
    ],
)
def test_what_is_told_is_resolved_against_the_day_of_the_document(
    told: str, precision: str, first: str, last: str
) -> None:
    """Each way of telling a period has its whole span, its precision and its days."""
    text = f"We met, as they say, {told}, and went on."
    moment = _one(text)
    assert moment.span.of(text) == told
    assert moment.precision == precision
    assert (str(moment.first), str(moment.last)) == (first, last)


@pytest.mark.parametrize("told", ["in recent years", "in the coming years", "the 1990s"])
def test_what_no_calendar_can_say_is_open(told: str) -> None:
    """Vague periods are found and have no days."""
    moment = _one(f"It has been discussed {told}.")
    assert (moment.precision, moment.first, moment.last) == (Precision.OPEN, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "They sent 2013 troops and 2014 people.",
        "We recall resolution 2254 and resolutions 1701 and 1559.",
        "It cost $2013, or 2,013 euros, or 2013.5 roubles.",
        "He may march soon; the second half was better.",
        "May 20,000 people come.",
        "The 2030 Agenda, Vision 2030 and Agenda 2063.",
        "Theresa May and Mr. March spoke.",
        "Flight 1984 landed at 12:2013.",
        "They met on Bloody Sunday.",
        "It was on the last day of a long day.",
        "On 31 February 2014.",
        "The report 2011-04-S-001 is out.",
        "She told USA Today.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    """Counts, numbers of documents, names and common words are no dates."""
    assert moments(text, WEDNESDAY) == []


def test_a_weekday_to_come_is_told_by_the_verb() -> None:
    """A bare weekday lies in the past unless the sentence speaks of what will be."""
    past, future = moments("They met on Tuesday. They will meet on Tuesday.", WEDNESDAY)
    assert (past.first, future.first) == (dt.date(2013, 9, 24), dt.date(2013, 10, 1))


def test_a_day_without_a_year_takes_it_from_the_same_day_elsewhere() -> None:
    """The November 9 statement is of the year that the text gives with that day."""
    found = moments("On November 9 it ended. The statement of November 9, 2020 says so.", WEDNESDAY)
    assert {m.first for m in found} == {dt.date(2020, 11, 9)}


def test_a_day_joined_to_another_shares_its_year() -> None:
    """From 30 December to 2 January 2014 begins in 2013."""
    first, last = moments("from 30 December to 2 January 2014")
    assert (first.first, last.first) == (dt.date(2013, 12, 30), dt.date(2014, 1, 2))


def test_a_day_that_can_be_read_in_two_ways_is_not_guessed() -> None:
    """05/06/2014 is a day in May or in June."""
    assert _one("on 05/06/2014").first is None
    assert _one("on 06/06/2014").first == dt.date(2014, 6, 6)


def test_a_year_beside_a_resolution_is_a_year() -> None:
    """Resolutions are cited with their year in brackets."""
    assert _one("resolution 2254 (2015)").first == dt.date(2015, 1, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("SOCHI, 23 September 2013 — The council met.", dt.date(2013, 9, 23)),
        ("Sochi (September 23, 2013) – The council met.", dt.date(2013, 9, 23)),
        ("Joint Statement\n\nSeptember 23, 2013\n\nWe met.", dt.date(2013, 9, 23)),
        ("Operational Update April 1, 2011\nAn Afghan unit", dt.date(2011, 4, 1)),
        ("Press release\nMonday, 23 September 2013\nSochi", dt.date(2013, 9, 23)),
        ("The council met in Sochi on 23 September 2013 and agreed on much.", None),
        ("Session in Sochi\n\nIt met on 23 September.", None),
        ("September 2013\n\nIt met.", None),
        ("", None),
    ],
)
def test_a_document_gives_itself_a_day_in_its_head(text: str, day: dt.date | None) -> None:
    """A full date on a short line or in the dateline counts, one in running text does not."""
    assert dated(text) == day


@pytest.mark.parametrize("unit", ["1 ", "-", "2013-", "May ", "the end of ", '"', "(", "\n", "Q3 "])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    """Four times the text takes no more than some twelve times as long."""

    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        start = time.perf_counter()
        moments(text, WEDNESDAY)
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(80_000) < 12 * seconds(20_000) + 0.2
