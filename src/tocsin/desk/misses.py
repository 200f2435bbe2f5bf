"""Misses: where what came lay outside the range of an outlook, and what was known at the time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from tocsin.desk import scoreboard
from tocsin.desk.calm import YEAR
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months
from tocsin.world.place import country, neighbours

LEVELS = (0.05, 0.5, 0.95)
SAID = pl.Schema(
    {
        **{"place": pl.String(), "vector": pl.String(), "first": pl.Int64(), "last": pl.Int64()},
        **{"origin": pl.Date(), "low": pl.Float64(), "median": pl.Float64(), "high": pl.Float64()},
        **{"came": pl.Float64(), "own": pl.Float64(), "near": pl.Float64()},
    }
)


@dataclass(frozen=True)
class Miss:
    """A place, vector and group of leads that was missed, and the outlook that missed it most.

    Deaths are summed over the leads from `first` to `last`. Of `known` outlooks, `above` and
    `below` missed; the worst, from `origin`, said `low`, `median` and `high`, and `came` came.
    `own` were the deaths of this vector in the twelve months before, `near` those of all vectors in
    the neighbours, None where not known whole. `size` is how far what came lay outside the range,
    as a difference of log(1 + deaths).
    """

    place: str
    name: str
    vector: str
    first: int
    last: int
    known: int
    above: int
    below: int
    origin: dt.date
    low: float
    median: float
    high: float
    came: float
    own: float | None
    near: float | None
    size: float

    @property
    def missed(self) -> int:
        """How many outlooks missed."""
        return self.above + self.below


def said(cube: Cube, outlook: Paths) -> pl.DataFrame:
    """What an outlook said of each place, vector and group of leads whose months are known whole.

    Columns as the fields of `Miss`, as far as they are of one outlook; see `SAID`.
    """
    horizon = outlook.draws.shape[2]
    happened = scoreboard.after(cube, outlook.places, outlook.origin, horizon)
    past = cube.until(outlook.origin)
    saw = {place: _saw(past, place) for place in outlook.places}
    rows = []
    for first, last in scoreboard.LEADS:
        totals = outlook.draws[:, :, first - 1 : last].sum(axis=2)
        bounds = np.quantile(totals, LEVELS, axis=-1)
        came = happened[:, :, first - 1 : last].sum(axis=2)
        for p, v in np.argwhere(np.isfinite(came) & np.isfinite(totals).all(axis=-1)).tolist():
            place = outlook.places[p]
            own, near = saw[place]
            which = (place, outlook.vectors[v], first, last, outlook.origin)
            rows.append((*which, *bounds[:, p, v].tolist(), float(came[p, v]), own[v], near))
    return pl.DataFrame(rows, schema=SAID, orient="row")


def _saw(past: Cube, place: str) -> tuple[list[float | None], float | None]:
    """Deaths of the last twelve months: by vector in a place, and in its neighbours."""
    none: list[float | None] = [None] * len(past.vectors)
    if past.values.shape[2] < YEAR or place not in past.places:
        return none, None
    near = [n for n in neighbours(place, past.last) if n in past.places]
    around = past.values[[past.row(n) for n in near], :, -YEAR:]
    own: Array = past.values[past.row(place), :, -YEAR:].sum(axis=1)
    return [_known(value) for value in own], _known(around.sum())


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def worst(table: pl.DataFrame) -> list[Miss]:
    """The misses of any number of outlooks, the largest first: one for each place, vector and lead.

    Overlapping outlooks miss one event many times, so each of these stands once, with how many
    outlooks missed there.
    """
    low, high, came = (pl.col(name).log1p() for name in ("low", "high", "came"))
    size = pl.max_horizontal(came - high, low - came, pl.lit(0.0))
    held = table.with_columns(size=size).sort("size", "origin", descending=[True, False])
    groups = ("place", "vector", "first", "last")
    counts = held.group_by(groups).agg(
        known=pl.len(),
        above=(pl.col("came") > pl.col("high")).sum(),
        below=(pl.col("came") < pl.col("low")).sum(),
    )
    first = held.unique(groups, keep="first", maintain_order=True).filter(pl.col("size") > 0)
    found = first.join(counts, on=groups, how="left", maintain_order="left")
    return [Miss(name=country(row["place"]).name, **row) for row in found.iter_rows(named=True)]


def why(miss: Miss) -> str:
    """Why it looked as it was said, in a sentence: what was known at the time and nothing more."""
    until = f"{miss.origin:%B %Y}"
    own = _deaths(miss.own)
    near = "" if miss.near is None else f"; in its neighbours, of all kinds, {_deaths(miss.near)}"
    saw = f"In the twelve months up to {until} there were {own} of this kind{near}."
    return f"{saw} {_reading(miss)}"


def _reading(miss: Miss) -> str:
    if miss.own is None:
        return "Figures had gaps, so the outlook rested on little."
    expected = miss.own * (miss.last - miss.first + 1) / YEAR
    if miss.came < miss.low:
        return "The violence was expected to go on, and it ebbed."
    if miss.own == 0:
        return "Nothing of this kind had been seen there for a year, and it broke out."
    if miss.came > 2 * expected:
        return "It was expected to go on much as before, and it grew."
    return "It was expected to ebb, and it did not."


def _deaths(number: float | None) -> str:
    if number is None:
        return "an unknown number of deaths"
    return f"{number:,.0f} death{'' if number == 1 else 's'}" if number else "no deaths"


def span(miss: Miss) -> tuple[dt.date, dt.date]:
    """The first and last month that a miss is about."""
    return months.shift(miss.origin, miss.first), months.shift(miss.origin, miss.last)
