"""Reports as senders write them, made anew for each run."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from playwright.sync_api import Browser

from tocsin.desk.reading.statement import Attribution, Span, Voice

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PRINTED = """<!doctype html><meta charset=utf-8><h1>Situation on the border</h1>
<p>The minister said: “We shall send 200 observers.”</p>
<p style="break-before: page">Граница с Афганистаном</p>"""


def _packed(**parts: bytes) -> bytes:
    """A DOCX of these parts of word/."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return file.getvalue()


def _body(inside: str, before: str = "", **parts: bytes) -> bytes:
    """A DOCX with this markup in its body, and this before its root."""
    xml = f'{before}<w:document xmlns:w="{WORD}"><w:body>{inside}</w:body></w:document>'
    return _packed(document=xml.encode(), **parts)


def _one_page(content: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of one page drawn by this content stream."""
    packed = zlib.compress(content)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    body, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for number, value in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj%s\nendobj\n" % (number, value)
    end = b"trailer<</Size 6/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(body))
    return body + b"xref\n0 6\n" + table + end


@pytest.fixture(scope="session")
def word() -> Callable[..., bytes]:
    """Makes a DOCX of the markup in its body."""
    return _body


@pytest.fixture(scope="session")
def one_page() -> Callable[..., bytes]:
    """Makes a PDF of one page of the stream that draws it."""
    return _one_page


@pytest.fixture(scope="session")
def letter() -> bytes:
    """A Word letter: a heading, a paragraph, a table, a paragraph."""
    document = docx.Document()
    document.add_heading("Situation on the border")
    document.add_paragraph("The minister said: “We shall send 200 observers.”")
    table = document.add_table(2, 2)
    for row, words in zip(table.rows, (("Post", "Crossings"), ("Пяндж", "41")), strict=True):
        row.cells[0].text, row.cells[1].text = words
    document.add_paragraph("It ends here.")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture(scope="session")
def printed(browser: Browser) -> bytes:
    """Two pages that a browser printed."""
    page = browser.new_page()
    page.set_content(PRINTED)
    made: bytes = page.pdf()
    page.close()
    return made


@pytest.fixture(scope="session")
def attributed() -> Callable[..., list[Attribution]]:
    """Makes attributions of rows of words (source, cue, contents …), each found after the last."""
    return _attributed


def _attributed(text: str, *rows: Sequence[str], voice: str = "") -> list[Attribution]:
    found, at = [], 0
    for source, cue, *contents in rows:
        spans = [_span(text, words, at) for words in (source, cue, *contents)]
        at = min(span.end for span in spans if span)
        quoted = all(words[0] in '“"' for words in contents)
        manner = Voice(voice) if voice else Voice.DIRECT if quoted else Voice.INDIRECT
        content = tuple(span for span in spans[2:] if span)
        found.append(Attribution(manner, spans[0], tuple(s for s in spans[1:2] if s), content))
    return found


def _span(text: str, words: str, after: int) -> Span | None:
    if not words:
        return None
    start = text.index(words, after)
    return Span(start, start + len(words))
