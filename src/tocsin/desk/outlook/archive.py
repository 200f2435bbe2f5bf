"""The archive of outlooks: what was issued is kept as it was said, apart from hindcasts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import tocsin
from tocsin.desk import storage
from tocsin.desk.outlook import hubverse
from tocsin.desk.outlook.marginal import LEADS
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.tables import OUTLOOK
from tocsin.world.errors import DataError, RequestError, StorageError
from tocsin.world.marking import Marking

FOLDER = Path("outlooks")
"""Where the archive lies if nothing else is said, in the working directory."""

ARCHIVE = pl.Schema(
    {
        **OUTLOOK,
        "organisation": pl.String(),
        "as_of": pl.Date(),
        "made_at": pl.Datetime("us", "UTC"),
        "kind": pl.String(),
        "release": pl.String(),
        "version": pl.String(),
        "seed": pl.Int64(),
        "marking": pl.String(),
        "digest": pl.String(),
    }
)
"""The sample rows of an outlook, with who asked what of whom and when; `digest` is of its paths."""

_SAID = [name for name in ARCHIVE.names() if name not in OUTLOOK] + ["origin", "model_id"]
_UNUSABLE = (
    OSError,
    ValueError,
    RequestError,
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,
)
_NAME = re.compile(r"\w[\w.-]*")


class Kind(StrEnum):
    """Issued: made on the very day it speaks as of. Hindcast: made later, for a past day."""

    ISSUED = "issued"
    HINDCAST = "hindcast"


@dataclass(frozen=True)
class Entry:
    """One archived outlook: where it lies, what it answers, what it was made from and when."""

    path: Path
    organisation: str
    as_of: dt.date
    made_at: dt.datetime
    kind: Kind
    model: str
    origin: dt.date
    release: str
    version: str
    seed: int
    marking: Marking
    digest: str


class Archive:
    """A folder of outlooks that only grows; `issued` and `hindcast` lie apart in it."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.folder = folder

    def add(
        self,
        paths: Paths,
        *,
        organisation: str,
        as_of: dt.date,
        made_at: dt.datetime,
        figures_release: str,
        seed: int,
        marking: Marking | None = None,
    ) -> Entry:
        """Keep an outlook; to add the same again changes nothing and returns what is there.

        It counts as issued only if the calendar day of `made_at`, in its own time zone, is
        `as_of`. `figures_release` names the figures that it was made from. Raises `RequestError`
        for an outlook made before the day it speaks of, and `StorageError` if another outlook is
        kept under the same name, which then stays as it is, or if it cannot be written.
        """
        if as_of > made_at.date():
            raise RequestError(f"An outlook made on {made_at:%Y-%m-%d} cannot know {as_of}.")
        said = {
            "organisation": organisation,
            "as_of": as_of,
            "made_at": made_at.astimezone(dt.UTC),
            "kind": Kind.ISSUED if made_at.date() == as_of else Kind.HINDCAST,
            "release": figures_release,
            "version": tocsin.__version__,
            "seed": seed,
            "marking": str(marking or Marking()),
            "digest": _digest(paths),
        }
        rows = hubverse.table(paths, quantiles=()).with_columns(
            pl.lit(value, dtype=ARCHIVE[name]).alias(name) for name, value in said.items()
        )
        path = self.folder / _path(paths, said)
        created = storage.create(path, hubverse.parquet(rows.select(ARCHIVE.names())))
        there = _head(path)
        if not created and there.digest != said["digest"]:
            raise StorageError(
                "Another outlook was kept under this name; it stays as it was.",
                where=str(path),
                remedy="Name the figures' release or the seed that differs.",
            )
        return there

    def find(self, organisation: str, origin: dt.date, kind: Kind | None = None) -> list[Entry]:
        """What is kept for an organisation from an origin, of one kind or both, oldest first.

        Raises `StorageError` if a file among them is damaged.
        """
        kinds = [kind] if kind else list(Kind)
        folders = [self.folder / k / _named(organisation) / f"{origin:%Y-%m}" for k in kinds]
        found = [_head(file) for folder in folders for file in sorted(folder.glob("*.parquet"))]
        return sorted(found, key=lambda entry: (entry.made_at, entry.path.name))

    def origins(self, organisation: str, kind: Kind) -> list[dt.date]:
        """The origins from which outlooks of a kind are kept for an organisation, oldest first."""
        folders = (self.folder / kind / _named(organisation)).glob("????-??")
        return sorted(dt.date.fromisoformat(f"{folder.name}-01") for folder in folders)

    def places(self, entry: Entry) -> list[str]:
        """The places that an entry is about, without reading its paths."""
        try:
            column = pl.read_parquet(entry.path, columns=["place"])["place"]
        except _UNUSABLE as error:
            raise _damaged(entry.path, str(error).partition("\n")[0]) from None
        return _names(column)

    def issued(
        self, organisation: str, origin: dt.date, target: Marking | None = None
    ) -> Paths | None:
        """The last outlook issued for an organisation from an origin that may enter `target`.

        None if there is none; without a target only what everybody may see is taken. Raises
        `StorageError` as `read` does.
        """
        found = [
            entry
            for entry in self.find(organisation, origin, Kind.ISSUED)
            if entry.marking.may_enter(target or Marking())
        ]
        return self.read(found[-1]) if found else None

    def read(self, entry: Entry) -> Paths:
        """The joint paths of an entry, exactly as they were added.

        Raises `StorageError` if the file is damaged or no longer holds what was added.
        """
        if (plain := _in_order(entry)) is not None:
            return plain
        try:
            paths = hubverse.read(entry.path)
        except DataError as error:
            raise _damaged(entry.path, error.what) from None
        if _digest(paths) != entry.digest:
            raise _damaged(entry.path, "its paths are not those that were added")
        return paths


def _path(paths: Paths, said: dict[str, Any]) -> Path:
    """Where an outlook lies in the archive, named by all that it answers and was made from."""
    made_from = [str(said[key]) for key in ("release", "version", "seed", "marking")]
    short = storage.digest(*made_from, *paths.places, *paths.vectors)[:12]
    folder = Path(said["kind"], _named(said["organisation"]), f"{paths.origin:%Y-%m}")
    return folder / f"{said['as_of']}-{_named(paths.model)}-{short}.parquet"


def _named(key: str) -> str:
    """A key that is safe in a file's name."""
    if not _NAME.fullmatch(key):
        raise RequestError(
            f"“{key}” cannot name a file.", remedy="Use letters, digits, dots and hyphens."
        )
    return key


def _digest(paths: Paths) -> str:
    """The digest of what an outlook says, by whatever name it is kept."""
    labels = [str(paths.origin), paths.model, *paths.places, "", *paths.vectors]
    draws = np.where(np.isnan(paths.draws), np.nan, paths.draws).astype("<f4")  # one kind of NaN
    return storage.digest(*labels, str(draws.shape), draws.tobytes())


def _in_order(entry: Entry) -> Paths | None:
    """The paths of a file whose rows stand as they were added, which their digest tells."""
    try:
        rows = pl.read_parquet(entry.path, columns=["place", "vector", "value"])
    except _UNUSABLE:
        return None
    places, vectors = _names(rows["place"]), _names(rows["vector"])
    if not rows.height or rows.height % (cells := len(places) * len(vectors) * LEADS):
        return None
    values = rows["value"].cast(pl.Float32).fill_null(float("nan")).to_numpy()
    draws = values.reshape(len(places), len(vectors), LEADS, rows.height // cells)
    paths = Paths(entry.origin, places, vectors, draws, entry.model)
    return paths if _digest(paths) == entry.digest else None


def _names(column: pl.Series) -> list[str]:
    """The names in a column of rows in order, in which each stands for all leads at least."""
    return column.gather_every(LEADS).unique(maintain_order=True).to_list()


def _head(path: Path) -> Entry:
    """The entry that a file holds, from its first row."""
    try:
        row = pl.scan_parquet(path).select(_SAID).head(1).collect().row(0, named=True)
        kind, marking = Kind(row.pop("kind")), Marking.parse(row.pop("marking"))
        return Entry(path=path, kind=kind, marking=marking, model=row.pop("model_id"), **row)
    except _UNUSABLE as error:
        raise _damaged(path, str(error).partition("\n")[0]) from None


def _damaged(path: Path, reason: str) -> StorageError:
    return StorageError(
        f"This archived outlook is damaged: {reason}.",
        where=str(path),
        remedy="Restore it from a backup, or move it out of the archive.",
    )
