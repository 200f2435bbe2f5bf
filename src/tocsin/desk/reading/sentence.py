"""Where sentences end."""

from __future__ import annotations

from functools import cache

from tocsin.desk.reading import lexicon
from tocsin.desk.reading.quotation import paragraphs, quotations
from tocsin.desk.reading.statement import Span
from tocsin.desk.reading.token import Tokens, tokens


def sentences(text: str) -> list[Span]:
    """The sentences of a text in order; headings and bullet lines count as sentences."""
    made = tokens(text, quotations(text))
    return [Span(made.start[a], made.end[b - 1]) for a, b in ranges(made, paragraphs(text))]


def ranges(words: Tokens, blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last+1 token of each sentence; none reaches over the end of a paragraph."""
    found: list[tuple[int, int]] = []
    token, count = 0, len(words.tags)
    for _, end in blocks:
        first = token
        while token < count and words.start[token] < end:
            token += 1
            if _ends(words, token, end):
                found.append((first, token))
                first = token
        if token > first:
            found.append((first, token))
    return found


def _ends(words: Tokens, token: int, end: int) -> bool:
    """Whether a sentence ends just before a token of the same paragraph."""
    tags = words.tags
    if token >= len(tags) or words.start[token] >= end or tags[token] in ".”)":
        return False
    if tags[token] == "q" and not words.text[words.end[token - 1]].isspace():
        return False
    last = token - 1
    closed = False
    while last > 0 and tags[last] in "”)q":
        closed, last = True, last - 1
    if tags[last] != ".":
        return words.lower[last].endswith(".") and _abbreviated(words, last, token)
    return _begins(words, last, token, closed)


def _begins(words: Tokens, last: int, token: int, closed: bool) -> bool:
    first = words.text[words.start[token]]
    if words.start[token] == words.end[token - 1] and first not in "“\"":
        return False  # example.org, 3.p.m
    if first.islower() or first in ",;:":
        return False
    if words.lower[last].startswith(("..", "…")) and not closed:
        return words.tags[token] in "“DS" or words.tags[token] == "R"
    return True


@cache
def _either() -> frozenset[str]:
    return frozenset(f"{word}." for word in lexicon.table("sentence")["either"].split())


def _abbreviated(words: Tokens, last: int, token: int) -> bool:
    """Whether an abbreviation ends the sentence: what follows begins with a capitalised closed word."""
    if words.lower[last] not in _either() and words.lower[last].count(".") < 2:
        return False
    return words.text[words.start[token]].isupper() and words.tags[token] in "DRSICXTQ"
