"""Bring the catalogues of translations up to what the council says, and compile them.

Usage: python tools/messages.py

A new sentence enters each catalogue without a translation; one that is no longer said leaves it.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

COUNCIL = Path(__file__).parent.parent / "src/tocsin/council"
WORDS: dict[str, Any] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
"""The functions that translate, with the places of context, singular and plural."""


def main() -> None:
    """Bring every catalogue up to date and say which sentences wait for a translation."""
    sentences = said()
    for file in catalogues():
        catalogue = updated(file, sentences)
        file.write_bytes(text(catalogue))
        file.with_suffix(".mo").write_bytes(compiled(catalogue))
        print(f"{file}: {len(catalogue)} sentences")
        for sentence in missing(catalogue):
            print(f"  not translated: {sentence}")


def said() -> Catalog:
    """Every sentence that the council's code and templates say, with the files that say it."""
    found = Catalog()
    methods = [
        ("**/templates/**", _extract_template),
        ("council/data/*.toml", _extract_table),
        ("**.py", "python"),
    ]
    for file, line, sentence, comments, context in extract_from_dir(
        COUNCIL, methods, keywords=WORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        found.add(sentence, None, [(file, line)], auto_comments=comments, context=context)
    return found


def _extract_template(
    file: IO[bytes], words: Iterable[str], tags: Iterable[str], options: dict[str, Any]
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Read a template as Django does, and without its indents, which are none of Python's."""
    source = templatize(file.read().decode("utf-8"))
    flush = "\n".join(line.strip() for line in source.splitlines())
    yield from extract_python(BytesIO(flush.encode()), words, tags, {"encoding": "utf-8"})


def _extract_table(
    file: IO[bytes], words: Iterable[str], tags: Iterable[str], options: dict[str, Any]
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Read a table of data: every text of its rows but their keys."""
    for rows in tomllib.load(file).values():
        for row in rows:
            for name, sentence in row.items():
                if name != "key":
                    yield 1, "gettext", sentence, []


def catalogues() -> list[Path]:
    """The catalogue of each language."""
    return sorted((COUNCIL / "locale").glob("*/LC_MESSAGES/django.po"))


def read(file: Path) -> Catalog:
    """A catalogue as it lies there."""
    with file.open("rb") as lines:
        return read_po(lines, locale=file.parts[-3], abort_invalid=True)


def updated(file: Path, sentences: Catalog) -> Catalog:
    """A catalogue with exactly the sentences that are said."""
    catalogue = read(file)
    catalogue.update(sentences, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """The sentences that have no translation, or not in every number."""
    return [
        str(each.id)
        for each in catalogue
        if each.id and not (all(each.string) if each.pluralizable else each.string)
    ]


def text(catalogue: Catalog) -> bytes:
    """A catalogue as a translator edits it."""
    out = BytesIO()
    write_po(out, catalogue, width=100, sort_by_file=True, include_lineno=False)
    return out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as the pages read it."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
