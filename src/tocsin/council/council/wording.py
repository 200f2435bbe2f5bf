"""Wording: how one text became another, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

WORD = re.compile(r"\s+|\w+|[^\w\s]")
MOST = 3_000
"""How many words are compared one by one; a longer change is shown as a whole."""


class Piece(NamedTuple):
    """Some words that stayed, were put in, or were taken out."""

    kind: Literal["same", "put", "taken"]
    words: str


def changes(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in order: all but those put in make the one, all but those taken
    out the other.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    pieces = [Piece("same", "".join(old[:first]))]
    pieces += _compared(old[first : len(old) - last], new[first : len(new) - last])
    pieces.append(Piece("same", "".join(old[len(old) - last :])))
    return [piece for piece in pieces if piece.words]


def _alike(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _compared(old: list[str], new: list[str]) -> list[Piece]:
    if len(old) + len(new) > MOST:
        return [Piece("taken", "".join(old)), Piece("put", "".join(new))]
    pieces = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
        else:
            pieces += [Piece("taken", "".join(old[a:b])), Piece("put", "".join(new[c:d]))]
    return pieces
