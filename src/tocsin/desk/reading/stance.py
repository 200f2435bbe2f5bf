"""How a statement stands to parties, places and proposals: for, against or reserved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from tocsin.desk.reading.entity import Entities
from tocsin.desk.reading.lexicon import cached, table
from tocsin.desk.reading.name import names
from tocsin.desk.reading.nation import named
from tocsin.desk.reading.sign import adverse
from tocsin.desk.reading.statement import Act, Attribution, Deed, Span, Stance
from tocsin.desk.reading.subject import sentences, stripped
from tocsin.desk.reading.trie import lowered, phrases, plain

_VALUES = {"for": 1, "against": -1, "reserved": 0}
_FAR = 120
_STOP = re.compile(
    r"[.;:!?]|,\s(?!(?:and\s)?(?:the\s)?[A-Z])|\b(?:against|which|who|that|because|but|while|after|before|from)\b"
)
_NO = re.compile(
    r"\b(?:not|never|no longer|cannot|without)\s(?:\w+\s)?$|n['’]t\s(?:\w+\s)?$", re.IGNORECASE
)
_LISTED = re.compile(r",?\s(?:(?:and|or|as well as)\s)?(?:with\s)?(?:(?:the|other|all)\s){0,2}")
_PLACE = re.compile(r"\b(?:in|at|near|across|within|throughout|inside|into|around)\s(?:the\s)?$")
_NO_TARGET = re.compile(r"(?:you|your|me|us|all of you)\b", re.IGNORECASE)
_MUTE = re.compile(r"to (?:say|comment|answer|elaborate|confirm|name|disclose|speculate)\b")
_WHETHER = re.compile(r"\b(?:whether|if)\s", re.IGNORECASE)
_PROPOSALS = frozenset({Deed.DOUBT, Deed.AGREE})
_LONGEST = 160
_MOST = 500


def stances(
    text: str,
    attribution: Attribution,
    acts: tuple[Act, ...],
    people: Entities | None = None,
) -> tuple[Stance, ...]:
    """The stances in a statement, one for each target, in the order of the text.

    A target is a country's ISO 3166 alpha-3 code, a body's name, or the words of a proposal where
    the act names nobody; `value` is 1 for, -1 against, 0 reserved. With the document's `people`, a
    person named stands for the party of the office.
    """
    found: dict[str, Stance] = {}
    for stance in (*_of_acts(text, attribution, acts, people), *_of_words(text, attribution)):
        found.setdefault(stance.target, stance)
    return tuple(sorted(found.values(), key=lambda stance: (stance.span, stance.target)))


def _of_acts(
    text: str, attribution: Attribution, acts: tuple[Act, ...], people: Entities | None
) -> Iterator[Stance]:
    """The stands that acts take by themselves: to whom they are done, or to what is said."""
    for act in acts:
        value = _by_act().get(act.act)
        place = None if value is None else _target(text, attribution, act)
        if value is None or place is None or _NO_TARGET.match(text, place.start, place.end):
            continue
        if not act.positive and not _harmless(text, act):
            value = -value
        keys = (
            [] if act.act in _PROPOSALS else _keys(text, place) or _of_person(text, place, people)
        )
        for key in keys or [plain(text[place.start : min(place.end, place.start + _LONGEST)])]:
            yield Stance(key, value, act.span)


def _harmless(text: str, act: Act) -> bool:
    """Whether what is denied would do harm: “will never hinder”."""
    return plain(lowered(act.span.of(text))).rpartition(" ")[2] in adverse()


def _target(text: str, attribution: Attribution, act: Act) -> Span | None:
    """The words that an act stands to."""
    if act.receiver or act.object:
        return act.receiver or act.object
    after = [c for c in attribution.content if c.end > act.span.end]
    inside = any(c.start <= act.span.start < c.end for c in attribution.content)
    if act.act is Deed.DOUBT and inside:
        return _before(text, attribution, act.span)
    if not after or (inside and act.act in {Deed.PLEDGE, Deed.OFFER}):
        return None
    start = max(after[0].start, act.span.end)
    stop = _STOP.search(text, start + 1, after[0].end) if inside else None
    place = stripped(text, start, stop.start() if stop else after[0].end)
    if place and act.act is Deed.PRAISE and text.startswith("to ", place.start):
        return None
    return None if place and _MUTE.match(text, place.start) else place


def _before(text: str, attribution: Attribution, span: Span) -> Span | None:
    """What “I doubt it” is about: the question or sentence before."""
    earlier = [s for s in sentences(text, attribution.content) if s.end <= span.start]
    if not earlier:
        return None
    asked = _WHETHER.search(text, earlier[-1].start, earlier[-1].end)
    return stripped(text, asked.end() if asked else earlier[-1].start, earlier[-1].end)


def _keys(text: str, span: Span) -> list[str]:
    """The first country or body named in a span and those listed with it."""
    end = min(span.end, span.start + _FAR)
    stop = _STOP.search(text, span.start + 1, end)
    end = stop.start() if stop else end
    keys: list[str] = []
    last = span.start
    for place in named(text[span.start : end]):
        gap = text[last : span.start + place.start]
        if _PLACE.search(gap) or (keys and not _LISTED.fullmatch(gap)):
            break
        keys.append(place.key)
        last = span.start + place.end
    return list(dict.fromkeys(keys))


def _of_person(text: str, span: Span, people: Entities | None) -> list[str]:
    """The party of the person whom a span names first."""
    if people is None:
        return []
    for name in names(text, span.start, min(span.end, span.start + _FAR)):
        person = people.person(plain(name.of(text)))
        if person and person.party:
            return [person.party]
    return []


def _of_words(text: str, attribution: Attribution) -> Iterator[Stance]:
    """The stances that words in the content take to countries and bodies named after them."""
    pattern, values = _words()
    for content in attribution.content:
        low = lowered(content.of(text))
        for match in islice(pattern.finditer(low), _MOST):
            start = content.start + match.start()
            rest = Span(content.start + match.end(), content.end)
            if rest.end <= rest.start:
                continue
            value = values[plain(match[0])]
            value = -value if _NO.search(text, max(content.start, start - 24), start) else value
            for key in _keys(text, rest):
                yield Stance(key, value, Span(start, rest.start))


@cached
def _by_act() -> dict[str, int]:
    acts = table("stances")["acts"]
    return {act: value for side, value in _VALUES.items() for act in acts[side]}


@cached
def _words() -> tuple[re.Pattern[str], dict[str, int]]:
    lexicon = table("stances")
    values = {w: value for side, value in _VALUES.items() for w in lexicon[side]["words"]}
    return phrases(values), values
