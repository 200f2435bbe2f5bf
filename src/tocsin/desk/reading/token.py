"""A text as words and marks, each with a one-letter class, so that phrases are found quickly.

D determiner, R pronoun that can be a subject, B object pronoun, W who or which, T that,
Q question word, O of, I preposition, t to, S subordinator, C coordinator, X auxiliary, n not,
A adverb, M day or month, N other word, P capitalised word, # number, E word in -ed, G word in
-ing, V finite verb, ' possessive, and the marks , ; : - ( ) . “ ” with q for inner quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from tocsin.desk.reading import cueword
from tocsin.desk.reading.quotation import Quotation

_MARKS = {
    **dict.fromkeys(",،、", ","),
    **dict.fromkeys(";", ";"),
    ":": ":",
    **dict.fromkeys("—–―‒-", "-"),
    **dict.fromkeys("([{", "("),
    **dict.fromkeys(")]}", ")"),
    **dict.fromkeys(".!?…", "."),
    "%": "N",
    "$": "#",
    "€": "#",
    "£": "#",
    "&": "C",
}
_NOT_GERUNDS = frozenset(
    [
        "thing",
        "things",
        "something",
        "anything",
        "nothing",
        "everything",
        "king",
        "morning",
        "evening",
        "during",
        "spring",
        "string",
        "ring",
        "wing",
        "building",
        "meeting",
        "hearing",
        "being",
        "wedding",
        "beijing",
        "ceiling",
        "feeling",
    ]
)
_NOT_ADVERBS = frozenset(
    [
        "early",
        "daily",
        "weekly",
        "monthly",
        "yearly",
        "family",
        "supply",
        "reply",
        "apply",
        "rally",
        "assembly",
        "friendly",
        "elderly",
        "likely",
        "unlikely",
        "rely",
        "anomaly",
        "deadly",
        "costly",
        "lonely",
        "orderly",
        "hourly",
        "scholarly",
    ]
)
_NOT_PAST = frozenset(
    [
        "need",
        "indeed",
        "red",
        "speed",
        "feed",
        "seed",
        "united",
        "bed",
        "creed",
        "breed",
        "deed",
        "weed",
    ]
)


@dataclass(slots=True)
class Tokens:
    """The words and marks of a text: surface in lower case, class, start and end of each."""

    text: str
    lower: list[str]
    tags: str
    start: list[int]
    end: list[int]


@cache
def _pattern() -> re.Pattern[str]:
    short = cueword.table("sentence")
    names = sorted({*short["before"].split(), *short["either"].split()}, key=len, reverse=True)
    names = [name for name in names if len(name) > 1]
    return re.compile(
        r"(?:[^\W\d_]\.){2,}"
        rf"|(?<!\w)(?:(?i:{'|'.join(map(re.escape, names))}))\.(?![^\W\d_])"
        r"|(?<!\w)[A-Z]\.(?=[ \u00a0][A-Z(])"
        r"|\d++(?:[.,:/]\d++)*+(?:st|nd|rd|th|s|m|bn)?\b"
        r"|(?<=\w)['’](?:s|d|m|ll|re|ve|S)\b"
        r"|[^\W_]++(?:(?!['’](?:s|d|m|ll|re|ve|S)\b)[-’'&@_][^\W_]++)*+"
        r"|\.{2,}|--++|''|``|[^\w\s]",
    )


def tokens(text: str, quotations: list[Quotation]) -> Tokens:
    """The words and marks of a text, with the marks of its outermost quotations told apart."""
    marks = {q.start: "“" for q in quotations if not q.depth}
    marks.update({q.end - 1: "”" for q in quotations if not q.depth and q.closed})
    marks.update(
        {q.end - 2: "”" for q in quotations if not q.depth and text[q.end - 2 : q.end] == "''"}
    )
    lower, tags, starts, ends = [], [], [], []
    fresh = True
    for match in _pattern().finditer(text):
        word, start = match[0], match.start()
        first = word[0]
        if first.isalnum():
            low = word.lower().replace("’", "'") if "’" in word else word.lower()
            tag = _class(word, low, fresh)
        else:
            low = word.replace("’", "'")
            tag = marks.get(start) or _mark(low, tags)
            if tag == "q" and start not in marks and first in "'’":
                tag = "'" if tags and tags[-1] in "NPMG" else "q"
        fresh = tag in ".“" or (fresh and tag in "q-”")
        lower.append(low)
        tags.append(tag)
        starts.append(start)
        ends.append(match.end())
    return Tokens(text, lower, "".join(tags), starts, ends)


def _mark(word: str, tags: list[str]) -> str:
    if word in {"'s", "'S"}:
        return "X" if tags and tags[-1] in "RTWQ" else "'"
    if len(word) > 1 and word[0] == "'" and word[1] != "'":
        return "X"
    if word.startswith(".."):
        return "."
    return _MARKS.get(word[0], "q")


@lru_cache(maxsize=1 << 16)
def _class(word: str, low: str, fresh: bool) -> str:
    known = cueword.tags().get(low)
    if word[0].isdigit():
        return "#"
    if word[0].isupper():
        if known == "M":
            return known
        if known is None or (not fresh and _named(word, known)):
            return "P" if known is None and not fresh else _opening(low, known)
        return known
    return known if known not in {None, "M"} or low in _TIMES else _open(low)


_TIMES = frozenset(
    [
        "today",
        "yesterday",
        "tomorrow",
        "tonight",
        "week",
        "month",
        "year",
        "weekend",
        "morning",
        "afternoon",
        "evening",
        "night",
    ]
)


def _named(word: str, known: str) -> bool:
    """Whether a word of a closed class is a name by its capital inside a sentence: Will, US, May."""
    return known not in "RD" and (word.isupper() or known in "XV") and word != "I"


def _opening(low: str, known: str | None) -> str:
    """The class of a capitalised word at the start of a sentence or of a name like a closed word."""
    if known is not None:
        return "P"
    tag = _open(low)
    return "P" if tag == "N" else ("P" if tag == "E" and not low.endswith("ed") else tag)


def _open(low: str) -> str:
    if low.endswith("ly") and len(low) > 4 and low not in _NOT_ADVERBS:
        return "A"
    if low.endswith("ing") and low not in _NOT_GERUNDS:
        return "G"
    if low.endswith("ed") and len(low) > 3 and low not in _NOT_PAST:
        return "E"
    if low.endswith("n't"):
        return "X"
    return "N"
