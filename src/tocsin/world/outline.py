"""Outlines: which land is drawn with which place on a day, where lines run and which are disputed.

Source: Natural Earth 1:50m (public domain), cut by `tools/outlines.py`; `holders.csv` and
`disputed.toml` are tocsin's own tables. Points are (longitude, latitude) in degrees.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, groupby, pairwise
from typing import Any

Point = tuple[float, float]
Path = tuple[Point, ...]
Ring = tuple[Path, ...]  # paths that together lead back to the start
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Holding:
    """A unit of the outlines is drawn with another place from one day to another (inclusive)."""

    unit: str
    holder: str
    start: dt.date | None
    end: dt.date | None
    reason: str


@dataclass(frozen=True)
class Dispute:
    """A line between pairs of units that is disputed, inside a box or all along, and why."""

    between: tuple[frozenset[str], ...]
    box: Box
    since: dt.date | None
    until: dt.date | None
    note: str


@dataclass(frozen=True)
class Unseen:
    """What the outlines of some places cannot show, on which days."""

    places: frozenset[str]
    since: dt.date | None
    until: dt.date | None
    note: str


@dataclass(frozen=True)
class Line:
    """A piece of coast (one place) or border (two), or of a disputed line inside one place."""

    places: frozenset[str]
    path: Path
    disputed: bool


def _text(name: str) -> str:
    return files("tocsin.world").joinpath(f"data/{name}").read_text(encoding="utf-8")


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _within(on: dt.date, first: dt.date | None, last: dt.date | None) -> bool:
    return (not first or first <= on) and (not last or on <= last)


@cache
def holdings() -> tuple[Holding, ...]:
    """All rows of `holders.csv`: units that are or were drawn with another place, and why."""
    return tuple(
        Holding(row["unit"], row["holder"], _day(row["start"]), _day(row["end"]), row["reason"])
        for row in csv.DictReader(_text("holders.csv").splitlines())
    )


def holder(unit: str, on: dt.date) -> str:
    """The place with which a unit of the outlines is drawn on a day; by default itself."""
    for row in holdings():
        if row.unit == unit and _within(on, row.start, row.end):
            return holder(row.holder, on)
    return unit


@cache
def _tables() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(_text("disputed.toml"))


@cache
def disputes() -> tuple[Dispute, ...]:
    """All lines of `disputed.toml`."""
    return tuple(
        Dispute(
            between=tuple(frozenset(pair) for pair in row["between"]),
            box=tuple(row.get("box", (-180, -90, 180, 90))),
            since=row.get("since"),
            until=row.get("until"),
            note=row["note"],
        )
        for row in _tables()["line"]
    )


@cache
def unseen() -> tuple[Unseen, ...]:
    """All that the outlines cannot show, from `disputed.toml`."""
    return tuple(
        Unseen(frozenset(row["places"]), row.get("since"), row.get("until"), row["note"])
        for row in _tables()["unseen"]
    )


def notes(places: Collection[str], on: dt.date) -> list[str]:
    """What a reader of a map of these places must be told: disputed lines, then what is not shown.

    A line is told of if both its sides are among the places; what is not shown, if the place it
    concerns is, or at least two of several.
    """
    return [
        row.note
        for row in disputes()
        if _within(on, row.since, row.until)
        and any(_sides(pair, on) <= set(places) for pair in row.between)
    ] + [
        row.note
        for row in unseen()
        if _within(on, row.since, row.until)
        and len(row.places & set(places)) >= min(2, len(row.places))
    ]


def _sides(pair: Collection[str], on: dt.date) -> set[str]:
    return {holder(unit, on) for unit in pair}


@cache
def _arcs() -> tuple[Path, ...]:
    topology = json.loads(_text("outlines.json"))
    step = topology["transform"]["scale"][0]
    return tuple(
        tuple((x * step, y * step) for x, y in zip(accumulate(xs), accumulate(ys), strict=True))
        for xs, ys in (zip(*arc, strict=True) for arc in topology["arcs"])
    )


@cache
def _units() -> dict[str, tuple[tuple[int, ...], ...]]:
    geometries = json.loads(_text("outlines.json"))["objects"]["units"]["geometries"]
    return {
        geometry["id"]: tuple(tuple(ring) for polygon in geometry["arcs"] for ring in polygon)
        for geometry in geometries
    }


@cache
def rings(on: dt.date) -> dict[str, tuple[Ring, ...]]:
    """The closed rings of every place on a day, outer ones clockwise and holes the other way.

    Units held by one place are drawn as one: a path that two of them share is no outline. Keys are
    places, or Natural Earth's names for land that is no place of ours. Rings are left as paths, the
    same that `lines` has, so that fills and lines still meet when each path is simplified.
    """
    held: dict[str, list[tuple[int, ...]]] = defaultdict(list)
    for unit, found in _units().items():
        held[holder(unit, on)].extend(found)
    return {place: tuple(_merged(found)) for place, found in held.items()}


def _merged(found: list[tuple[int, ...]]) -> Iterator[Ring]:
    walked = {i for ring in found for i in ring}
    inner = {i for i in walked if ~i in walked}
    loose: dict[Point, list[Path]] = defaultdict(list)
    for ring in found:
        if inner.isdisjoint(ring):
            yield tuple(_walk(i) for i in ring)
        else:
            for i in set(ring) - inner:
                loose[_walk(i)[0]].append(_walk(i))
    while any(loose.values()):
        start = next(point for point, paths in loose.items() if paths)
        chain = [loose[start].pop()]
        while chain[-1][-1] != start:
            chain.append(loose[chain[-1][-1]].pop())
        yield tuple(chain)


def _walk(arc: int) -> Path:
    return _arcs()[arc] if arc >= 0 else _arcs()[~arc][::-1]


@cache
def lines(on: dt.date) -> tuple[Line, ...]:
    """All coasts, borders and disputed lines on a day; lines inside one place are left out."""
    users: dict[int, set[str]] = defaultdict(set)
    for unit, found in _units().items():
        for ring in found:
            for i in ring:
                users[max(i, ~i)].add(unit)
    current = [row for row in disputes() if _within(on, row.since, row.until)]
    return tuple(
        line
        for arc, units in sorted(users.items())
        for line in _pieces(_arcs()[arc], frozenset(units), _boxes(current, units), on)
    )


def _boxes(current: list[Dispute], units: set[str]) -> list[Box]:
    return [row.box for row in current if units in row.between]


def _pieces(path: Path, units: frozenset[str], boxes: list[Box], on: dt.date) -> Iterator[Line]:
    places = frozenset(_sides(units, on))
    for disputed, steps in groupby(pairwise(path), lambda step: _inside(step, boxes)):
        points = list(steps)
        if disputed or len(places) > 1 or len(units) == 1:
            yield Line(places, (points[0][0], *(b for _, b in points)), disputed)


def _inside(step: tuple[Point, Point], boxes: list[Box]) -> bool:
    (x1, y1), (x2, y2) = step
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return any(w <= x <= e and s <= y <= n for w, s, e, n in boxes)
