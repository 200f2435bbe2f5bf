"""The reader as a whole: exact, the same every time, and never failing over a text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk import reading
from tocsin.desk.reading.statement import Found, Span

DAY = dt.date(2013, 9, 23)
WORDS = st.sampled_from(
    ["“", "”", '"', "'", "(", ")", "—", ",", ".", " ", "\n", "\n\n", "\u202e", "\u200b", "\x00"]
) | st.sampled_from(["said", "The minister", "he", "will", "offered", "if", "Tajikistan", "2014"])
TEXTS = st.lists(WORDS | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)).map("".join)


def spans(of: Any) -> Iterator[Span]:
    """Every span inside a thing that was found."""
    if isinstance(of, Span):
        yield of
    elif isinstance(of, tuple):
        for one in of:
            yield from spans(one)
    elif is_dataclass(of):
        for field in fields(of):
            yield from spans(getattr(of, field.name))


def _sound(found: Found, text: str) -> None:
    for span in spans(found):
        assert 0 <= span.start < span.end <= len(text)
    for one in found.statements:
        assert one.attribution.content


@given(TEXTS)
def test_any_text_is_read(text: str) -> None:
    """Whatever stands in a text, spans lie in it, and reading it again finds the same."""
    found = reading.read(text, DAY)
    _sound(found, text)
    assert reading.read(text, DAY) == found


def test_every_document_is_read(shared: Path) -> None:
    """Each of the documents at hand is read, and all that is found lies in it."""
    found = 0
    for path in sorted((shared / "documents").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        read = reading.read(text)
        _sound(read, text)
        found += len(read.statements)
    assert found


def test_nothing_is_found_in_nothing() -> None:
    """An empty text holds nothing."""
    assert reading.read("") == Found()


def test_the_release_tells_what_is_used() -> None:
    """It fits where releases are kept, and stays the same while nothing changes."""
    release = reading.release()
    assert release == reading.release()
    assert len(release) <= 40
