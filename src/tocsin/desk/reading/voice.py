"""In whose words an attribution stands: in quotation marks or not, or the document's own."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from tocsin.desk.reading import cueword
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.statement import Voice
from tocsin.desk.reading.use import Use
from tocsin.world import place

_READOUT = re.compile(r"\W*readouts? (?:of|from) ([^\n]*?)['’]s?\b", re.IGNORECASE)
_SHARE = 3  # a document speaks for itself where one statement in so many is a body's or "we"


def speaks_for_itself(page: Layout, found: list[Use]) -> bool:
    """Whether a document is a speech or a statement: it often says "I" or "we" without quoting."""
    quoted = _quoted(page)
    told = [use for use in found if use.source is not None and not quoted[use.first]]
    return sum(_first_person(page, use) for use in told) * _SHARE >= max(len(told), _SHARE)


def voices(page: Layout, found: list[Use]) -> list[Voice]:
    """The voice of each attribution, in their order."""
    quoted = _quoted(page)
    plain = [_plain(page, use) for use in found]
    itself = speaks_for_itself(page, found)
    country = country_of(page, found) if itself else ""
    own = [
        not quoted[use.first]
        and (
            _first_person(page, use)
            or (itself and use.kind == "nobody")
            or (country != "" and _named(page, use) == country)
        )
        for use in found
    ]
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


def country_of(page: Layout, found: list[Use]) -> str:
    """The country that is more often the source in its speech than any other, or nothing."""
    names = Counter(filter(None, (_named(page, use) for use in found)))
    first, second = [*names.most_common(2), ("", 0), ("", 0)][:2]
    return first[0] if first[1] > max(second[1], 1) else ""


def _named(page: Layout, use: Use) -> str:
    """The country that a source names and nothing else, in lower case, or nothing."""
    if use.source is None:
        return ""
    name = " ".join(page.words.lower[use.source[0] : use.source[1]]).removeprefix("the ")
    return name if name in _countries() else ""


@cache
def _countries() -> frozenset[str]:
    names = {country.name.lower() for country in place.countries().values()}
    return frozenset({*names, *cueword.words("words", "countries")})


def _first_person(page: Layout, use: Use) -> bool:
    if use.source is None:
        return False
    return page.words.lower[use.source[0]] in cueword.closed("own")


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
    parts = " ".join(words).split(" of ")
    if len(words) < 2 or words[0] not in {"the", "both", "all", "two"}:
        return False
    return all(cueword.closed("bodies").intersection(part.split()) for part in parts[:2])
