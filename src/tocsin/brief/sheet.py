"""The sheets: all that the pages of the desk show, computed once as plain values and SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from tocsin.brief import drawn, prepare, stored
from tocsin.brief import scoreboard as scoreboards
from tocsin.brief import sources as sourcebooks
from tocsin.brief.compose import compose, not_handed
from tocsin.brief.content import Brief, Mover, Row
from tocsin.brief.inputs import Inputs
from tocsin.brief.placesheet import PlaceSheet, placesheet
from tocsin.brief.scoreboard import Scoreboard
from tocsin.brief.shades import classed
from tocsin.brief.sources import Sources
from tocsin.desk.calm import State
from tocsin.desk.outlook import forecast
from tocsin.desk.outlook.archive import Archive
from tocsin.world.marking import Marking
from tocsin.world.organisation import Organisation


@dataclass(frozen=True)
class Shade:
    """One row of the table behind the map: a place and the class that it is filled with."""

    place: str
    name: str
    member: bool
    chance: float | None
    shade: str


@dataclass(frozen=True)
class OutlookSheet:
    """The outlook of an organisation for the twelve months after the origin; see `Brief`.

    `moved` is the months by which late figures moved the origin back; `map` is empty if no member
    has an outline; `sparklines` are by place.
    """

    organisation: str
    short: str
    as_of: dt.date
    origin: dt.date
    moved: int
    marking: str
    model: str
    version: str
    headline: str
    sentences: list[str]
    state: State
    said: str
    rows: list[Row]
    movers: list[Mover]
    map: str
    shades: list[Shade]
    sparklines: dict[str, str]
    unknown: list[str]
    outlines: list[str]
    sources: str
    hindsight: str


@dataclass(frozen=True)
class Sheets:
    """All sheets of an organisation as of a day, for one marking."""

    outlook: OutlookSheet
    places: dict[str, PlaceSheet]
    scoreboard: Scoreboard
    sources: Sources

    def to_json(self) -> str:
        """The sheets as JSON; what is unknown is null."""
        return stored.to_json(self)

    @classmethod
    def from_json(cls, text: str) -> Sheets:
        """The sheets that `to_json` wrote."""
        return stored.from_json(cls, text)


def make(
    organisation: Organisation,
    as_of: dt.date,
    figures: pl.DataFrame,
    *,
    sources: str,
    hindsight: str,
    archive: Archive | None = None,
    release: str | None = None,
    model: str = forecast.DEFAULT,
    lag: int = 0,
    seed: int = 1,
    marking: Marking | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Sheets:
    """Compute and draw all sheets, seeing nothing later than `as_of`.

    `sources` and `hindsight` are texts on the figures and `release` their name; `tell` is called
    with what is being done. Raises as `prepare.prepare` and `Archive.read` do.
    """
    given = prepare.prepare(
        organisation,
        as_of,
        figures,
        sources=sources,
        hindsight=hindsight,
        model=model,
        lag=lag,
        seed=seed,
        archive=archive,
        release=release or "",
        marking=marking,
        tell=tell,
    )
    made = compose(given)
    rows = {row.place: row for row in made.rows}
    scored = scoreboards.scoreboard(given, archive, seed=seed, tell=tell)
    tell("Drawing")
    sheets: Sheets = stored.rounded(
        Sheets(
            outlook=_outlook(given, made),
            places={place: placesheet(given, row, rows) for place, row in rows.items()},
            scoreboard=scored,
            sources=sourcebooks.sources(given, release),
        )
    )
    return sheets


def _outlook(given: Inputs, made: Brief) -> OutlookSheet:
    return OutlookSheet(
        organisation=made.organisation,
        short=made.short,
        as_of=made.as_of,
        origin=made.origin,
        moved=given.moved,
        marking=made.marking,
        model=made.model,
        version=made.version,
        headline=made.headline,
        sentences=made.sentences,
        state=made.state,
        said=made.said,
        rows=made.rows,
        movers=made.movers,
        map=drawn.map_of(made.rows, made.short, made.as_of),
        shades=[Shade(r.place, r.name, r.member, r.chance, classed(r.chance)) for r in made.rows],
        sparklines={row.place: drawn.sparkline(row) for row in made.rows},
        unknown=[line for line in made.unknown if line not in not_handed(given)],
        outlines=made.outlines,
        sources=made.sources,
        hindsight=given.hindsight,
    )
