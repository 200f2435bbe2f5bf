"""In whose words an attribution stands: in quotation marks or not, or the document's own."""

from __future__ import annotations

import re

from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.statement import Voice
from tocsin.desk.reading.use import Use

_READOUT = re.compile(r"\W*readouts? (?:of|from) ([^\n]*?)['’]s?\b", re.IGNORECASE)
_SHARE = 3  # a document speaks for itself where one statement in so many is a body's or "we"


def voices(page: Layout, found: list[Use]) -> list[Voice]:
    """The voice of each attribution, in their order."""
    quoted = _quoted(page)
    plain = [_plain(page, use) for use in found]
    own = [_first_person(page, use) and not quoted[use.first] for use in found]
    if Voice.DIRECT not in plain:
        own = _issued(page, found, own)
    return [Voice.OWN if mine else voice for voice, mine in zip(plain, own, strict=True)]


def _quoted(page: Layout) -> bytearray:
    inside = bytearray(len(page.words.start) + 1)
    for first, last in page.opened.items():
        inside[first:last] = b"\1" * (last - first)
    return inside


def _plain(page: Layout, use: Use) -> Voice:
    """Direct where all that is said stands in quotation marks, mixed where part of it does."""
    if all(page.opened.get(first) == last for first, last in use.content):
        return Voice.DIRECT
    tags = page.words.tags
    mixed = any("“" in tags[first:last] for first, last in use.content)
    return Voice.MIXED if mixed else Voice.INDIRECT


def _first_person(page: Layout, use: Use) -> bool:
    if use.source is None:
        return False
    return page.words.lower[use.source[0]] in lexicon.closed("own")


def _issued(page: Layout, found: list[Use], own: list[bool]) -> list[bool]:
    """The same with the body that issues a document, or him of whose call it is a readout."""
    readout = _READOUT.match(page.text)
    if readout:
        name = readout[1].split()[-1].lower()
        return [mine or _is(page, use, name) for mine, use in zip(own, found, strict=True)]
    bodies = [mine or _is_body(page, use) for mine, use in zip(own, found, strict=True)]
    return bodies if sum(bodies) * _SHARE >= len(bodies) else own


def _is(page: Layout, use: Use, name: str) -> bool:
    if use.source is None:
        return False
    words = page.words.lower[use.source[0] : use.source[1]]
    return name in words or words in (["he"], ["she"])


def _is_body(page: Layout, use: Use) -> bool:
    """Whether the source is a council, or the members, leaders or sides that speak together."""
    if use.source is None:
        return False
    words = page.words.lower[use.source[0] : use.source[1]]
    if len(words) < 2 or words[0] not in {"the", "both", "all", "two"}:
        return False
    return any(word in lexicon.closed("bodies") for word in words[1:])
