"""Sentences of what is said, and the subjects of their verbs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.desk.reading.nation import named, under
from tocsin.desk.reading.statement import Attribution, Span, Speaker, Voice

_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[^\sa-z])|\n+")
_NO_END = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Rep|No|vs|Prof|Jan|Feb|Aug|Sept|Oct|Nov|Dec))$"
)
_BOUND = re.compile(
    r"[,;:—–“”\"()\[\]]|\b(?:and|but|or|that|which|who|while|whether|because|as|when|where|if|so|than|then|"
    r"therefore|once|until|unless|why|how|what|said|says)\b",
    re.IGNORECASE,
)
_CLOSING = " \t\r\n.,;:!?…\"'”’)]»"
_FAR = 80
_LONG = 1000
_LONGEST = 4000
_NEXT = re.compile(
    r",?\s(?:and|but)\s(?:(?:we|I|they|he|she|it)\b|(?:will|shall|would)\b)|;|\s[–—]\s"
)
_PRONOUN = re.compile(r"\b(?:we|i|they|he|she|you)\Z", re.IGNORECASE)
_OPENING = re.compile(r"[\"“‘'\s]*(?:that\s)?", re.IGNORECASE)
_FIRST = re.compile(r"(?:we|i|us)\b", re.IGNORECASE)
_OURS = re.compile(r"(?:our|my)\b", re.IGNORECASE)
_THIRD = re.compile(
    r"(?:(?:he|she|it|they)|(?:the|his|her|their|its) (?:country|government|nation|side|sides|"
    r"organi[sz]ation|alliance|parties|two|bloc|ministry|army|council))$",
    re.IGNORECASE,
)

_PEOPLE = re.compile(
    r"\b(?:part(?:y|ies)|country|nation|people|army|military|troops|alliance|coalition|bloc|group|"
    r"community|regimes?|governments?|authorities|world|sides?|states|countries|"
    r"nations|leaders|council|everyone|everybody|nobody|no one|all|forces|those|terrorists|members|"
    r"organi[sz]ation|union|ministers?|president|you|they|he|she)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a verb; `own` where it is who speaks, `span` None where none is told."""

    span: Span | None
    own: bool


def head(sentence: Span) -> Span:
    """As much of a sentence as is looked at: what runs on without an end is no sentence."""
    return Span(sentence.start, min(sentence.end, sentence.start + _LONGEST))


def sentences(text: str, spans: Iterable[Span]) -> list[Span]:
    """The sentences that the parts of a content are made of, each with its closing mark."""
    found: list[Span] = []
    for span in spans:
        start = span.start
        for match in _END.finditer(text, span.start, span.end):
            if not _NO_END.search(text, max(start, match.start() - 6), match.start()):
                found.append(Span(start, match.end()))
                start = match.end()
        if start < span.end:
            found.append(Span(start, span.end))
    return found


def subject(
    text: str, sentence: Span, verb: int, attribution: Attribution, speaker: Speaker
) -> Subject:
    """What stands before a verb as its subject, within its sentence."""
    begin = max(sentence.start, verb - _FAR)
    bounds = [m.end() for m in _BOUND.finditer(text, begin, verb)]
    start = bounds[-1] if bounds else begin
    words = text[start:verb]
    start += len(words) - len(words.lstrip())
    end = start + len(text[start:verb].rstrip())
    if pronoun := _PRONOUN.search(text, start, end):
        start = pronoun.start()
    mine = end > start and own(text[start:end], attribution, speaker)
    inserted = end > start or text[max(0, verb - 2) : verb].startswith(",")
    first = _head(text, sentence, start) if inserted and not mine else None
    if first and own(first.of(text), attribution, speaker):
        return Subject(first, True)
    return Subject(Span(start, end), mine) if end > start else Subject(None, False)


def _head(text: str, sentence: Span, before: int) -> Span | None:
    """The subject that heads a sentence and is parted from its verb by an insertion."""
    comma = text.find(",", sentence.start, min(before, sentence.start + _FAR))
    if comma < 0:
        return None
    that = _OPENING.match(text, sentence.start, comma)
    return stripped(text, that.end() if that else sentence.start, comma)


def own(words: str, attribution: Attribution, speaker: Speaker) -> bool:
    """Whether words mean who speaks or the party spoken for."""
    if _FIRST.match(words) or (_OURS.match(words) and _PEOPLE.search(words)):
        return True
    if attribution.voice is Voice.INDIRECT and _THIRD.match(words):
        return True
    keys = [n.key for n in named(words)]
    mine = set(speaker.party.split(",")) - {""}
    return bool(keys) and (keys[-1] in mine or under(keys[-1]) in mine)


def somebody(words: str) -> bool:
    """Whether words end in a country, a body or people, who can owe or offer something."""
    at = named(words)
    return bool(at and at[-1].end == len(words)) or _PEOPLE.search(words) is not None


def stripped(text: str, start: int, end: int) -> Span | None:
    """The words between two positions without blanks and closing marks; None if there are none."""
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip(" \t\r\n,;:"))
    stop = start + len(piece.rstrip(_CLOSING))
    return Span(begin, stop) if stop > begin else None


def clause_end(text: str, start: int, sentence: Span, told: list[Span]) -> int:
    """Where what is given or asked ends: the sentence, the next clause or a condition."""
    far = min(sentence.end, start + _LONG)
    stop = _NEXT.search(text, start, far)
    after = [c.start for c in told if c.start >= start]
    return min([stop.start() if stop else far, *after])
