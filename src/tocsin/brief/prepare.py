"""From figures and a day to the inputs of a brief: outlooks now and a year ago, and drivers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from tocsin.brief.inputs import Inputs
from tocsin.brief.outlooks import YEAR, moved, row
from tocsin.desk import panel as panels
from tocsin.desk.hindsight import Shelf
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook import drivers, forecast
from tocsin.desk.outlook.archive import Archive
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.sources import figures as figure_tables
from tocsin.world import month as months
from tocsin.world import outline
from tocsin.world.errors import CoverageError, RequestError
from tocsin.world.marking import Marking
from tocsin.world.organisation import Organisation

SHOWN_DRIVERS, LEAST_SHARE = 2, 0.1
SMALL = 0.02


def prepare(
    organisation: Organisation,
    as_of: dt.date,
    figures: pl.DataFrame,
    *,
    sources: str,
    hindsight: str,
    model: str = forecast.DEFAULT,
    lag: int = 0,
    seed: int = 1,
    archive: Archive | None = None,
    release: str = "",
    marking: Marking | None = None,
    tell: Callable[[str], None] = lambda _: None,
    **handed: Any,
) -> Inputs:
    """Gather all that a brief is made from, seeing nothing later than `as_of`.

    The `archive` may hold the outlook of a year before: what was issued, else a hindcast from the
    figures' `release`. `tell` is called with what is being done; `handed` are the further fields of
    `Inputs`. Raises the errors of `forecast.origin`, `forecast.forecast` and `Archive.read`.
    """
    origin = forecast.origin(as_of, figure_tables.months(figures)[1], lag=lag)
    panel = panels.from_figures(figures, origin.month)
    places = organisation.watched(as_of)
    if not organisation.members(as_of):
        raise RequestError(
            f"{organisation.name} had no member state on {as_of}.",
            remedy="Choose a later day, or check “since” and “until” in its file.",
        )
    year_before = months.shift(origin.month, -YEAR)
    tell(f"Outlook as of {origin.month:%Y-%m}")
    now = forecast.forecast(panel, places, origin=origin.month, model=model, seed=seed)
    tell(f"Outlook as of {year_before:%Y-%m}, to hold against what happened")
    shelf = Shelf(archive, organisation.key, release, marking or Marking()) if archive else None
    issued = archive.issued(organisation.key, year_before, marking) if archive else None
    before = (
        issued.over(places, now.vectors)
        if issued
        else _hindcast(panel, places, year_before, model, seed, shelf)
    )
    given = Inputs(
        organisation=organisation,
        as_of=as_of,
        cube=cubes.from_panel(panel),
        now=now,
        before=before,
        issued=issued is not None,
        moved=origin.moved,
        sources=sources,
        hindsight=hindsight,
        outlines=outline.notes(places, as_of),
        marking=marking or Marking(),
        **handed,
    )
    tell("What moved, and why")
    return replace(given, drivers=_drivers(given, seed))


def _hindcast(
    panel: pl.DataFrame,
    places: list[str],
    origin: dt.date,
    model: str,
    seed: int,
    shelf: Shelf | None,
) -> Paths | None:
    """The outlook of an earlier origin; None if the figures do not reach far enough back."""
    if shelf and (kept := shelf.find(places, origin, model, seed)):
        return kept
    try:
        return forecast.forecast(
            panels.until(panel, origin), places, origin=origin, model=model, seed=seed
        )
    except CoverageError:
        return None


def _drivers(given: Inputs, seed: int) -> dict[str, list[drivers.Driver]]:
    if given.now.model != forecast.DEFAULT or given.before is None:
        return {}
    shifted = [place for place in given.now.places if moved(row(given, place))]
    if not shifted:
        return {}
    model = forecast.trained(given.cube, seed=seed)
    asked = {place: _vector(given.now, given.before, place) for place in shifted}
    found = drivers.explain(model, given.cube, asked)
    return {place: _telling(given, place, pushes) for place, pushes in found.items()}


def _vector(now: Paths, before: Paths, place: str) -> str:
    """The vector whose deaths in twelve months changed most, in the mean of their logarithm."""
    means = [np.log1p(p.of(place)[:, :YEAR].sum(axis=1)).mean(axis=-1) for p in (now, before)]
    return now.vectors[int(np.argmax(np.abs(means[0] - means[1])))]


def _telling(given: Inputs, place: str, pushes: list[drivers.Driver]) -> list[drivers.Driver]:
    """The drivers worth telling: they pushed the way the outlook moved, and so did their figures.

    Figures that are not known (NaN) moved no way.
    """
    shown = row(given, place)
    change = shown.change or 0.0
    up = change > 0 if abs(change) >= SMALL else (shown.median or 0) > (shown.median_before or 0)
    way = 1 if up else -1
    whole = sum(abs(driver.push) for driver in pushes)
    telling = [
        driver
        for driver in pushes
        if driver.push * way > 0
        and (driver.now - driver.before) * way > 0
        and abs(driver.push) >= LEAST_SHARE * whole
    ]
    return telling[:SHOWN_DRIVERS]
