"""What becomes of readings: printed, written as a page, or kept as files, one after the other."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from tocsin.desk import storage
from tocsin.desk.reading import margin, results, sheet, terminal, words
from tocsin.desk.reading.batch import Failure, Kept, Outcome, Reading
from tocsin.world.errors import RequestError


@dataclass(frozen=True)
class Way:
    """How readings are wanted; raises `RequestError` for ways that exclude each other."""

    results: Path | None = None
    out: Path | None = None
    as_csv: bool = False
    as_json: bool = False

    def __post_init__(self) -> None:
        if self.as_csv and (self.as_json or self.results):
            raise RequestError("--csv goes with neither --json nor --results.")
        if self.out and self.results:
            raise RequestError(
                "--out goes with no --results.", remedy="Write a page for the reports that matter."
            )


@dataclass
class _Told:
    """What there was so far: how many of each, the first failure's status, readings for a page."""

    read: int = 0
    kept: int = 0
    failed: int = 0
    status: int = 0
    page: list[Reading] = field(default_factory=list)


def deliver(
    outcomes: Iterable[Outcome], way: Way, console: Console, tell: Callable[[], None]
) -> int:
    """Hand over each reading as it comes, and say of each failure what it is.

    Returns 0, or the status of the first failure. `tell` is called after each. Raises RequestError
    for more readings than a page may hold, and StorageError for a page that cannot be written.
    """
    told = _Told()
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            told.failed += 1
            told.status = told.status or outcome.status
            _say(f"tocsin: {outcome.said}")
        elif isinstance(outcome, Kept):
            told.kept += outcome.before
            told.read += not outcome.before
        elif isinstance(outcome, Reading):
            told.read += 1
            _show(outcome, way, console, first=told.read == 1)
            _for_page(outcome, way, told)
        tell()
    _end(way, told)
    return told.status


def _show(reading: Reading, way: Way, console: Console, *, first: bool) -> None:
    if way.as_json:
        made = results.plain(reading.report, reading.found, reading.how)
        print(json.dumps(made, ensure_ascii=False))
    elif way.as_csv:
        sys.stdout.write(sheet.head() if first else "")
        sys.stdout.writelines(sheet.lines(reading))
    else:
        terminal.show(reading, console)


def _for_page(reading: Reading, way: Way, told: _Told) -> None:
    if way.out is None:
        return
    if len(told.page) == margin.MOST:
        raise RequestError(
            f"One page holds no more than {margin.MOST} reports.",
            where=str(way.out),
            remedy="Name fewer, or keep them with --results.",
        )
    told.page.append(reading)


def _end(way: Way, told: _Told) -> None:
    if way.out and told.page:
        storage.write(way.out, margin.render(told.page))
        _say(f"Written to {way.out}")
    if way.results and way.as_json:
        print(json.dumps({"read": told.read, "kept": told.kept, "failed": told.failed}))
    elif way.results:
        _say(_account(told))


def _account(told: _Told) -> str:
    parts = [words.counted([(told.read, "report")]) or "no report"]
    if told.kept:
        parts.append(f"{told.kept:,} there already")
    if told.failed:
        parts.append(f"{told.failed:,} not read")
    return f"Read: {'; '.join(parts)}."


def _say(line: str) -> None:
    print(line, file=sys.stderr)
