"""Quotation marks paired by a state machine that starts anew at each paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile("[“”„‟«»‹›\"‘’‚'`´]+|\n\\s*")
_DOUBLE = frozenset('“”„‟«»"')
_OPENERS = frozenset("“„‟«‹‘‚`")
_CLOSERS = frozenset("”»›’´")
_NEVER = re.compile(r"(?:em|til|tis|twas|cause|round|n|bout|\d\ds?)\b", re.IGNORECASE)
_ENDED = frozenset(".!?:;”\"’'»…)")


@dataclass(slots=True)
class Quotation:
    """A quotation from its opening mark to after its closing one, within one paragraph.

    `depth` is 0 for one that stands in no other. `goes_on` tells that it was not closed and the
    next paragraph opens with a mark again; `closed` whether its own closing mark stands.
    """

    start: int
    end: int
    depth: int = 0
    closed: bool = True
    goes_on: bool = False


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end of each paragraph; lines that are only wrapped belong together."""
    found, start = [], 0
    for gap in re.finditer(r"\n\s*", text):
        if _parts(text, gap.start(), gap.end()):
            found.append((start, gap.start()))
            start = gap.end()
    found.append((start, len(text)))
    return [(a, b) for a, b in found if text[a:b].strip()]


def _parts(text: str, start: int, end: int) -> bool:
    """Whether a line's end also ends a paragraph."""
    if end >= len(text) or start == 0 or text.count("\n", start, end) > 1:
        return True
    return text[start - 1] in _ENDED or not (text[end].islower() or text[end].isdigit())


def quotations(text: str) -> list[Quotation]:
    """All quotations in order of their start, an outer one before those within it."""
    found: list[Quotation] = []
    for start, end in paragraphs(text):
        here = _paired(text, start, end)
        if found and here and here[0].start == _first(text, start):
            _continue(found)
        found.extend(here)
    return found


def _first(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _continue(found: list[Quotation]) -> None:
    """Mark the quotation that the paragraph before left open as going on."""
    for quotation in reversed(found):
        if quotation.depth == 0:
            quotation.goes_on = not quotation.closed
            return


def _paired(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    stack: list[tuple[Quotation, bool]] = []
    for mark in _MARKS.finditer(text, start, end):
        if text[mark.start()] == "\n":
            continue
        at = mark.start()
        while at < mark.end():
            size = 2 if text[at : at + 2] in {"``", "''", "‘‘", "’’", "´´"} else 1
            _read(text, (start, at, at + size, end), stack, found)
            at += size
    for quotation, double in stack:
        if double:
            quotation.end, quotation.closed = _trimmed(text, quotation.start, end), False
        else:  # an apostrophe after all
            quotation.end = quotation.start
    return [q for q in found if q.end - q.start > 1]


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _read(
    text: str,
    where: tuple[int, int, int, int],
    stack: list[tuple[Quotation, bool]],
    found: list[Quotation],
) -> None:
    """Open or close a quotation at one mark, or leave it as an apostrophe."""
    start, at, after, end = where
    double = text[at] in _DOUBLE or after - at == 2
    open_now = next((i for i in range(len(stack) - 1, -1, -1) if stack[i][1] == double), -1)
    if not double and _apostrophe(text, at, after, open_now >= 0):
        return
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    opens = _opens(text[at], before, behind, open_now >= 0)
    if not opens:
        if open_now >= 0:
            stack[open_now][0].end = after
            for inner, _ in stack[open_now + 1 :]:
                inner.end = inner.start
            del stack[open_now:]
        return
    if len(stack) < 3:
        quotation = Quotation(at, at, len(stack))
        found.append(quotation)
        stack.append((quotation, double))


def _opens(mark: str, before: str, behind: str, is_open: bool) -> bool:
    """Whether a mark opens, by its shape, by what stands around it and by what is open."""
    if mark in _OPENERS:
        return not is_open or mark == "‘"
    free = (before.isspace() or before in "([{—–-―/") and not behind.isspace()
    if mark in _CLOSERS:
        return not is_open and free
    return not is_open and not behind.isspace() and not (before.isalnum() or before in ".,!?")


def _apostrophe(text: str, at: int, after: int, is_open: bool) -> bool:
    before = text[at - 1 : at]
    behind = text[after : after + 1]
    if before.isalnum() and behind.isalnum():
        return True
    if text[at] == "‘":
        return False
    if behind.isalnum() and not before.isalnum():
        return is_open or text[at] == "’" or _NEVER.match(text, after) is not None
    return not is_open
