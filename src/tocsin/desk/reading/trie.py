"""Phrases of lexicons, found in one pass over a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_END = ""
_SPACE = r"\s{1,3}"
_APOSTROPHES = "['’]"
_Trie = dict[str, Any]


def phrases(words: Iterable[str], *, plural: bool = False) -> re.Pattern[str]:
    """A pattern that finds whole phrases, the longest at each place, in linear time.

    A blank stands for up to three, an apostrophe for both its forms; `plural` allows an s.
    """
    trie: _Trie = {}
    for phrase in words:
        node = trie
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[_END] = {}
    return re.compile(rf"(?<!\w)(?:{_branch(trie)}){'s?' if plural else ''}(?!\w)")


def plain(phrase: str) -> str:
    """A phrase as it is spelt in a lexicon: single blanks, straight apostrophes."""
    return " ".join(phrase.replace("’", "'").split())


def lowered(text: str) -> str:
    """The text in lower case, letter for letter, so that offsets stay."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _branch(trie: _Trie) -> str:
    parts = [_letter(letter) + _branch(rest) for letter, rest in trie.items() if letter != _END]
    if not parts:
        return ""
    whole = parts[0] if len(parts) == 1 and _END not in trie else f"(?:{'|'.join(parts)})"
    return f"{whole}?" if _END in trie else whole


def _letter(letter: str) -> str:
    if letter == " ":
        return _SPACE
    return _APOSTROPHES if letter == "'" else re.escape(letter)
