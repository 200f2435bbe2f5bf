"""Figures: deaths per country, month and vector, those that ship and anybody's own file."""

from __future__ import annotations

import datetime as dt
import io
from importlib.resources import as_file, files
from pathlib import Path

import polars as pl

from tocsin.desk import storage
from tocsin.desk.tables import FIGURES
from tocsin.world.errors import DataError, RequestError, StorageError
from tocsin.world.place import countries
from tocsin.world.vector import vectors

SHOWN = 3
"""How many offending rows an error names."""
_MONTH = r"^\d{4}-\d{2}(-\d{2}([ T].*)?)?$"

HINDSIGHT = (
    "The figures are final revisions, published years later: at the time less was known, and first "
    "counts are often far lower."
)
UNDATED = "Whether the figures were known in this form on that day, their file does not say."


def shipped() -> pl.DataFrame:
    """The figures that ship: UCDP deaths 1990–2021, columns as in `tables.FIGURES`.

    Final revisions, CC BY 4.0; source and caveats stand in `desk/data/figures.md`.
    """
    with as_file(files("tocsin.desk").joinpath("data/figures.parquet")) as path:
        return pl.read_parquet(path).cast(FIGURES)


def caveats() -> str:
    """The text that accompanies the shipped figures: source, licence and limits."""
    return files("tocsin.desk").joinpath("data/figures.md").read_text(encoding="utf-8")


def unsourced(path: Path) -> str:
    """What can be said of the source of somebody's own figures."""
    return f"Figures from the file “{path.name}”; its source and licence are its owner’s to state."


def read(path: Path) -> pl.DataFrame:
    """Read figures from a CSV or Parquet file with the columns `iso3, month, vector, deaths`.

    `month` is `2013-09` or a day in that month; empty `deaths` are unknown. Raises `StorageError`
    for a file that cannot be read and `DataError` for content that cannot be used.
    """
    raw = _raw(path)
    where = path.name
    if missing := sorted(set(FIGURES.names()) - set(raw.columns)):
        raise DataError(
            f"Columns are missing: {', '.join(missing)}.",
            where=where,
            remedy=f"A figures file has {', '.join(FIGURES.names())}.",
        )
    if raw.is_empty():
        raise DataError("There are no rows.", where=where, remedy="Was the export cut short?")
    return _checked(_texts(raw.select(FIGURES.names()), where), where)


def _raw(path: Path) -> pl.DataFrame:
    if not path.is_file():
        raise RequestError("There is no such file.", where=str(path), remedy="Check --figures.")
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema=False)
    except OSError as error:
        raise StorageError(f"It cannot be read: {error}.", where=str(path)) from None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "no rows"
        raise DataError(
            f"It is not readable as {'Parquet' if path.suffix == '.parquet' else 'CSV'}: {reason}.",
            where=path.name,
            remedy="Save it as UTF-8 CSV with a header line, or as Parquet (.parquet).",
        ) from None


def _texts(raw: pl.DataFrame, where: str) -> pl.DataFrame:
    """All columns as text without blanks around it; empty deaths become null."""
    for name, column in zip(raw.columns, raw, strict=True):
        if column.dtype.is_nested() or column.dtype == pl.Binary:
            raise DataError(
                f"The column “{name}” holds {column.dtype}.",
                where=where,
                remedy="Write numbers, dates or text into it.",
            )
    return raw.select(pl.all().cast(pl.String).str.strip_chars()).with_columns(
        deaths=pl.when(pl.col("deaths") != "").then("deaths")
    )


def _checked(text: pl.DataFrame, where: str) -> pl.DataFrame:
    read = text.with_columns(
        number=pl.col("deaths").cast(pl.Float64, strict=False),
        date=pl.col("month").str.slice(0, 7).str.to_date("%Y-%m", strict=False),
        day=pl.when(pl.col("month").str.len_chars() != 7)
        .then(pl.col("month").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False))
        .otherwise(pl.date(2000, 1, 1)),
    )
    number = pl.col("number")
    _refuse(read, ~pl.col("iso3").is_in(list(countries())), "unknown country", "iso3", where)
    _refuse(read, ~pl.col("vector").is_in(list(vectors())), "unknown vector", "vector", where)
    spelt = pl.col("month").str.contains(_MONTH)
    _refuse(
        read,
        ~spelt | pl.any_horizontal(pl.col("date", "day").is_null()),
        "no month",
        "month",
        where,
    )
    _refuse(
        read, pl.col("deaths").is_not_null() & ~number.is_finite(), "no number", "deaths", where
    )
    _refuse(read, number < 0, "negative", "deaths", where)
    table = read.select("iso3", month="date", vector="vector", deaths="number")
    twice = pl.struct("iso3", "month", "vector").is_duplicated()
    _refuse(table, twice, "the same country, month and vector twice", "iso3", where)
    return table.cast(FIGURES).sort("iso3", "vector", "month")


def _refuse(table: pl.DataFrame, bad: pl.Expr, what: str, column: str, where: str) -> None:
    """Raise `DataError` naming the first rows for which `bad` holds or cannot be told."""
    found = table.with_row_index("row", 2).filter(bad.fill_null(value=True))
    if column == "deaths":
        found = found.filter(pl.col("deaths").is_not_null())
    if found.is_empty():
        return
    first = ", ".join(
        f"row {row} “{value}”" for row, value in found["row", column].head(SHOWN).rows()
    )
    raise DataError(
        f"{found.height} rows with {what} in “{column}”: {first}.",
        where=where,
        remedy="Correct or remove them; nothing was read.",
    )


def release(figures: pl.DataFrame, path: Path | None) -> str:
    """What names a figures table in an archive: its file, or “shipped”, and its content."""
    content = storage.digest(encode(figures, Path("figures.csv")))[:12]
    return f"{path.name if path else 'shipped'}-{content}"


def encode(figures: pl.DataFrame, path: Path) -> bytes:
    """A figures table as the bytes of a file, Parquet or CSV by the file's name."""
    if path.suffix != ".parquet":
        return figures.write_csv().encode()
    buffer = io.BytesIO()
    figures.write_parquet(buffer)
    return buffer.getvalue()


def account(panel: pl.DataFrame, unplaced: pl.DataFrame) -> str:
    """What a panel holds and what found no place in it, in sentences."""
    seen = panel.filter(pl.col("coverage") > 0)
    first, last = months(seen)
    told = (
        f"{seen['value'].sum():,.0f} deaths in {seen['place'].n_unique()} countries, "
        f"{first:%Y-%m} to {last:%Y-%m}."
    )
    for reason, deaths in unplaced.group_by("reason").agg(pl.sum("value")).sort("reason").rows():
        told += f" Left out, {reason}: {deaths:,.0f} deaths."
    return told


def months(figures: pl.DataFrame) -> tuple[dt.date, dt.date]:
    """The first and last month of a figures table."""
    span = figures.select(first=pl.col("month").min(), last=pl.col("month").max())
    first, last = span.row(0)
    return first, last
