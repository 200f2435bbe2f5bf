"""Minutes as a document of a word processor, the same bytes for the same minutes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.enum.text import WD_ALIGN_PARAGRAPH

from tocsin.council.council.minutes import Minutes, Passage
from tocsin.council.council.minutes_opening import CELL, cleaned
from tocsin.council.record.marking import audience

EPOCH = (1980, 1, 1, 0, 0, 0)
"""When every part of the file was written, as far as it tells."""
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document(minutes: Minutes) -> bytes:
    """The file: headings, paragraphs, who was there as a table, marking above and below."""
    made = docx.Document()
    _property(made.core_properties, minutes)
    _edges(made.sections[0], minutes)
    if not minutes.adopted_at:
        made.add_paragraph().add_run(_("Draft: these minutes were not adopted.")).italic = True
    for tabular, rows in blocks(minutes.passages.all()):
        if tabular:
            _table(made, rows)
        else:
            _paragraph(made, rows[0])
    out = io.BytesIO()
    made.save(out)
    return _fixed(out.getvalue())


def cells(words: str) -> list[str]:
    """The cells of a passage that is a row of a table; one if it is none any more."""
    found = words.split(CELL)
    return found if len(found) == 3 else [words.replace(CELL, " ")]


def blocks(passages: Iterable[Passage]) -> Iterator[tuple[bool, list[Passage]]]:
    """The passages that are left in order: rows of one table together, others one by one."""
    left = [passage for passage in passages if passage.words]
    for tabular, group in groupby(left, key=lambda passage: CELL in passage.drawn):
        if tabular:
            yield True, list(group)
        else:
            yield from ((False, [passage]) for passage in group)


def _paragraph(made: Any, passage: Passage) -> None:
    words = cleaned(passage.words)
    if passage.heading:
        made.add_heading(words, level=1 if passage.number == 1 else 2)
    else:
        made.add_paragraph(words)


def _table(made: Any, rows: list[Passage]) -> None:
    table = made.add_table(rows=1, cols=3, style="Table Grid")
    names = (_("Party"), _("Office"), _("Times"))
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in rows:
        added, words = table.add_row().cells, cells(cleaned(row.words))
        into = added if len(words) == 3 else [added[0].merge(added[2])]
        for cell, said in zip(into, words, strict=True):
            cell.paragraphs[0].add_run(said)


def _edges(section: Any, minutes: Minutes) -> None:
    """The marking at the head and the foot of each page, and below it the record's hash."""
    marked = marking_words(minutes)
    for edge in (section.header, section.footer):
        edge.paragraphs[0].text = marked
        edge.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    section.footer.add_paragraph(head_words(minutes))


def marking_words(minutes: Minutes) -> str:
    """The marking and its readers by their names."""
    level = f"TLP:{minutes.marking.value.level}"
    if not (names := audience(minutes.marking)):
        return level
    return f"{level} {_('for %(names)s') % {'names': ', '.join(names)}}"


def head_words(minutes: Minutes) -> str:
    """The end of the record by which the minutes can be held against it."""
    if minutes.adopted_at:
        return _("Head of the record before adoption: %(hash)s") % {"hash": minutes.head}
    return _("Head of the record before drawing up: %(hash)s") % {"hash": minutes.head}


def _property(properties: Any, minutes: Minutes) -> None:
    """Nothing of a person, and no time but the minutes' own."""
    at = (minutes.adopted_at or minutes.made_at).replace(microsecond=0)
    properties.title = cleaned(str(minutes))[:255]
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = at
    properties.language = minutes.language or ""
    properties.revision = 1


def _fixed(data: bytes) -> bytes:
    """The same archive with all its parts written at one moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w") as fixed:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = zipfile.ZipInfo(name, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(part, made.read(name))
    return out.getvalue()
