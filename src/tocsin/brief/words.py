"""Numbers, chances and dates in the words of the brief."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin.desk.scoreboard import Edge

UNKNOWN = "unknown"
NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)


def count(number: float | None) -> str:
    """A count with thousands separated, or “unknown”."""
    return UNKNOWN if number is None else f"{number:,.0f}"


def percent(chance: float | None) -> str:
    """A chance in per cent; never a flat 0 or 100, which no outlook can promise."""
    if chance is None:
        return UNKNOWN
    if chance < 0.01:
        return "<1%"
    return ">99%" if chance > 0.99 else f"{chance:.0%}"


def points(change: float | None) -> str:
    """A change of a chance in percentage points, with its sign."""
    if change is None:
        return UNKNOWN
    rounded = round(change * 100)
    return "±0" if rounded == 0 else f"{rounded:+d}".replace("-", "−")


def interval(bounds: tuple[float, float] | None) -> str:
    """An interval of counts."""
    return UNKNOWN if bounds is None else f"{count(bounds[0])}–{count(bounds[1])}"


def deaths(number: float) -> str:
    """A number of deaths with its noun."""
    return "nobody killed" if number == 0 else f"{count(number)} killed"


def toll(known: float, missing: int) -> str:
    """Deaths in a year with some months missing: so many, at least so many, or unknown."""
    if missing >= 12 and not known:
        return UNKNOWN
    return f"≥ {count(known)}" if missing else count(known)


def month(of: dt.date) -> str:
    """A month in words: August 2013."""
    return f"{of:%B %Y}"


def day(of: dt.date) -> str:
    """A day in words: 23 September 2013."""
    return f"{of.day} {of:%B %Y}"


def listed(items: Sequence[str]) -> str:
    """Items in a sentence: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def number(n: int) -> str:
    """A small number in words."""
    return NUMBERS[n] if n < len(NUMBERS) else str(n)


def ahead(edge: Edge | None, digits: int = 3) -> str:
    """A lead over another model with its range, and in a word whether it can be told from luck."""
    if edge is None:
        return UNKNOWN
    word = {1: "better", -1: "worse", 0: "may be luck"}[edge.told]
    return f"{lead(edge, digits)}: {word}"


def lead(edge: Edge, digits: int = 3) -> str:
    """A lead over another model, and its range if it has one."""
    numbers = (edge.mean, edge.low, edge.high)
    mean, *ends = (f"{n:+.{digits}f}".replace("-", "−") for n in numbers if n is not None)
    return f"{mean} ({' … '.join(ends)})" if ends else mean


def scores(of: dict[str, float], digits: int) -> str:
    """Scores of several models beside each other."""
    return " · ".join(f"{value:,.{digits}f}" for value in of.values()) or UNKNOWN
