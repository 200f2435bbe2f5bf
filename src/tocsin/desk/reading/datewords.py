"""The words and patterns by which dates are told, made from `data/dates.toml`."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from tocsin.desk.reading.lexicon import table
from tocsin.desk.reading.said import GAP, either

_TO = rf"(?:[^\S\n]?[-–—][^\S\n]?|{GAP}(?:to|and|or|through){GAP})"
_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})(?![\d/]|[.,-]\d)"
WORD = re.compile(r"\d+|[^\W\d_]+")
"""A word or number, each time the place where an expression may have its core."""


class Patterns(NamedTuple):
    """Compiled patterns; those named `before_…` end where a core begins."""

    day_month: re.Pattern[str]
    month_day: re.Pattern[str]
    weekday: re.Pattern[str]
    time: re.Pattern[str]
    before_name: re.Pattern[str]
    before_unit: re.Pattern[str]
    before_period: re.Pattern[str]
    after_unit: re.Pattern[str]
    sooner: re.Pattern[str]
    later: re.Pattern[str]


NUMERIC = re.compile(
    r"(?P<a>\d{4})(?P<s>[-./])(?P<b>\d{1,2})(?P=s)(?P<c>\d{1,2})(?![\d/]|[.,-]\d)"
    r"|(?P<d>\d{1,2})(?P<t>[-./])(?P<e>\d{1,2})(?P=t)(?P<f>\d{4})(?![\d/]|[.,-]\d)"
)
YEARS = re.compile(
    r"(?P<year>[12]\d{3})"
    r"(?:(?P<decade>['’]?s\b)"
    r"|[^\S\n]?(?P<dash>[-–—/])[^\S\n]?(?P<until>\d{4}|\d{2})(?![\w/]|[.,]\d|-\w)"
    r"|[ -]?Q(?P<quarter>[1-4])\b"
    r"|(?![\w/]|[.,]\d|-\d))"
)
OF_YEAR = re.compile(rf",?{GAP}(?:of{GAP})?(?P<rel>this|last|next){GAP}year\b", re.IGNORECASE)
ERA = re.compile(r"\d{1,4}[^\S\n]?(?:B\.C\.(?:E\.)?|BCE?\b)")
SHORT = re.compile(
    rf"(?P<what>[QH])(?P<number>[1-4])(?:{GAP}(?:of{GAP})?|[-/])(?P<year>[12]\d{{3}})(?![\w/]|[.,]\d)"
)
FISCAL = re.compile(r"FY[\s-]?['’]?(?P<year>[12]\d{3}|\d\d)(?:[-–/]\d{2,4})?(?![\w/]|[.,]\d)")


@cache
def units() -> dict[str, str]:
    """The unit of each word for a span of time."""
    return {word: unit for unit, words in table("dates")["units"].items() for word in words}


@cache
def numbers(name: str) -> dict[str, int]:
    """The table of numbers of this name: months, weekdays, days, relative and so on."""
    found: dict[str, Any] = table("dates")[name]
    if name not in ("months", "weekdays"):
        return found
    full = {word: number for number, word in enumerate(found, name == "months")}
    return full | {short: full[word] for word, shorts in found.items() for short in shorts}


@cache
def kinds() -> dict[str, str]:
    """What each word can be the core of."""
    data = table("dates")
    found = dict.fromkeys(units(), "unit") | dict.fromkeys(data["vague"]["times"], "time")
    found |= dict.fromkeys(numbers("days"), "today") | {"q": "short", "h": "short", "fy": "fiscal"}
    found |= dict.fromkeys(numbers("weekdays"), "weekday")
    return found | dict.fromkeys(numbers("months"), "month")


@cache
def listed(name: str) -> frozenset[str]:
    """The words about numbers that may be years, by their list."""
    return frozenset(table("dates")["years"][name])


@cache
def named(name: str) -> frozenset[str]:
    """The words about names of months and days, by their list."""
    return frozenset(table("dates")["names"][name])


def _before_unit(data: dict[str, Any]) -> str:
    few = either(["a few", "few", "several", "some", "many", "a couple of"])
    counted = rf"(?:{_number(data)}|{few})"
    return (
        rf"(?:\b(?P<prep>within|in|over|during|for){GAP})?"
        rf"(?:\b(?P<the>the|these|those|this(?={GAP}(?:past|coming|last|next))){GAP})?"
        rf"(?:\b(?P<rel>{either([*data['relative'], *data['vague']['many']])}){GAP})?"
        rf"(?:\b(?P<n>{counted}|\d{{1,3}})(?:{GAP}|-))?(?:(?:fiscal|financial|calendar){GAP})?\Z"
    )


def _number(data: dict[str, Any]) -> str:
    """A number in words: six, seventy-four."""
    return rf"(?:{either(data['tens'])}-)?{either([*data['numbers'], *data['tens']])}"


def _before_period(data: dict[str, Any]) -> str:
    seasons = either(set(data["units"]["year"]) - {"year", "years"})
    counted = _number(data)
    inner = r"(?P<inner>quarter|half|months?|weeks?|days?|years?)"
    return (
        rf"(?:\b(?:the{GAP})?(?:very{GAP})?(?P<place>{either(data['vague']['places'])}){GAP}of"
        rf"(?:{GAP}the)?{GAP}"
        rf"|\b(?:the{GAP})?(?P<ord>{either(data['ordinals'])}){GAP}"
        rf"(?:(?P<n>{counted}|\d{{1,2}}){GAP})?{inner}{GAP}of(?:{GAP}the)?{GAP}"
        rf"|\b(?P<early>{either(data['vague']['parts'])})(?:{GAP}|-)(?:in{GAP})?"
        rf"|\b(?:the{GAP})?(?P<season>{seasons}){GAP}(?:of{GAP})?"
        rf"|\b(?:the{GAP})?(?:(?:fiscal|financial|calendar){GAP})?years?{GAP}"
        rf"|\b(?:fiscal|financial){GAP})\Z"
    )


@cache
def patterns() -> Patterns:
    """All patterns that need the words."""
    data = table("dates")
    month = rf"(?P<month>{either(numbers('months'))})(?:\.|\b)"
    day = rf"(?P<day>\d{{1,2}}){_TH}(?:(?P<to>{_TO})(?P<until>\d{{1,2}}){_TH})?"
    year = rf"(?:(?:,?{GAP}|,|-){_YEAR})?"
    times = either(data["vague"]["times"])
    weekday = either(numbers("weekdays"))
    days = rf"{day}(?:{GAP}|-)(?:of{GAP})?{month}{year}"
    flags = re.IGNORECASE
    alone = r"(?![\w%])(?![.,:]\d)"
    return Patterns(
        re.compile(days, flags),
        re.compile(rf"{month}(?:(?:{GAP}|-)(?:the{GAP})?{day}{alone})?{year}", flags),
        re.compile(rf"(?:{weekday})\b\.?(?:,?{GAP}(?:the{GAP})?(?=\d|{month}))?", flags),
        re.compile(rf"{GAP}(?:{times})\b", flags),
        re.compile(rf"\b(?:this{GAP})?(?P<rel>this|last|next|past|coming){GAP}\Z", flags),
        re.compile(_before_unit(data), flags),
        re.compile(_before_period(data), flags),
        re.compile(
            rf"{GAP}(?P<ago>ago)\b|{GAP}(?P<ahead>to{GAP}come|ahead)\b|['’]s?{GAP}(?P<time>time)\b"
        ),
        re.compile(rf"^{GAP}?(?:[-–—]|to|and|or|until|till|through){GAP}?(?:from{GAP})?\Z"),
        re.compile(
            r"\b(?:will|shall|is to|are to|due to|scheduled|planned|plans? to)\b[^.!?\n]*\Z"
        ),
    )


@cache
def at_end() -> re.Pattern[str]:
    """Ends where "the year" follows in the end of the year."""
    places = either(table("dates")["vague"]["places"])
    return re.compile(rf"\b(?:{places}){GAP}of{GAP}\Z", re.IGNORECASE)
