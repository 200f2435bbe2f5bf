"""How things are said: word lists kept as data beside the code, one TOML file for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

GAP = r"(?:[^\S\n]{1,3}\n?[^\S\n]{0,3}|\n[^\S\n]{0,3})"
"""As a pattern: white space between two words of a paragraph."""


def either(words: Iterable[str]) -> str:
    """A pattern for any of these words or phrases, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", GAP) for word in ordered) + ")"


def literal(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of these, as they are, with a capital and in capitals; quick to search.

    It begins with letters alone, for which the engine skips what cannot match.
    """
    forms = {form for word in words for form in (word, word[0].upper() + word[1:], word.upper())}
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile("(?:" + "|".join(map(re.escape, ordered)) + r")(?![^\W_])")


def searched(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern in a text that begin with a word."""
    for hit in pattern.finditer(text):
        if not text[hit.start() - 1 : hit.start()].isalnum() or not hit.start():
            yield hit


class Word(NamedTuple):
    """A word of a text in lower case, and where it stands."""

    low: str
    start: int
    end: int


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_JOINTS = frozenset({"", "-", "–"})


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words from `start` to `end`, in order; a word keeps its apostrophes, as ' alone."""
    low = text.lower().replace("’", "'")
    low = low if len(low) == len(text) else text
    found = _WORD.finditer(low, start, len(text) if end is None else end)
    return [Word(hit[0], *hit.span()) for hit in found]


class Phrases:
    """Phrases to look for, each standing for a key; `terroris*` stands for all that begin so."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, key in pairs:
            parts = [hit[0] for hit in _PART.finditer(phrase.lower())]
            begin = parts[0][:_STEM] + "*" if parts[0].endswith("*") else parts[0]
            self._first.setdefault(begin, []).append((tuple(parts), key))
        for entries in self._first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str, found: list[Word]) -> Iterator[tuple[str, int, int]]:
        """Key, start and end of each phrase among these words of a text; the longest first."""
        after, first = 0, self._first
        for place, (low, start, _) in enumerate(found):
            stem = low[:_STEM] + "*"
            if place < after or (low not in first and stem not in first):
                continue
            for entry, key in (*first.get(low, ()), *first.get(stem, ())):
                if _stands(entry, text, found, place):
                    after = place + len(entry)
                    yield key, start, found[after - 1].end
                    break


def _stands(entry: tuple[str, ...], text: str, found: list[Word], place: int) -> bool:
    """Whether a phrase stands at a place among the words of a text."""
    if place + len(entry) > len(found):
        return False
    return all(
        _same(part, found[place + number].low)
        and (not number or _joined(text, found[place + number - 1], found[place + number]))
        for number, part in enumerate(entry)
    )


_PART = re.compile(r"[^\W_]+(?:'[^\W_]+)*\*?")
_STEM = 4


def _same(part: str, word: str) -> bool:
    if part.endswith("*"):
        return word.startswith(part[:-1])
    return word in (part, part + "'s")


def _joined(text: str, one: Word, two: Word) -> bool:
    gap = text[one.end : two.start]
    return gap.strip() in _JOINTS and "\n\n" not in gap
