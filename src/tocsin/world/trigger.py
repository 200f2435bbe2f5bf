"""Triggers: the agreed rules by which an organisation turns an outlook into a warning."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from tocsin.world import table
from tocsin.world.errors import DataError, RequestError
from tocsin.world.place import country
from tocsin.world.vector import vector

ALL = "all"
"""In the place of a vector: deaths from all vectors together."""
THRESHOLD = 25
"""Deaths in twelve months from which UCDP speaks of a conflict."""
LONGEST = 36
"""Months that an outlook reaches."""
MOST = 10_000_000
"""Deaths; more than any trigger can sensibly ask for."""
_FIELDS = {
    *("key", "name", "vector", "places", "threshold", "months", "cost", "loss"),
    *("since", "until", "note"),
}


class Whose(StrEnum):
    """Places named by what they are to the organisation on the day."""

    MEMBERS = "members"
    NEIGHBOURS = "neighbours"
    WATCHED = "watched"


@dataclass(frozen=True)
class Trigger:
    """A rule agreed beforehand: warn of a place when acting is worth its cost.

    It warns when the chance of at least `threshold` deaths on `vector` (or all of them) within
    `months` exceeds `limit`. `cost` is that of acting and `loss` what acting averts, in the same
    unit. It holds from `since` to `until`, both included; None: open.
    """

    key: str
    name: str
    vector: str
    places: Whose | tuple[str, ...]
    threshold: int
    months: int
    cost: float
    loss: float
    since: dt.date | None = None
    until: dt.date | None = None
    note: str = ""

    @property
    def limit(self) -> float:
        """The chance above which acting is worth its cost, exact for decimals as written."""
        return float(Fraction(str(self.cost)) / Fraction(str(self.loss)))

    def current(self, day: dt.date) -> bool:
        """Whether the trigger was in force on a day."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)


def parse(row: object, where: str) -> Trigger:
    """Read a trigger from a `[[trigger]]` of an organisation's file.

    `where` names the file and row in errors. Raises `DataError` for anything missing, misspelt or
    contradictory, such as a loss that is not above the cost.
    """
    if not isinstance(row, dict):
        raise DataError("This is not a table.", where=where, remedy="Write it as [[trigger]].")
    table.refuse_unknown(row, _FIELDS, where)
    cost, loss = table.amount(row, "cost", where), table.amount(row, "loss", where)
    if loss <= cost:
        raise DataError(
            f"Acting costs {cost:g} and averts {loss:g}: it would never be worth its cost.",
            where=where,
            remedy="“loss” must be above “cost”, in the same unit.",
        )
    since = table.day(row, "since", where) if "since" in row else None
    return Trigger(
        key=table.text(row, "key", where),
        name=table.text(row, "name", where),
        vector=_vector(table.text(row, "vector", where), where),
        places=_places(row.get("places"), where),
        threshold=table.count(row, "threshold", THRESHOLD, MOST, where),
        months=table.count(row, "months", 12, LONGEST, where),
        cost=cost,
        loss=loss,
        since=since,
        until=table.until(row, since, where),
        note=str(row.get("note", "")),
    )


def parse_all(rows: Any, where: str) -> tuple[Trigger, ...]:
    """Read all triggers of a file; raises `DataError` also for two with the same key."""
    if not isinstance(rows, list):
        raise DataError("“trigger” is not a list.", where=where, remedy="Write [[trigger]].")
    found = tuple(parse(row, f"{where}, trigger {n}") for n, row in enumerate(rows, start=1))
    keys = [trigger.key for trigger in found]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise DataError(
            f"More than one trigger has the key “{twice[0]}”.",
            where=where,
            remedy="Give each its own: past warnings are known by it.",
        )
    return found


def _vector(key: str, where: str) -> str:
    try:
        return key if key == ALL else vector(key).key
    except RequestError as error:
        raise DataError(error.what, where=where, remedy=f"{error.remedy} Or “{ALL}”.") from None


def _places(value: object, where: str) -> Whose | tuple[str, ...]:
    if isinstance(value, str) and value in set(Whose):
        return Whose(value)
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise DataError(
            "“places” says nothing that is known.",
            where=where,
            remedy=f"Use {', '.join(Whose)}, or a list of countries such as [“TJK”, “AFG”].",
        )
    try:
        return tuple(dict.fromkeys(country(key).iso3 for key in value))
    except RequestError as error:
        raise DataError(error.what, where=where, remedy=error.remedy) from None
