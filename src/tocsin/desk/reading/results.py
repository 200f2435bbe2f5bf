"""Readings kept as files: one JSON for each report, whole or not there."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path, PurePath
from typing import Any

from tocsin.desk import storage
from tocsin.desk.reading import exchange, reader
from tocsin.desk.reading.model import Model
from tocsin.desk.reading.report import Report
from tocsin.desk.reading.statement import Found
from tocsin.world.organisation import Organisation

LONGEST = 200
"""Bytes of a file's name; a longer one is cut and told apart by a digest."""


def how(
    report: Report, organisation: Organisation | None = None, model: Model | None = None
) -> dict[str, Any]:
    """What a reading depends on: a report's bytes and day, the release, whose parties, a model."""
    return {
        "digest": report.digest,
        "release": reader.release(),
        "date": report.date and report.date.isoformat(),
        "organisation": organisation and storage.digest(repr(organisation))[:12],
        "model": model and f"{model.name} at {model.endpoint}",
    }


def plain(report: Report, found: Found, how: dict[str, Any]) -> dict[str, Any]:
    """A reading as values for JSON: the report with its text, how it was read, what was found."""
    return {"report": report.name, **how, "text": report.text, **exchange.plain(found, report.text)}


def holds(folder: Path, name: str, how: dict[str, Any]) -> bool:
    """Whether the same report was read before in the same way."""
    try:
        kept = json.loads(_path(folder, name).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(kept, dict) and all(kept.get(key, ...) == how[key] for key in how)


def keep(folder: Path, report: Report, found: Found, how: dict[str, Any]) -> Path:
    """Write a reading; raises `StorageError` as `storage.write` does."""
    path = _path(folder, report.name)
    made = json.dumps(plain(report, found, how), ensure_ascii=False, indent=1)
    storage.write(path, f"{made}\n")
    return path


def load(path: Path) -> tuple[Report, Found]:
    """A reading that was kept; raises OSError, LookupError, TypeError or ValueError."""
    kept = json.loads(path.read_bytes())
    day = kept["date"] and dt.date.fromisoformat(kept["date"])
    return Report(kept["report"], kept["text"], kept["digest"], day), exchange.found(kept)


def _path(folder: Path, name: str) -> Path:
    given = PurePath(name)
    last = given.name
    if len(os.fsencode(last)) > LONGEST:
        cut = os.fsencode(last)[: LONGEST - 20].decode("utf-8", "ignore")
        last = f"{cut}-{storage.digest(last)[:12]}"
    return folder / given.parent / f"{last}.json"
