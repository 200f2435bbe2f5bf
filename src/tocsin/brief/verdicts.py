"""What was said a year ago and what happened since, misses first."""

from __future__ import annotations

import numpy as np

from tocsin.brief.content import Verdict
from tocsin.brief.inputs import Inputs
from tocsin.brief.outlooks import YEAR, chance, quantile
from tocsin.brief.words import month
from tocsin.desk import scoreboard
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.world.place import country


def said(given: Inputs) -> str:
    """Where the outlook of a year before comes from, in a sentence."""
    if given.before is None:
        return "There is no outlook of a year before: the figures do not reach far enough back."
    if given.issued:
        return f"The outlook issued as of {month(given.before.origin)}, unchanged."
    return (
        f"No outlook was issued then. This one was computed with the present program from figures "
        f"up to {month(given.before.origin)}, in their present revision: a hindcast, not what was "
        f"said."
    )


def verdicts(given: Inputs) -> list[Verdict]:
    """What was said a year before against what happened, misses first."""
    if given.before is None:
        return []
    found = [verdict(given.cube, given.before, place) for place in given.before.places]
    return sorted((each for each in found if each), key=order)


def order(judged: Verdict) -> tuple[bool, bool, float, str]:
    """What verdicts are sorted by: misses, then what cannot be judged, then all others."""
    return not judged.miss, judged.happened is None, -judged.known, judged.name


def verdict(cube: Cube, before: Paths, place: str, horizon: int = YEAR) -> Verdict | None:
    """What an outlook said of a place's next twelve months and what came; None if nothing.

    `horizon` is another number of months.
    """
    total = before.total(place, horizon)
    if not np.isfinite(total).all():
        return None
    known, missing = scoreboard.came(cube, place, before.origin, horizon)
    ninety = (quantile(total, 0.05), quantile(total, 0.95))
    happened = None if missing and known <= ninety[1] else known
    median, name = quantile(total, 0.5), country(place).name
    return Verdict(place, name, median, ninety, chance(total), happened, known, missing)
