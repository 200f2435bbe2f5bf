"""Freshness: how far figures reach, whom and what they lack, and where they have holes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from tocsin.desk.outlook.cube import Cube
from tocsin.world import month as months
from tocsin.world.place import country
from tocsin.world.vector import vectors


@dataclass(frozen=True)
class Hole:
    """A run of months without figures for a place on a vector; `late` if none came after it."""

    place: str
    vector: str
    first: dt.date
    last: dt.date
    months: int
    late: bool


@dataclass(frozen=True)
class Strand:
    """The figures on one vector: their first and last month, and the months they are behind.

    `absent` are the places without a single figure, `holes` the gaps of the others, longest first.
    A vector that the figures do not hold at all has no months: None.
    """

    vector: str
    first: dt.date | None
    last: dt.date | None
    behind: int | None
    absent: list[str]
    holes: list[Hole]

    @property
    def missing(self) -> int:
        """The place-months in holes."""
        return sum(hole.months for hole in self.holes)


def strands(cube: Cube, places: list[str], as_of: dt.date) -> list[Strand]:
    """The figures on every vector as of a day, for the places that matter, the worst first.

    Worst is a vector without figures, then the one furthest behind the last complete month, then
    the one that lacks most places, then most place-months. Months in which a state did not exist
    are no holes. The first and last month are over all places of the cube.
    """
    found = [_strand(cube, key, places, as_of) for key in vectors()]
    return sorted(found, key=_badness)


def _badness(strand: Strand) -> tuple[bool, int, int, int, str]:
    behind = -(strand.behind or 0)
    return strand.last is not None, behind, -len(strand.absent), -strand.missing, strand.vector


def _strand(cube: Cube, vector: str, places: list[str], as_of: dt.date) -> Strand:
    if not (span := reach(cube, [vector])):
        return Strand(vector, None, None, None, list(places), [])
    absent = [place for place in places if not _seen(cube, place, vector)]
    gaps = [hole for place in places if place not in absent for hole in holes(cube, place, vector)]
    return Strand(
        vector=vector,
        first=span[0],
        last=span[1],
        behind=behind(span[1], as_of),
        absent=absent,
        holes=sorted(gaps, key=lambda hole: (-hole.months, hole.place, hole.first)),
    )


def behind(last: dt.date, as_of: dt.date) -> int:
    """Months by which figures that end in `last` are behind the last month complete on a day."""
    return months.index(months.last_complete(as_of)) - months.index(last)


def reach(cube: Cube, among: list[str]) -> tuple[dt.date, dt.date] | None:
    """The first and last month in which anything was observed on some vectors, None if never."""
    rows = [cube.vectors.index(vector) for vector in among if vector in cube.vectors]
    seen = np.flatnonzero(np.isfinite(cube.values[:, rows]).any(axis=(0, 1)))
    if not len(seen):
        return None
    return months.shift(cube.first, int(seen[0])), months.shift(cube.first, int(seen[-1]))


def _seen(cube: Cube, place: str, vector: str) -> bool:
    if place not in cube.places:
        return False
    series = cube.values[cube.row(place), cube.vectors.index(vector)]
    return bool(np.isfinite(series).any())


def holes(cube: Cube, place: str, vector: str) -> list[Hole]:
    """The months without figures for a place on a vector while its state existed, as runs."""
    series = cube.values[cube.row(place), cube.vectors.index(vector)]
    state, span = country(place), months.between(cube.first, cube.last)
    found = []
    lived = [n for n, month in enumerate(span) if state.existed_in(month)]
    for unknown, group in groupby(lived, key=lambda n: bool(np.isnan(series[n]))):
        run = list(group)
        if unknown:
            late = run[-1] == len(span) - 1
            found.append(Hole(place, vector, span[run[0]], span[run[-1]], len(run), late))
    return found
