"""A report from a file: its name, its plain text, the digest of its bytes, and its day if known."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from tocsin.desk.reading import confined, document
from tocsin.desk.reading.date import dated
from tocsin.desk.reading.document import Kind
from tocsin.world.errors import DataError, RequestError, StorageError, TocsinError

STANDARD = "-"
"""The name that stands for standard input."""

LONGEST = 1_000_000
"""Characters that a report may have."""

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass(frozen=True, slots=True)
class Report:
    """A report's name, its plain text, the SHA-256 of its bytes, and its day (None: not known)."""

    name: str
    text: str
    digest: str
    date: dt.date | None = None


def load(path: Path, name: str = "", date: dt.date | None = None) -> Report:
    """A report from a file, or from standard input if its name is `-`.

    Plain text is read here; anything that needs a parser goes through a confined process. Raises
    RequestError for a file that is not there, StorageError for one that cannot be opened and
    DataError for one without text that can be read.
    """
    with _told_of(named(path)):
        data = _data(path)
        text = _text(data, path.name)
        if len(text) > LONGEST:
            raise DataError(
                f"It is too long: {len(text):,} characters, of {LONGEST:,} allowed.",
                remedy="Split it.",
            )
    digest = hashlib.sha256(data).hexdigest()
    return Report(name or named(path), text, digest, date or day(path.name, text))


def named(path: PurePath) -> str:
    """A path in letters that can be printed and kept, whatever bytes it has."""
    return os.fsencode(path).decode("utf-8", "replace")


def day(name: str, text: str) -> dt.date | None:
    """The day of a report: that in its file's name, else that which its text tells, else None."""
    for hit in _DAY.finditer(name):
        try:
            return dt.date(int(hit[1]), int(hit[3]), int(hit[4]))
        except ValueError:
            continue
    return dated(text)


@contextmanager
def _told_of(name: str) -> Iterator[None]:
    """Name the report in what is said against it."""
    try:
        yield
    except TocsinError as error:
        error.where = name
        raise


def _data(path: Path) -> bytes:
    most = confined.Limits().given
    if str(path) == STANDARD:
        return _held(sys.stdin.buffer.read(most + 1), most)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RequestError("It is no file.", remedy="Name files, folders, or - for input.")
        with path.open("rb") as file:
            return _held(file.read(most + 1), most)
    except FileNotFoundError:
        raise RequestError("There is no such file.", remedy="Check its name.") from None
    except OSError as error:
        raise StorageError(
            f"It cannot be read: {error.strerror or error}.",
            remedy="Check who may read it, and the disk that it is on.",
        ) from None


def _held(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise DataError(
            f"It is too big: more than {most >> 20} MiB.",
            remedy="Split it, or save it as plain text.",
        )
    if not data.strip():
        raise DataError("It is empty.", remedy="Give one with text.")
    return data


def _text(data: bytes, name: str) -> str:
    known = "" if name == STANDARD else name
    if document.likely(data) in (Kind.TXT, Kind.HTML):
        kind = document.kind(data, known)
        if kind is Kind.TXT:
            return document.text(data, kind)
    return confined.extract(data, known).text
