"""Agreements named in a text: treaties, memoranda, resolutions, ceasefires and their like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tocsin.desk.reading import vicinity
from tocsin.desk.reading.date import moments
from tocsin.desk.reading.lexicon import table
from tocsin.desk.reading.mention import parties_named
from tocsin.desk.reading.said import GAP, either, literal, searched
from tocsin.desk.reading.statement import Agreement, Moment, Span

_BACK, _AHEAD = 120, 200
_CAPITAL = r"[A-ZÀ-Þ0-9][\w&’'/.-]*"
_PROPER = (
    rf"(?:{GAP}(?:(?:of|and|for|on|the|in|against|to|by|at){GAP}){{0,3}}"
    rf"(?!(?:The|A|We|It)\b){_CAPITAL}(?<![.,]))"
)
_NUMBERS = re.compile(
    r"(?:\s+(?:No\.?\s?|number\s)?(?:[A-Z]{1,2}[-/])?\d{1,4}(?:/\d{1,4})?(?:\s\((?:19|20)\d\d\))?)"
    r"(?:(?:,?\s+and|,)\s\d{1,4}(?:\s\((?:19|20)\d\d\))?(?!\w|[.,]\d)){0,8}(?!\w)"
)
_CODE = re.compile(r"\b[AS]/(?:RES/)?\d{1,4}(?:/\d{1,4}){0,2}\b")
_NAMED = re.compile(
    rf"{GAP}(?:of|on|for|concerning|relating{GAP}to|regarding|against){GAP}(?:the{GAP})?"
    rf"(?!(?:The|A|We|It)\b)[A-ZÀ-Þ][\w’'-]*{_PROPER}{{0,12}}"
)
_TOPIC = rf"(?:{GAP}(?:on|for|of){GAP}[\w’'-]+(?:{GAP}(?!between\b|with\b)[\w’'-]+){{0,6}}?)?"
_PARTNERS = re.compile(
    rf"(?:{GAP}(?:signed|reached|concluded|brokered)(?:{GAP}(?:in|at){GAP}[A-ZÀ-Þ]\w+)?)?{_TOPIC}{GAP}(?:between|with|among){GAP}(?:the{GAP})?[A-ZÀ-Þ][\w’'.-]*"
    rf"(?:,?{GAP}(?:(?:and|of|the){GAP}){{0,3}}[A-ZÀ-Þ][\w’'-]*){{0,10}}"
)
_OF_DAY = re.compile(r"\s*\($|\s+(?:of|from|dated)\s+(?:the\s+)?$")
_DAY_FIRST = re.compile(r"[’']?s?\s+$")


class _Patterns(NamedTuple):
    trigger: re.Pattern[str]
    before: re.Pattern[str]
    after_body: re.Pattern[str]
    made: re.Pattern[str]
    known: re.Pattern[str]


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("agreements")[name])


@cache
def _patterns() -> _Patterns:
    data = table("agreements")
    lower = either(data["modifiers"])
    joining = rf"(?:(?:of|and|for){GAP})?"
    return _Patterns(
        literal(data["nouns"]),
        re.compile(rf"(?:\b(?:{_CAPITAL}(?<!\.)(?:\.(?=\w))?{GAP}{joining}|{lower}{GAP}))+\Z"),
        re.compile(rf"{GAP}{either(data['body_after'])}\b", re.IGNORECASE),
        re.compile(rf"\b{either(data['made'])}\b"),
        literal(data["known"]),
    )


def agreements(text: str, dates: Sequence[Moment] | None = None) -> list[Agreement]:
    """All agreements and other instruments named in a text, in its order, none overlapping.

    `parties` are those named with it, as ISO 3166 alpha-3 codes and names of bodies; `when` is
    the date in its name, or on which the sentence says that it was made, out of `dates` or what
    is read in the text itself.
    """
    told = moments(text) if dates is None else dates
    found: list[Agreement] = []
    after, at = 0, 0
    for span, sure in _spans(text):
        if span.start < after:
            continue
        while at < len(told) and told[at].span.end < span.start - vicinity.REACH:
            at += 1
        whole, moment = _made(text, span, told[at : at + 24])
        named = moment is not None and " " in span.of(text)
        if sure or whole != span or named:
            found.append(Agreement(whole, parties_named(text, whole), moment))
            after = whole.end
    return found


def _spans(text: str) -> list[tuple[Span, bool]]:
    """Where instruments may be named, and whether they surely are even without a date."""
    patterns = _patterns()
    found = [(Span(*hit.span()), True) for hit in searched(patterns.known, text)]
    found += [(Span(*hit.span()), True) for hit in _CODE.finditer(text)]
    nouns = (_noun(text, hit) for hit in searched(patterns.trigger, text))
    found += [candidate for candidate in nouns if candidate]
    return sorted(found, key=lambda candidate: (candidate[0].start, -candidate[0].end))


def _noun(text: str, hit: re.Match[str]) -> tuple[Span, bool] | None:
    """The name around a noun for an instrument, and whether it is one; None for a body's."""
    start, end = hit.span()
    if _patterns().after_body.match(text, end):
        return None
    base = max(0, start - _BACK)
    before = _patterns().before.search(text[base:start])
    first, proper = _begun(text, base + before.start(), start) if before else (start, False)
    low = hit[0].lower()
    numbered = _NUMBERS.match(text, end) if low.startswith("resolution") else None
    if numbered:
        return Span(first, numbered.end()), True
    titled = hit[0][0].isupper() and not _begins(text, first)
    named = _NAMED.match(text, end, end + _AHEAD) if hit[0][0].isupper() else None
    last = named.end() if named else end
    partners = _PARTNERS.match(text, last, last + _AHEAD)
    if partners and parties_named(text, Span(last, partners.end())):
        return Span(first, partners.end()), True
    known = bool(named) or (proper and (titled or low not in _words("capital")))
    if low.startswith("resolution") or low in _words("dated") or _gathers(text, first, start):
        known = False
    return Span(first, last), known or (low in _words("ceasefires") and _definite(text, first))


def _gathers(text: str, first: int, noun: int) -> bool:
    """Whether a convention is one that people go to."""
    return not _words("gatherings").isdisjoint(text[first:noun].lower().split())


def _definite(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].lower() == "the "


def _begins(text: str, start: int) -> bool:
    """Whether a word may have its capital from standing first in a sentence."""
    return not text[max(0, start - 2) : start].strip() or text[start - 2 : start - 1] in ".!?\n"


def _begun(text: str, first: int, noun: int) -> tuple[int, bool]:
    """Where a name begins once words before it that are not its own are left out."""
    proper = False
    words = list(re.finditer(r"[^\s]+", text[first:noun]))
    alone = _words("nouns") - _words("modifiers")
    others = [n for n, word in enumerate(words) if word[0].lower() in alone]
    words = words[others[-1] + 1 if others else 0 :]
    while words and words[0][0].lower().strip(".,") in _words("never_first"):
        words.pop(0)
    for word in words:
        low = word[0].lower()
        titled = word[0][0].isupper() or (word[0].isdecimal() and len(word[0]) == 4)
        proper = proper or (titled and low not in _words("modifiers"))
    return (first + words[0].start(), proper) if words else (noun, False)


def _made(text: str, span: Span, near: Sequence[Moment]) -> tuple[Span, Moment | None]:
    """An instrument with the date in its name, or on which it was made."""
    for moment in near:
        if span.start <= moment.span.start and moment.span.end <= span.end:
            return span, moment
        if moment.span.end <= span.start and _DAY_FIRST.fullmatch(
            text, moment.span.end, span.start
        ):
            return Span(moment.span.start, span.end), moment
        if moment.span.start >= span.end and _OF_DAY.fullmatch(
            text, span.end, min(moment.span.start, span.end + 20)
        ):
            closed = text[moment.span.end : moment.span.end + 1] == ")"
            return Span(span.start, moment.span.end + closed), moment
    sentence = vicinity.around(text, span.start, span.end)
    for moment in near:
        between = Span(span.end, moment.span.start)
        inside = span.end < moment.span.start and moment.span.end <= sentence.end
        if inside and _patterns().made.search(text, between.start, between.end):
            return span, moment
    return span, None
