"""Dates as they are told in a text: days and periods of the calendar, absolute and relative."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from tocsin.desk.reading import datewords as words
from tocsin.desk.reading import period as periods
from tocsin.desk.reading import relative
from tocsin.desk.reading import told as tellings
from tocsin.desk.reading.period import NOTHING, Period, Told
from tocsin.desk.reading.statement import Moment, Precision, Span

_BACK = 70
_PRECISE = {"quarter": Precision.QUARTER, "half": Precision.HALF}
_HEAD = 1500
_LINE_WORDS = 9
_DATELINE = re.compile(
    r"[\s•*]*(?:[A-Z][^\W\d_.]*\.?[^\S\n]?[A-Z]?[^\W\d_]*[,./ (]{1,3}){0,6}"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?[^\S\n])?"
)


def moments(text: str, date: dt.date | None = None) -> list[Moment]:
    """All dates and periods told in a text, in its order, none overlapping another.

    What is told by its distance from the day of the document needs that day, `date`; without it
    `first` and `last` stay None, as they do where the calendar cannot say (recent years). A week
    is open but has its days; 20–21 May has precision day and two days. The whole year or month
    stands for an unclear part of it: the end of 2014, early May.
    """
    found: list[Told] = []
    after, kinds = 0, words.kinds()
    for hit in words.WORD.finditer(text):
        if hit[0].lower() not in kinds and not hit[0].isdecimal():
            continue
        if hit.start() < after:
            continue
        told = tellings.cored(text, hit, date, after)
        if told is None:
            continue
        told = _widened(text, told, after)
        if told.period is not NOTHING:
            found.append(told)
        after = told.end
    return [
        Moment(Span(told.start, told.end), *told.period) for told in _with_years(text, found, date)
    ]


def dated(text: str) -> dt.date | None:
    """The day that a document gives itself in its head or dateline; None without its year."""
    head = text[:_HEAD]
    for moment in moments(head):
        if moment.precision is not Precision.DAY or moment.first is None:
            continue
        if moment.first == moment.last and _gives_itself(head, moment.span):
            return moment.first
    return None


def _gives_itself(text: str, span: Span) -> bool:
    """Whether a date stands in a short line of its own, or at the start of one before a dash."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = text[start : len(text) if end < 0 else end]
    before, after = text[start : span.start], text[span.end : start + len(line)].lstrip()
    if _DATELINE.fullmatch(before) and re.match(r"\)?\s?[-–—:(]", after):
        return True
    return len(line.split()) <= _LINE_WORDS and not line.rstrip().endswith((".", "!", "?", ","))


def _widened(text: str, told: Told, after: int) -> Told:
    """An expression with what stands before it: the end of, early, the third quarter of."""
    for _ in range(3):
        base = max(after, told.start - _BACK)
        found = words.patterns().before_period.search(text[base : told.start])
        if found is None or (found["season"] and told.period.precision is not Precision.YEAR):
            return told
        told = replace(told, start=base + found.start(), period=_part(told.period, found))
    return told


def _part(period: Period, found: re.Match[str]) -> Period:
    if not found["inner"]:
        return period
    inner, number = found["inner"].lower(), words.numbers("ordinals")[found["ord"].lower()]
    if found["n"]:
        count = relative.count_of(found["n"])
        return periods.months_of(period, number, count) if inner.startswith("month") else period
    return periods.part(period, _PRECISE[inner], number) if inner in _PRECISE else period


def _with_years(text: str, found: list[Told], date: dt.date | None) -> list[Told]:
    """All with a year, as far as it can be told."""
    known = {_month_day(told): told.period for told in found if told.dated}
    title = None if date else _title_year(text, found)
    resolved: list[Told] = []
    for told in reversed(found):
        period: Period | None = told.period
        if told.yearless is not None:
            following = resolved[-1] if resolved else None
            period = _joined(text, told, following) or known.get(told.yearless)
            period = period or _nearest(text, told, date)
            period = period or (tellings.in_year(title, told.yearless) if title else None)
        resolved.append(replace(told, period=period or told.period))
    return resolved[::-1]


def _title_year(text: str, found: list[Told]) -> int | None:
    """The one year that a document without a day names in its first line."""
    end = text.find("\n", len(text) - len(text.lstrip()))
    years = {
        told.period.first.year
        for told in found
        if told.end <= end and told.dated and told.period.first
    }
    return years.pop() if len(years) == 1 else None


def _month_day(told: Told) -> tuple[int, int, int] | None:
    first, last = told.period.first, told.period.last
    if told.period.precision is not Precision.DAY or first is None or last is None:
        return None
    return first.month, first.day, last.day


def _joined(text: str, told: Told, following: Told | None) -> Period | None:
    """The year of the date that comes next where both are told together: 30 April–2 May 2014."""
    if following is None or following.period.first is None or told.yearless is None:
        return None
    if not words.patterns().sooner.match(text[told.end : min(following.start, told.end + 20)]):
        return None
    year = following.period.first.year - (told.yearless[0] > following.period.first.month)
    return tellings.in_year(year, told.yearless)


def _nearest(text: str, told: Told, date: dt.date | None) -> Period | None:
    """The year in which it lies nearest to the day of the document."""
    if date is None or told.yearless is None:
        return None
    ahead = bool(words.patterns().later.search(text[max(0, told.start - _BACK) : told.start]))
    options = (tellings.in_year(year, told.yearless) for year in tellings.about(date))
    return tellings.nearest([option for option in options if option], 0, date, ahead=ahead)
