"""The sheet of one place: its history, its fan, what moved its outlook, and its neighbours."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from tocsin.brief import drawn, fan
from tocsin.brief.content import Bounds, Mover, Row
from tocsin.brief.drawn import Drawing
from tocsin.brief.fan import Fan
from tocsin.brief.inputs import Inputs
from tocsin.brief.outlooks import YEAR, chance, moved, mover, quantile
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.marginal import LEADS
from tocsin.world import month as months
from tocsin.world import outline
from tocsin.world.place import country, neighbours
from tocsin.world.vector import vector

QUARTER = 3


@dataclass(frozen=True)
class Year:
    """A calendar year of a place: the deaths known by vector and in all, and months without.

    `months` of the year lie within the figures and the life of the state; in `missing` of them
    some vector is unknown. A number is None where no month is known.
    """

    year: int
    deaths: float | None
    vectors: dict[str, float | None]
    months: int
    missing: int


@dataclass(frozen=True)
class History:
    """Deaths by month from `first` to the origin, by vector and in all; None where unknown.

    It begins with the figures or with the state, and is empty for a place without figures.
    """

    first: dt.date | None
    vectors: dict[str, list[float | None]]
    total: list[float | None]
    years: list[Year]


@dataclass(frozen=True)
class Span:
    """The outlook of a place for some coming months together; None where nothing can be said."""

    first: dt.date
    last: dt.date
    median: float | None
    half: Bounds | None
    ninety: Bounds | None
    chance: float | None


@dataclass(frozen=True)
class Share:
    """One vector of a place: its last twelve months, its next, and its share of each.

    `year` is what is known, with `missing` months; `before` the share of the deaths of the last
    twelve months and `ahead` that of the mean of the next; None where unknown or nobody died.
    """

    vector: str
    name: str
    year: float
    missing: int
    before: float | None
    ahead: float | None
    median: float | None
    ninety: Bounds | None
    chance: float | None


@dataclass(frozen=True)
class Neighbour:
    """A country on the other side of a land border; without an outlook if it is not watched."""

    place: str
    name: str
    member: bool
    watched: bool
    chance: float | None


@dataclass(frozen=True)
class PlaceSheet:
    """All that the page of one watched place shows; see `placesheet`."""

    place: str
    name: str
    member: bool
    as_of: dt.date
    origin: dt.date
    moved: int
    marking: str
    model: str
    row: Row
    history: History
    fan: Fan
    drawing: Drawing
    quarters: list[Span]
    shares: list[Share]
    mover: Mover | None
    neighbours: list[Neighbour]
    notes: list[str]


def placesheet(given: Inputs, row: Row, rows: dict[str, Row]) -> PlaceSheet:
    """The sheet of a place from the inputs of a brief, its row there, and all rows by place.

    `mover` is None for an outlook that differs little from that of the year before.
    """
    shown = fan.fan(given.cube, given.now, row.place)
    return PlaceSheet(
        place=row.place,
        name=row.name,
        member=row.member,
        as_of=given.as_of,
        origin=given.now.origin,
        moved=given.moved,
        marking=str(given.marking),
        model=given.now.model,
        row=row,
        history=history(given.cube, row.place),
        fan=shown,
        drawing=drawn.fan(shown, row.name),
        quarters=quarters(given, row.place),
        shares=shares(given, row.place),
        mover=mover(row, given.drivers.get(row.place, [])) if moved(row) else None,
        neighbours=_neighbours(given, row.place, rows),
        notes=notes(row.place, given.as_of),
    )


def history(cube: Cube, place: str) -> History:
    """All months of a place that a cube holds and in which its state existed."""
    state, span = country(place), months.between(cube.first, cube.last)
    lived = [n for n, month in enumerate(span) if state.existed_in(month)]
    if place not in cube.places or not lived:
        return History(None, {}, [], [])
    first, stop = lived[0], lived[-1] + 1
    values = cube.values[cube.row(place), :, first:stop]
    return History(
        first=span[first],
        vectors={name: fan.known(values[v]) for v, name in enumerate(cube.vectors)},
        total=fan.known(values.sum(axis=0)),
        years=_years(cube.vectors, values, span[first:stop]),
    )


def _years(vectors: list[str], values: Array, span: list[dt.date]) -> list[Year]:
    calendar = np.array([month.year for month in span])
    found = []
    for year in range(span[0].year, span[-1].year + 1):
        part = values[:, calendar == year]
        found.append(
            Year(
                year=year,
                deaths=_sum(part),
                vectors={name: _sum(part[v]) for v, name in enumerate(vectors)},
                months=part.shape[1],
                missing=int((~np.isfinite(part)).any(axis=0).sum()),
            )
        )
    return found


def _sum(values: Array) -> float | None:
    """The sum of what is known, None if nothing is."""
    return float(np.nansum(values)) if np.isfinite(values).any() else None


def quarters(given: Inputs, place: str) -> list[Span]:
    """The table behind the fan: the next thirty-six months by quarter, off joint paths."""
    paths = given.now.of(place).sum(axis=0)
    found = []
    for start in range(0, LEADS, QUARTER):
        draws = paths[start : start + QUARTER].sum(axis=0)
        said = bool(np.isfinite(draws).all())
        found.append(
            Span(
                first=given.now.month(start + 1),
                last=given.now.month(start + QUARTER),
                median=quantile(draws, 0.5) if said else None,
                half=_bounds(draws, 0.25) if said else None,
                ninety=_bounds(draws, 0.05) if said else None,
                chance=chance(draws) if said else None,
            )
        )
    return found


def _bounds(draws: Array, tail: float) -> Bounds:
    return quantile(draws, tail), quantile(draws, 1 - tail)


def shares(given: Inputs, place: str) -> list[Share]:
    """What each vector had of the last twelve months, and has of the outlook for the next."""
    ahead = given.now.of(place)[:, :YEAR].sum(axis=1)
    observed = np.full((len(given.cube.vectors), YEAR), np.nan)
    if place in given.cube.places:
        past = given.cube.values[given.cube.row(place), :, -YEAR:]
        observed[:, YEAR - past.shape[1] :] = past
    return [_share(v, key, observed, ahead) for v, key in enumerate(given.now.vectors)]


def _share(v: int, key: str, observed: Array, ahead: Array) -> Share:
    draws, said = ahead[v], bool(np.isfinite(ahead[v]).all())
    return Share(
        vector=key,
        name=vector(key).name,
        year=float(np.nansum(observed[v])),
        missing=int((~np.isfinite(observed[v])).sum()),
        before=_part(observed.sum(axis=1), v),
        ahead=_part(ahead.mean(axis=1), v),
        median=quantile(draws, 0.5) if said else None,
        ninety=_bounds(draws, 0.05) if said else None,
        chance=chance(draws) if said else None,
    )


def _part(amounts: Array, v: int) -> float | None:
    whole = float(amounts.sum())
    return float(amounts[v]) / whole if np.isfinite(whole) and whole > 0 else None


def _neighbours(given: Inputs, place: str, rows: dict[str, Row]) -> list[Neighbour]:
    """The countries around a place, the highest chance first, those without an outlook last."""
    members = given.organisation.members(given.as_of)
    found = [
        Neighbour(
            key,
            country(key).name,
            key in members,
            key in rows,
            rows[key].chance if key in rows else None,
        )
        for key in neighbours(place, given.as_of)
    ]
    return sorted(found, key=lambda n: (n.chance is None, -(n.chance or 0), n.name))


def notes(place: str, on: dt.date) -> list[str]:
    """What a reader must be told of the borders of a place on a day, and of what maps leave out."""
    own = outline.notes([place], on)
    for other in neighbours(place, on):
        theirs = outline.notes([other], on)
        own += [note for note in outline.notes([place, other], on) if note not in theirs]
    return list(dict.fromkeys(own))
