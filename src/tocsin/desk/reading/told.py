"""Expressions of days and months: by figures, by name, by weekday, by where they lie from today."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from tocsin.desk.reading import datewords as words
from tocsin.desk.reading import period as periods
from tocsin.desk.reading import relative
from tocsin.desk.reading import year as years
from tocsin.desk.reading.period import NOTHING, Period, Told
from tocsin.desk.reading.statement import Precision

_BACK = 70
_NEAR = {"this": 0, "last": -1, "past": -1, "next": 1, "coming": 1}


def cored(text: str, hit: re.Match[str], date: dt.date | None, after: int) -> Told | None:
    """What a word or number is the core of, if it is one."""
    word = hit[0]
    if word[0].isdecimal():
        return _numeric(text, hit, date) if len(word) <= 4 and word.isascii() else None
    kind = words.kinds().get(word.lower())
    return _READERS[kind](text, hit, date, after) if kind else None


def _numeric(text: str, hit: re.Match[str], date: dt.date | None) -> Told | None:
    """A date that starts with a number: 23 September 2013, 2013-09-23, 2013, 575 B.C."""
    start = hit.start()
    before = text[max(0, start - 2) : start]
    if before[-1:] in ("$", "€", "£", "¥", "#", "%", "&", "_") or re.search(r"\d[.,:/-]$", before):
        return None
    if len(hit[0]) <= 2 and (named := words.patterns().day_month.match(text, start)):
        return _named(start, named, date)
    if figures := words.NUMERIC.match(text, start):
        return _figures(figures)
    if era := words.ERA.match(text, start):
        return Told(start, era.end(), Period(Precision.YEAR))
    if len(hit[0]) == 4 and (told := years.told(text, start)):
        return Told(start, told[0], told[1], dated=True)
    return None


def _figures(found: re.Match[str]) -> Told:
    """2013-09-23, or 23.09.2013 where day and month cannot be taken for each other."""
    if found["a"]:
        day = periods.day(int(found["a"]), int(found["b"]), int(found["c"]))
    else:
        one, two, year = int(found["d"]), int(found["e"]), int(found["f"])
        day, other = periods.day(year, two, one), periods.day(year, one, two)
        if day and other and day != other:
            day = Period(Precision.DAY)
        day = day or other
    return Told(found.start(), found.end(), day or NOTHING, dated=True)


def _named(start: int, found: re.Match[str], date: dt.date | None) -> Told | None:
    """Days of a month that is named, or a month, with or without its year."""
    name = found["month"]
    if not name[0].isupper():
        return None
    month = words.numbers("months")[name.lower()]
    first = int(found["day"]) if found["day"] else 0
    last = int(found["until"]) if found["day"] and found["until"] else first
    first = min(first, last)
    if found["year"]:
        period = in_year(int(found["year"]), (month, first, last))
        return Told(start, found.end(), period or NOTHING, dated=True)
    period = in_year(2000, (month, first, last))  # a leap year has every day
    if period is None:
        return Told(start, found.end(), NOTHING)
    if of_year := words.OF_YEAR.match(found.string, found.end()):
        year = date.year + _NEAR[of_year["rel"].lower()] if date else 0
        there = in_year(year, (month, first, last)) if date else None
        return Told(start, of_year.end(), there or Period(period.precision), dated=True)
    return Told(start, found.end(), Period(period.precision), (month, first, last))


def in_year(year: int, told: tuple[int, int, int]) -> Period | None:
    """A month, or days of it, in a year; None if that year has no such day."""
    month, first, last = told
    if not first:
        return periods.stretch(Precision.MONTH, year, month)
    start, end = periods.day(year, month, first), periods.day(year, month, last)
    return Period(Precision.DAY, start.first, end.last) if start and end else None


def _month(text: str, hit: re.Match[str], date: dt.date | None, after: int) -> Told | None:
    """A date that starts with the name of a month: September 23, 2013, Sept. 2013, September."""
    found = words.patterns().month_day.match(text, hit.start())
    if found is None:
        return None
    if found["day"] or found["year"]:
        return _named(hit.start(), found, date)
    word = hit[0].lower()
    before = text[max(after, hit.start() - 20) : hit.start()].lower().rstrip("- \n\xa0")
    if len(word) <= 4 and word not in ("may", "june", "july"):
        return None
    if word in ("may", "march") and before.rpartition(" ")[2] not in words.named("before_month"):
        return None
    told = _named(
        hit.start(), words.patterns().month_day.match(text, hit.start(), hit.end()) or found, date
    )
    return told and _near(text, told, date, after)


def _near(text: str, told: Told, date: dt.date | None, after: int) -> Told:
    """A month or weekday with what tells which one: last September, next Tuesday."""
    base = max(after, told.start - _BACK)
    found = words.patterns().before_name.search(text[base : told.start])
    if not found:
        return told
    start = base + found.start()
    if told.yearless is None:
        return replace(told, start=start)
    period = told.period
    if date is not None:
        options = (in_year(year, told.yearless) for year in about(date))
        period = nearest([o for o in options if o], _NEAR[found["rel"].lower()], date) or period
    return Told(start, told.end, period)


def about(date: dt.date) -> range:
    """The years before, of and after a day."""
    return range(max(1, date.year - 1), min(dt.MAXYEAR, date.year + 1) + 1)


def nearest(
    options: list[Period], lies: int, date: dt.date, *, ahead: bool = False
) -> Period | None:
    """The nearest option that lies before (-1), after (1) or on either side of (0) a day.

    Of two sides, what is past counts as twice as near, or what is to come if it is told so.
    """
    favour = 2 if ahead else 1

    def distance(option: Period) -> int:
        first, last = option.first or date, option.last or date
        return max((first - date).days * (3 - favour), (date - last).days * favour, 0)

    sided = [
        o
        for o in options
        if o.first and o.last and (not lies or (o.last < date if lies < 0 else o.first > date))
    ]
    return min(sided, key=distance, default=None)


def _weekday(text: str, hit: re.Match[str], date: dt.date | None, after: int) -> Told | None:
    """Tuesday, next Tuesday, Tuesday morning, or with the date that it belongs to."""
    found = words.patterns().weekday.match(text, hit.start())
    if found is None or not hit[0][0].isupper():
        return None
    if told := _date_at(text, found.end(), date, after):
        return replace(told, start=hit.start())
    if len(hit[0]) < 6 or _is_feast(text, hit.start()):
        return None
    end = hit.end()
    if time := words.patterns().time.match(text, end):
        end = time.end()
    number = words.numbers("weekdays")[hit[0].lower()]
    base = max(after, hit.start() - _BACK)
    before = text[base : hit.start()]
    near = words.patterns().before_name.search(before)
    lies = _NEAR[near["rel"].lower()] if near else int(bool(words.patterns().later.search(before)))
    start = base + near.start() if near else hit.start()
    return Told(start, end, _that_day(date, number, lies, named=bool(near)))


def _date_at(text: str, at: int, date: dt.date | None, after: int) -> Told | None:
    """The day with its month that starts here, if one does."""
    following = words.WORD.match(text, at)
    told = cored(text, following, date, after) if following else None
    if told is None or not (told.yearless or told.dated) or told.start < at:
        return None
    return told if told.period.precision is Precision.DAY else None


def _is_feast(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].lower().split()
    return bool(before) and before[-1] in words.named("feasts")


def _that_day(date: dt.date | None, number: int, lies: int, *, named: bool) -> Period:
    """The weekday `number` before or on a day, strictly before or after it if so named."""
    if date is None:
        return Period(Precision.DAY)
    by = (number - date.weekday()) % 7
    if lies < 0 or (not named and not lies):
        by = by - 7 if by or named else 0
    elif named and not lies:
        by = number - date.weekday()
    elif named and not by:
        by = 7
    return periods.around(periods.moved(date, "day", by), "day")


def _today(text: str, hit: re.Match[str], date: dt.date | None, after: int) -> Told | None:
    """Today, yesterday evening, the day after tomorrow."""
    if hit[0][0].isupper() and re.search(
        r"[A-Z][A-Z]+ $", text[max(0, hit.start() - 8) : hit.start()]
    ):
        return None
    by, start, end = words.numbers("days")[hit[0].lower()], hit.start(), hit.end()
    base = max(after, start - 20)
    if about := re.search(r"\b(?:the\s)?day\s(before|after)\s$", text[base:start], re.IGNORECASE):
        by += -1 if about[1].lower() == "before" else 1
        start = base + about.start()
    if time := words.patterns().time.match(text, end):
        end = time.end()
    day = periods.moved(date, "day", by) if date else None
    return Told(start, end, periods.around(day, "day"))


def _time(text: str, hit: re.Match[str], date: dt.date | None, after: int) -> Told | None:
    """This morning, last night."""
    base = max(after, hit.start() - _BACK)
    found = words.patterns().before_name.search(text[base : hit.start()])
    if found is None or found["rel"].lower() not in ("this", "last"):
        return None
    if found["rel"].lower() == "last" and hit[0].lower() not in ("night", "evening"):
        return None
    day = periods.moved(date, "day", _NEAR[found["rel"].lower()]) if date else None
    return Told(base + found.start(), hit.end(), periods.around(day, "day"))


def _short(text: str, hit: re.Match[str], date: dt.date | None, after: int) -> Told | None:
    """Q3 2014, H1 of 2014."""
    found = words.SHORT.match(text, hit.start())
    if found is None:
        return None
    told = Precision.QUARTER if found["what"] == "Q" else Precision.HALF
    period = periods.stretch(told, int(found["year"]), int(found["number"]))
    return Told(hit.start(), found.end(), period) if period else None


def _fiscal(text: str, hit: re.Match[str], date: dt.date | None, after: int) -> Told | None:
    """FY 2014; the year that bears its number, for bodies begin theirs in different months."""
    found = words.FISCAL.match(text, hit.start())
    if found is None:
        return None
    year = int(found["year"])
    period = periods.stretch(Precision.YEAR, year + 2000 if year < 100 else year)
    return Told(hit.start(), found.end(), period, dated=True) if period else None


def _unit(text: str, hit: re.Match[str], date: dt.date | None, after: int) -> Told | None:
    base = max(after, hit.start() - _BACK)
    told = relative.told(text, hit, base, date)
    return Told(told[0], told[1], told[2]) if told else None


_READERS = {
    "month": _month,
    "weekday": _weekday,
    "today": _today,
    "time": _time,
    "short": _short,
    "fiscal": _fiscal,
    "unit": _unit,
}
