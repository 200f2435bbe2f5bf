"""Meetings that a text tells of: that parties met, spoke with each other, or are to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.desk.reading import vicinity
from tocsin.desk.reading.date import moments
from tocsin.desk.reading.lexicon import table
from tocsin.desk.reading.mention import parties_named
from tocsin.desk.reading.said import GAP, either, literal, searched
from tocsin.desk.reading.statement import Meeting, Moment, Span

_OBJECT = 160
_BREAK = re.compile(r"[,.;:!?()\"“”\[\]\n—]|\s[-–]+\s")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_CLAUSE = re.compile(
    r"[;:“”\"]|\b(?:that|who|which|where|after|before|said|when|while|because|if)\b|\n"
)
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|St|Jr|Sr|Gov|Sen))\Z")
_LAST = re.compile(r"[^\W_]+(?=[^\w]*$)")
_OWN = ("'", "’")
_SUBJECT = 200
_LONGEST = 110
_BOTH = 2
_ARTICLES = frozenset({"mr", "mrs", "ms"})


class _Hit(NamedTuple):
    """A meeting before its parties are known: its core, whom it is with, and who came before."""

    start: int
    end: int
    subject: Span


def meetings(
    text: str,
    date: dt.date | None = None,
    *,
    dates: Sequence[Moment] | None = None,
    persons: Mapping[str, str] | None = None,
    ours: Sequence[str] = (),
) -> list[Meeting]:
    """All meetings, calls and talks told in a text, held or to come, in its order.

    `parties` are ISO 3166 alpha-3 codes and names of bodies: those named around the meeting, and
    those of `persons`, which maps the name of a person to a party; where these are fewer than two
    also `ours`, the parties that issue the document. `when` is the date that stands nearest in
    the sentence, out of `dates` or what is read with the document's day `date`.
    """
    told = moments(text, date) if dates is None else dates
    found: list[Meeting] = []
    after, at = 0, 0
    for trigger in searched(_patterns().trigger, text):
        hit = _hit(text, trigger) if trigger.start() >= after else None
        if hit is None or hit.start < after:
            continue
        span = Span(hit.start, hit.end)
        sentence = vicinity.around(text, span.start, span.end)
        while at < len(told) and told[at].span.end <= sentence.start:
            at += 1
        near = told[at : at + 12]
        parties = _parties(text, hit, persons or {}, ours)
        found.append(Meeting(span, parties, vicinity.nearest(near, span, sentence)))
        after = hit.end
    return found


def _parties(
    text: str, hit: _Hit, persons: Mapping[str, str], ours: Sequence[str]
) -> tuple[str, ...]:
    """Who is named before and in the meeting's core."""
    parties: list[str] = []
    for span in (hit.subject, Span(hit.start, hit.end)):
        if span.start < span.end:
            words = span.of(text)
            parties.extend(parties_named(text, span))
            parties.extend(party for name, party in persons.items() if party and name in words)
    if len(set(parties)) < _BOTH:
        parties = [*ours, *parties]
    return tuple(dict.fromkeys(parties))


class _Patterns(NamedTuple):
    trigger: re.Pattern[str]
    to_object: re.Pattern[str]
    direct: re.Pattern[str]
    hosted: re.Pattern[str]
    together: re.Pattern[str]
    hold: re.Pattern[str]
    modal: re.Pattern[str]
    owned: re.Pattern[str]
    by: re.Pattern[str]


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("meetings")[name])


@cache
def _patterns() -> _Patterns:
    data = table("meetings")
    between = rf"(?:{GAP}{either(data['between'])})*"
    triggers = {*data["meet"], *data["speak"], *data["gather"], *data["host"], *data["nouns"]}
    return _Patterns(
        literal(triggers),
        re.compile(rf"{between},?{GAP}(?P<with>{either(data['with'])}){GAP}"),
        re.compile(rf"{between}{GAP}"),
        re.compile(rf"{between}(?:{GAP}in(?:{GAP}[A-Z]\w+){{1,3}}(?={GAP}an?\b))?{GAP}"),
        re.compile(
            rf"{between}(?={GAP}(?:{either(data['stop'])})\b|{GAP}\d|[.,;]|{GAP}[A-Z]|{GAP}?$)"
        ),
        re.compile(rf"\b{either(data['hold'])}{GAP}(?:[\w-]+{GAP}){{0,4}}\Z"),
        re.compile(
            rf"\b(?:(?:will|shall|would|to|agreed{GAP}to|plans?{GAP}to|is{GAP}to|are{GAP}to|have|has"
            rf"|had|jointly){GAP}){{1,4}}\Z"
        ),
        re.compile(
            rf"\b(?:[Tt]he{GAP})?(?:[\w-]+{GAP}){{0,2}}{either(data['persons'])}['’]s?{GAP}"
            rf"(?:[\w-]+{GAP}){{0,2}}\Z"
        ),
        re.compile(rf"{GAP}{either(data['by'])}\b"),
    )


def _hit(text: str, trigger: re.Match[str]) -> _Hit | None:
    """The meeting that a word tells of, if it does."""
    word = trigger[0].lower()
    hit = _noun(text, trigger) if word in _words("nouns") else None
    if word in _words("host"):
        return _hosted(text, trigger)
    if word in _words("speak"):
        by = _patterns().by.match(text, trigger.end())
        told = _with(text, trigger, ("with", "to"), strict=True)
        return told or (_met(text, trigger) if by else None)
    if word in _words("gather"):
        return _met(text, trigger)
    if hit is None and word in _words("meet"):
        return _with(text, trigger, ("with",)) or _direct(text, trigger) or _met(text, trigger)
    return hit


def _noun(text: str, trigger: re.Match[str]) -> _Hit | None:
    """Talks with, a call between, a meeting of; with the verb that they are held by."""
    base = max(0, trigger.start() - 60)
    held = _patterns().hold.search(text[base : trigger.start()])
    start = base + held.start() if held else trigger.start()
    hit = _with(text, trigger, ("with", "between", "among", "of"))
    if hit is None:
        return _theirs(text, trigger) or (_held(text, start, trigger) if held else None)
    if not held and not _certain(text, trigger, hit.end):
        return None
    return _Hit(start, hit.end, _subject(text, start))


def _certain(text: str, trigger: re.Match[str], end: int) -> bool:
    """Whether talks are told of that were or will be, not talks in general."""
    if trigger[0].lower() not in _words("general"):
        return True
    before = _LAST.search(text, max(0, trigger.start() - 20), trigger.start())
    following = _WORD.search(text, end, end + 12)
    if before is None or trigger[0][0].isupper() or before[0].lower() in _words("these"):
        return True
    return following is not None and following[0].lower() in _words("stop")


def _theirs(text: str, trigger: re.Match[str]) -> _Hit | None:
    """The two leaders’ telephone conversation."""
    base = max(0, trigger.start() - 80)
    owned = _patterns().owned.search(text[base : trigger.start()])
    if owned is None:
        return None
    start = base + owned.start()
    return _Hit(start, trigger.end(), _subject(text, start))


def _held(text: str, start: int, trigger: re.Match[str]) -> _Hit | None:
    """Russia and Turkey held talks: the subject belongs to the core."""
    subject = _subject(text, start)
    if not 0 < start - subject.start <= _LONGEST or not _several(text, subject):
        return None
    return _Hit(subject.start, trigger.end(), subject)


def _several(text: str, subject: Span) -> bool:
    """Whether a subject is more than one, or a body that meets."""
    words = [hit[0].lower() for hit in _WORD.finditer(text, subject.start, subject.end)]
    if not _words("together").isdisjoint(words[-8:]):
        return True
    found = parties_named(text, subject)
    return len(found) >= _BOTH or ("and" in words[-8:] and bool(found))


def _with(
    text: str, trigger: re.Match[str], joins: tuple[str, ...], *, strict: bool = False
) -> _Hit | None:
    """A verb or noun with whom it was."""
    found = _patterns().to_object.match(text, trigger.end())
    if found is None or found["with"] not in joins:
        return None
    end = _object(text, found.end(), strict=strict)
    start = _begin(text, trigger)
    return _Hit(start, end, _subject(text, start)) if end else None


def _direct(text: str, trigger: re.Match[str]) -> _Hit | None:
    """Met somebody; not where it is denied, or where it is somebody's terms that are met."""
    found = _patterns().direct.match(text, trigger.end())
    start = _begin(text, trigger)
    if found is None or text[max(0, start - 5) : start].endswith(("not ", "n't ", "n’t ")):
        return None
    end = _object(text, found.end(), strict=True)
    return (
        _Hit(start, end, _subject(text, start)) if end and text[end : end + 1] not in _OWN else None
    )


def _hosted(text: str, trigger: re.Match[str]) -> _Hit | None:
    """Received or hosted somebody."""
    found = _patterns().hosted.match(text, trigger.end())
    start = _begin(text, trigger)
    if found is None or (trigger[0].lower() in _words("bare") and start == trigger.start()):
        return None
    end = _object(text, found.end(), strict=True)
    return _Hit(start, end, _subject(text, start)) if end else None


def _met(text: str, trigger: re.Match[str]) -> _Hit | None:
    """Several met: the subject belongs to the core."""
    found = _patterns().together.match(text, trigger.end())
    if found is None or trigger[0].lower() == "meeting":
        return None
    subject = _subject(text, _begin(text, trigger))
    words = [hit[0].lower() for hit in _WORD.finditer(text, subject.start, subject.end)][-8:]
    near = 0 < subject.end - subject.start <= _LONGEST
    if not near or ("and" not in words and _words("together").isdisjoint(words)):
        return None
    return _Hit(subject.start, found.end(), subject)


def _begin(text: str, trigger: re.Match[str]) -> int:
    """Where the verb begins, with what stands before it: will meet."""
    base = max(0, trigger.start() - 30)
    modal = _patterns().modal.search(text[base : trigger.start()])
    return base + modal.start() if modal else trigger.start()


def _subject(text: str, start: int) -> Span:
    """The words of the clause before a verb."""
    sentence = vicinity.around(text, start, start)
    first = max(sentence.start, start - _SUBJECT)
    for hit in _CLAUSE.finditer(text, first, start):
        first = hit.end()
    for hit in _WORD.finditer(text, first, start):
        first = hit.start()
        if hit[0].lower() not in _words("never_first"):
            break
    return Span(min(first, start), start)


def _object(text: str, start: int, *, strict: bool = False) -> int:
    """Where the words for those who are met end; 0 if nobody can be.

    If `strict`, somebody must be told before the first of or from: a delegation from Iran.
    """
    end, known, first = start, False, True
    for hit in _WORD.finditer(text, start, min(len(text), start + _OBJECT)):
        low = hit[0].lower()
        if low in _words("never"):
            return 0
        if low in _words("stop") or _ended(text, end, hit.start()):
            break
        if strict and not known and low in _words("head"):
            return 0
        named = hit[0][0].isupper() and len(low) > 1 and (first or not strict)
        known = known or low in _words("persons") or named
        first = first and low in _ARTICLES
        end = hit.end()
    return end if known else 0


def _ended(text: str, end: int, start: int) -> bool:
    """Whether the gap between two words ends the telling.

    A point after Mr. does not, nor a comma between two countries.
    """
    broken = _BREAK.search(text, end, start)
    if broken is None:
        return False
    if broken[0] == ",":
        before = parties_named(text, Span(max(0, end - 14), end))
        return not (before and parties_named(text, Span(start, min(len(text), start + 30))))
    return not (broken[0] == "." and _SHORT.search(text[max(0, end - 5) : end]))
