"""Periods told by their unit: this year, the past three months, two weeks ago, within a month."""

from __future__ import annotations

import datetime as dt
import re

from tocsin.desk.reading import datewords as words
from tocsin.desk.reading import period as periods
from tocsin.desk.reading.period import OPEN, Period

_ANAPHORIC = frozenset({"following", "preceding", "previous"})
_VAGUE = frozenset({"recent", "future"})
_FEW = frozenset({"few", "a few", "several", "some", "many", "a couple of"})


def told(
    text: str, hit: re.Match[str], after: int, date: dt.date | None
) -> tuple[int, int, Period] | None:
    """Start, end and period of the expression around the unit `hit`; None if it tells no date.

    Nothing before `after` is looked at.
    """
    unit = words.units()[hit[0].lower()]
    before = words.patterns().before_unit.search(text[after : hit.start()])
    if before is None:
        return None
    start, many = after + before.start(), hit[0].lower().endswith("s")
    behind = words.patterns().after_unit.match(text, hit.end())
    if behind:
        return _behind(before, behind, start, unit, date)
    if before["rel"]:
        return _related(text, before, start, hit, unit, many, date)
    if before["n"] and before["prep"] and before["prep"].lower() == "within":
        ahead = _ahead(_count(before["n"]), unit, date)
        return (start, hit.end(), ahead) if ahead else None
    if before["the"] and not before["n"] and not many and words.at_end().search(text[:start][-30:]):
        return start + len(before[0]), hit.end(), periods.around(date, unit)
    return None


def _count(told: str) -> int:
    """How many are counted; 0 if it is not said."""
    told = " ".join(told.lower().split())
    if told in _FEW:
        return 0
    return int(told) if told.isdecimal() else words.numbers("numbers")[told]


def _behind(
    before: re.Match[str], behind: re.Match[str], start: int, unit: str, date: dt.date | None
) -> tuple[int, int, Period] | None:
    """Two weeks ago, in two weeks' time, for years to come."""
    end = behind.end()
    if behind["ahead"]:
        return start, end, OPEN
    if not before["n"]:
        return None
    start += len(before[0]) - len(before[0][before.start("n") - before.start() :])
    count = _count(before["n"])
    if not count or date is None:
        return start, end, OPEN if not count else Period(periods.precision(unit))
    day = (
        periods.moved(date, unit, -count if behind["ago"] else count) if unit != "century" else None
    )
    return start, end, periods.around(day, unit)


def _related(
    text: str,
    before: re.Match[str],
    start: int,
    hit: re.Match[str],
    unit: str,
    many: bool,
    date: dt.date | None,
) -> tuple[int, int, Period] | None:
    """This year, last month, the past three months, the coming years, recent days."""
    rel = " ".join(before["rel"].lower().split())
    lies = words.numbers("relative").get(rel, 0)
    if not many and unit in ("day", "half", "century") and not before["n"]:
        return None
    count = _count(before["n"]) if before["n"] else 0
    if (many and not count) or unit in ("decade", "century"):
        return (start, hit.end(), OPEN) if lies or rel in _VAGUE else None
    skipped = len(before["prep"] or "") and before.end("prep") - before.start()
    if skipped and before["prep"].lower() != "within":
        start += skipped + len(before[0][skipped:]) - len(before[0][skipped:].lstrip())
    if rel in _VAGUE:
        return None
    if date is None or rel in _ANAPHORIC:
        return start, hit.end(), Period(periods.precision(unit))
    if count:
        run = _ahead(count, unit, date) if lies > 0 else _back(count, unit, date)
        return (start, hit.end(), run) if run and lies else None
    day = periods.moved(date, unit, lies)
    return start, hit.end(), periods.around(day, unit)


def _ahead(count: int, unit: str, date: dt.date | None) -> Period | None:
    """The next `count` units from a day on."""
    if not count or unit == "century":
        return OPEN
    last = periods.moved(date, unit, count) if date else None
    return Period(periods.precision(unit), date if last else None, last)


def _back(count: int, unit: str, date: dt.date) -> Period | None:
    """The last `count` units up to a day."""
    if unit == "century":
        return OPEN
    first = periods.moved(date, unit, -count)
    return Period(periods.precision(unit), first, date if first else None)
