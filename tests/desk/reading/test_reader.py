"""The reader as a whole: exact, the same every time, and never failing over a text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.desk import reading
from tocsin.desk.reading.statement import Found, Span, Statement

DAY = dt.date(2013, 9, 23)
GOLD = Path(__file__).parent / "gold/seen"
ODD = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "‘",
        "’",
        "«",
        "»",
        "—",
        "–",
        "…",
        "...",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
    ]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
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


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    """Every report and article at hand, by name."""
    paths = [*(shared / "documents").glob("*.txt"), *(shared / "text").rglob("*.txt")]
    return {p.stem: p.read_bytes().decode("utf-8") for p in sorted(paths)}


def test_every_document_is_read(texts: dict[str, str]) -> None:
    """Each of the documents at hand is read, and all that is found lies in it."""
    found = 0
    for text in texts.values():
        read = reading.read(text)
        _sound(read, text)
        found += len(read.statements)
    assert found > len(texts)


@settings(max_examples=40)
@given(st.data())
def test_documents_with_odd_marks_in_them_are_read(texts: dict[str, str], data: Any) -> None:
    """Quotes, dashes, other scripts, bidi and zero-width marks anywhere change no law."""
    text = texts[data.draw(st.sampled_from(sorted(texts)))][:6000]
    for place in data.draw(st.lists(st.integers(0, len(text)), max_size=15)):
        text = text[:place] + data.draw(ODD) + text[place:]
    _sound(reading.read(text, DAY), text)


def test_the_report_from_sochi_is_read_right(texts: dict[str, str]) -> None:
    """Every statement with who said it and what is done by it, as it was labelled by hand."""
    name = "csto_sochi_2013-09-23"
    labels = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))["statements"]
    found = reading.read(texts[name], DAY).statements
    assert [_told(one) for one in found] == [
        (
            [tuple(part) for part in label["content"]],
            label["speaker"],
            label["party"],
            [(act["act"], act["polarity"] == "positive") for act in label["acts"]],
        )
        for label in labels
    ]


def _told(one: Statement) -> tuple[Any, ...]:
    content = [(part.start, part.end) for part in one.attribution.content]
    acts = [(str(act.act), act.positive) for act in one.acts]
    return content, one.speaker.name, one.speaker.party, acts


def test_nothing_is_found_in_nothing() -> None:
    """An empty text holds nothing."""
    assert reading.read("") == Found()


def test_the_release_tells_what_is_used() -> None:
    """It fits where releases are kept, and stays the same while nothing changes."""
    release = reading.release()
    assert release == reading.release()
    assert len(release) <= 40
