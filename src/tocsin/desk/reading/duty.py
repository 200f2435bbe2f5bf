"""Duties and needs inside what is said: “we should discuss …”, “it is vital to help …”."""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.desk.reading.statement import Act, Deed, Span
from tocsin.desk.reading.subject import Subject, clause_end, somebody, stripped

_TO_DO = re.compile(r"\bto\s[a-z]+")
_THAT = re.compile(r"\sthat\s")
_FOR_WHOM = re.compile(r"\sfor\s(?=(?:the\s)?[A-Z]|all\b|us\b)")
_THERE_IS = re.compile(r"\b(?:there (?:is|are)|it is|this is|these are)\s(.{1,80})$", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|you)$", re.IGNORECASE)
_SAYING = re.compile(r"\s(?:say|add|note|admit|be emphasi)")
_SUPPOSED = re.compile(r"\s(?:be|have|lead|become)\s")
_LIKELY = re.compile(r"\shave\s(?:been|become|\w+(?:ed|en|wn))\b")
_STOPPED = re.compile(r"\s(?:not\s)?(?:stop|end|cease|continue|be\s\w+(?:ed|en|ld|de|pt|ut|ght))\b")


def needful(text: str, sentence: Span, match: re.Match[str], told: list[Span]) -> Act | None:
    """“It is vital … to help”: a request of nobody in particular, or of “for X to”."""
    end = clause_end(text, match.end(), sentence, told)
    act = Act(Deed.REQUEST, Span(match.start(), match.end()))
    if _THAT.match(text, match.end(), end):
        return replace(act, object=stripped(text, match.end(), end))
    to = _TO_DO.search(text, match.end(), end)
    if not to:
        return None
    by = _FOR_WHOM.match(text, match.end(), to.start())
    receiver = stripped(text, by.end(), to.start()) if by else None
    return replace(act, object=stripped(text, to.start(), end), receiver=receiver)


def duty(
    text: str, sentence: Span, match: re.Match[str], who: Subject, told: list[Span]
) -> Act | None:
    """“We should discuss”, “Russia must withdraw”."""
    if who.span is None or _LIKELY.match(text, match.end(), sentence.end):
        return None
    if not _bound(text, who, match):
        return _demanded(text, sentence, match, who.span, told)
    negative = re.match(r"\s(?:not|never)\b", text[match.end() : match.end() + 7]) is not None
    thing = stripped(text, match.end(), clause_end(text, match.end(), sentence, told))
    span = Span(who.span.start, match.end())
    if thing and " " not in thing.of(text) and (topic := _topic(text, sentence, who.span.start)):
        span, thing = Span(span.start, thing.end), topic
    modality = Span(match.start(), match.end())
    return Act(Deed.REQUEST, span, not negative, modality, receiver=who.span, object=thing)


def _demanded(
    text: str, sentence: Span, match: re.Match[str], thing: Span, told: list[Span]
) -> Act | None:
    """“The violence must stop”: a request of nobody."""
    if match[0] != "must" or not _STOPPED.match(text, match.end(), sentence.end):
        return None
    whole = stripped(text, thing.start, clause_end(text, match.end(), sentence, told))
    modality = Span(match.start(), match.end())
    return Act(Deed.REQUEST, Span(thing.start, match.end()), True, modality, object=whole)


def _topic(text: str, sentence: Span, position: int) -> Span | None:
    """What “there is one issue we should discuss” is about."""
    match = _THERE_IS.search(text, max(sentence.start, position - 100), position)
    return stripped(text, match.start(1), match.end(1)) if match else None


def _bound(text: str, who: Subject, match: re.Match[str]) -> bool:
    """Whether a duty is somebody's: ours, a country's, or that of people."""
    words = who.span.of(text) if who.span else ""
    if _WE.search(words):
        return not _SAYING.match(text, match.end())
    if match[0] == "should" and _SUPPOSED.match(text, match.end()):
        return False
    return somebody(words)
