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
from tocsin.desk.reading.lexicon import table
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


@dataclass(slots=True)
class Tokens:
    """The words and marks of a text: surface in lower case, class, start and end of each.

    Surfaces and classes have one entry more, an empty full stop, so that it is safe to look ahead.
    """

    text: str
    lower: list[str]
    tags: str
    start: list[int]
    end: list[int]


_PATTERN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., a.m.
    r"|(?<!\w)[A-Z]\.(?=[ \u00a0][A-Z(])"  # the initial in "George W. Bush"
    r"|\d++(?:[.,:/]\d++)*+(?:st|nd|rd|th|s|m|bn)?\b"
    r"|(?<=\w)['’](?:s|d|m|ll|re|ve|S)\b"
    r"|[^\W_]++(?:(?!['’](?:s|d|m|ll|re|ve|S)\b)[-’'&@_][^\W_]++)*+"
    r"|\.{2,}|--++|''|``|[^\w\s]"
)


def tokens(text: str, quotations: list[Quotation]) -> Tokens:
    """The words and marks of a text, with the marks of its outermost quotations told apart."""
    marks = _outer(text, quotations)
    lower: list[str] = []
    tags: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    fresh = True
    for match in _PATTERN.finditer(text):
        word, (start, end) = match[0], match.span()
        if word[0].isalnum():
            low = word.lower()
            if "’" in low:
                low = low.replace("’", "'")
            tag = _class(word, low, fresh)
        elif word == "." and ends and ends[-1] == start and _shortens(text, lower[-1], starts[-1]):
            lower[-1] += "."
            ends[-1] = end
            continue
        else:
            low = word.replace("’", "'")
            tag = marks.get(start) or _mark(low, tags[-1] if tags else ".")
        fresh = tag in ".“" or (fresh and tag in "q-”")
        lower.append(low)
        tags.append(tag)
        starts.append(start)
        ends.append(end)
    return Tokens(text, [*lower, ""], "".join(tags) + ".", starts, ends)


def _outer(text: str, quotations: list[Quotation]) -> dict[int, str]:
    """The classes of the marks of outermost quotations, by where they start."""
    marks = {}
    for quotation in quotations:
        if not quotation.depth:
            marks[quotation.start] = "“"
            if quotation.closed:
                double = text[quotation.end - 2 : quotation.end] == "''"
                marks[quotation.end - 1 - double] = "”"
    return marks


@cache
def _short() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Abbreviations with a capital, without one, and those that a number follows."""
    short = table("sentence")
    names = frozenset([*short["before"].split(), *short["either"].split()])
    return names, frozenset(short["small"].split()), frozenset(short["number"].split())


def _shortens(text: str, word: str, start: int) -> bool:
    """Whether a full stop belongs to the word before it, which is an abbreviation."""
    names, small, number = _short()
    end = start + len(word)
    if word in small:
        return True
    if word in number:
        return text[end + 1 : end + 3].strip()[:1].isdigit()
    return word in names and text[start].isupper() and not text[end + 1 : end + 2].isalpha()


def _mark(word: str, before: str) -> str:
    """The class of a mark or a clitic by the class of what stands before it."""
    if word in {"'s", "'S"}:
        return "X" if before in "RTWQ" else "'"
    if word == "'":
        return "'" if before in "NPMG" else "q"
    if word[0] == "'" and word[-1] != "'":
        return "X"
    return "." if word.startswith("..") else _MARKS.get(word[0], "q")


@lru_cache(maxsize=1 << 16)
def _class(word: str, low: str, fresh: bool) -> str:
    """The class of a word; `fresh` where it begins a sentence, so that its capital says nothing."""
    known = cueword.tags().get(low)
    if word[0].isdigit():
        return "#"
    if known == "M":
        return "M" if word[0].isupper() or low in cueword.closed("times") else _open(low)
    if not word[0].isupper():
        return known or _open(low)
    if known is not None:
        return "P" if not fresh and _named(word, known) else known
    if not fresh:
        return "P"
    tag = _open(low)
    return "P" if tag == "N" else tag


def _named(word: str, known: str) -> bool:
    """Whether a closed word is a name by its capital inside a sentence: Will, US, May."""
    return known not in "RD" and (word.isupper() or known in "XV") and word != "I"


def _open(low: str) -> str:
    """The class of a word of the open classes by its ending."""
    if low.endswith("ly") and len(low) > 4 and low not in cueword.closed("not_adverbs"):
        return "A"
    if low.endswith("ing") and low not in cueword.closed("not_gerunds"):
        return "G"
    if low.endswith("ed") and len(low) > 3 and low not in cueword.closed("not_past"):
        return "E"
    return "X" if low.endswith("n't") else "N"
