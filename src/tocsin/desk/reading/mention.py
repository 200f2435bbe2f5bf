"""What a piece of text mentions: countries and bodies, and the place and vector it concerns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from tocsin.desk.reading.said import Phrases, literal, said, searched, words
from tocsin.desk.reading.statement import Span
from tocsin.world.place import countries, neighbours
from tocsin.world.vector import vectors

_NAME = re.compile(r"(?<![^\W_])[A-ZÀ-ÖØ-Þ][^\W_]*")
_WITH = re.compile(r"\s+(?:with|to|of|into|on)\s+(?:the\s+)?")
_BETWEEN = re.compile(r"\s+between\s+(?:the\s+)?")
_AND = re.compile(r"\s*(?:[-–—/]|\s(?:and|with)\s(?:the\s)?)\s*")
_OWN = re.compile(r"(?:['’]s?)?\s+(?:\w+\s+){0,2}")
_THE = re.compile(r"\bthe\s+(?:\w+\s+)?$", re.IGNORECASE)
_REACH = 40
_AROUND = 6


class Kind(StrEnum):
    """How a country or body is mentioned; a seat is a town that can stand for a government."""

    NAME = "name"
    ADJECTIVE = "adjective"
    SEAT = "seat"
    BODY = "body"


class Mention(NamedTuple):
    """A country by ISO 3166 alpha-3, or a body by name, and where it is mentioned."""

    key: str
    kind: Kind
    span: Span


def mentions(text: str, span: Span | None = None) -> list[Mention]:
    """All countries and bodies mentioned in a span of a text, or in all of it, in order."""
    start, end = (span.start, span.end) if span else (0, len(text))
    flat = text[start:end].replace("\n", " ").replace("\xa0", " ").replace("’", "'")
    return [
        Mention(key, kind, Span(start + first, start + last))
        for key, kind, first, last in _mentioned(flat)
        if key
    ]


def parties_named(text: str, span: Span) -> tuple[str, ...]:
    """The parties mentioned in a span: ISO 3166 alpha-3 codes and names of bodies, in order.

    The seat of a government is none where it is only the town in which something happens.
    """
    found = (m for m in mentions(text, span) if m.kind is not Kind.SEAT or _governs(text, m.span))
    return tuple(dict.fromkeys(m.key for m in found))


def place(text: str, span: Span) -> tuple[str, Span] | None:
    """The place that a span concerns, as a key of `tocsin.world.place`, and the words that say so.

    A border where one of neighbouring countries is mentioned, else the first country by name, by
    a town or by an adjective.
    """
    found = [m for m in mentions(text, span) if _lies(text, m)]
    if not found:
        return None
    for word in searched(_borders(), text, span.start, span.end):
        border = _border(text, word.start(), word.end(), found)
        if border:
            return border
    order = (Kind.NAME, Kind.SEAT, Kind.ADJECTIVE)
    first = min(found, key=lambda m: (order.index(m.kind), m.span))
    return first.key, first.span


def vector(text: str, span: Span, known: Collection[str] | None = None) -> tuple[str, Span] | None:
    """The vector that a span concerns, and the first words that say so.

    `known` are the keys that may be told, by default those of `tocsin.world.vector`. Of several
    the one said most often, then first.
    """
    keys = vectors().keys() if known is None else known
    hits = [
        (key, Span(start, end))
        for key, start, end in _vectors().find(text, span.start, span.end)
        if key in keys
    ]
    if not hits:
        return None
    counted = [key for key, _ in hits]
    return max(hits, key=lambda hit: counted.count(hit[0]))


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(said("mentions")[name])


@cache
def _borders() -> re.Pattern[str]:
    return literal(_listed("borders"))


@cache
def _vectors() -> Phrases:
    table = said("vectors_said")
    return Phrases((word, key) for key, row in table.items() for word in row["words"])


@cache
def _surfaces() -> dict[str, list[tuple[str, str, Kind]]]:
    """What can be said, by its first word: the longest first, with its key and kind."""
    table: dict[str, dict[str, tuple[str, str, Kind]]] = {}
    for surface, key, kind in _entries():
        first = _NAME.match(surface)
        if first:
            known = table.setdefault(first[0], {})
            known.setdefault(surface, (surface, key, kind))
    return {
        first: sorted(known.values(), key=lambda entry: -len(entry[0]))
        for first, known in table.items()
    }


def _entries() -> Iterator[tuple[str, str, Kind]]:
    for name in said("mentions")["apart"]:
        yield name, "", Kind.NAME
    for key, country in countries().items():
        yield from _written(country.name, key, Kind.NAME)
    for key, row in said("countries_said").items():
        yield from _said_of(key, row)
    for row in said("bodies_said")["body"]:
        for name in row["names"]:
            yield name.replace("’", "'"), row.get("under", row["name"]), Kind.BODY


def _said_of(key: str, row: dict[str, list[str]]) -> Iterator[tuple[str, str, Kind]]:
    for name in row.get("names", ()):
        yield from _written(name, key, Kind.NAME)
    for name in row.get("adjectives", ()):
        yield from _written(name, key, Kind.ADJECTIVE)
        yield from _written(f"{name}s", key, Kind.ADJECTIVE)
    for name in row.get("seats", ()):
        yield from _written(name, key, Kind.SEAT)


def _written(name: str, key: str, kind: Kind) -> Iterator[tuple[str, str, Kind]]:
    """A name as it is written in running text and in headings."""
    name = name.replace("’", "'")
    yield name, key, kind
    if len(name) > 4:
        yield name.upper(), key, kind


def _mentioned(flat: str) -> Iterator[tuple[str, Kind, int, int]]:
    after, surfaces = 0, _surfaces()
    for hit in _NAME.finditer(flat):
        start = hit.start()
        if start < after:
            continue
        for surface, key, kind in surfaces.get(hit[0], ()):
            end = start + len(surface)
            if flat.startswith(surface, start) and not flat[end : end + 1].isalnum():
                yield key, kind, start, end
                after = end
                break


def _lies(text: str, found: Mention) -> bool:
    """Whether a country or town is mentioned, and not an agreement named after the town."""
    return found.kind in (Kind.NAME, Kind.ADJECTIVE) or (
        found.kind is Kind.SEAT and not _named_after(text, found.span)
    )


def _governs(text: str, town: Span) -> bool:
    """Whether a seat stands for its government: not in Minsk, nor the Minsk agreements."""
    before = words(text, max(0, town.start - 12), town.start)
    in_town = bool(before) and before[-1].low in _listed("town_after")
    return not in_town and not _named_after(text, town)


def _named_after(text: str, town: Span) -> bool:
    following = words(text, town.end, town.end + 25)
    if not following or following[0].start > town.end + 1:
        return False
    first = following[0]
    return first.low in _listed("town_before") or text[first.start].isupper()


def _border(text: str, start: int, end: int, found: list[Mention]) -> tuple[str, Span] | None:
    """The border of which a word at `start` speaks, if its countries can be told."""
    at = bisect_left(found, start, key=lambda m: m.span.start)
    before, after = found[max(0, at - _AROUND) : at], found[at : at + _AROUND]
    near = bool(before) and start - before[-1].span.end <= _REACH
    if near and _OWN.fullmatch(text, before[-1].span.end, start):
        last = before[-1]
        two = before[-2] if len(before) > 1 else None
        if two and _AND.fullmatch(text, two.span.end, last.span.start):
            told = _shared(two, last, Span(two.span.start, end))
            if told:
                return told
        if not after or not _WITH.fullmatch(text, end, after[0].span.start):
            return _first_shared(last, [*before[:-1], *after], Span(last.span.start, end))
    if not after:
        return None
    the = _THE.search(text, max(0, start - 20), start)
    whole = Span(the.start() if the else start, after[0].span.end)
    if _WITH.fullmatch(text, end, after[0].span.start):
        return _first_shared(after[0], [*before[::-1], *after[1:]], whole)
    if len(after) > 1 and _BETWEEN.fullmatch(text, end, after[0].span.start):
        return _shared(after[0], after[1], Span(whole.start, after[1].span.end))
    return None


def _first_shared(one: Mention, others: list[Mention], span: Span) -> tuple[str, Span] | None:
    return next((told for other in others if (told := _shared(one, other, span))), None)


def _shared(one: Mention, two: Mention, span: Span) -> tuple[str, Span] | None:
    if one.key == two.key or two.key not in neighbours(one.key):
        return None
    return "-".join(sorted((one.key, two.key))), span
