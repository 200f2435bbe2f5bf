"""A report's bytes as plain text: txt, HTML, PDF and DOCX, told apart by what is in them.

Reports come from outside. Parse them through `confined.extract` unless you wrote them yourself.
"""

from __future__ import annotations

import codecs
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from importlib import import_module
from io import BytesIO
from pathlib import PurePath
from pkgutil import walk_packages
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from tocsin.desk.reading import markup
from tocsin.world.errors import DataError, TocsinError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType


class Kind(StrEnum):
    """What a report can be written in."""

    TXT = "txt"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"


UNPACKED = 256 << 20
"""Bytes that a DOCX may hold once unpacked."""

_BODY = "word/document.xml"
_SUFFIXES = {
    ".txt": Kind.TXT,
    ".text": Kind.TXT,
    ".md": Kind.TXT,
    ".htm": Kind.HTML,
    ".html": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".docm": Kind.DOCX,
}
_FOREIGN = {
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "a file of an old Office, or one locked with a password",
    b"{\\rtf": "RTF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
}
_REMEDY = "Give it as plain text (UTF-8), HTML, PDF or DOCX."
# Atomic, so that a page of a thousand comments is not tried in every way.
_STARTS_AS_HTML = re.compile(
    r"(?>\s*+(?:<\?xml[^>]*+>|<!--(?>.*?-->)))*+\s*+"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|div|p|h[1-6]|article|main|section|table)\b)",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[a-z][a-z0-9]*[\s/>]", re.IGNORECASE)
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,400}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*["']?([\w-]+)""",
    re.IGNORECASE,
)
_CODEPAGES = {
    **dict.fromkeys(("windows-1252", "cp1252", "iso-8859-1", "latin1", "us-ascii"), "cp1252"),
    **dict.fromkeys(("windows-1251", "cp1251"), "cp1251"),
}
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85]")
_UNSAFE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_CODECS = (
    "ascii",
    "cp437",
    "utf-8-sig",
    "utf-16",
    "utf-16-be",
    "latin-1",
    "mac-roman",
    "cp1251",
    "cp1252",
)
_EASTERN = ("gbk", "gb2312", "gb18030", "big5", "cp932", "cp949", "cp950", "euc-jp", "euc-kr")
# What parsers raise over bytes that nobody foresaw.
_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BadZipFile,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def likely(data: bytes) -> Kind:
    """What the first bytes promise, before anything is parsed."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF-"):
        return Kind.PDF
    if start.startswith(b"PK\x03\x04"):
        return Kind.DOCX
    return Kind.HTML if b"<" in data else Kind.TXT


def kind(data: bytes, name: str = "") -> Kind:
    """What a report is written in, by its content; the name may only agree.

    Raises DataError for anything but text, HTML, PDF and DOCX, and where name and content differ.
    """
    with _told_of(name):
        found = _found(data, name)
    named = _SUFFIXES.get(PurePath(name).suffix.lower(), found)
    if named is not found:
        raise DataError(
            f"It is named as {named.upper()} but is {found.upper()}.",
            where=name,
            remedy=f"Check where it comes from; then name it .{found}.",
        )
    return found


def text(data: bytes, kind: Kind) -> str:
    """The plain text of a report: newlines are \\n, paragraphs stand apart by a blank line.

    What it returns is what is stored, so that spans stay exact: nothing is composed or folded.
    Control characters are left out. Raises DataError for a report that cannot be read or has no
    text in it, TocsinError where the library for this kind is not installed.
    """
    found = plain(_READERS[kind](data))
    if found.strip():
        return found
    scanned = "It seems to be scanned: run OCR over it first."
    remedy = scanned if kind is Kind.PDF else "Give one with text."
    raise DataError("There is no text in it.", remedy=remedy)


def plain(text: str) -> str:
    """A text with newlines as \\n, and without control characters and halves of characters."""
    return _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))


def load(kind: Kind) -> None:
    """Import all that `text` needs for a kind, to run where no file can be opened any more.

    What is not installed is passed over; `text` says so, should it come to need it.
    """
    for name in (*_CODECS, *(_EASTERN if kind is Kind.PDF else ())):
        codecs.lookup(name)
    with suppress(ImportError):
        if kind in (Kind.HTML, Kind.DOCX):
            import_module("lxml.etree")
        elif kind is Kind.PDF:
            _load_all(import_module("pypdf"))


def _load_all(package: ModuleType) -> None:
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        with suppress(ImportError):
            import_module(module.name)


def _library(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise TocsinError(
            f"Reading such a report needs {name.partition('.')[0]}, which is not installed.",
            remedy="Install tocsin[council].",
        ) from error


@contextmanager
def _told_of(name: str) -> Iterator[None]:
    """Name the report in what is said against it."""
    try:
        yield
    except DataError as error:
        error.where = name
        raise


@contextmanager
def _refusing(kind: Kind, *more: type[Exception]) -> Iterator[None]:
    """Say of whatever a parser stumbles over that the report cannot be read."""
    broken: tuple[type[Exception], ...] = (*_BROKEN, *more)
    try:
        yield
    except broken as error:
        raise DataError(
            f"It cannot be read as {kind.upper()}: {type(error).__name__}.",
            remedy="Open it in the program that wrote it and save it anew.",
        ) from error


def _found(data: bytes, name: str) -> Kind:
    """The kind by content; the name speaks only where text could be either plain or HTML."""
    found = likely(data)
    if found is Kind.PDF:
        return found
    if found is Kind.DOCX:
        with _refusing(found), _archive(data):
            return found
    for start, what in _FOREIGN.items():
        if data.startswith(start) and (b"\0" in data or not data.isascii() or what == "RTF"):
            raise DataError(f"It is {what}, not a report.", remedy=_REMEDY)
    decoded = _decoded(data)
    named = PurePath(name).suffix.lower() in (".htm", ".html", ".xhtml")
    html = _STARTS_AS_HTML.match(decoded) or (named and _TAG.search(decoded))
    return Kind.HTML if html else Kind.TXT


def _decoded(data: bytes) -> str:
    """Bytes as characters: by their byte order mark, else UTF-8, else a code page they declare."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        encodings = []
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        declared = _DECLARED.search(data[:4096])
        label = declared[1].decode("ascii", "replace").lower() if declared else ""
        encodings = ["utf-8-sig", *filter(None, [_CODEPAGES.get(label)])]
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise DataError(
        "It is no text in UTF-8 or UTF-16, and declares no other encoding that is known.",
        remedy=f"If it is text, save it as UTF-8. {_REMEDY}",
    )


@contextmanager
def _archive(data: bytes) -> Iterator[ZipFile]:
    """A DOCX, opened, once it is known to be one and to unpack to a size that can be borne."""
    with ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
        if _BODY not in archive.NameToInfo:
            raise DataError("It is a ZIP archive without a Word document.", remedy=_REMEDY)
        if archive.getinfo(_BODY).flag_bits & 1:
            raise DataError("It is locked with a password.", remedy="Save it without one.")
        if sum(entry.file_size for entry in entries) > UNPACKED:
            raise DataError(
                f"It unpacks to more than {UNPACKED >> 20} MiB.",
                remedy="Take the pictures out, or save it as plain text.",
            )
        yield archive


def _html(data: bytes) -> str:
    _library("lxml.etree")
    with _refusing(Kind.HTML):
        return markup.html(_UNSAFE.sub("", _decoded(data)))


def _docx(data: bytes) -> str:
    _library("lxml.etree")
    with _refusing(Kind.DOCX), _archive(data) as archive, archive.open(_BODY) as body:
        return markup.word(body.read(UNPACKED))


def _pdf(data: bytes) -> str:
    pypdf = _library("pypdf")
    with _refusing(Kind.PDF, pypdf.errors.PyPdfError, pypdf.errors.DependencyError):
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise DataError(
                "It is locked with a password or against copying.",
                remedy="Save or print it as a PDF without protection.",
            )
        pages: Iterable[str] = (page.extract_text() for page in reader.pages)
        return "\n\n".join(page.strip() for page in pages)


_READERS: dict[Kind, Callable[[bytes], str]] = {
    Kind.TXT: _decoded,
    Kind.HTML: _html,
    Kind.PDF: _pdf,
    Kind.DOCX: _docx,
}
