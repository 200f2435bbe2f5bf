"""Rows that other parts of the house hand to the brief, and who may read them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl

from tocsin.brief.inputs import Inputs
from tocsin.brief.words import listed, number
from tocsin.world.errors import DataError, RequestError, StorageError
from tocsin.world.marking import Marking

COLUMNS: dict[str, dict[str, str]] = {
    "warnings": {
        "place": "ISO alpha-3 or a border",
        "issued": "day on which it was issued",
        "what": "what is warned of",
        "chance": "probability given, 0 to 1",
        "standing": "received, answered, closed …",
    },
    "statements": {
        "date": "day of the report",
        "speaker": "who said it, in their office",
        "party": "for which party",
        "topic": "the matter",
        "text": "the words",
        "report": "where it stands",
    },
    "undertakings": {
        "made": "day on which it was made",
        "party": "who is bound",
        "what": "to do what",
        "to": "for whom",
        "due": "until when",
        "standing": "on track, late, stalled, delivered, breached, unknown",
    },
}
"""Columns of each table that may be handed in; `marking` may be added to any of them."""

DONE = ("act", "by", "what", "to", "condition", "due")
"""Columns that statements may have beside: what is done by saying it, and of what, in words."""

DATED = {"warnings": "issued", "statements": "date", "undertakings": "made"}


def read(path: Path, name: str) -> pl.DataFrame:
    """Rows of a table from a CSV, JSON (a list of objects) or Parquet file; see `check`."""
    if not path.is_file():
        raise RequestError("There is no such file.", where=str(path), remedy=f"Check --{name}.")
    try:
        table = _table(path)
    except OSError as error:
        reason = error.strerror or str(error).partition("\n")[0]
        raise StorageError(f"It cannot be read: {reason}.", where=str(path)) from None
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise DataError(
            f"It cannot be read as {path.suffix.lstrip('.') or 'CSV'}: {reason}.",
            where=path.name,
            remedy="Save it as UTF-8 CSV, as a JSON list of objects, or as Parquet.",
        ) from None
    return check(table, name, path.name)


def _table(path: Path) -> pl.DataFrame:
    match path.suffix:
        case ".parquet":
            return pl.read_parquet(path)
        case ".json":
            return pl.read_json(path)
        case _:
            return pl.read_csv(path)


def check(table: pl.DataFrame, name: str, where: str) -> pl.DataFrame:
    """A handed-in table with its dates read; raises `DataError` for missing columns or bad days."""
    if missing := sorted(set(COLUMNS[name]) - set(table.columns)):
        raise DataError(
            f"Columns are missing: {listed(missing)}.",
            where=where,
            remedy=f"Rows of {name} have {', '.join(COLUMNS[name])}.",
        )
    column = DATED[name]
    if table.schema[column] == pl.String:
        table = table.with_columns(pl.col(column).str.to_date("%Y-%m-%d", strict=False))
    if table[column].dtype != pl.Date or table[column].null_count():
        raise DataError(
            f"“{column}” holds something that is no day.", where=where, remedy="Write 2013-09-23."
        )
    return table


def select(given: Inputs) -> tuple[dict[str, list[dict[str, Any]]], list[str]]:
    """The rows that the brief's readers may see as of its day, and how many were left out."""
    tables, left_out = {}, []
    for name in COLUMNS:
        table: pl.DataFrame | None = getattr(given, name)
        if table is None:
            continue
        known = table.filter(pl.col(DATED[name]) <= given.as_of).sort(
            DATED[name], maintain_order=True
        )
        rows = known.to_dicts()
        tables[name] = [_shown(row) for row in rows if _admitted(row, given.marking)]
        if hidden := len(rows) - len(tables[name]):
            left_out.append(
                f"{number(hidden).capitalize()} of the {name} may not be seen by all readers of "
                f"this brief and were left out."
            )
    return tables, left_out


def _admitted(row: dict[str, Any], target: Marking) -> bool:
    return Marking.parse(str(row.get("marking") or "CLEAR")).may_enter(target)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in row.items() if key != "marking"}
    return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in shown.items()}
