"""What came of what was foretold, entered by the worker once the figures cover its months."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet

from tocsin.council.desk import outcome, sheets
from tocsin.council.desk.models import Firing, Warning
from tocsin.council.desk.trigger import Foretold
from tocsin.council.record.action import Actor, Via
from tocsin.desk import panel as panels
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.scoreboard import after
from tocsin.desk.sources import figures as sources
from tocsin.world import month as months
from tocsin.world.trigger import ALL

WORKER = Actor(None, Via.WORKER)
MOST = 500
"""How many are entered at once; others wait for the next turn."""


def settle_due(now: dt.datetime) -> int:
    """Enter what came of warnings and firings whose months are over and in the figures.

    Where a place has no figures, such as a border, it is entered that nothing is known. What
    somebody entered before stays as it is. Returns how many were entered.
    """
    given = sheets.figures()
    over = months.last_complete(now.date() - dt.timedelta(days=1))
    end = min(over, sources.months(given.table)[1])
    warnings, firings = (list(_due(model.objects.all(), end)) for model in (Warning, Firing))
    if not warnings and not firings:
        return 0
    cube = cubes.from_panel(panels.from_figures(given.table, end))
    for warning in warnings:
        known = _known(cube, warning, given.release)
        outcome.warning(WORKER, outcome.SettleWarning(warning=warning.pk, **known))
    for firing in firings:
        known = _known(cube, firing, given.release)
        outcome.firing(WORKER, outcome.SettleFiring(firing=firing.pk, **known))
    return len(warnings) + len(firings)


def _due(rows: QuerySet[Any], end: dt.date) -> QuerySet[Any]:
    """Those not settled whose last month is a month or an earlier one, the oldest first."""
    waiting = rows.filter(settled_at=None)
    spans = waiting.order_by().values_list("months", flat=True).distinct()
    over = (Q(months=span, origin__lte=months.shift(end, -span)) for span in spans)
    return waiting.filter(reduce(or_, over, Q(pk=None))).order_by("origin", "pk")[:MOST]


def _known(cube: Cube, row: Foretold, release: str) -> dict[str, Any]:
    """The deaths of the months that are known whole, and how many months are not."""
    came = after(cube, [row.place], row.origin, row.months)[0]
    if row.vector != ALL:
        held = [n for n, key in enumerate(cube.vectors) if key == row.vector]
        came = came[held] if held else np.full((1, row.months), np.nan)
    known = np.isfinite(came).all(axis=0)
    deaths = round(float(came[:, known].sum())) if known.any() else None
    return {"deaths": deaths, "missing": int((~known).sum()), "source": release}
