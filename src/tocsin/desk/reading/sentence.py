"""Where sentences end."""

from __future__ import annotations

from functools import cache

from tocsin.desk.reading.lexicon import table
from tocsin.desk.reading.quotation import paragraphs, quotations
from tocsin.desk.reading.statement import Span
from tocsin.desk.reading.token import Tokens, tokens

_LONGEST = 400  # tokens: whatever has no full stop for so long is no sentence


def sentences(text: str) -> list[Span]:
    """The sentences of a text in order; headings and bullet lines count as sentences."""
    words = tokens(text, quotations(text))
    found, _ = ranges(words, paragraphs(text))
    return [Span(words.start[first], words.end[last - 1]) for first, last in found]


def ranges(words: Tokens, blocks: list[tuple[int, int]]) -> tuple[list[tuple[int, int]], list[int]]:
    """First and last+1 token of each sentence, and the number of its paragraph.

    No sentence reaches over the end of a paragraph; `blocks` are the paragraphs' characters.
    """
    found: list[tuple[int, int]] = []
    block: list[int] = []
    starts, count, token = words.start, len(words.start), 0
    for number, (_, end) in enumerate(blocks):
        first = token
        while token < count and starts[token] < end:
            token += 1
            ends = token == count or starts[token] >= end or token - first >= _LONGEST
            if ends or _ends(words, token, first):
                found.append((first, token))
                block.append(number)
                first = token
    return found, block


def _ends(words: Tokens, token: int, first: int) -> bool:
    """Whether a sentence ends just before a token of the same paragraph."""
    tags = words.tags
    last = token - 1
    if tags[last] not in ".”)q'" and words.lower[last][-1] != ".":
        return False
    if tags[token] in ".”),;:" or (tags[token] in "q'" and _touches(words, token)):
        return False
    while last > max(first, token - 6) and tags[last] in "”)q'":
        last -= 1
    if tags[last] == ".":
        return _begins(words, last, token)
    return last == token - 1 and words.lower[last].endswith(".") and _abbreviated(words, token)


def _touches(words: Tokens, token: int) -> bool:
    return words.start[token] == words.end[token - 1]


def _begins(words: Tokens, last: int, token: int) -> bool:
    """Whether what follows a full stop begins a sentence."""
    if words.text[words.start[token]].islower():
        return False
    if _touches(words, token) and words.tags[token] not in "“q(" and words.tags[token - 1] == ".":
        return False  # example.org
    if words.lower[last].startswith(("..", "…")) and last == token - 1:
        return words.tags[token] in "“DSR" and words.lower[token] != "i"
    return True


@cache
def _either() -> frozenset[str]:
    return frozenset(f"{word}." for word in table("sentence")["either"].split())


def _abbreviated(words: Tokens, token: int) -> bool:
    """Whether an abbreviation ends the sentence: a closed word with a capital follows."""
    short = words.lower[token - 1]
    if short not in _either() and short.count(".") < 2:
        return False
    return words.text[words.start[token]].isupper() and words.tags[token] in "DRSICXTQ"
