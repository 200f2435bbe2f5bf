"""The UCDP Georeferenced Event Dataset (GED): its yearly and candidate releases as signals.

Sundberg & Melander (2013), doi:10.1177/0022343313484347; for the monthly candidate events Hegre,
Croicu, Eck & Högbladh (2020), doi:10.1177/2053168020935257. The data are under CC BY 4.0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal, NamedTuple

import polars as pl

from tocsin.desk.sources import releases
from tocsin.desk.sources.files import Table, Types, table, wrong_encoding
from tocsin.desk.sources.releases import Release
from tocsin.desk.tables import SIGNALS
from tocsin.world.errors import DataError
from tocsin.world.place import countries
from tocsin.world.vector import vectors

# fmt: off
LAYOUT = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)
# fmt: on
"""The 49 columns of recent releases; a few candidate files were published without a header."""

_NEEDED = {
    "id": ("id",),
    "type": ("type_of_violence",),
    "country": ("country_id", "gwno"),
    "start": ("date_start",),
    "end": ("date_end",),
    "value": ("best", "best_est"),
    "low": ("low", "low_est"),
    "high": ("high", "high_est"),
}
_DETAIL = {
    "precision": ("date_prec",),
    "lat": ("latitude",),
    "lon": ("longitude",),
    "side_a": ("side_a",),
    "side_b": ("side_b",),
}
_TYPES: Types = {
    **dict.fromkeys(("id", "value", "low", "high"), pl.Int64),
    **dict.fromkeys(("type", "country", "precision"), pl.Int32),
    **dict.fromkeys(("lat", "lon"), pl.Float64),
}
# Damaged Parquet files make Polars panic as well as raise.
_MALFORMED = (pl.exceptions.PolarsError, pl.exceptions.PanicException)
_AS_PUBLISHED = "Take the file as UCDP publishes it."
_EARLIEST = dt.date(1946, 1, 1)
_BLANK = pl.all_horizontal(pl.col(role).is_null() for role in _NEEDED)
_DAY = r"^(\d{4}-\d{2}-\d{2})(?:[ T]\d{2}:\d{2}.*)?$"
_BELGRADE = (340, 345)
"""Yugoslavia and the Serbia that came after it: UCDP books both under the same code."""

Parser = Callable[[pl.Expr, pl.DataType], pl.Expr]


class Flaw(NamedTuple):
    """Something that can be wrong with a row, in the column of a role, and where it is so."""

    role: str
    problem: str
    mask: pl.Expr


def read(
    path: Path,
    *,
    release: str | None = None,
    months: tuple[dt.date, dt.date] | None = None,
    places: Iterable[str] | Literal["seen", "world"] = "seen",
    retrieved: dt.date | None = None,
    detail: bool = True,
) -> Release:
    """Read one GED file of any release: CSV, a zip with one CSV in it, or Parquet.

    `release` names it where the file's own name (`ged241.csv`, `GEDEvent_v24_0_3.csv`) does not.
    It covers the `months` from one to another: by default whole years for a yearly release, the
    months in the name for a candidate release, else those from the first event's end to the last
    one's. It covers the `places` that occur in it (`seen`), those listed, or the whole `world`.
    Without `detail` the actors, coordinates and precision, which no panel needs, stay null.

    Values are deaths: the best estimate with its low and high ones. Raises `StorageError` for
    what cannot be read, `DataError` for what is no GED file or has impossible rows.
    """
    file = table(Path(path), LAYOUT)
    events = _events(file, _columns(file, detail=detail))
    name = releases.name_of(release or Path(path).name)
    signals = _signals(events, name, retrieved)
    return releases.release(name, signals, months=months, places=places)


def _columns(file: Table, *, detail: bool) -> dict[str, str]:
    """For each role the name that it has in this file."""
    wanted = _NEEDED | _DETAIL if detail else _NEEDED
    present = set(file.names)
    found = {
        role: next(name for name in names if name in present)
        for role, names in wanted.items()
        if present.intersection(names)
    }
    missing = [names[0] for role, names in _NEEDED.items() if role not in found]
    if missing:
        raise DataError(
            f"There is no column {', '.join(missing)}.", where=file.where, remedy=_AS_PUBLISHED
        )
    return found


def _events(file: Table, columns: dict[str, str]) -> pl.DataFrame:
    """The events, one a row, with a column for each role and for place and vector; checked.

    A file in the form of the recent releases is parsed as numbers at once. Only if that fails, or
    leaves a row that cannot be, it is read again as text, which takes other forms as well and can
    show what stands in the row.
    """
    flaws = _flaws(columns)
    typed = {name: _TYPES[role] for role, name in columns.items() if role in _TYPES}
    try:
        events = _parsed(file.scan(typed), columns, _midnight)
        blank = events.is_empty() or events["id"].null_count() > 0
        sound = not blank and not any(_flawed(events, flaws))
    except _MALFORMED:
        sound = False
    return events if sound else _from_text(file, columns, flaws)


def _from_text(file: Table, columns: dict[str, str], flaws: list[Flaw]) -> pl.DataFrame:
    try:
        events = _parsed(file.scan({}), columns, _day)
    except _MALFORMED as error:
        if "utf-8" in str(error):
            raise wrong_encoding(file.where) from None
        raise DataError(
            f"It is not well-formed: {str(error).partition(chr(10))[0]}.",
            where=file.where,
            remedy=_AS_PUBLISHED,
        ) from None
    for flaw, hit in zip(flaws, _flawed(events, flaws), strict=True):
        if hit:
            rows = events.select(flaw.mask.arg_true()).to_series().to_list()
            _refuse(file, columns[flaw.role], flaw.problem, rows)
    events = events.filter(~_BLANK)
    if events.is_empty():
        raise DataError("There are no events in it.", where=file.where, remedy=_AS_PUBLISHED)
    return events


def _parsed(rows: pl.LazyFrame, columns: dict[str, str], day: Parser) -> pl.DataFrame:
    picked = rows.select(pl.col(name).alias(role) for role, name in columns.items())
    schema = picked.collect_schema()
    kinds = dict.fromkeys(("id", "side_a", "side_b"), _text)
    kinds |= dict.fromkeys(("type", "country", "precision"), _code) | {"start": day, "end": day}
    named = {vector.ged_type: key for key, vector in vectors().items() if vector.ged_type}
    return (
        picked.select(kinds.get(role, _number)(pl.col(role), schema[role]) for role in columns)
        .with_columns(
            place=_place(),
            vector=pl.col("type").replace_strict(named, default=None, return_dtype=pl.String),
        )
        .collect()
    )


def _text(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Text without empty texts; whole numbers, as ids are, stay numbers, which compare faster."""
    return column.replace("", None) if kind == pl.String else column


def _number(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    if kind == pl.String:
        return column.str.strip_chars().cast(pl.Float64, strict=False)
    return column if kind.is_integer() else column.cast(pl.Float64)


def _code(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Whole numbers in any column type: spreadsheets like to write 365.0."""
    if kind == pl.Int32:
        return column
    number = _number(column, kind)
    return pl.when(number == number.floor()).then(number).cast(pl.Int32, strict=False)


def _midnight(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Days written as in the releases, with or without midnight behind."""
    if kind != pl.String:
        return _day(column, kind)
    # Hardly a day comes often: a cache of what was parsed costs more than it saves.
    bare = column.str.strip_suffix(" 00:00:00.000")
    return bare.str.to_date("%Y-%m-%d", strict=False, cache=False)


def _day(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """Days in any column type, written as 2013-09-23, with or without a time of day behind."""
    if kind.is_temporal():
        return column.cast(pl.Date)
    day = column.cast(pl.String).str.strip_chars().str.extract(_DAY)
    return day.str.to_date("%Y-%m-%d", strict=False)


def _place() -> pl.Expr:
    """The country of a Gleditsch–Ward code on the day on which the event ended."""
    keys = {country.gw: country.iso3 for country in countries().values() if country.gw}
    belgrade = pl.col("country").is_in(_BELGRADE)
    serbia = pl.col("end") >= pl.lit(countries()["SRB"].start)
    return (
        pl.when(belgrade & serbia)
        .then(pl.lit("SRB"))
        .when(belgrade)
        .then(pl.lit("YUG"))
        .otherwise(pl.col("country").replace_strict(keys, default=None, return_dtype=pl.String))
    )


def _flawed(events: pl.DataFrame, flaws: list[Flaw]) -> tuple[bool, ...]:
    """For each flaw whether a row has it."""
    masks = [flaw.mask.any().alias(str(n)) for n, flaw in enumerate(flaws)]
    return events.lazy().select(masks).collect().row(0)


def _flaws(columns: dict[str, str]) -> list[Flaw]:
    """What can be wrong with a row: a blank one, as at the end of a file, is no flaw."""
    start, end = pl.col("start"), pl.col("end")
    days = (_EARLIEST, dt.date.today())
    deaths = [
        (role, "is not a number of 0 or more", ~_counted(role)) for role in ("value", "low", "high")
    ]
    spot = [
        (role, f"does not lie between −{most} and {most}", ~(pl.col(role).abs() <= most))
        for role, most in (("lat", 90), ("lon", 180))
        if role in columns
    ]
    found = [
        ("id", "is empty", pl.col("id").is_null()),
        ("id", "has occurred before", ~pl.col("id").is_first_distinct()),
        ("type", "is not 1, 2 or 3", pl.col("vector").is_null()),
        ("country", "is not a Gleditsch–Ward code that is known", pl.col("place").is_null()),
        ("start", "is not a day such as 2013-09-23", ~_within(start, *days)),
        ("end", "is not a day such as 2013-09-23, up to today", ~_within(end, *days)),
        ("end", f"lies before {columns['start']}", end < start),
        *deaths,
        *spot,
    ]
    return [Flaw(role, problem, flaw & ~_BLANK) for role, problem, flaw in found]


def _counted(role: str) -> pl.Expr:
    return ((pl.col(role) >= 0) & pl.col(role).is_finite()).fill_null(value=False)


def _within(day: pl.Expr, first: dt.date, last: dt.date) -> pl.Expr:
    return day.is_between(first, last).fill_null(value=False)


def _refuse(file: Table, column: str, problem: str, rows: list[int]) -> None:
    raw = file.scan({}).select(pl.col(column).cast(pl.String)).slice(rows[0], 1).collect().item()
    others = ", ".join(str(row + file.first) for row in rows[1:4])
    more = f" So it is in {len(rows) - 1} more rows ({others}…)." if others else ""
    raise DataError(
        f"“{column}” is “{(raw or '')[:60]}”, which {problem}.{more}",
        where=f"{file.where}, row {rows[0] + file.first}",
        remedy=_AS_PUBLISHED,
    )


def _signals(events: pl.DataFrame, source: str, retrieved: dt.date | None) -> pl.DataFrame:
    sides = [name for name in ("side_a", "side_b") if name in events.columns]
    given = {
        "source": pl.lit(source),
        "source_id": pl.col("id"),
        "unit": pl.lit("deaths"),
        "url": pl.lit(""),
        "marking": pl.lit("TLP:CLEAR"),
        "retrieved": pl.lit(retrieved, dtype=pl.Date),
    }
    if sides:
        given["actors"] = pl.concat_list(sides).list.drop_nulls()
    columns = [
        given.get(name, pl.col(name) if name in events.columns else pl.lit(None))
        .cast(kind)
        .alias(name)
        for name, kind in SIGNALS.items()
    ]
    return events.select(columns)
