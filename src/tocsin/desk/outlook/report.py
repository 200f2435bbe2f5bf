"""An outlook for reading: as tables on the terminal and as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from tocsin.desk.calm import CONFLICT
from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.forecast import Origin
from tocsin.desk.outlook.marginal import LEADS
from tocsin.desk.outlook.paths import Paths
from tocsin.world.errors import CoverageError, RequestError
from tocsin.world.organisation import Organisation
from tocsin.world.place import Border, place
from tocsin.world.vector import vector

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
SPANS = (1, 3, 12, 36)


def places(organisation: Organisation | None, keys: list[str], day: dt.date) -> list[str]:
    """The places asked for: those named, or all that an organisation watches on a day.

    Raises `RequestError` if neither is given or a place is unknown, `CoverageError` for a border:
    figures are by country.
    """
    if not keys and organisation is None:
        raise RequestError("No place is asked for.", remedy="Give --org or --place.")
    for key in keys:
        if isinstance(place(key), Border):
            raise CoverageError(
                f"The figures are by country and say nothing of the border {key}.",
                remedy="Ask for its two countries.",
            )
    return list(dict.fromkeys(keys)) or (organisation.watched(day) if organisation else [])


def as_json(paths: Paths, origin: Origin) -> dict[str, Any]:
    """Origin, model, and for each place quantiles by vector and month and totals over spans.

    What cannot be said is None.
    """
    return {
        "origin": origin.month.isoformat(),
        "moved_back_months": origin.moved,
        "model": paths.model,
        "unit": "deaths",
        "places": [
            {
                "place": key,
                "totals": {str(span): _summary(paths.total(key, span)) for span in SPANS},
                "vectors": {
                    name: [
                        {"month": paths.month(lead).isoformat(), "lead": lead}
                        | _summary(paths.of(key)[v, lead - 1])
                        for lead in range(1, LEADS + 1)
                    ]
                    for v, name in enumerate(paths.vectors)
                },
            }
            for key in paths.places
        ],
    }


def _summary(draws: Array) -> dict[str, Any]:
    if not np.isfinite(draws).all():
        return {"quantiles": None, "at_least_25": None}
    values = [float(value) for value in np.quantile(draws, LEVELS)]
    quantiles = {str(level): value for level, value in zip(LEVELS, values, strict=True)}
    return {"quantiles": quantiles, "at_least_25": float((draws >= CONFLICT).mean())}


def show(paths: Paths, origin: Origin, console: Console, *, by_month: bool) -> None:
    """Print an outlook: totals over spans for every place, or month by month for a few."""
    late = f"; the figures end {origin.moved} months early" if origin.moved else ""
    console.print(f"Outlook from {origin.month:%Y-%m}, model {paths.model}, deaths{late}\n")
    if not by_month:
        console.print(_totals(paths))
        return
    for key in paths.places:
        console.print(_months(paths, key))
        console.print()


def _totals(paths: Paths) -> Table:
    table = Table("Place", box=None, padding=(0, 1))
    for span in SPANS:
        table.add_column(f"{span} month{'s' * (span > 1)}: 5–50–95 %", justify="right")
    table.add_column("P(≥ 25 in 12)", justify="right")
    for key in paths.places:
        totals = [_triple(paths.total(key, span)) for span in SPANS]
        table.add_row(place(key).name, *totals, _chance(paths.total(key, 12)))
    return table


def _months(paths: Paths, key: str) -> Table:
    title = f"{place(key).name}: 5–50–95 % of deaths by month"
    table = Table("Month", title=title, title_justify="left", box=None, padding=(0, 1))
    for name in paths.vectors:
        table.add_column(vector(name).name, justify="right")
    for lead in range(1, LEADS + 1):
        draws = paths.of(key)[:, lead - 1]
        table.add_row(f"{paths.month(lead):%Y-%m}", *(_triple(each) for each in draws))
    return table


def _triple(draws: Array) -> str:
    if not np.isfinite(draws).all():
        return "unknown"
    return " – ".join(f"{value:,.0f}" for value in np.quantile(draws, [0.05, 0.5, 0.95]))


def _chance(draws: Array) -> str:
    """A share of draws, never a flat 0, which no outlook can promise."""
    if not np.isfinite(draws).all():
        return "unknown"
    share = (draws >= CONFLICT).mean()
    return f"{share:.1%}" if share else f"<{1 / len(draws):.1%}"
