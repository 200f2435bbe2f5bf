"""Windows of the VIEWS prediction challenge: a calendar year, forecast from October before it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

import numpy as np
import polars as pl

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.paths import LEAST
from tocsin.desk.sources import figures
from tocsin.world import month as months
from tocsin.world.errors import CoverageError, RequestError
from tocsin.world.place import challenge

FIRST_LEAD, LAST_LEAD = 3, 14
LEADS = slice(FIRST_LEAD - 1, LAST_LEAD)
"""Where the leads 3–14 stand among the leads of a model, which begin with 1."""
EARLIEST = 1900
SHOWN = 3
"""How many windows an error names."""
_PART = re.compile(r"(\d{4})(?:\.\.(\d{4}))?")


@dataclass(frozen=True)
class Window:
    """The twelve months of a year, forecast with what is known at the end of October before it."""

    year: int

    @property
    def origin(self) -> dt.date:
        """The last month that a forecast may know."""
        return months.month(self.year - 1, 10)

    @property
    def months(self) -> list[dt.date]:
        """The months that are forecast: leads 3–14."""
        return [months.shift(self.origin, lead) for lead in range(FIRST_LEAD, LAST_LEAD + 1)]


def parse(text: str) -> list[Window]:
    """Read `2018`, `2018,2020`, `2018..2021` or a mixture, each year once, in order of time.

    Raises `RequestError` for anything else.
    """
    years: set[int] = set()
    for part in text.split(","):
        found = _PART.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if not EARLIEST <= first <= last:
            raise RequestError(
                f"“{part.strip()}” is not a year or a span of years.",
                where="--windows",
                remedy="Write 2018, 2018,2020 or 2018..2021.",
            )
        years.update(range(first, last + 1))
    return [Window(year) for year in sorted(years)]


def require(windows: list[Window], table: pl.DataFrame, vector: str) -> None:
    """Raise `CoverageError` unless figures of a vector span all that some windows need.

    A window needs its last month, and `LEAST` months up to its origin.
    """
    known = table.filter(pl.col("vector") == vector, pl.col("deaths").is_not_null())
    if known.is_empty():
        raise CoverageError(f"The figures hold nothing of the vector “{vector}”.")
    first, last = figures.months(known)
    needed = [_lacks(window, first, last) for window in windows]
    if lacking := [reason for reason in needed if reason]:
        more = f" and {len(lacking) - SHOWN} more windows" if len(lacking) > SHOWN else ""
        raise CoverageError(
            f"The figures of {vector} begin in {first:%Y-%m} and end in {last:%Y-%m}: "
            f"{', '.join(lacking[:SHOWN])}{more}. Nothing was scored.",
            remedy="Give figures that reach so far (--figures) or other --windows.",
        )


def _lacks(window: Window, first: dt.date, last: dt.date) -> str:
    """What a window needs that figures from `first` to `last` do not have; empty: nothing."""
    begin, end = months.shift(window.origin, 1 - LEAST), window.months[-1]
    if last < end:
        return f"window {window.year} needs figures up to {end:%Y-%m}"
    if first > begin:
        return f"window {window.year} needs figures from {begin:%Y-%m} on"
    return ""


def actual(cube: Cube, window: Window, vector: str) -> Array:
    """What happened in a window, shape (191 countries, 12 months), in deaths; NaN: unknown.

    The countries are those of `place.challenge`, in its order.
    """
    begin = months.index(window.months[0]) - months.index(cube.first)
    return of_challenge(cube, vector)[:, begin : begin + len(window.months)]


def violent(cube: Cube, window: Window, vector: str, *, recent: int = 12) -> Array:
    """For each of the 191 countries, whether anybody died in the months up to the origin."""
    past = of_challenge(cube.until(window.origin), vector)[:, -recent:]
    seen: Array = np.nansum(past, axis=1) > 0
    return seen


def of_challenge(cube: Cube, vector: str) -> Array:
    """A vector of a cube for the 191 countries, shape (191, months); NaN: not in the cube."""
    out = np.full((len(challenge()), cube.values.shape[2]), np.nan)
    for row, place in enumerate(challenge()):
        if place in cube.places:
            out[row] = cube.values[cube.row(place), cube.vectors.index(vector)]
    return out


def cells(chosen: Array, window: Window) -> str:
    """Names of some cells of a window, countries by code: `2018-03 of TJK; all months of AFG, IRN`.

    `chosen` has the shape (191 countries, 12 months).
    """
    everywhere: Array = np.all(chosen, axis=0)
    alike: dict[str, list[str]] = {}
    if everywhere.any():
        alike[_months(everywhere, window)] = ["every country"]
    for place, row in zip(challenge(), chosen & ~everywhere, strict=True):
        if row.any():
            alike.setdefault(_months(row, window), []).append(place)
    return "; ".join(f"{told} of {', '.join(places)}" for told, places in alike.items())


def _months(chosen: Array, window: Window) -> str:
    if chosen.all():
        return "all months"
    told = zip(window.months, chosen, strict=True)
    return ", ".join(f"{each:%Y-%m}" for each, is_so in told if is_so)
