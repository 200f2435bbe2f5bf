"""How far what is said reaches within its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.desk.reading import cueword, phrase
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.use import Use


def reach(page: Layout, use: Use, first: int, stop: int, later: Sequence[Use]) -> int:
    """Last+1 token of what is said from `first` on: `stop`, or where something else begins.

    `later` are the cues behind it: one of them may go on with the main clause.
    """
    tags = page.words.tags
    if tags[first] == "“":
        end = page.opened.get(first, stop)
        whole = tags[end - 2] in ".,!?" or "name" in use.groups
        if end >= stop or whole or tags[end] in ",.;:-":
            return min(end, use.high)
    for other in later:
        cut = _cut(tags, use, other, first)
        if cut > first:
            stop = min(stop, cut)
            break
    if "clause" not in use.takes and tags[first] not in "TQ":
        stop = phrase.clause(page.words, first, stop)
    return _contrasted(page, first, _subordinate(page, use, first, stop))


def enclosed(tags: str, use: Use, stop: int) -> int:
    """Where a bracket closes in which a cue stands, or `stop`."""
    opened = tags.rfind("(", use.low, use.first)
    if opened < 0 or ")" in tags[opened : use.first]:
        return stop
    closes = tags.find(")", use.last, stop)
    return stop if closes < 0 else closes


def _cut(tags: str, use: Use, other: Use, first: int) -> int:
    """Where a later cue goes on with the main clause, or -1."""
    if other.first <= first:
        return -1
    if other.kind == "gerund":
        return other.first - 1
    if other.kind == "linked" and other.form == use.form:
        cut = other.first - 1
        while cut > first and tags[cut - 1] in "AC,":
            cut -= 1
        return cut
    if other.kind != "subject" or other.source is None or other.form != "finite":
        return -1
    here = other.source[0]
    if tags[here - 1] == "C" and tags[here - 2] in ",”":
        return here - 2
    return here - 1 if tags[here - 1] == ";" else -1


def _subordinate(page: Layout, use: Use, first: int, stop: int) -> int:
    """Where a subordinate clause ends that opens the sentence: "As I conclude my speech, …"."""
    tags, edge = page.words.tags, use.edge
    if edge == use.low or edge > use.low + 2 or tags[edge - 1] != "S" or use.kind != "subject":
        return stop
    comma = tags.find(",", first, stop)
    return comma if comma > first and tags[comma + 1] in "RDPN" else stop


def _contrasted(page: Layout, first: int, stop: int) -> int:
    """Where ", while" or ", although" sets something else against what is said, or `stop`."""
    tags, here = page.words.tags, first
    against = cueword.closed("against")
    while (here := tags.find(",S", here + 1, stop)) > 0:
        quoted = tags.rfind("“", first, here) > tags.rfind("”", first, here)
        if page.words.lower[here + 1] in against and not quoted:
            return here
    return stop
