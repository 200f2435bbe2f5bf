"""Sheets as JSON and back, without loss, so that a worker can store what a page will read."""

from __future__ import annotations

import datetime as dt
import json
import types
from dataclasses import MISSING, asdict, fields, is_dataclass, replace
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Sheet = TypeVar("Sheet")
DIGITS = 4


def to_json(sheet: Any) -> str:
    """A dataclass of plain values as JSON; None is null, days are ISO 8601."""
    return json.dumps(asdict(sheet), default=str, ensure_ascii=False, allow_nan=False)


def from_json(kind: type[Sheet], text: str) -> Sheet:
    """The dataclass that `to_json` wrote; raises `KeyError` or `TypeError` for another's JSON."""
    read: Sheet = _read(json.loads(text), kind)
    return read


def rounded(value: Any) -> Any:
    """A plain value with every number in it rounded to four digits behind the point."""
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, list | tuple):
        return type(value)(rounded(each) for each in value)
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: rounded(getattr(value, f.name)) for f in fields(value)})
    return value


def _read(value: Any, kind: Any) -> Any:
    """A value of JSON as what a type hint asks for."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return None if value is None else _read(value, next(k for k in inside if k is not _NONE))
    if origin is list:
        return [_read(each, inside[0]) for each in value]
    if origin is tuple:
        return tuple(_read(each, k) for each, k in zip(value, inside, strict=True))
    if origin is dict:
        return {key: _read(each, inside[1]) for key, each in value.items()}
    return _single(value, kind)


def _single(value: Any, kind: Any) -> Any:
    if is_dataclass(kind):
        made: Any = kind
        hints, given = _hints(made), _given(kind, value)
        return made(**{name: _read(value[name], hints[name]) for name in given})
    if kind in {dt.date, dt.datetime}:
        return kind.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum | float) else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _given(kind: Any, value: dict[str, Any]) -> list[str]:
    """The fields to be read: all but those that have a default and are not there."""
    without = (MISSING, MISSING)
    return [
        f.name for f in fields(kind) if f.name in value or (f.default, f.default_factory) == without
    ]


_NONE = type(None)
