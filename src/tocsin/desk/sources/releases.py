"""Releases of a source: what each one says, what it covers, and how later ones revise earlier."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

import polars as pl

from tocsin.desk.panel import COVERAGE, grid
from tocsin.world.errors import RequestError
from tocsin.world.month import between, month
from tocsin.world.place import country
from tocsin.world.vector import vectors

_TEXT = pl.String()
REVISIONS = pl.Schema(
    {
        "source_id": _TEXT,
        "earlier": _TEXT,
        "later": _TEXT,
        "kind": pl.Enum(["new", "changed", "withdrawn"]),
        "column": _TEXT,
        "old": _TEXT,
        "new": _TEXT,
    }
)
"""One change a row: what a release said of an event and what a later one says, as text.

A `new` event lies where the earlier release had looked and found none; a `withdrawn` one where the
later release looked and no longer has it. For both the column is `value`.
"""

_FINAL = re.compile(r"(?:ged(?:event)?[-_ ]?v?)?(\d{1,2})[._]?(\d)", re.IGNORECASE)
_MONTHLY = re.compile(r"(\d\d)[._]0[._](\d\d?)")
_CUMULATIVE = re.compile(r"(\d\d)[._](\d\d)[._]\1[._](\d\d)")
_COMPARED = ("place", "vector", "start", "end", "value", "low", "high")
_CELL = ("place", "vector", "month")


@dataclass(frozen=True)
class Release:
    """What a release says (signals) and where and when it looked (coverage).

    A place-month that is covered and has no signal had no event; one not covered is unknown.
    """

    name: str
    signals: pl.DataFrame
    coverage: pl.DataFrame


def name_of(text: str) -> str:
    """The release that a file name or a label speaks of, such as `ucdp-ged-24.1`.

    Candidate releases become `ucdp-candidate-24.0.3` (one month) or `ucdp-candidate-24.01.24.06`
    (from the year's start); a name of no known form is kept behind `ucdp-`.
    """
    stem = re.sub(r"(\.csv|\.zip|\.parquet|-csv)+$", "", text, flags=re.IGNORECASE)
    if stem.startswith("ucdp-"):
        return stem
    if found := _CUMULATIVE.search(stem):
        return f"ucdp-candidate-{found[1]}.{found[2]}.{found[1]}.{found[3]}"
    if found := _MONTHLY.search(stem):
        return f"ucdp-candidate-{found[1]}.0.{int(found[2])}"
    if found := _FINAL.fullmatch(stem):
        return f"ucdp-ged-{found[1]}.{found[2]}"
    return f"ucdp-{stem}"


def release(
    name: str,
    signals: pl.DataFrame,
    *,
    months: tuple[dt.date, dt.date] | None = None,
    places: Iterable[str] | Literal["seen", "world"] = "seen",
) -> Release:
    """A release of events of all vectors, with what it covers; see `ucdp.read`.

    Raises `RequestError` for places that do not exist and for months in the wrong order.
    """
    first, last = months or _months_of(name, signals)
    if last < first:
        raise RequestError(
            f"The months {first:%Y-%m} to {last:%Y-%m} run backwards.", remedy="Swap them."
        )
    names = [vector.key for vector in vectors().values() if vector.ged_type]
    cells = grid(between(first, last), names, _covered(signals, places))
    coverage = cells.with_columns(coverage=pl.lit(1.0))
    return Release(name, signals, coverage.select(COVERAGE.names()))


def _covered(signals: pl.DataFrame, places: Iterable[str]) -> Collection[str] | None:
    if places == "world":
        return None
    if places == "seen":
        return set(signals["place"].unique())
    return {country(key).iso3 for key in places}


def _months_of(name: str, signals: pl.DataFrame) -> tuple[dt.date, dt.date]:
    if found := _CUMULATIVE.search(name):
        year = 2000 + int(found[1])
        return month(year, int(found[2])), month(year, int(found[3]))
    if found := _MONTHLY.search(name):
        only = month(2000 + int(found[1]), int(found[2]))
        return only, only
    first, last = signals.select(first=pl.col("end").min(), last=pl.col("end").max()).row(0)
    if name.startswith("ucdp-ged-"):
        return month(first.year, 1), month(last.year, 12)
    return first.replace(day=1), last.replace(day=1)


def combine(releases: Sequence[Release]) -> tuple[Release, pl.DataFrame]:
    """Lay releases over each other, in the order given: later beats earlier.

    An event is known by its `source_id`. An earlier event that a later release no longer has is
    withdrawn if that release covers its place, vector and the month of its end. What a release
    covers is added to what was covered before. Returns the releases as one, and the revisions
    (columns as in `REVISIONS`).
    """
    if not releases:
        raise RequestError("There is no release to combine.", remedy="Name at least one.")
    start = (releases[0], pl.DataFrame(schema=REVISIONS))
    return reduce(_revised, releases[1:], start)


def _revised(so_far: tuple[Release, pl.DataFrame], later: Release) -> tuple[Release, pl.DataFrame]:
    earlier, revisions = so_far
    before, after = _placed(earlier.signals), _placed(later.signals)
    gone = before.join(after, on="source_id", how="anti").join(later.coverage, on=_CELL, how="semi")
    found = after.join(before, on="source_id", how="anti").join(
        earlier.coverage, on=_CELL, how="semi"
    )
    replaced = pl.concat([gone["source_id"], later.signals["source_id"]])
    kept = earlier.signals.filter(~pl.col("source_id").is_in(replaced.implode()))
    union = Release(
        f"{earlier.name} + {later.name}",
        pl.concat([kept, later.signals]),
        pl.concat([earlier.coverage, later.coverage])
        .group_by(_CELL)
        .agg(pl.col("coverage").max())
        .sort(_CELL),
    )
    changes = [
        _changed(before, after),
        _noted(gone, "withdrawn", later),
        _noted(found, "new", earlier),
    ]
    return union, pl.concat([revisions, *changes])


def _placed(signals: pl.DataFrame) -> pl.DataFrame:
    return signals.with_columns(month=pl.col("end").dt.month_start())


def _changed(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The values that differ between two releases of the same events."""
    both = before.join(after, on="source_id", suffix=" after")
    differences = [
        both.filter(pl.col(name).ne_missing(pl.col(f"{name} after"))).select(
            "source_id",
            earlier="source",
            later="source after",
            kind=pl.lit("changed"),
            column=pl.lit(name),
            old=pl.col(name).cast(pl.String),
            new=pl.col(f"{name} after").cast(pl.String),
        )
        for name in _COMPARED
    ]
    return pl.concat(differences).cast(REVISIONS).sort("source_id", "column")


def _noted(signals: pl.DataFrame, kind: str, other: Release) -> pl.DataFrame:
    """Events that only one of two releases has, as revisions."""
    gone = kind == "withdrawn"
    value, nothing = pl.col("value").cast(pl.String), pl.lit(None, dtype=pl.String)
    source, name = pl.col("source"), pl.lit(other.name)
    return (
        signals.select(
            "source_id",
            earlier=source if gone else name,
            later=name if gone else source,
            kind=pl.lit(kind),
            column=pl.lit("value"),
            old=value if gone else nothing,
            new=nothing if gone else value,
        )
        .cast(REVISIONS)
        .sort("source_id")
    )
