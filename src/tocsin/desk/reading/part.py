"""The parts of offers, pledges and requests: who gives, who receives, and what."""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.desk.reading.nation import Naming, named
from tocsin.desk.reading.statement import Act, Span
from tocsin.desk.reading.subject import stripped

_TO_DO = re.compile(r",?\s(?=(?:not\s)?to\s[a-z]+)")
_TO_WHOM = re.compile(
    r"\s(?:to|for)\s(?=the\speople|the\sgovernment|[A-Z]|them\b|you\b|us\b|him\b|her\b|all\b|our\s|their\s|your\s|those\s|its\s|refugees|the\s[A-Z]|victims|countries|developing)"
)
_WITH = re.compile(r"\swith\s")
_SHARED = re.compile(
    r"\b(?:dialogue|cooperation|co-operation|talks|negotiations|partnership|work|consultations|relations)$",
    re.IGNORECASE,
)
_HELPED = re.compile(
    r"\b(?:help|helping|assist|assisting|supporting|support|protect|protecting)\s((?:the\s)?[A-Z][\w’'-]*(?:\s(?:of\s|and\s)?[A-Z][\w’'-]*){0,4})"
)
_STOP = re.compile(
    r",?\s(?:and|but)\s(?:(?:we|I|they|he|she|it)\b|(?:will|shall|would)\b|therefore\b)|;|\s[–—]\s|"
    r",\s(?:which|who|while|as|including by)\b|,?\sby\s\w+ing\b"
)
_PLEDGED_TO = re.compile(r"(?:committed|dedicated|pledge[sd]?|commit[s]?|contribute)$")
_GIVING = re.compile(r"\b(?:provid|offer|giv|grant|lend|render|suppl|donat|extend)\w*$")
_CLAUSE_BREAK = re.compile(r",?\s(?:in|and|against|through|by)\s|,")


def of_request(text: str, act: Act, content: Span, *, needed: bool = False) -> Act:
    """Of whom something is requested, and what."""
    whole = stripped(text, content.start, content.end)
    if whole is None:
        return act
    words = whole.of(text)
    split = None if needed or words.startswith(("to ", "that ", "for ")) else _TO_DO.search(words)
    if not split:
        return replace(act, object=whole)
    receiver = stripped(text, whole.start, whole.start + split.start())
    return replace(
        act, receiver=receiver, object=stripped(text, whole.start + split.end(), whole.end)
    )


def of_offer(text: str, act: Act, giver: Span | None, content: Span, verb: str) -> Act:
    """Who gives, to whom, and what, where the content is what is offered or pledged."""
    stop = _STOP.search(text, content.start, content.end)
    whole = stripped(text, content.start, stop.start() if stop else content.end)
    if whole is None:
        return replace(act, giver=giver)
    receiver, thing = _split(text, whole, verb)
    return replace(act, giver=giver, receiver=receiver, object=thing)


def noun_parts(text: str, act: Act, source: Span | None, phrase: Span, noun: Span, end: int) -> Act:
    """The parts of a commitment or of support that is reaffirmed."""
    giver = _possessor(text, phrase) or source
    rest = stripped(text, noun.end, end)
    if rest is None:
        return replace(act, giver=giver, object=noun)
    if noun.of(text).lower() == "support" and (gap := re.match(r"(?:for|to)\s", rest.of(text))):
        stop = _CLAUSE_BREAK.search(text, rest.start + gap.end(), rest.end)
        receiver = stripped(text, rest.start + gap.end(), stop.start() if stop else rest.end)
        return replace(act, giver=giver, receiver=receiver, object=phrase)
    gap = re.match(r"(?:on|for|towards?|to\s(?=the\s|an?\s|[A-Z]))\s?", rest.of(text))
    thing = stripped(text, rest.start + gap.end() if gap else rest.start, rest.end)
    return replace(act, giver=giver, receiver=_helped(text, rest), object=thing)


def receiver_of_condition(text: str, act: Act, mine: frozenset[str]) -> Span | None:
    """The country that a condition is about, for which a pledge on that condition is made."""
    if not act.condition:
        return None
    head = text[act.condition.start : min(act.condition.end, act.condition.start + 60)]
    others = [n for n in named(head) if n.key not in mine and n.naming is not Naming.ADJECTIVE]
    if not others:
        return None
    return Span(act.condition.start + others[0].start, act.condition.start + others[0].end)


def _split(text: str, whole: Span, verb: str) -> tuple[Span | None, Span | None]:
    """Receiver and object of what is given, or pledged."""
    words = whole.of(text)
    if _GIVING.search(verb):
        if to := _TO_WHOM.search(words):
            receiver = stripped(text, whole.start + to.end(), whole.end)
            return _until_break(text, receiver), stripped(
                text, whole.start, whole.start + to.start()
            )
        return None, whole
    for share in _WITH.finditer(words):
        if _SHARED.search(words, max(0, share.start() - 40), share.start()):
            receiver = stripped(text, whole.start + share.end(), whole.end)
            return receiver, stripped(text, whole.start, whole.start + share.start())
    if (
        words.startswith("to ")
        and _PLEDGED_TO.search(verb)
        and re.match(r"to\s(?:the|an?|our|its|their)\s", words)
    ):
        whole = Span(whole.start + 3, whole.end)
    return _helped(text, whole), whole


def _until_break(text: str, span: Span | None) -> Span | None:
    if span is None:
        return None
    stop = _CLAUSE_BREAK.search(text, span.start, span.end)
    return Span(span.start, stop.start()) if stop and stop.start() > span.start else span


def _helped(text: str, whole: Span) -> Span | None:
    match = _HELPED.search(text, whole.start, min(whole.end, whole.start + 200))
    return Span(match.start(1), match.end(1)) if match else None


def _possessor(text: str, phrase: Span) -> Span | None:
    """The country whose commitment it is: “the U.S. commitment”, “Turkey’s support”."""
    words = phrase.of(text)
    found = named(words)
    if not found:
        return None
    start = max(0, words.rfind("the ", 0, found[0].start + 1))
    start = start if words[start : found[0].start] in {"the ", ""} else found[0].start
    return Span(phrase.start + start, phrase.start + found[0].end)
