"""What goes on from a statement without a cue of its own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from tocsin.desk.reading import cueword
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.use import Range, Use, trimmed

_SIGNED = re.compile("-(P[P#,N]{0,6}P|P)")
_SHORT = 4  # tokens; shorter quotations are names and scare quotes
_LONG = 8  # tokens; shorter lines are headings
_DENSE = 0.9  # share of paragraphs that attribute something where a text is all report
_FEW = 5  # sentences with attributions that show how a text is written


def quotations(page: Layout, found: Sequence[Use]) -> Iterator[Use]:
    """Whole quotations that nobody is named for: they go on from what was said before them."""
    taken = bytearray(len(page.words.start) + 1)
    for use in found:
        for first, last in use.content:
            taken[first:last] = b"\1" * (last - first)
    lows = [low for low, _ in page.sentences]
    ends = {high for _, high in page.sentences}
    for first, last in page.opened.items():
        if taken[first] or last - first < _SHORT or not lows:
            continue
        number = max(bisect_right(lows, first) - 1, 0)
        if _is_whole(page, first, last, page.sentences[number][0], ends):
            use = _gone_on(page, number, (first, last))
            use.source = _signature(page, last)
            yield use


def _is_whole(page: Layout, first: int, last: int, low: int, ends: set[int]) -> bool:
    """Whether a quotation is a sentence, or all that a colon leads to."""
    if first != low:
        return page.words.tags[first - 1] == ":"
    return last in ends or page.words.tags[last] in ".,-"


def _signature(page: Layout, last: int) -> Range | None:
    """The name behind a dash that signs a quotation at the end of its line: "…" — X."""
    match = _SIGNED.match(page.words.tags, last)
    if match is None:
        return None
    end = page.words.end[match.end(1) - 1]
    line = page.text[end : end + 3].lstrip(" .")
    return match.span(1) if line[:1] in {"", "\n"} else None


def _gone_on(page: Layout, number: int, content: Range) -> Use:
    low, high = page.sentences[number]
    first = content[0]
    return Use(number, low, high, first, first, kind="follow", content=[content])


def pointed(page: Layout, use: Use) -> list[Range]:
    """The sentence before one in which somebody "made the statement", or []."""
    words, number = page.words, use.sentence - 1
    if "light" not in use.groups or number < 0:
        return []
    if words.lower[use.last - 1] not in cueword.words("cues", "said", "pointing"):
        return []
    low, high = page.sentences[number]
    near = page.block[number] == page.block[use.sentence]
    definite = words.lower[use.last - 2] in cueword.closed("definite")
    if not near or not definite or "“" in words.tags[low:high]:
        return []
    return [(low, trimmed(words.tags, low, high))]


def introduced(page: Layout, use: Use) -> list[Range]:
    """What the next paragraph says where a sentence ends with a colon: "He said:", or []."""
    words, number = page.words, use.sentence + 1
    told = use.takes & {"quotation", "noun"} and use.source is not None
    if not told or words.tags[use.high - 1] != ":" or number >= len(page.sentences):
        return []
    low, _ = page.sentences[number]
    if low in page.opened:
        return page.chain(low)
    block = page.block[number]
    while number + 1 < len(page.block) and page.block[number + 1] == block:
        number += 1
    return [(low, page.sentences[number][1])] if use.takes & {"quotation"} else []


def sentences(page: Layout, found: Sequence[Use]) -> list[Use]:
    """Plain sentences behind an indirect statement of the same paragraph, which they go on from.

    Only in a text that attributes something in nearly every paragraph. A sentence that opens as an
    example of the one before it goes on even where it has a cue of its own.
    """
    whole = _whole(page, found)
    if len(whole) < _FEW or not _is_dense(page, whole):
        return []
    more = []
    for number, (low, high) in enumerate(page.sentences):
        if number in whole and not _is_example(page, low, high):
            continue
        near = number > 0 and page.block[number - 1] == page.block[number]
        if near and whole.get(number - 1) and "“" not in page.words.tags[low:high]:
            more.append(_gone_on(page, number, (low, trimmed(page.words.tags, low, high))))
            whole[number] = True
    return [use for use in more if use.content[0][1] > use.content[0][0]]


def _whole(page: Layout, found: Sequence[Use]) -> dict[int, bool]:
    """The sentences that attribute something, and whether without quotation up to their end."""
    lows = [low for low, _ in page.sentences]
    whole: dict[int, bool] = {}
    for use in found:
        for first, last in [(use.first, use.last), *use.content]:
            number = max(bisect_right(lows, first) - 1, 0)
            low, high = page.sentences[number]
            ends = last >= trimmed(page.words.tags, low, high)
            whole[number] = ends and "“" not in page.words.tags[low:high]
            while number + 1 < len(lows) and lows[number + 1] < last:
                number += 1
                whole[number] = False
    return whole


def _is_dense(page: Layout, whole: dict[int, bool]) -> bool:
    blocks = {page.block[number] for number in whole}
    long = {
        page.block[number]
        for number, (low, high) in enumerate(page.sentences)
        if high - low > _LONG
    }
    return len(blocks & long) >= len(long) * _DENSE


@cache
def _examples() -> tuple[str, ...]:
    return tuple(cueword.closed("examples"))


def _is_example(page: Layout, low: int, high: int) -> bool:
    """Whether a sentence opens as an example of the one before it: "In particular, …"."""
    start, end = page.words.start[low], page.words.end[min(low + 3, high) - 1]
    return page.text[start:end].lower().startswith(_examples())
