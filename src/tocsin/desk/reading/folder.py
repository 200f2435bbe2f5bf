"""Which files are meant by some paths: files, folders with all below them, standard input."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path, PurePath

from tocsin.desk.reading.report import STANDARD, named
from tocsin.world.errors import RequestError, StorageError, TocsinError

SUFFIXES = frozenset((".txt", ".text", ".md", ".htm", ".html", ".xhtml", ".pdf", ".docx", ".docm"))
"""What a file in a folder is called if it is a report; a file that is named may be called other."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to be read, and its path as it was given, without what leads out of a folder."""

    path: Path
    name: str


def entries(paths: Iterable[Path]) -> Iterator[Entry | TocsinError]:
    """The files that are meant, in the order of the paths and then of names, each once.

    Folders are searched with all below them but what is hidden; links to folders are not followed.
    What cannot be looked into comes as an error in its place. Raises RequestError where two paths
    would have the same name.
    """
    for path in _apart(paths):
        if str(path) == STANDARD or not path.is_dir():
            yield Entry(path, _name(path))
        else:
            yield from _below(path)


def _below(folder: Path) -> Iterator[Entry | TocsinError]:
    waiting = [iter([(folder, True)])]  # no recursion: folders may be nested deeper than calls
    while waiting:
        path, is_folder = next(waiting[-1], (None, False))
        if path is None:
            waiting.pop()
        elif not is_folder:
            yield Entry(path, _name(path))
        else:
            try:
                waiting.append(iter(_inside(path)))
            except StorageError as error:
                yield error


def _inside(folder: Path) -> list[tuple[Path, bool]]:
    """What is to be read in a folder, in the order of names, and whether it is a folder."""
    try:
        with os.scandir(folder) as listed:
            found = sorted((one for one in listed if one.name[0] != "."), key=lambda one: one.name)
    except OSError as error:
        raise StorageError(
            f"It cannot be looked into: {error.strerror or error}.",
            where=named(folder),
            remedy="Check who may read it.",
        ) from None
    return [
        (folder / one.name, one.is_dir(follow_symlinks=False))
        for one in found
        if one.is_dir(follow_symlinks=False)
        or (PurePath(one.name).suffix.lower() in SUFFIXES and one.is_file())
    ]


def _name(path: Path) -> str:
    return named(PurePath(*_kept(path)))


def _kept(path: PurePath) -> tuple[str, ...]:
    return tuple(part for part in path.parts if part not in ("..", path.anchor))


def _apart(paths: Iterable[Path]) -> list[Path]:
    """The paths without those that lie in another one of them."""
    real = {path: path if str(path) == STANDARD else path.resolve() for path in paths}
    kept: list[Path] = []
    for path, place in real.items():
        others = [other for one, other in real.items() if one in kept or other != place]
        if not any(place.is_relative_to(other) for other in others):
            kept.append(path)
    named_ones = [path for path in kept if str(path) != STANDARD]
    for path, other in combinations(named_ones, 2):
        _refuse_same(path, other)
    return kept


def _refuse_same(path: Path, other: Path) -> None:
    one, two = sorted((_kept(path), _kept(other)), key=len)
    if one == two[: len(one)]:
        raise RequestError(
            "Two of these would have the same names.",
            where=f"{named(path)}, {named(other)}",
            remedy="Read them one after the other, into folders of their own.",
        )


def count(paths: Iterable[Path]) -> int:
    """How many entries there are; see `entries`."""
    return sum(1 for _ in entries(paths))
