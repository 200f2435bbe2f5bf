"""The page of a brief, made by the library from what the house holds for the brief's marking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
from django.conf import settings

from tocsin.brief import compose, handed, page, prepare, scoreboard
from tocsin.council.council import undertaking_table
from tocsin.council.council.opening import Opening
from tocsin.council.desk import sheets, statement_table, warning_table
from tocsin.council.desk.statement_table import Handed
from tocsin.council.people.party import organisation
from tocsin.desk.outlook.archive import Archive
from tocsin.world.marking import Marking

TABLES: dict[str, Callable[[Marking, dt.date], Handed]] = {
    "warnings": warning_table.table,
    "statements": statement_table.table,
    "undertakings": undertaking_table.table,
}
UNSEEN = "TLP:RED:nobody"
"""The marking of a row that stands for something left out: the brief counts it and no more."""


def html(opening: Opening) -> str:
    """The page of a brief; the same for the same figures, rows, marking and day."""
    given, target = sheets.figures(), opening.marking.value
    tables: dict[str, Any] = {name: rows(name, target, opening.as_of) for name in TABLES}
    archive = Archive(sheets.folder())
    inputs = prepare.prepare(
        organisation(),
        opening.as_of,
        given.table,
        sources=given.text,
        hindsight=given.hindsight,
        model=settings.MODEL,
        archive=archive,
        release=given.release,
        marking=target,
        **tables,
    )
    return page.render(compose.compose(inputs, scoreboard.scoreboard(inputs, archive)))


def rows(name: str, target: Marking, as_of: dt.date) -> pl.DataFrame:
    """The rows of a table for a marking, and an empty one for each that was left out."""
    found = TABLES[name](target, as_of)
    day = handed.DATED[name]
    unseen = [{day: as_of, "marking": UNSEEN}] * found.left_out
    left_out = pl.DataFrame(unseen, schema={day: pl.Date, "marking": pl.String})
    return handed.check(pl.concat([found.rows, left_out], how="diagonal"), name, name)
