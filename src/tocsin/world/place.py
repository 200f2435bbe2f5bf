"""Places: countries with their codes and system dates, and the borders between neighbours."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from tocsin.world.errors import RequestError
from tocsin.world.month import last_day


@dataclass(frozen=True)
class Country:
    """A country: ISO 3166 alpha-3 (Kosovo `XKX`), Gleditsch–Ward and COW codes, system dates.

    `start` and `end` bound its latest time as a member of the international system after
    Gleditsch & Ward (1999, doi:10.1080/03050629908434958); both None: never in their list.
    `views` is its number among the countries of the VIEWS prediction challenge; None: not one.
    """

    iso3: str
    gw: int | None
    cow: int | None
    number: int | None
    name: str
    start: dt.date | None
    end: dt.date | None
    views: int | None = None

    @property
    def key(self) -> str:
        """The key of the place in tables."""
        return self.iso3

    def existed(self, day: dt.date) -> bool:
        """Whether the country was in the system on a day."""
        return self.start is not None and self.start <= day and (not self.end or day <= self.end)

    def existed_in(self, month: dt.date) -> bool:
        """Whether the country was in the system on at least one day of a month."""
        return (
            self.start is not None
            and self.start <= last_day(month)
            and (not self.end or month <= self.end)
        )


@dataclass(frozen=True)
class Border:
    """The border of two neighbouring countries, keyed in alphabetical order: `AFG-TJK`."""

    first: Country
    second: Country

    @property
    def key(self) -> str:
        """The key of the place in tables."""
        return f"{self.first.iso3}-{self.second.iso3}"

    @property
    def name(self) -> str:
        """The border's name in words."""
        return f"{self.first.name}–{self.second.name} border"


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("tocsin.world").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _number(text: str) -> int | None:
    return int(text) if text else None


@cache
def countries() -> dict[str, Country]:
    """All countries by ISO 3166 alpha-3."""
    return {
        row["iso3"]: Country(
            iso3=row["iso3"],
            gw=_number(row["gw"]),
            cow=_number(row["cow"]),
            number=_number(row["number"]),
            name=row["name"],
            start=_day(row["start"]),
            end=_day(row["end"]),
            views=_number(row["views"]),
        )
        for row in _rows("countries.csv")
    }


@cache
def challenge() -> dict[str, int]:
    """The 191 countries of the VIEWS prediction challenge (Hegre et al. 2025), by number there.

    Keys are ISO 3166 alpha-3. As with Gleditsch & Ward, figures of a state that is gone count for
    its successor, the Soviet Union's for Russia.
    """
    numbered = {key: found.views for key, found in countries().items() if found.views is not None}
    return dict(sorted(numbered.items(), key=lambda pair: pair[1]))


def country(iso3: str) -> Country:
    """The country with this ISO 3166 alpha-3 code; raises `RequestError` if there is none."""
    try:
        return countries()[iso3]
    except KeyError:
        raise RequestError(
            f"There is no country “{iso3}”.",
            remedy="Use its ISO 3166 alpha-3 code, such as TJK (Kosovo is XKX).",
        ) from None


@cache
def _adjacent() -> dict[str, tuple[tuple[str, dt.date, dt.date], ...]]:
    found: dict[str, list[tuple[str, dt.date, dt.date]]] = {}
    for row in _rows("neighbours.csv"):
        span = (_day(row["start"]) or dt.date.min, _day(row["end"]) or dt.date.max)
        found.setdefault(row["a"], []).append((row["b"], *span))
        found.setdefault(row["b"], []).append((row["a"], *span))
    return {key: tuple(rows) for key, rows in found.items()}


def neighbours(iso3: str, day: dt.date | None = None) -> list[str]:
    """Countries with a land border to this one, in alphabetical order.

    With a `day`, those that were in the system and bordered it on that day; without one, all that
    ever did since 1989. Pieces of land too small for Natural Earth 1:50m are in a table of
    `tools/outlines.py`; see `docs/methods/outlines.md`.
    """
    rows = _adjacent().get(country(iso3).iso3, ())
    if day is None:
        return sorted({key for key, _, _ in rows})
    return sorted({k for k, start, end in rows if start <= day <= end and country(k).existed(day)})


def place(key: str) -> Country | Border:
    """The country `TJK` or the border `AFG-TJK`.

    Raises `RequestError` if a country is unknown, the two do not share a land border or stand in
    the wrong order.
    """
    keys = key.split("-")
    if len(keys) == 1:
        return country(key)
    if len(keys) > 2 or any(a >= b for a, b in pairwise(keys)):
        raise RequestError(
            f"“{key}” is not a border.",
            remedy="Write two countries in alphabetical order: AFG-TJK.",
        )
    if keys[1] not in neighbours(keys[0]):
        raise RequestError(f"{keys[0]} and {keys[1]} do not share a land border.")
    return Border(country(keys[0]), country(keys[1]))
