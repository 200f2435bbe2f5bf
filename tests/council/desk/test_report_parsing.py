"""Files read by the worker, each in a confined process, and each once."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.council.desk.test_report import WORKER, a_report, a_source

from tocsin.council.desk import report_parsing
from tocsin.council.desk.models import Body, Original, Report
from tocsin.council.record import verify
from tocsin.world.errors import AccessError, ConflictError


def test_every_document_is_filed_and_read(house: Any, shared: Path) -> None:
    """Each of the documents at hand goes through the real process and comes out as it stands."""
    source, files = a_source(house), sorted((shared / "documents").glob("*.txt"))
    for file in files:
        report = a_report(house, source=source, original=file.read_bytes(), filename=file.name)
        assert not report.usable
    assert report_parsing.parse_waiting() == len(files) > 40
    assert not Report.objects.exclude(state="parsed").exists()
    for file in files:
        text = Report.objects.get(digest=hashlib.sha256(file.read_bytes()).hexdigest()).text
        assert text.split() == file.read_text("utf-8-sig").split()
        assert "\r" not in text
    assert report_parsing.parse_waiting() == 0
    assert not list(verify.findings())


def test_what_cannot_be_read_fails_with_its_reason(house: Any) -> None:
    """A file that looks right and is not fails alone, and says why; others are read."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w:document")
    source = a_source(house)
    broken = a_report(house, source=source, original=file.getvalue(), filename="minutes.docx")
    sound = a_report(house, source=source, original=b"Agreed.", filename="minutes.txt")
    assert report_parsing.parse_waiting() == 2
    broken, sound = (Report.objects.get(pk=one.pk) for one in (broken, sound))
    assert broken.state == "failed"
    assert broken.failure
    assert sound.text == "Agreed."
    assert not list(verify.findings())


def test_a_report_is_read_once(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers at once keep one text: the later is told, and goes on."""
    report = a_report(house, original=b"Agreed.", filename="minutes.txt")
    read = report_parsing._read

    def twice(id: Any) -> Any:
        given = read(id)
        report_parsing.parse(WORKER, given.model_copy())
        return given

    monkeypatch.setattr(report_parsing, "_read", twice)
    assert report_parsing.parse_waiting() == 0
    assert Body.objects.filter(report=report).count() == 1
    with pytest.raises(ConflictError):
        report_parsing.parse(WORKER, read(report.pk))


def test_only_the_system_keeps_a_text(house: Any) -> None:
    """Nobody can hand in a text in place of a file's own, nor one of another file."""
    report = a_report(house, original=b"Agreed.", filename="minutes.txt")
    given = report_parsing.Parse(report=report.pk, digest=report.digest, text="Refused.")
    with pytest.raises(AccessError):
        report_parsing.parse(house.actor("officer"), given)
    with pytest.raises(ConflictError):
        report_parsing.parse(WORKER, given.model_copy(update={"digest": "0" * 64}))
    assert bytes(Original.objects.get().data) == b"Agreed."
