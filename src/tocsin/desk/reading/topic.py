"""What statements are about, so that the same matter has the same name in every report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tocsin.desk.reading.mention import Kind, Mention, mentions
from tocsin.desk.reading.said import Phrases, Word, lowered, said, words
from tocsin.world.place import countries

_RECURS = 2
_ABOUT, _SITUATION, _NAMED = 1.5, 0.5, 0.25
_SPREAD = 0.1
_AGREES = 0.5
_BEFORE, _AFTER = "<", ">"
_LONG = re.compile(r"(?<![^\W_])[^\W_]{4,}")
_SHORTEST = 4


def topics(texts: Sequence[str], agenda: Sequence[str] = ()) -> list[str]:
    """The topic of each statement of a document, by their texts in its order; "" for none.

    A topic is a phrase of the organisation's `agenda` that shares most of its words with the
    statement; else a matter of `data/topics.toml` or a country that is spoken of; else two words
    that recur together in other statements; else the topic of the statement before.
    """
    found = _known([_score(text) for text in texts])
    if agenda:
        entries = [(phrase, _content(words(phrase))) for phrase in agenda]
        found = _as_listed([_on_agenda(words(text), entries) for text in texts], found)
    if not all(found):
        found = [topic or other for topic, other in zip(found, _recurring(texts), strict=True)]
    told: list[str] = []
    for topic in found:
        told.append(topic or (told[-1] if told else ""))
    return told


def _as_listed(listed: list[str], known: list[str]) -> list[str]:
    """The phrase of the agenda for each statement, else its matter or country.

    Where at least half the statements on a matter are under one phrase, all of them are.
    """
    under = {topic: Counter[str]() for topic in known if topic}
    for phrase, topic in zip(listed, known, strict=True):
        if topic:
            under[topic][phrase] += 1
    whole = {
        topic: max((c for c in counts if c), key=lambda c: counts[c], default="")
        for topic, counts in under.items()
    }
    found = []
    for phrase, topic in zip(listed, known, strict=True):
        other = whole.get(topic, "")
        shared = bool(other) and under[topic][other] * 2 >= under[topic].total()
        found.append(phrase or (other if shared else topic))
    return found


def _known(scores: list[_Score]) -> list[str]:
    """The matter or country that counts most in each statement, more so the wider it is spread.

    A country counts only if it is spoken of somewhere; and if it is so always over the same
    matter, then it is that matter.
    """
    spoken = {name for score in scores for name in score.spoken}
    spread = Counter(name for score in scores for name in (*score.matters, *score.countries))
    best = [_best(score, spoken, spread) for score in scores]
    over: dict[str, set[str]] = {}
    for score, topic in zip(scores, best, strict=True):
        for name in score.spoken:
            over.setdefault(name, set()).add(topic)
    same = {name: next(iter(found)) for name, found in over.items() if len(found) == 1}
    return [same.get(topic) or topic for topic in best]


def _best(score: _Score, spoken: set[str], spread: Counter[str]) -> str:
    values = dict(score.matters)
    values |= {name: value for name, value in score.countries.items() if name in spoken}
    return max(values, key=lambda name: values[name] + _SPREAD * spread[name], default="")


class _Score(NamedTuple):
    """What matters and countries count in one statement, and which countries it speaks of."""

    matters: dict[str, float]
    countries: dict[str, float]
    spoken: frozenset[str]


def _score(text: str) -> _Score:
    matters: dict[str, float] = {}
    ends, starts = set(), set()
    for key, start, end in _phrases().find(text):
        if key == _BEFORE:
            ends.add(end)
        elif key == _AFTER:
            starts.add(start)
        else:
            matters[key] = matters.get(key, 0.0) + _weights()[key]
    return _Score(matters, *_countries(text, ends, starts))


def _countries(
    text: str, ends: set[int], starts: set[int]
) -> tuple[dict[str, float], frozenset[str]]:
    """What each country named in a text counts, and which of them it speaks of.

    `ends` and `starts` are where words end after which, and begin before which, it is spoken of.
    """
    named: dict[str, float] = {}
    spoken = set()
    for mention in mentions(text):
        if mention.kind is Kind.BODY or mention.key not in countries():
            continue
        name = countries()[mention.key].name
        about = _about(text, mention, ends, starts)
        value = _NAMED + _SITUATION * (mention.key in _situations()) + _ABOUT * about
        named[name] = max(named.get(name, 0.0), value)
        if about:
            spoken.add(name)
    return named, frozenset(spoken)


def _about(text: str, mention: Mention, ends: set[int], starts: set[int]) -> bool:
    """Whether the words around a country say that it is spoken of."""
    before = text[max(0, mention.span.start - 5) : mention.span.start]
    gap = len(before) - len(before.removesuffix("the ").rstrip())
    return mention.span.start - gap in ends or _after_own(text, mention.span.end) in starts


def _after_own(text: str, end: int) -> int:
    """Where the next word begins, past 's."""
    for own in ("'s", "’s", "'", "’"):
        if text.startswith(own, end):
            end += len(own)
            break
    return end + text[end : end + 1].isspace()


@cache
def _phrases() -> Phrases:
    data = said("topics")
    pairs = [(word, topic) for topic, row in data["matter"].items() for word in row["words"]]
    pairs += [(phrase, _BEFORE) for phrase in data["about"]["before"]]
    return Phrases(pairs + [(phrase, _AFTER) for phrase in data["about"]["after"]])


@cache
def _weights() -> dict[str, float]:
    return {topic: row.get("weight", 1.0) for topic, row in said("topics")["matter"].items()}


@cache
def _situations() -> frozenset[str]:
    return frozenset(said("topics")["situations"]["countries"])


@cache
def _common() -> frozenset[str]:
    return frozenset(said("topics")["common"]["words"])


def _stem(low: str) -> str:
    """A word without its plainest endings, so that aiding and aid are one."""
    low = low.removesuffix("'s")
    for ending in ("ing", "ies", "es", "ed", "s", "y", "e"):
        if low.endswith(ending) and len(low) - len(ending) >= _SHORTEST - 1:
            return low.removesuffix(ending)
    return low


def _content(found: list[Word]) -> frozenset[str]:
    """The stems of all words that are not common."""
    return frozenset(_stem(word.low) for word in found if word.low not in _common())


def _on_agenda(found: list[Word], entries: list[tuple[str, frozenset[str]]]) -> str:
    """The phrase of which most words are in a statement; of two as near, the first."""
    here = _content(found)
    shares = [len(stems & here) / len(stems) if stems else 0.0 for _, stems in entries]
    best = max(shares, default=0.0)
    return entries[shares.index(best)][0] if best >= _AGREES else ""


def _pairs(text: str) -> set[str]:
    """Pairs of words next to each other of which neither is common."""
    pairs, before, end = set(), "", -1
    common = _common()
    for hit in _LONG.finditer(lowered(text)):
        word = hit[0]
        if word in common:
            continue
        if hit.start() == end + 1:
            pairs.add(f"{before} {word}")
        before, end = word, hit.end()
    return pairs


def _recurring(texts: Sequence[str]) -> list[str]:
    """The pair of words that recurs most often among these texts, for each of them."""
    pairs = [_pairs(text) for text in texts]
    counts = Counter(pair for here in pairs for pair in here)
    return [
        min(
            (pair for pair in here if counts[pair] >= _RECURS),
            key=lambda pair: (-counts[pair], pair),
            default="",
        )
        for here in pairs
    ]
