"""Reading in a confined process, with limits of memory and time: for reports from anybody."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tocsin.desk.reading import confined, exchange, lexicon, reader
from tocsin.desk.reading.confined import Limits
from tocsin.desk.reading.statement import Found

_ROOT = Path(__file__).parents[3]  # the same tocsin there as here
_CHILD = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r});"
    " from tocsin.desk.reading.apart import answer; answer()"
)
_LATE = ("heapq", "_strptime", "unicodedata")
"""What Python itself imports only in the middle of its work."""


def read(
    text: str,
    date: dt.date | None = None,
    *,
    issuer: str = "",
    agenda: Sequence[str] = (),
    name: str = "",
    limits: Limits | None = None,
) -> Found:
    """What `reader.read` finds, found in a process that can hurt nothing; with the built-in words.

    Raises DataError for a text that takes too long or too much memory, naming it by `name`, and
    TocsinError where this machine cannot confine a process.
    """
    asked = {
        "text": text,
        "date": date and date.isoformat(),
        "issuer": issuer,
        "agenda": list(agenda),
    }
    said = confined.run(_CHILD, json.dumps(asked).encode(), name, limits or Limits())
    try:
        found = exchange.found(json.loads(said))
    except (LookupError, RuntimeError, TypeError, ValueError) as error:
        raise confined.broken(name) from error
    return found


def answer() -> None:
    """Read the text on standard input, confined, and say on standard output what is found."""
    confined.say(_found)


def _found(data: bytes, name: str, memory: int, seconds: float) -> dict[str, Any]:
    for module in _LATE:
        import_module(module)
    lexicon.prepare()
    confined.confine(Limits(memory=memory, seconds=seconds))
    os.write(1, confined.READY)
    asked = json.loads(data)
    day = asked["date"] and dt.date.fromisoformat(asked["date"])
    found = reader.read(asked["text"], day, issuer=asked["issuer"], agenda=tuple(asked["agenda"]))
    return exchange.plain(found, asked["text"])
