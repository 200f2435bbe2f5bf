"""Draws of anybody's model as rows, from files in the format of VIEWS or of the Hubverse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import polars as pl

from tocsin.desk.outlook.views import SCHEMA
from tocsin.desk.outlook.window import Window
from tocsin.world import month as months
from tocsin.world.errors import DataError, StorageError
from tocsin.world.month import month
from tocsin.world.place import challenge

VECTOR = "state_based"
HUBVERSE = ("origin", "place", "output_type", "output_type_id", "value")
TELLING = {"draw", "outcome", "output_type", "output_type_id"}
"""Columns that no table has by chance: a file with one of them is meant as a submission."""
SHOWN = 3
"""How many offending rows an error names."""
MOST_COLUMNS = 10
_NAMED = re.compile(r"(.+)_(\d{4})")


class Format(StrEnum):
    """How a file holds draws."""

    VIEWS = "VIEWS"
    """Columns `month_id, country_id, draw, outcome`; nothing joins a draw to that of a month."""
    HUBVERSE = "Hubverse"
    """Sample rows of the long form; rows with the same number are one possible future."""


@dataclass(frozen=True)
class Samples:
    """The draws of a file, one a row, and the year in its name.

    Columns of `rows`: `row` of the file; `country` as the file has it, and `place`, where it stands
    among the 191 of the challenge, null if it does not; `month` and `origin` as `month.index`, the
    latter null in the format of VIEWS, which does not tell it; `draw`; `value`, null if missing.
    """

    model: str
    format: Format
    rows: pl.DataFrame
    year: int | None

    def of(self, window: Window) -> pl.DataFrame:
        """The rows that are a forecast of a window."""
        own = pl.col("origin").is_null() | (pl.col("origin") == months.index(window.origin))
        first = months.index(window.months[0])
        return self.rows.filter(own, pl.col("month").is_between(first, first + 11))


def read(path: Path, *, meant: bool = True) -> Samples | None:
    """Read the draws of state-based deaths in a file, Parquet or CSV.

    With `meant`, whatever is no submission raises `DataError`; without, None is returned for a file
    that does not look like one. Raises `StorageError` for a file that cannot be read and
    `DataError` for one whose content cannot be used.
    """
    raw = _raw(path)
    columns = set(raw.columns)
    if set(SCHEMA.names()) <= columns:
        return _views(raw, path)
    if set(HUBVERSE) <= columns and columns & {"horizon", "month"}:
        return _hubverse(raw, path)
    if not meant and not columns & TELLING:
        return None
    shown = ", ".join(_printable(column) for column in raw.columns[:MOST_COLUMNS])
    raise DataError(
        f"It is in no format that is known: its columns are {shown}.",
        where=path.name,
        remedy=f"VIEWS has {', '.join(SCHEMA.names())}; the Hubverse has {', '.join(HUBVERSE)} "
        "and horizon or month.",
    )


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in text[:40])


def named(path: Path) -> tuple[str, int | None]:
    """The model and the year that the name of a file tells, such as `mine_2018.parquet`."""
    found = _NAMED.fullmatch(path.stem)
    return (found[1], int(found[2])) if found else (path.stem, None)


def _raw(path: Path) -> pl.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema=False)
    except OSError as error:
        raise StorageError(f"It cannot be read: {error}.", where=str(path)) from None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        reason = next(iter(str(error).strip().splitlines()), "it is empty")
        kind = "Parquet" if path.suffix == ".parquet" else "CSV"
        raise DataError(f"It is not readable as {kind}: {reason}.", where=path.name) from None


def _views(raw: pl.DataFrame, path: Path) -> Samples:
    rows = _numbered(raw.select(SCHEMA.names()))
    rows = _whole(rows, "month_id", path.name, least=1, most=9999)
    rows = _whole(rows, "country_id", path.name)
    rows = _valued(rows, "outcome", path.name)
    rows = rows.select(
        "row",
        country="country_id",
        place=_placed(pl.col("country_id"), list(challenge().values())),
        month=pl.col("month_id") - 1 + months.index(month(1980, 1)),
        origin=pl.lit(None, dtype=pl.Int32),
        draw="draw",
        value="outcome",
    )
    model, year = named(path)
    return Samples(model, Format.VIEWS, rows, year)


def _hubverse(raw: pl.DataFrame, path: Path) -> Samples:
    rows = _numbered(raw).filter(pl.col("output_type") == "sample")
    if "vector" in rows.columns:
        rows = rows.filter(pl.col("vector") == VECTOR)
    if rows.is_empty():
        raise DataError(f"It has no sample rows of {VECTOR}.", where=path.name)
    rows = _dated(_dated(rows, "origin", path.name), "month", path.name)
    rows = _valued(rows, "value", path.name)
    model = _model(rows, path.name) or named(path)[0]
    chosen = rows.select(
        "row",
        country="place",
        place=_placed(pl.col("place"), list(challenge())),
        month=_month(rows, path.name),
        origin="origin",
        draw="output_type_id",
        value="value",
    )
    return Samples(model, Format.HUBVERSE, chosen, None)


def _month(rows: pl.DataFrame, where: str) -> pl.Series:
    """The month of each row, by its own column or by origin and horizon, which must agree."""
    if "horizon" not in rows.columns:
        return rows["month"]
    ahead = _whole(rows, "horizon", where, least=1, most=1200)
    told = ahead["origin"] + ahead["horizon"]
    if "month" in rows.columns and (wrong := rows.filter(rows["month"].ne_missing(told))).height:
        raise DataError(
            f"{wrong.height} rows have a month that is not so many months (horizon) after their "
            f"origin, first row {wrong['row'][0]}.",
            where=where,
        )
    return told


def _model(rows: pl.DataFrame, where: str) -> str | None:
    if "model_id" not in rows.columns:
        return None
    names = rows["model_id"].unique().sort().to_list()
    if len(names) > 1:
        raise DataError(f"It holds {len(names)} models.", where=where, remedy="Split it by model.")
    return str(names[0]) if names[0] is not None else None


def _numbered(raw: pl.DataFrame) -> pl.DataFrame:
    """Rows with their number in the file, the first after the header being 2."""
    return raw.with_row_index("row", 2)


def _whole(
    rows: pl.DataFrame, column: str, where: str, *, least: int = 0, most: int = 2**31 - 1
) -> pl.DataFrame:
    """A column as whole numbers; raises `DataError`."""
    number = _float(rows, column, where)
    fine = number.is_finite() & (number == number.round()) & number.is_between(least, most)
    _refuse(rows, column, ~fine.fill_null(value=False), "no number that can be one", where)
    return rows.with_columns(number.cast(pl.Int32).alias(column))


def _dated(rows: pl.DataFrame, column: str, where: str) -> pl.DataFrame:
    """A column of days, if there is one, as `month.index`; raises `DataError`."""
    if column not in rows.columns:
        return rows
    given = rows[column]
    if given.dtype != pl.Date:
        given = given.cast(pl.String).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    _refuse(rows, column, given.is_null(), "no day", where)
    index = given.dt.year() * 12 + given.dt.month().cast(pl.Int32) - 1
    return rows.with_columns(index.alias(column))


def _placed(country: pl.Expr, known: list[str] | list[int]) -> pl.Expr:
    """Where countries stand among the 191; null: not among them."""
    return country.replace_strict(known, range(len(known)), default=None, return_dtype=pl.Int32)


def _valued(rows: pl.DataFrame, column: str, where: str) -> pl.DataFrame:
    """A column of draws as numbers, null where they are missing; raises `DataError`."""
    number = _float(rows, column, where).fill_nan(None)
    _refuse(rows, column, number.is_infinite().fill_null(value=False), "an infinite draw", where)
    _refuse(rows, column, (number < 0).fill_null(value=False), "a negative draw", where)
    return rows.with_columns(number.alias(column))


def _float(rows: pl.DataFrame, column: str, where: str) -> pl.Series:
    """A column as numbers; whatever is not empty and is no number is refused."""
    if rows[column].dtype.is_nested() or rows[column].dtype.is_temporal():
        raise DataError(f"The column “{column}” holds {rows[column].dtype}.", where=where)
    number = rows[column].cast(pl.Float64, strict=False)
    _refuse(rows, column, number.is_null() & rows[column].is_not_null(), "no number", where)
    return number


def _refuse(rows: pl.DataFrame, column: str, bad: pl.Series, what: str, where: str) -> None:
    if not bad.any():
        return
    found = rows.select("row", column).filter(bad)
    first = ", ".join(f"row {row} “{value}”" for row, value in found.head(SHOWN).rows())
    raise DataError(
        f"{found.height} rows with {what} in “{column}”: {first}.",
        where=where,
        remedy="Correct them; nothing of the file was scored.",
    )
