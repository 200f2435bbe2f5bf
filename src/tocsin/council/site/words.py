"""The words of a text, told apart in one way for whatever is written and whatever is asked."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 400
"""How many characters of a word count."""

_MARKS = re.compile("[\u0300-\u036f]")
"""Marks that no letter with a code of its own takes up, such as the stress marks of Russian."""


def words(text: str) -> list[str]:
    """The words of a text, each once, in their order: alike whatever their case, width and stress.

    A word is a run of letters, digits and underscores; all else only parts words.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    found = re.findall(r"\w+", _MARKS.sub("", folded))
    return list(dict.fromkeys(word[:LONGEST] for word in found))
