"""Reports of each kind as plain text, and what is refused."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading import document
from tocsin.desk.reading.document import Kind
from tocsin.world.errors import DataError, TocsinError

Make = Callable[..., bytes]
STARTS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"<html><p>",
    b"\xff\xfe",
    b"<?xml encoding='cp1251'?>",
)


def _read(data: bytes, name: str = "") -> str:
    return document.text(data, document.kind(data, name))


@given(st.text(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_text_is_kept_in_any_unicode_encoding(words: str, encoding: str) -> None:
    """Plain text comes out as it went in, but for line ends and control characters."""
    data = (words := "a" + words).encode(encoding)
    kept = document.text(data, Kind.TXT)
    assert document.plain(kept) == kept
    assert not {c for c in kept if unicodedata.category(c) in {"Cc", "Cs"}} - {"\n", "\t"}
    if words.isprintable():
        assert kept == words


@given(st.sampled_from(STARTS), st.binary(max_size=300), st.sampled_from(["", "a.pdf", "b.html"]))
def test_any_bytes_are_read_or_refused(start: bytes, data: bytes, name: str) -> None:
    """Whatever is in a file, it ends in clean text or in a DataError, never in another error."""
    try:
        found = _read(start + data, name)
    except DataError as error:
        found = error.remedy
    assert found.strip()
    assert document.plain(found) == found


@given(st.data())
def test_damaged_files_are_read_or_refused(
    letter: bytes, one_page: Make, data: st.DataObject
) -> None:
    """A DOCX or PDF with bytes overwritten and its end cut off raises nothing but DataError."""
    whole = data.draw(st.sampled_from([letter, one_page(b"BT /F 12 Tf 9 9 Td (Hello) Tj ET")]))
    broken = bytearray(whole)
    for at in data.draw(st.lists(st.integers(5, len(whole) - 1), max_size=20)):
        broken[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(whole) // 2, len(whole)))
    try:
        found = _read(bytes(broken[:cut]))
    except DataError as error:
        found = error.remedy
    assert found.strip()


def test_documents_come_out_unchanged(shared: Path) -> None:
    """Every document that the project was given is text, and the same text afterwards."""
    files = sorted((shared / "documents").glob("*.txt"))
    assert files
    for file in files:
        assert _read(file.read_bytes(), file.name) == file.read_text(encoding="utf-8"), file.name


def test_word_in_order(letter: bytes) -> None:
    """Headings, paragraphs and tables follow in the order of the document, a row on a line."""
    assert document.kind(letter, "letter.docx") is Kind.DOCX
    assert document.text(letter, Kind.DOCX) == (
        "Situation on the border\n\nThe minister said: “We shall send 200 observers.”\n\n"
        "Post\tCrossings\n\nПяндж\t41\n\nIt ends here."
    )


def _run(words: str, more: str = "") -> str:
    return f"<w:r>{more}<w:t>{words}</w:t></w:r>"


def _paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        (_paragraph(f"<w:ins>{_run('yes')}</w:ins><w:del>{_run('no')}</w:del>"), "yes"),
        (_paragraph(_run("no", "<w:rPr><w:vanish/></w:rPr>"), _run("yes")), "yes"),
        (_paragraph(_run("yes", '<w:rPr><w:vanish w:val="0"/></w:rPr>')), "yes"),
        (f"<w:sdt><w:sdtContent>{_paragraph(_run('form'))}</w:sdtContent></w:sdt>", "form"),
        (_paragraph("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>", _run("a"), _run("b")), "ab"),
        (_paragraph(_run("a"), _run("b", "<w:tab/>"), _run("c", "<w:br/>")), "a\tb\nc"),
        (_paragraph(_run("7", "<w:instrText>PAGE</w:instrText>")), "7"),
        (
            f"<w:tbl><w:tr><w:tc>{_paragraph(_run('a'))}{_paragraph(_run('b'))}</w:tc></w:tr></w:tbl>"
            + _paragraph(_run("c")),
            "a\n\nb\n\nc",
        ),
    ],
    ids=["tracked", "hidden", "shown", "form", "settings", "breaks", "field", "cell"],
)
def test_word_as_its_reader_sees_it(word: Make, inside: str, found: str) -> None:
    """Deleted and hidden words are left out; inserted ones and those in forms and cells are in."""
    assert _read(word(inside)) == found


def test_word_takes_text_only(word: Make) -> None:
    """Macros and other parts of a Word document are left where they are."""
    data = word("<w:p><w:r><w:t>text</w:t></w:r></w:p>", vbaProject=b"Sub AutoOpen()")
    assert _read(data, "report.docm") == "text"


def test_printed_pages(printed: bytes) -> None:
    """A PDF gives the text of each page, a blank line between them."""
    assert document.kind(printed, "report.pdf") is Kind.PDF
    first, *_, last = document.text(printed, Kind.PDF).split("\n\n")
    assert first.startswith("Situation on the border")
    assert last == "Граница с Афганистаном"


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>one<p>two<div>three</div>four", "one\n\ntwo\n\nthree\n\nfour"),
        ("<p>a <b> bold</b>\n word<br>next", "a bold word\nnext"),
        ("<table><tr><td>a<td>b<tr><th>c<th>d</table>", "a\tb\n\nc\td"),
        ("<ul><li>a<li>b</ul>", "a\n\nb"),
        ("<p>a<script>b</script><style>c</style><!-- d --><template>e</template>f", "af"),
        ("<p>a<span hidden>b</span><i style='color:red; display : none'>c</i>d", "ad"),
        ("<html><title>t</title><p>x &amp; y &lt;z&gt; &#1080;", "x & y <z> и"),
        ("<pre>  a\n  b</pre>c\nd", "a\nb\n\nc d"),
    ],
    ids=["blocks", "inline", "table", "list", "unseen", "hidden", "entities", "pre"],
)
def test_page_as_its_reader_sees_it(page: str, found: str) -> None:
    """Blocks become paragraphs, cells are parted by tabs, and what is not shown is left out."""
    assert _read(page.encode(), "page.html") == found


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "utf-16"])
def test_pages_say_their_encoding(encoding: str) -> None:
    """A page in a code page that it declares is read, as are those in UTF-8 and UTF-16."""
    page = f'<html><head><meta charset="{encoding}"></head><p>Граница</p>'
    assert _read(page.encode(encoding)) == "Граница"


def test_latin_page() -> None:
    """A page that calls itself ISO 8859-1 is read as browsers read it: as Windows-1252."""
    page = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>“Élysée” €'
    assert _read(page.encode("cp1252")) == "“Élysée” €"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"MZ\x90\0\x03\0", "report.pdf", "Windows program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "report.doc", "old Office"),
        (rb"{\rtf1 hello}", "report.rtf", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "", "picture"),
        ("Граница".encode("cp1251"), "a.txt", "UTF-8"),
        ("a\0".encode("utf-32"), "a.txt", "UTF-8"),
        (b"plain words", "report.docx", "named as DOCX but is TXT"),
        (b"<!doctype html><p>x", "report.txt", "named as TXT but is HTML"),
        (b"%PDF-1.4", "report.html", "named as HTML but is PDF"),
        (b"PK\x03\x04 and no more", "report.docx", "cannot be read as DOCX"),
    ],
)
def test_others_are_refused(data: bytes, name: str, said: str) -> None:
    """What is no report, or another than its name says, is refused with what it is."""
    with pytest.raises(DataError, match=said) as refused:
        document.kind(data, name)
    assert refused.value.where == name
    assert refused.value.remedy


def test_other_archives_are_refused() -> None:
    """A ZIP archive that holds no Word document is refused."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    with pytest.raises(DataError, match="without a Word document"):
        document.kind(file.getvalue())


def test_zip_bomb(word: Make) -> None:
    """A DOCX that unpacks to more than can be borne is refused before it is unpacked."""
    bomb = word("", media=bytes(document.UNPACKED))
    assert len(bomb) < 1 << 20
    with pytest.raises(DataError, match="unpacks to more than"):
        document.kind(bomb)


def test_entities_are_refused(word: Make) -> None:
    """A billion laughs, and a file drawn in from outside, are refused unexpanded."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for declared in (f'<!ENTITY l0 "ha">{laughs}', '<!ENTITY l9 SYSTEM "file:///etc/passwd">'):
        data = word("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", f"<!DOCTYPE w:document [{declared}]>")
        with pytest.raises(DataError, match=r"entities|cannot be read as DOCX"):
            _read(data)


def test_nothing_is_lost_in_silence() -> None:
    """A page nested too deeply for the parser is refused, and not cut short."""
    assert _read(b"<div>" * 1000 + b"deep") == "deep"
    with pytest.raises(DataError, match="too deeply"):
        _read(b"<p>seen" + b"<div>" * 100_000 + b"deep")


def test_locked_pdf(one_page: Make) -> None:
    """A PDF locked with a password is refused as such."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(one_page(b"")))
    writer.encrypt("secret", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    with pytest.raises(DataError, match="locked"):
        _read(file.getvalue())


def test_scanned_pdf(one_page: Make) -> None:
    """A PDF without text is said to have none, and what would help."""
    with pytest.raises(DataError, match=r"no text in it.*OCR"):
        _read(one_page(b"0 0 9 9 re f"))


@pytest.mark.parametrize(
    ("data", "kind", "library"),
    [
        (b"<p>x", Kind.HTML, "lxml.etree"),
        (b"%PDF-1.4", Kind.PDF, "pypdf"),
        (b"PK", Kind.DOCX, "lxml.etree"),
    ],
)
def test_missing_library(
    monkeypatch: pytest.MonkeyPatch, data: bytes, kind: Kind, library: str
) -> None:
    """Where the extra is not installed, the error says how to install it."""
    monkeypatch.setitem(sys.modules, library, None)
    document.load(kind)
    with pytest.raises(TocsinError, match=r"tocsin\[council\]"):
        document.text(data, kind)
