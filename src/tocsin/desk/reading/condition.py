"""Conditions: the clauses on which what is said depends, told from indirect questions."""

from __future__ import annotations

import re

from tocsin.desk.reading.lexicon import cached, table
from tocsin.desk.reading.statement import Span
from tocsin.desk.reading.trie import lowered, phrases

_CLOSING = " \t\r\n.,;:!?\"'”’)»"
_NOT_ONCE = re.compile(r"(?:\s(?:again|more|and|in|every|or|a)\b|[,.;])")
_PARTED = re.compile(
    r"[,;:—–“\"(]\s*$|^\s*$|\b(?:and|but|that|only|even|then|or)\s+$", re.IGNORECASE
)
_LONGEST = 400
_MOST = 20


def conditions(text: str, start: int, end: int) -> list[Span]:
    """The condition clauses between two positions (those of a sentence), without their comma.

    “If”, “unless”, “provided that” and the like count, the “if” of an indirect question and “even
    if” do not.
    """
    low = lowered(text[start:end])
    found: list[Span] = []
    for match in _words().finditer(low):
        begin = start + match.start()
        if found and begin < found[-1].end:
            continue
        if not _asked(low, match) and not _mere(low, match):
            found.append(_clause(text, begin, end))
        if len(found) == _MOST:
            break
    return found


def _clause(text: str, begin: int, end: int) -> Span:
    """From the word that opens a condition to the comma or the end of its sentence."""
    stop = min(end, begin + _LONGEST)
    for mark in (",", ";", " – ", " — ", ":", " then "):
        at = text.find(mark, begin + 3, stop)
        if at >= 0:
            stop = at
    return Span(begin, begin + len(text[begin:stop].rstrip(_CLOSING)))


def _asked(low: str, match: re.Match[str]) -> bool:
    """Whether “if” stands for “whether” after a verb of asking or knowing."""
    before = low[max(0, match.start() - 60) : match.start()].rstrip()
    return match[0] == "if" and any(before.endswith(f" {v}") or before == v for v in _askers())


def _mere(low: str, match: re.Match[str]) -> bool:
    """Whether the word opens no condition here: “even if”, “as if”, “once again”, “at once”."""
    before = low[max(0, match.start() - 8) : match.start()]
    if match[0] == "once":
        return bool(_NOT_ONCE.match(low, match.end())) or not _PARTED.search(before)
    return before.endswith(("even ", "as ", "what ", "than "))


@cached
def _words() -> re.Pattern[str]:
    return phrases(table("conditions")["words"])


@cached
def _askers() -> tuple[str, ...]:
    return tuple(table("conditions")["askers"])
