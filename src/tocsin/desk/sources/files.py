"""Files as their publishers hand them out: CSV, zipped CSV or Parquet, read lazily."""

from __future__ import annotations

import csv
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.datatypes import DataType, DataTypeClass

from tocsin.world.errors import DataError, StorageError

# Polars reads 16 MB and more at a time into fresh memory; pieces of this size are used again,
# which saves a sixth of the time and half the memory. Whoever has set it keeps their own.
os.environ.setdefault("POLARS_CSV_CHUNK_SIZE", str(4 << 20))

_HEAD = 1 << 20
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError
)  # fmt: skip
_MALFORMED = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)

Types = Mapping[str, DataType | DataTypeClass]


@dataclass(frozen=True)
class Table:
    """The columns of a file, lower-cased and in its order, and a way to scan them.

    `scan` takes the types wanted for columns of text (the others stay text; a Parquet file keeps
    its own) and gives the rows lazily, so that only the columns then selected are parsed. `first`
    is the number of the first of them in the file, its header counted.
    """

    where: str
    names: tuple[str, ...]
    first: int
    scan: Callable[[Types], pl.LazyFrame]


def table(path: Path, layout: tuple[str, ...] = ()) -> Table:
    """Open a CSV file, a zip with one CSV file in it, or a Parquet file, told by its first bytes.

    `layout` names the columns of a file that was published without a header. Raises
    `StorageError` if it cannot be read or is damaged, `DataError` if it is not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
            head = magic + file.read(_HEAD - 4)
    except OSError as error:
        raise StorageError(
            f"The file cannot be read: {error.strerror}.", where=str(path), remedy="Check the path."
        ) from None
    if magic == b"PAR1":
        return _parquet(path)
    if magic[:2] == b"PK":
        content = _unzipped(path)
        return _text(content, content[:_HEAD], path.name, layout)
    return _text(path, head, path.name, layout)


def _parquet(path: Path) -> Table:
    frame = pl.scan_parquet(path)
    try:
        names = frame.collect_schema().names()
    except _MALFORMED:
        raise StorageError(
            "This Parquet file is damaged.", where=path.name, remedy="Download it again."
        ) from None
    lower = tuple(name.lower() for name in names)
    _refuse_twins(lower, path.name)
    renamed = frame.rename(dict(zip(names, lower, strict=True)))
    return Table(path.name, lower, 1, lambda _: renamed)


def _unzipped(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [n for n in archive.namelist() if n.lower().endswith(".csv")]
            members = [n for n in inside if not n.startswith("__MACOSX/")]
            if len(members) == 1:
                return archive.read(members[0])
    except _DAMAGED as error:
        raise StorageError(
            f"This zip archive is truncated or damaged ({error}).",
            where=path.name,
            remedy="Download it again.",
        ) from None
    raise DataError(
        f"The archive holds {len(members) or 'no'} CSV files, not one.",
        where=path.name,
        remedy="Unpack it and name the file of events.",
    )


def _text(source: Path | bytes, head: bytes, where: str, layout: tuple[str, ...]) -> Table:
    rows = csv.reader(io.StringIO(_decoded(head, where), newline=""))
    try:
        first, second = next(rows, []), next(rows, [])
    except csv.Error as error:
        raise DataError(f"This is not a CSV file ({error}).", where=where) from None
    names = tuple(name.strip().lower() for name in first)
    skip = 1
    if first and first[0].isdigit() and len(first) == len(layout):
        names, skip = layout, 0
    elif second and second[0].startswith("#"):
        skip = 2  # humanitarian exchanges put a row of HXL hashtags under the header
    _refuse_twins(names, where)

    def scan(types: Types) -> pl.LazyFrame:
        schema = {name: types.get(name, pl.String) for name in names}
        return pl.scan_csv(source, has_header=False, skip_rows=skip, schema=schema)

    return Table(where, names, skip + 1, scan)


def _decoded(head: bytes, where: str) -> str:
    """The head of a file as text; further on, the columns that are read are checked in reading."""
    whole = head if len(head) < _HEAD else head[: head.rfind(b"\n") + 1]
    try:
        text = whole.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = whole.count(b"\n", 0, error.start) + 1
        raise wrong_encoding(f"{where}, line {row}") from None
    if "\0" in text:
        raise wrong_encoding(where)
    return text


def wrong_encoding(where: str) -> DataError:
    """The error for a file that is not UTF-8 text."""
    return DataError("This is not UTF-8 text.", where=where, remedy="Save it as CSV in UTF-8.")


def _refuse_twins(names: tuple[str, ...], where: str) -> None:
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise DataError(
            f"The columns {', '.join(twins)} stand there twice.",
            where=where,
            remedy="Keep one of each.",
        )
