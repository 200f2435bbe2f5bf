"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
LONG = 4_000_000
"""From which number of pairs of words on a difference is told only as a whole."""


@dataclass(frozen=True)
class Part:
    """Some words that stayed (`same`), came (`ins`) or went (`del`)."""

    kind: str
    words: str


@dataclass(frozen=True)
class Row:
    """A paragraph: its numbers now and before, None where it is not there, and what changed."""

    number: int | None
    before: int | None
    parts: tuple[Part, ...]
    moved: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything of it did."""
        return self.moved or any(part.kind != "same" for part in self.parts)


def rows(old: Sequence[Any], new: Sequence[Any]) -> list[Row]:
    """What changed from some placings to others, in the order of the new ones."""
    was = {one.paragraph.line: one for one in old}
    lines, now = [one.paragraph.line for one in old], [one.paragraph.line for one in new]
    found: list[Row] = []
    steps = SequenceMatcher(None, lines, now, autojunk=False).get_opcodes()
    kept = {line for op, i, j, _m, _n in steps if op == "equal" for line in lines[i:j]}
    for op, i, j, m, n in steps:
        if op != "equal":
            found += [_gone(one) for one in old[i:j] if one.paragraph.line not in now]
        found += [_row(was.get(one.paragraph.line), one, kept) for one in new[m:n]]
    return found


def _gone(one: Any) -> Row:
    return Row(None, one.number, (Part("del", one.paragraph.words),))


def _row(before: Any, one: Any, kept: set[Any]) -> Row:
    if before is None:
        return Row(one.number, None, (Part("ins", one.paragraph.words),))
    moved = one.paragraph.line not in kept
    return Row(one.number, before.number, words(before.paragraph.words, one.paragraph.words), moved)


def words(old: str, new: str) -> tuple[Part, ...]:
    """What changed from some words to others; what stayed and came together are the new ones."""
    if old == new:
        return (Part("same", new),)
    a, b = TOKEN.findall(old), TOKEN.findall(new)
    if len(a) * len(b) > LONG:
        return (Part("del", old), Part("ins", new))
    parts: list[Part] = []
    for op, i, j, m, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            parts.append(Part("same", "".join(b[m:n])))
        else:
            parts += [Part("del", "".join(a[i:j]))] if j > i else []
            parts += [Part("ins", "".join(b[m:n]))] if n > m else []
    return tuple(parts)
