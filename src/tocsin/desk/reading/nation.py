"""Countries and bodies as they are named in running text: by name, adjective, people or seat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tocsin.desk.reading.lexicon import Words, cached, table
from tocsin.desk.reading.trie import phrases, plain
from tocsin.world.place import countries

_LONG = 4
"""Longer names are also known in capitals."""


class Naming(StrEnum):
    """How a country or body is named."""

    NAME = "name"
    ADJECTIVE = "adjective"
    SEAT = "seat"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Named:
    """A country (ISO 3166 alpha-3) or a body (its name) and where it is named."""

    start: int
    end: int
    key: str
    naming: Naming


def named(text: str) -> list[Named]:
    """All countries and bodies named in a text, in its order, none within another."""
    pattern, keys = _names()
    found = (Named(m.start(), m.end(), *_of(m[0], keys)) for m in pattern.finditer(text))
    return [one for one in found if one.key]


def nation(key: str, *, article: bool = False) -> str:
    """The usual name of a country, if wanted with its article; another key is its own name."""
    entry = _nations().get(key)
    if entry is None:
        return key
    name = str(entry["names"][0])
    return f"the {name}" if article and entry.get("article") else name


def key_of(words: str) -> str:
    """The key of the country or body that words name from end to end, else the words."""
    return next((n.key for n in named(words) if n.end - n.start == len(words)), words)


def is_nation(key: str) -> bool:
    """Whether a key is a country's ISO 3166 alpha-3 code."""
    return key in countries()


def listed(names: Sequence[str]) -> str:
    """Names in a row: “A”, “A and B”, “A, B and C”."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def under(body: str) -> str:
    """The body for which a body speaks: its own name, or that of the one it is an organ of."""
    return _organs().get(body, body)


def short(words: str, issuer: str) -> bool:
    """Whether words such as “the Council” mean the body that issues a document."""
    return words in _shorts().get(issuer, ())


def within(words: str, issuer: str) -> bool:
    """Whether a body that issues a document is told of in words such as “coalition forces”."""
    return any(word in _shorts().get(issuer, ()) for word in words.split())


@cached
def _nations() -> Words:
    return table("demonyms")


@cached
def _organs() -> dict[str, str]:
    return {b["name"]: b["under"] for b in table("bodies")["body"] if "under" in b}


@cached
def _shorts() -> dict[str, tuple[str, ...]]:
    return {b["name"]: tuple(b.get("short", ())) for b in table("bodies")["body"]}


@cached
def _names() -> tuple[re.Pattern[str], dict[str, tuple[str, Naming]]]:
    keys: dict[str, tuple[str, Naming]] = {}
    for body in table("bodies")["body"]:
        keys.update(dict.fromkeys(body["names"], (body["name"], Naming.BODY)))
    for iso3 in countries() | _nations():
        entry = _nations().get(iso3, {"names": [], "adjectives": []})
        for naming in (Naming.SEAT, Naming.ADJECTIVE, Naming.NAME):
            words = _worded(iso3, entry, naming)
            loud = [word.upper() for word in words if len(word) > _LONG]
            keys.update(dict.fromkeys([*loud, *words], (iso3, naming)))
    keys.update(dict.fromkeys(table("mentions")["apart"], ("", Naming.NAME)))
    return phrases(keys), keys


def _worded(iso3: str, entry: Words, naming: Naming) -> list[str]:
    """The words that name a country in one way; adjectives name its people too."""
    if naming is Naming.SEAT:
        return list(entry.get("seats", ()))
    if naming is Naming.ADJECTIVE:
        people = [f"{word}s" for word in entry["adjectives"] if word[-1] in "nicbk"]
        return [*entry["adjectives"], *people]
    return [*entry["names"], *([countries()[iso3].name] if iso3 in countries() else [])]


def _of(words: str, keys: dict[str, tuple[str, Naming]]) -> tuple[str, Naming]:
    return keys[plain(words)]
