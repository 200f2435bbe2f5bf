"""Years told by their number alone, and what is no year though it looks like one."""

from __future__ import annotations

import re

from tocsin.desk.reading import datewords as words
from tocsin.desk.reading.period import OPEN, Period, stretch
from tocsin.desk.reading.statement import Precision

_BEFORE = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)?)?([^\w]*)$")
_AFTER = re.compile(r"(['’]s?)?([^\w]*)(\w+)?")
_ARTICLES = frozenset({"the", "a", "its", "our", "their", "this", "his"})
_EARLIEST, _LATEST = 1700, 2199


def told(text: str, start: int) -> tuple[int, Period] | None:
    """Where the year that starts here ends, with its period; None if the number is no year.

    Also years joined (2012–2014, 2013/14), quarters (2014 Q3) and decades (1990s).
    """
    found = words.YEARS.match(text, start)
    if found is None:
        return None
    year = int(found["year"])
    if found["decade"]:
        return (found.end(), OPEN) if year % 10 == 0 else None
    if found["quarter"]:
        period = stretch(Precision.QUARTER, year, int(found["quarter"]))
        return (found.end(), period) if period else None
    if found["dash"]:
        return _joined(text, found, year)
    return _alone(text, found, year)


def _joined(text: str, found: re.Match[str], year: int) -> tuple[int, Period] | None:
    """2012–2014, 2013-14, or the month 2013-09."""
    second = found["until"]
    until = int(second) if len(second) == 4 else year // 100 * 100 + int(second)
    if found["dash"] == "-" and len(second) == 2 and int(second) <= 12 and until != year + 1:
        period = stretch(Precision.MONTH, year, int(second))
        return (found.end(), period) if period and _in_range(year) else None
    if year < until <= year + 100 and _in_range(year):
        first, last = stretch(Precision.YEAR, year), stretch(Precision.YEAR, until)
        if first and last:
            return found.end(), Period(Precision.YEAR, first.first, last.last)
    return None


def _in_range(year: int) -> bool:
    return _EARLIEST <= year <= _LATEST


def _alone(text: str, found: re.Match[str], year: int) -> tuple[int, Period] | None:
    end = found.start() + 4
    period = stretch(Precision.YEAR, year)
    if period is None or not _in_range(year) or not _is_year(text, found.start(), end):
        return None
    return end, period


def _is_year(text: str, start: int, end: int) -> bool:
    """Whether the words around a bare number say that it is a year."""
    before = _BEFORE.search(text, max(0, start - 30), start)
    after = _AFTER.match(text, end, end + 30)
    word, gap = ((before[1] or "").lower(), before[2]) if before else ("", "")
    possessive, break_, follower = after.groups() if after else (None, "", None)
    follower, broken = follower or "", break_.strip(" \n\xa0") != ""
    if word in words.listed("numbered") or follower.lower() in words.listed("named"):
        return gap.endswith("(")
    if gap.endswith("(") and break_.startswith((")", ";", ",")):
        return True
    if not broken and follower.lower() in words.listed("counted"):
        return False
    if word in words.listed("surely") or possessive:
        return True
    if gap.strip() in (",", "") and word in words.listed("held"):
        return True
    told = not word and "\n" not in gap and follower in words.listed("then")
    return told or (
        word in words.listed("before") and (broken or not follower or _names(word, follower))
    )


def _names(word: str, follower: str) -> bool:
    """Whether what follows a bare number is a thing of that year, not things counted by it."""
    if follower.lower() in words.listed("then"):
        return True
    if word not in words.listed("beside"):
        return bool(word) and follower.islower() and not _many(follower)
    return follower[0].isupper() or (word in _ARTICLES and not _many(follower))


def _many(word: str) -> bool:
    plural = word.endswith("s") and not word.endswith(("ss", "is", "us"))
    return plural and word not in words.listed("many")
