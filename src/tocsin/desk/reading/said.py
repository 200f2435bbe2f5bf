"""How things are said: word lists kept as data beside the code, one TOML file for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tocsin.desk.reading import trie

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


def searched(
    pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """The matches of a pattern from `start` to `end` that begin with a word."""
    for hit in pattern.finditer(text, start, len(text) if end is None else end):
        first = hit.start()
        if not first or not text[first - 1].isalnum():
            yield hit


def lowered(text: str) -> str:
    """A text in lower case with plain apostrophes, each character where it was."""
    return trie.lowered(text).replace("’", "'")


class Word(NamedTuple):
    """A word of a text in lower case, and where it stands."""

    low: str
    start: int
    end: int


_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_FIRST = re.compile(r"[^\W_]+")
_STEM = 4


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words from `start` to `end`, in order; a word keeps its apostrophes, as ' alone."""
    low = lowered(text[start:end])
    return [Word(hit[0], start + hit.start(), start + hit.end()) for hit in _WORD.finditer(low)]


class Phrases:
    """Phrases to look for, each standing for a key; `terroris*` stands for all that begin so."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._entries: dict[str, list[tuple[str, str]]] = {}
        self._compiled: dict[str, re.Pattern[str]] = {}
        for phrase, key in pairs:
            low = lowered(phrase)
            first = _FIRST.match(low)
            if first:
                whole = low[first.end() : first.end() + 1] != "*"
                begin = first[0] if whole else first[0][:_STEM] + "*"
                self._entries.setdefault(begin, []).append((low, key))
        self._stems = {begin[:-1] for begin in self._entries if begin.endswith("*")}
        for entries in self._entries.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[str, int, int]]:
        """Key, start and end of each phrase from `start` to `end`; of several the longest."""
        low, after, entries, stems = lowered(text[start:end]), 0, self._entries, self._stems
        found: list[tuple[str, int, int]] = []
        for hit in _FIRST.finditer(low):
            word = hit[0]
            if (word not in entries and word[:_STEM] not in stems) or hit.start() < after:
                continue
            told = self._at(low, hit.start(), word)
            told = told or self._at(low, hit.start(), word[:_STEM] + "*")
            if told:
                key, after = told
                found.append((key, start + hit.start(), start + after))
        return found

    def _at(self, low: str, place: int, begin: str) -> tuple[str, int] | None:
        """The key of the phrase that begins at a place with this word, and where it ends."""
        entries = self._entries.get(begin)
        if entries is None:
            return None
        if begin not in self._compiled:
            self._compiled[begin] = re.compile("|".join(_pattern(entry) for entry, _ in entries))
        hit = self._compiled[begin].match(low, place)
        return (entries[(hit.lastindex or 1) - 1][1], hit.end()) if hit else None


def _pattern(phrase: str) -> str:
    """One group for a phrase; a blank or hyphen in it stands for either."""
    parts = [re.escape(part).replace(r"\*", r"\w*") for part in re.split(r"[\s-]+", phrase)]
    return "(" + rf"(?:{GAP}|[-–])".join(parts) + r")(?!\w)"
