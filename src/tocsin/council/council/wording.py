"""Wordings: paragraphs told apart, and which paragraph of a new wording is which of the old one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from tocsin.world.errors import RequestError

MOST = 200
"""How many paragraphs a text has at most."""
LONGEST = 20_000
"""How many characters a paragraph has at most."""
LIKE = 0.4
"""From which likeness on a paragraph is the old one with other words, and not another one."""
BLANK = re.compile(r"\n[^\S\n]*\n\s*")


def paragraphs(wording: str) -> list[str]:
    """The paragraphs of a wording, between which there are blank lines; raises `RequestError`."""
    plain = wording.replace("\r\n", "\n").replace("\r", "\n")
    found = [one.strip() for one in BLANK.split(plain) if one.strip()]
    required(found)
    return found


def required(found: Sequence[str]) -> None:
    """Raise `RequestError` for too few or too many paragraphs, or for one that is too long."""
    if not 0 < len(found) <= MOST:
        raise RequestError(
            _("A text has between 1 and %(most)s paragraphs, and these are %(n)s.")
            % {"most": MOST, "n": len(found)},
            remedy=_("Leave a blank line between paragraphs; divide a longer text into several."),
        )
    for number, words in enumerate(found, 1):
        if len(words) > LONGEST:
            raise RequestError(
                _("Paragraph %(number)s has %(n)s characters; the most is %(most)s.")
                % {"number": number, "n": len(words), "most": LONGEST},
                remedy=_("Divide it by blank lines."),
            )


def joined(found: Sequence[str]) -> str:
    """The wording that paragraphs make."""
    return "\n\n".join(found)


def matched(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each new paragraph the old one that it is, or None for one that is added.

    Unchanged ones first, in order; then those moved elsewhere; then those whose words are alike.
    """
    found: list[int | None] = [None] * len(new)
    for i, j, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for step in range(size):
            found[j + step] = i + step
    for j, words in enumerate(new):
        if found[j] is None:
            found[j] = next((i for i in _left(old, found) if old[i] == words), None)
    for _likeness, i, j in _alike(old, new, found):
        if found[j] is None and i not in found:
            found[j] = i
    return found


def _left(old: Sequence[str], found: list[int | None]) -> list[int]:
    taken = set(found)
    return [i for i in range(len(old)) if i not in taken]


def _alike(
    old: Sequence[str], new: Sequence[str], found: list[int | None]
) -> list[tuple[float, int, int]]:
    """The pairs that are left and alike, the most alike first, then the nearest."""
    left = {i: frozenset(old[i].split()) for i in _left(old, found)}
    added = {j: frozenset(new[j].split()) for j in range(len(new)) if found[j] is None}
    pairs = [
        (2 * len(a & b) / (len(a) + len(b)), i, j)
        for i, a in left.items()
        for j, b in added.items()
    ]
    likely = [pair for pair in pairs if pair[0] >= LIKE]
    return sorted(likely, key=lambda pair: (-pair[0], abs(pair[1] - pair[2]), pair[1], pair[2]))
