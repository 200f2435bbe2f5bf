"""Hindcasts: the outlooks that would have been made on past days, kept so as to be made once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from tocsin import __version__ as version
from tocsin.desk import panel as panels
from tocsin.desk.outlook import forecast
from tocsin.desk.outlook.archive import Archive, Entry, Kind
from tocsin.desk.outlook.paths import LEAST, Paths
from tocsin.world import month as months
from tocsin.world.marking import Marking
from tocsin.world.organisation import WORLD

YEAR = 12
ORIGINS = 8


@dataclass(frozen=True)
class Shelf:
    """Where hindcasts are kept: an archive, whose they are, and the figures they are made from."""

    archive: Archive
    organisation: str
    release: str
    marking: Marking

    def find(self, places: list[str], origin: dt.date, model: str, seed: int) -> Paths | None:
        """A hindcast from the same figures that holds these places and may be shown, if any.

        Those of the organisation come before those of the whole world. Raises `StorageError` if
        the archive is damaged.
        """
        entry = self.entry(places, origin, model, seed)
        if entry is None:
            return None
        paths = self.archive.read(entry)
        return paths.over(places, paths.vectors)

    def entry(self, places: list[str], origin: dt.date, model: str, seed: int) -> Entry | None:
        """Where `find` finds it."""
        for owner in dict.fromkeys((self.organisation, WORLD)):
            for entry in self.archive.find(owner, origin, Kind.HINDCAST):
                if self._serves(entry, model, seed) and set(places) <= set(
                    self.archive.places(entry)
                ):
                    return entry
        return None

    def origins(self, places: list[str], model: str, seed: int) -> list[dt.date]:
        """The origins from which `find` finds a hindcast, oldest first."""
        owners = dict.fromkeys((self.organisation, WORLD))
        kept = {o for owner in owners for o in self.archive.origins(owner, Kind.HINDCAST)}
        return [o for o in sorted(kept) if self.entry(places, o, model, seed)]

    def keep(self, paths: Paths, seed: int) -> Entry | None:
        """Keep a hindcast; an outlook whose day is not over is none and is not kept."""
        as_of, now = months.last_day(paths.origin), dt.datetime.now().astimezone()
        if as_of >= now.date():
            return None
        return self.archive.add(
            paths,
            organisation=self.organisation,
            as_of=as_of,
            made_at=now,
            figures_release=self.release,
            seed=seed,
            marking=self.marking,
        )

    def _serves(self, entry: Entry, model: str, seed: int) -> bool:
        same = (entry.model, entry.seed, entry.release, entry.version)
        return same == (model, seed, self.release, version) and entry.marking.may_enter(
            self.marking
        )


def origins(
    panel: pl.DataFrame,
    origin: dt.date,
    horizon: int,
    most: int = ORIGINS,
    kept: Iterable[dt.date] = (),
) -> list[dt.date]:
    """The origins before one that a record rests on, oldest first; `horizon` months are over after
    each of them.

    They are at most so many yearly ones, and all from which hindcasts are `kept`. None of them
    lies where the panel has too few months behind it for an outlook.
    """
    first = panel["month"].min()
    if not isinstance(first, dt.date) or most < 1:
        return []
    earliest, latest = months.shift(first, LEAST - 1), months.shift(origin, -horizon)
    years = -(-horizon // YEAR)
    yearly = [months.shift(origin, -YEAR * (years + n)) for n in range(most)]
    return sorted(month for month in {*yearly, *kept} if earliest <= month <= latest)


def outlooks(
    panel: pl.DataFrame,
    places: list[str],
    origins: list[dt.date],
    *,
    model: str = forecast.DEFAULT,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
    shelf: Shelf | None = None,
) -> Iterator[Paths]:
    """The outlook of each past origin, made from nothing later; from the shelf where it has them.

    `tell` is called with what is being done. Raises the errors of `forecast.forecast`, and
    `StorageError` if the shelf is damaged or cannot be written.
    """
    for n, origin in enumerate(origins, start=1):
        tell(f"Hindcast {n} of {len(origins)}, as of {origin:%Y-%m}")
        paths = shelf.find(places, origin, model, seed) if shelf else None
        if paths is None:
            past = panels.until(panel, origin)
            paths = forecast.forecast(past, places, origin=origin, model=model, seed=seed)
            if shelf:
                shelf.keep(paths, seed)
        yield paths
