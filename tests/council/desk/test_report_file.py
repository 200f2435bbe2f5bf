"""What may be filed: files of known kinds and of a size, told by their content, or text."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given as drawn
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.council.desk.test_report import a_source, given

from tocsin.council.desk.models import Report, Source
from tocsin.council.desk.report_file import safe_name

PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\0" * 400


def _bomb() -> bytes:
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(300):
            entry.write(b" " * 2**20)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (PROGRAM, "minutes.pdf", "Windows program"),
        (b"a" * (11 * 2**20), "long.txt", "larger than 10 MB"),
        (b"%PDF-1.7\n", "minutes.docx", "named"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "map.txt", "picture"),
    ],
)
def test_what_is_no_report_is_refused(house: Any, data: bytes, name: str, why: str) -> None:
    """A program named as PDF, a file too large, a false name and a picture are refused."""
    with pytest.raises(ValidationError, match=why):
        given(a_source(house), original=data, filename=name)


def test_a_zip_bomb_is_refused_before_it_unpacks(house: Any) -> None:
    """A document that would unpack to too much is refused by what its own directory says."""
    bomb = _bomb()
    assert len(bomb) < 10 * 2**20
    with pytest.raises(ValidationError, match="unpacks to more"):
        given(a_source(house), original=bomb, filename="minutes.docx")


def test_either_a_file_or_text(house: Any) -> None:
    """Neither, and both, are refused."""
    source = a_source(house)
    for more in ({"original": b"A.", "text": "B."}, {"text": ""}, {"text": " \n"}):
        with pytest.raises(ValidationError, match=r"either a file or text|no text"):
            given(source, **more)


def test_a_form_says_what_is_wrong(house: Any, client: Client) -> None:
    """The page of the form names the trouble and files nothing."""
    source = a_source(house)
    client.force_login(house.people["analyst"])
    sent = {
        "title": "Minutes",
        "source": source.pk,
        "dated": "2013-09-23",
        "language": "en",
        "marking_0": "AMBER",
        "marking_1": ["secretariat"],
    }
    answer = client.post(
        "/do/report.file/", {**sent, "original": SimpleUploadedFile("minutes.pdf", PROGRAM)}
    )
    assert answer.status_code == 422
    assert not Report.objects.exists()
    answer = client.post(
        "/do/report.file/", {**sent, "original": SimpleUploadedFile("../minutes.txt", b"Agreed.")}
    )
    assert answer.status_code == 302, answer.text
    report = Report.objects.get()
    assert (report.filename, report.format, report.size) == ("minutes.txt", "txt", 7)


def test_a_source_that_one_may_not_see_cannot_be_named(house: Any, client: Client) -> None:
    """The form does not offer it, and sending its identifier is as if there were none."""
    source = a_source(house, "An informant", "AMBER:secretariat")
    client.force_login(house.people["armenia"])
    assert "informant" not in client.get("/do/report.file/").text
    sent = {
        "title": "Minutes",
        "source": source.pk,
        "dated": "2013-09-23",
        "language": "en",
        "text": "Agreed.",
        "marking_0": "AMBER",
        "marking_1": ["ARM"],
    }
    assert client.post("/do/report.file/", sent).status_code == 422
    assert Source.objects.count() == 1
    assert not Report.objects.exists()


@drawn(st.text(max_size=300), st.sampled_from(["txt", "pdf", "html", "docx"]))
def test_names_are_made_safe(name: str, ending: str) -> None:
    """Whatever a file was called, its name leads nowhere, shows as it is and ends as it should."""
    safe = safe_name(name, ending)
    assert safe.endswith(f".{ending}")
    assert len(safe) <= 120
    assert safe.isprintable()
    assert not set(safe) & set('/\\"<>|:*?;%&')
    assert not safe.startswith(".")
    assert safe_name(safe, ending) == safe
