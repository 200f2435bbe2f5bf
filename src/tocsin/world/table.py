"""Tables of a TOML file, read field by field; what is missing, misspelt or odd is refused."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from tocsin.world.errors import DataError


def refuse_unknown(table: dict[str, Any], known: set[str], where: str) -> None:
    """Raise `DataError` if a table has a field that is not known: most likely it is misspelt."""
    if unknown := sorted(table.keys() - known):
        raise DataError(
            f"Nothing is known of {', '.join(unknown)}.",
            where=where,
            remedy=f"Known are {', '.join(sorted(known))}.",
        )


def text(table: dict[str, Any], key: str, where: str) -> str:
    """A text that is not blank; raises `DataError`."""
    if not isinstance(value := table.get(key), str) or not value.strip():
        raise DataError(f"“{key}” is missing.", where=where)
    return value


def day(table: dict[str, Any], key: str, where: str) -> dt.date:
    """A day without a time; raises `DataError`."""
    if not isinstance(value := table.get(key), dt.date) or isinstance(value, dt.datetime):
        raise DataError(f"“{key}” must be a day such as 2013-09-23.", where=where)
    return value


def until(table: dict[str, Any], since: dt.date | None, where: str) -> dt.date | None:
    """The day `until`, not before `since`, or None where it is left out; raises `DataError`."""
    if "until" not in table:
        return None
    end = day(table, "until", where)
    if since and end < since:
        raise DataError("It ends before it begins.", where=where)
    return end


def amount(table: dict[str, Any], key: str, where: str) -> float:
    """A finite number above 0; raises `DataError`."""
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
        raise DataError(f"“{key}” must be a number above 0.", where=where)
    return value


def count(table: dict[str, Any], key: str, default: int, most: int, where: str) -> int:
    """A whole number from 1 to `most`, or the default where it is left out; raises `DataError`."""
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise DataError(f"“{key}” must be a whole number from 1 to {most:,}.", where=where)
    return value
