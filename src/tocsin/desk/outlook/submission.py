"""Others' forecasts of the challenge's windows, from files and folders, checked before use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from tocsin.desk.outlook import samples
from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.samples import Format, Samples
from tocsin.desk.outlook.window import Window, cells
from tocsin.world import month as months
from tocsin.world.errors import DataError, RequestError
from tocsin.world.place import challenge

SHAPE = (len(challenge()), 12)
SUFFIXES = (".parquet", ".csv")
SHOWN = 5
"""How many countries or cells a message names."""


@dataclass(frozen=True)
class Submission:
    """One model's draws of one window, and the file they come from.

    `draws` has the shape (191 countries, 12 months, draws), in deaths, and is NaN in cells that the
    file does not have; `joint`: a draw is one possible future, so that draws may be summed.
    """

    model: str
    window: Window
    file: Path
    draws: Array
    joint: bool


@dataclass(frozen=True)
class Entries:
    """Submissions, what was not used (`notes`), and what ought to be there and is not (`lost`)."""

    submissions: list[Submission] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def gather(paths: list[Path], windows: list[Window]) -> Entries:
    """Read the submissions in files, and in all Parquet and CSV files of folders, for some windows.

    In a folder, a file that is no submission at all is passed over, and so is one whose name ends
    in a year that is not asked for; named by itself, the first is refused and the second read. Rows
    of other months and countries are not used. Whatever is not used has a note. Raises
    `DataError` for draws that are wrong: negative, infinite, missing, unequal in number, there
    twice; `StorageError` for a file that cannot be read; `RequestError` for a path that is not
    there or has no submission for any of the windows.
    """
    found = Entries()
    for path in paths:
        before = len(found.submissions) + len(found.lost)
        files = _files(path)
        others = [file for file in files if file != path and _of_another_year(file, windows)]
        if others:
            found.notes.append(f"{path}: files of other years were not read ({len(others)}).")
        for file in files:
            if file not in others:
                _add(found, file, windows, named=file == path)
        if len(found.submissions) + len(found.lost) == before:
            asked = ", ".join(f"{window.year}" for window in windows)
            told = "".join(f" {note}" for note in found.notes)
            raise RequestError(
                f"There is no submission for the windows asked for ({asked}).{told}",
                where=str(path),
                remedy="Check --against and --windows.",
            )
    _refuse_twice(found.submissions)
    return found


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise RequestError(
            "There is no such file or folder.", where=str(path), remedy="Check --against."
        )
    return sorted(file for file in path.iterdir() if file.suffix in SUFFIXES)


def _of_another_year(file: Path, windows: list[Window]) -> bool:
    year = samples.named(file)[1]
    return year is not None and year not in {window.year for window in windows}


def _add(found: Entries, file: Path, windows: list[Window], *, named: bool) -> None:
    """Add what a file has for some windows."""
    read = samples.read(file, meant=named)
    if read is None:
        found.notes.append(f"{file.name}: not a submission, and not used.")
        return
    if outside := _outside(read, windows):
        found.notes.append(f"{file.name}: {outside}")
    for window in windows:
        rows = read.of(window)
        if not rows.is_empty():
            found.submissions.append(_submission(read, file, window, rows))
        elif read.year == window.year:
            found.lost.append(
                f"{file.name}: it holds no month of {window.year}. {read.model} is left out of "
                f"every score of window {window.year}."
            )


def _outside(read: Samples, windows: list[Window]) -> str:
    """What of a file is not used: months of no window, and countries outside the challenge."""
    rows, told = read.rows, []
    asked = [months.index(each) for window in windows for each in window.months]
    other = rows.filter(~pl.col("month").is_in(asked))["month"].unique().sort()
    if read.format is Format.VIEWS and other.len():
        told.append(f"months outside the windows asked for ({_calendar(other)})")
    if read.format is Format.HUBVERSE and not any(read.of(window).height for window in windows):
        origins = _calendar(rows["origin"].unique().sort())
        told.append(f"forecasts from {origins} (a window starts from October before it)")
    unknown = rows.filter(pl.col("place").is_null())["country"].unique().cast(pl.String).sort()
    if unknown.len():
        told.append(f"countries not among the challenge’s 191 ({_few(unknown.to_list())})")
    return f"rows of {' and of '.join(told)} are not used in any score." if told else ""


def _calendar(found: pl.Series) -> str:
    return _few([f"{months.from_index(number):%Y-%m}" for number in found])


def _submission(read: Samples, file: Path, window: Window, rows: pl.DataFrame) -> Submission:
    """The rows of a window as an array; raises `DataError` if they are wrong."""
    known = rows.filter(pl.col("place").is_not_null())
    cell = known["place"] * 12 + known["month"] - months.index(window.months[0])
    code = known["draw"].rank("dense").cast(pl.Int64)
    if known["draw"].null_count():
        raise DataError("A draw has no number.", where=file.name)
    most = 1 + int(code.max() or 0)  # type: ignore[arg-type]
    order = np.argsort(key := (cell.cast(pl.Int64) * most + code).to_numpy(), kind="stable")
    key, values = key[order], known["value"].cast(pl.Float32).fill_null(np.nan).to_numpy()[order]
    at, number = np.divmod(key, most)
    _refuse_repeated(at[1:][np.diff(key) == 0], window, file)
    count = np.bincount(at, minlength=SHAPE[0] * 12)
    _refuse_unequal(count, window, file)
    draws = np.full((SHAPE[0] * 12, int(count.max(initial=1))), np.nan, dtype=np.float32)
    draws[count > 0] = values.reshape(-1, draws.shape[1])
    _refuse_partial(draws, window, file)
    same = number.reshape(-1, draws.shape[1])
    joint = read.format is Format.HUBVERSE and bool((same == same[:1]).all())
    return Submission(read.model, window, file, draws.reshape(*SHAPE, -1), joint)


def _refuse_repeated(at: Array, window: Window, file: Path) -> None:
    if at.size:
        raise DataError(
            f"{at.size} draws stand there twice: {_named(at, window)}.",
            where=file.name,
            remedy="A country and month has each draw once; nothing of the file was scored.",
        )


def _refuse_unequal(count: Array, window: Window, file: Path) -> None:
    there = count[count > 0]
    if there.size and there.min() < there.max():
        usual = np.bincount(there).argmax()
        other = np.flatnonzero((count > 0) & (count != usual))
        raise DataError(
            f"Most countries and months have {usual} draws, {other.size} have another number: "
            f"{_named(other, window)}.",
            where=file.name,
            remedy="All need the same number; nothing of the file was scored.",
        )


def _refuse_partial(draws: Array, window: Window, file: Path) -> None:
    """Some draws of a cell are missing; if all are, the file says nothing of it, which it may."""
    missing = np.isnan(draws)
    if (partial := np.flatnonzero(missing.any(axis=1) & ~missing.all(axis=1))).size:
        raise DataError(
            f"Draws are missing in {partial.size} countries and months: {_named(partial, window)}.",
            where=file.name,
            remedy="Fill them in; nothing of the file was scored.",
        )


def _named(at: Array, window: Window) -> str:
    places = list(challenge())
    unique = dict.fromkeys(int(each) for each in at)
    return _few([f"{places[each // 12]} {window.months[each % 12]:%Y-%m}" for each in unique])


def _few(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"


def _refuse_twice(found: list[Submission]) -> None:
    seen: dict[tuple[str, int], Path] = {}
    for each in found:
        key = (each.model, each.window.year)
        if key in seen:
            raise DataError(
                f"{seen[key]} has draws of {each.model} for {each.window.year} as well.",
                where=str(each.file),
                remedy="Name each model’s file of a window once.",
            )
        seen[key] = each.file


def complete(found: list[Submission], counts: Array, window: Window) -> Iterator[Submission | str]:
    """Of a window's submissions those that have every cell that counts; for others what they lack.

    `counts` has the shape (191 countries, 12 months). A submission that lacks cells is left out of
    the window as a whole: means over other cells than everybody else's cannot be compared.
    """
    for each in found:
        lacking = counts & np.isnan(each.draws[..., 0])
        if lacking.any():
            yield (
                f"{each.file.name}: no draws for {cells(lacking, window)}. {each.model} is left "
                f"out of every score of window {window.year}."
            )
        else:
            yield each
