"""All that a brief is made from, gathered before a word of it is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import polars as pl

from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.drivers import Driver
from tocsin.desk.outlook.paths import Paths
from tocsin.world.marking import Marking
from tocsin.world.organisation import Organisation


@dataclass(frozen=True)
class Inputs:
    """All that a brief is made from.

    `before` is the outlook made twelve months earlier (None: figures too short) and `issued`
    whether it was issued then or computed now; `moved` the months by which figures that end early
    moved the origin back; `sources` and `hindsight` are texts on the figures; the tables are rows
    of other parts of the house, None where none was handed in; `notes` are sentences on them.
    """

    organisation: Organisation
    as_of: dt.date
    cube: Cube
    now: Paths
    before: Paths | None
    issued: bool
    moved: int
    sources: str
    hindsight: str
    drivers: dict[str, list[Driver]] = field(default_factory=dict)
    outlines: list[str] = field(default_factory=list)
    marking: Marking = field(default_factory=Marking)
    warnings: pl.DataFrame | None = None
    statements: pl.DataFrame | None = None
    undertakings: pl.DataFrame | None = None
    notes: list[str] = field(default_factory=list)
