"""One text for one value, so that whoever holds the value can compute the same digest."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from decimal import Decimal
from typing import Any


def text(value: Any) -> str:
    """JSON with sorted keys, no spaces and no escapes beyond those that JSON demands.

    Days and times become ISO 8601, times in UTC with microseconds; bytes become their SHA-256;
    amounts become text without exponent or needless zeros.
    """
    return _JSON.encode(value)


def digest(*parts: str) -> str:
    """The SHA-256 of some texts joined, in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def moment(at: dt.datetime) -> str:
    """A time in UTC with microseconds: 2013-09-23T09:00:00.000000Z."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _plain(value: object) -> Any:
    match value:
        case dt.datetime():
            return moment(value)
        case dt.date():
            return value.isoformat()
        case dt.timedelta():
            return value // dt.timedelta(microseconds=1)
        case uuid.UUID():
            return str(value)
        case bytes() | memoryview():
            return hashlib.sha256(bytes(value)).hexdigest()
        case Decimal() if value.is_finite():
            return _amount(value)
    raise TypeError(f"{type(value).__name__} has no canonical text.")


def _amount(value: Decimal) -> str:
    digits = format(value, "f")
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits) if value else "0"


_JSON = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
)
