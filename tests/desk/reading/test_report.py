"""Reports from files: their text, their digest, their day, and what is said of bad ones."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tocsin.desk.reading import report
from tocsin.world.errors import DataError, RequestError, StorageError, TocsinError


def _file(folder: Path, data: bytes, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "name", "text"),
    [
        (b"\xef\xbb\xbfHe\r\nsaid.\x00", "a.txt", "He\nsaid."),
        ("5 < 6, he said.".encode("utf-16"), "a.txt", "5 < 6, he said."),
        (b"<p>One.</p><script>alert(1)</script><p>Two.</p>", "a.html", "One.\n\nTwo."),
        (b"no suffix", "report", "no suffix"),
    ],
)
def test_a_report_is_read(tmp_path: Path, data: bytes, name: str, text: str) -> None:
    """Text is plain text, scripts are none, and the digest is that of the file's bytes."""
    read = report.load(_file(tmp_path, data, name), "shown")
    assert (read.name, read.text) == ("shown", text)
    assert read.digest == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "name", "error", "said"),
    [
        (b"", "a.txt", DataError, "It is empty"),
        (b" \n\t", "a.txt", DataError, "It is empty"),
        (b"caf\xe9", "a.txt", DataError, "no text in UTF-8"),
        (b"\x00\x01\xff\xfe\x80", "a.txt", DataError, "no text"),
        (b"\x7fELF\x00\x01", "a.txt", DataError, "a program"),
        (b"%PDF-1.4 nothing", "a.pdf", DataError, "cannot be read as PDF"),
        (b"PK\x03\x04nothing", "a.docx", DataError, "cannot be read as DOCX"),
        (b"<html><script>only()</script></html>", "a.html", DataError, "no text in it"),
        (b"plain", "a.pdf", DataError, "named as PDF but is TXT"),
        (b"x" * (report.LONGEST + 1), "a.txt", DataError, "too long: 1,000,001 characters"),
    ],
)
def test_what_cannot_be_read(
    tmp_path: Path, data: bytes, name: str, error: type[TocsinError], said: str
) -> None:
    """Each bad file ends in one error with its name, the reason and what to do."""
    path = _file(tmp_path, data, name)
    with pytest.raises(error, match=said) as caught:
        report.load(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy


def test_a_pdf_without_text(tmp_path: Path) -> None:
    """A scanned page is said to need OCR."""
    pypdf = pytest.importorskip("pypdf")
    made = io.BytesIO()
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(made)
    with pytest.raises(DataError, match="OCR"):
        report.load(_file(tmp_path, made.getvalue(), "scan.pdf"))


def test_what_is_no_file(tmp_path: Path) -> None:
    """A file that is not there, and one that never ends, are refused at once."""
    os.mkfifo(tmp_path / "pipe")
    for name in ("missing.txt", "pipe", "."):
        with pytest.raises(RequestError):
            report.load(tmp_path / name)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Want of permission is a matter of storage."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = _file(tmp_path, b"He said.")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(StorageError, match="Permission denied"):
        report.load(path)


def test_a_file_larger_than_any_report(tmp_path: Path) -> None:
    """No more of it is read than is needed to refuse it."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(DataError, match="too big"):
        report.load(path)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hyphen stands for what comes in, whose kind is told by its content alone."""
    given = SimpleNamespace(buffer=io.BytesIO(b"<!doctype html><p>He said.</p>"))
    monkeypatch.setattr(sys, "stdin", given)
    read = report.load(Path("-"))
    assert (read.name, read.text) == ("-", "He said.")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("csto_sochi_2013-09-23.txt", dt.date(2013, 9, 23)),
        ("20130923-minutes.txt", dt.date(2013, 9, 23)),
        ("2013_09_23.txt", dt.date(2013, 9, 23)),
        ("2013-02-30.txt", None),
        ("report-1234567890.txt", None),
        ("2013-09.txt", None),
        ("2013-0923.txt", None),
    ],
)
def test_the_day_in_a_name(name: str, day: dt.date | None) -> None:
    """A file's name may tell the day; what is no day is none."""
    assert report.day(name, "") == day


def test_a_day_that_is_given_counts(tmp_path: Path) -> None:
    """The day that the user gives stands above that of the name."""
    path = _file(tmp_path, b"He said.", "2013-09-23.txt")
    assert report.load(path, date=dt.date(2014, 1, 1)).date == dt.date(2014, 1, 1)
