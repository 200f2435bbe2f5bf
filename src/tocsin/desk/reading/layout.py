"""A text prepared for reading: its words, sentences, paragraphs and outermost quotations."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.desk.reading.quotation import Quotation, paragraphs, quotations
from tocsin.desk.reading.sentence import ranges
from tocsin.desk.reading.token import Tokens, tokens

_PARAGRAPHS = 60  # over which one quotation may go on


@dataclass(slots=True)
class Layout:
    """A text by tokens; ranges are first and last+1 token.

    `opened` leads from a quotation's first token to its end, `closed` back from that end;
    `goes_on` from its first token to that of the quotation by which it goes on in the next
    paragraph, and `came` back; `block` tells each sentence's paragraph.
    """

    text: str
    words: Tokens
    sentences: list[tuple[int, int]]
    block: list[int]
    opened: dict[int, int] = field(default_factory=dict)
    closed: dict[int, int] = field(default_factory=dict)
    goes_on: dict[int, int] = field(default_factory=dict)
    came: dict[int, int] = field(default_factory=dict)

    def origin(self, first: int) -> int:
        """The first token of the quotation that the one at a token goes on from, or the same."""
        for _ in range(_PARAGRAPHS):
            if first not in self.came:
                break
            first = self.came[first]
        return first

    def chain(self, first: int) -> list[tuple[int, int]]:
        """A quotation with those by which it goes on over the next paragraphs."""
        found = [(first, self.opened[first])]
        while first in self.goes_on and len(found) < _PARAGRAPHS:
            first = self.goes_on[first]
            found.append((first, self.opened[first]))
        return found


def layout(text: str) -> Layout:
    """A text's words, sentences and quotations, read once for all that follows."""
    blocks, found = paragraphs(text), quotations(text)
    words = tokens(text, found)
    sentences, block = ranges(words, blocks)
    made = Layout(text, words, sentences, block)
    _quote(made, [quotation for quotation in found if not quotation.depth])
    return made


def _quote(made: Layout, found: list[Quotation]) -> None:
    """Tell by tokens where the outermost quotations stand."""
    words, token, before = made.words, 0, None
    for quotation in found:
        while words.start[token] < quotation.start:
            token += 1
        first = token
        while token < len(words.start) and words.start[token] < quotation.end:
            token += 1
        made.opened[first] = token
        made.closed[token] = first
        if before is not None:
            made.goes_on[before], made.came[first] = first, before
        before = first if quotation.goes_on else None
