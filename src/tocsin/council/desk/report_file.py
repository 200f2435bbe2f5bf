"""What is filed as a report: a file or pasted text, checked before anything is written."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
import uuid
from pathlib import PurePath
from typing import Annotated, Any, Self

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field, PrivateAttr, computed_field, model_validator

from tocsin.council.desk.report import Credibility
from tocsin.council.desk.source import Source
from tocsin.council.record import clock
from tocsin.council.record.action import Actor
from tocsin.council.record.given import Given, Line, Shown
from tocsin.desk.reading import document
from tocsin.world.errors import DataError

TEXT_LIMIT = 1_000_000
"""Characters that a report may have."""

NAME_LIMIT = 100


def _sources(actor: Actor) -> list[tuple[Any, Any]]:
    """The sources that the actor may know of."""
    found = Source.objects.visible(actor.person).order_by("name")
    named = [(source.pk, f"{source.name} ({source.reliability})") for source in found]
    return named or [("", _("none that you may see"))]


def languages(actor: Actor | None = None) -> list[tuple[str, str]]:
    """Languages by their codes, in words."""
    codes = [code for code, info in LANG_INFO.items() if "name_local" in info and len(code) == 2]
    named = [(code, str(get_language_info(code)["name_translated"])) for code in codes]
    return sorted(named, key=lambda pair: pair[1])


class File(Given):
    """A report: the document as a file, or its text pasted."""

    title: Annotated[Line, Shown(label=_l("Title"))]
    source: Annotated[
        uuid.UUID,
        Shown(
            label=_l("Source"),
            help=_l("If it is not in the list, enter it under “Sources” first."),
            choices=_sources,
        ),
    ]
    dated: Annotated[dt.date, Shown(label=_l("Date of the document"))]
    language: Annotated[str, Shown(label=_l("Language"), choices=languages)] = Field(
        default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$"
    )
    original: Annotated[
        bytes | None,
        Shown(
            label=_l("File"),
            help=_l("Plain text, HTML, PDF or Word (DOCX), of at most 10 MB. Nothing is opened."),
        ),
    ] = None
    filename: Annotated[str, Shown(hidden=True)] = Field(default="", max_length=1000)
    text: Annotated[str, Shown(label=_l("Or its text, pasted"), rows=12)] = Field(
        default="", max_length=TEXT_LIMIT, exclude=True
    )
    credibility: Annotated[Credibility | None, Shown(label=_l("Credibility"))] = None
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]

    _format: str = PrivateAttr("")

    @property
    def format(self) -> str:
        """What the file is written in, by its content; empty for pasted text."""
        return self._format

    @computed_field(description="SHA-256 of the pasted text")  # type: ignore[prop-decorator]
    @property
    def text_digest(self) -> str:
        """What the record keeps of pasted text."""
        return hashlib.sha256(self.text.encode()).hexdigest() if self.text else ""

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.original is None) == (not self.text):
            raise ValueError(_("Give either a file or text, and not both."))
        if self.dated > clock.today():
            raise ValueError(_("The date of the document lies in the future."))
        if self.original is not None:
            self._format = checked(self.original, self.filename)
        elif not document.plain(self.text).strip():
            raise ValueError(_("There is no text in it."))
        return self


def checked(data: bytes, filename: str) -> str:
    """What a file is written in; raises `ValueError` for one too large or of no known kind."""
    if len(data) > settings.UPLOAD_LIMIT:
        most = settings.UPLOAD_LIMIT >> 20
        raise ValueError(_("The file is larger than %(most)s MB.") % {"most": most})
    try:
        return str(document.kind(data, PurePath(filename).name))
    except DataError as error:
        raise ValueError(f"{error.what} {error.remedy}") from None


def safe_name(filename: str, ending: str) -> str:
    """A file's name without folders, control and direction characters, ending as its format does.

    >>> safe_name("../../etc/pass\u202ewd.exe", "pdf")
    'passwd.exe.pdf'
    """
    name = unicodedata.normalize("NFC", filename).replace("\\", "/").rpartition("/")[2]
    kept = "".join(c if c.isalnum() or c in " ._-()" else "_" for c in name if c.isprintable())
    stem = re.sub(r"\s+", " ", kept).strip(" .")
    stem = stem.removesuffix(f".{ending}")[:NAME_LIMIT].strip(" .")
    return f"{stem or 'report'}.{ending}"
