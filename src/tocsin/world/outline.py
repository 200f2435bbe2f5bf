"""Outlines of countries: which pieces of land are drawn with which place on a day, and where."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Holding:
    """A unit of the outlines is drawn with another place from one day to another (inclusive)."""

    unit: str
    holder: str
    start: dt.date | None
    end: dt.date | None
    reason: str

    def holds(self, on: dt.date) -> bool:
        """Whether it holds on a day."""
        return (not self.start or self.start <= on) and (not self.end or on <= self.end)


def _text(name: str) -> str:
    return files("tocsin.world").joinpath(f"data/{name}").read_text(encoding="utf-8")


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@cache
def holdings() -> tuple[Holding, ...]:
    """All rows of `holders.csv`: units that are or were drawn with another place, and why."""
    return tuple(
        Holding(row["unit"], row["holder"], _day(row["start"]), _day(row["end"]), row["reason"])
        for row in csv.DictReader(_text("holders.csv").splitlines())
    )


def holder(unit: str, on: dt.date) -> str:
    """The place with which a unit of the outlines is drawn on a day; by default itself."""
    for row in holdings():
        if row.unit == unit and row.holds(on):
            return holder(row.holder, on)
    return unit
