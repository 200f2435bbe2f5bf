from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.sentence import sentences


def said(text: str) -> list[str]:
    """The sentences of a text as words."""
    return [span.of(text) for span in sentences(text)]


@given(st.text(max_size=200))
def test_sentences_follow_each_other_and_are_not_empty(text: str) -> None:
    """Sentences are real spans in the order of the text that do not overlap."""
    found = sentences(text)
    assert all(span.start < span.end <= len(text) for span in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text("aA .,!?“”\"'…\n", max_size=100))
def test_only_blanks_stand_between_sentences(text: str) -> None:
    """No word or mark is lost between two sentences."""
    last = 0
    for span in sentences(text):
        assert not text[last : span.start].strip()
        last = span.end
    assert not text[last:].strip()


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Lavrov met Ms. Baerbock.",
        "The U.S. Congress voted at 5 p.m. on Friday.",
        "George W. Bush said so.",
        "See resolution No. 5 of Sept. 3.",
        "Acme Inc. said so.",
        "“Why?” he asked.",
        "“We … agree,” he said.",
        "It costs 3.5 million.",
        "example.org is down.",
    ],
)
def test_marks_inside_a_sentence_do_not_end_it(text: str) -> None:
    """Titles, initials, abbreviations, numbers, ellipses and quoted questions go on."""
    assert said(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("“We agree.” He left.", ["“We agree.”", "He left."]),
        ("“It is so. We agree,” he said.", ["“It is so.", "We agree,” he said."]),
        ("He came to the U.S. The talks began.", ["He came to the U.S.", "The talks began."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ("What now? No one knows!", ["What now?", "No one knows!"]),
        ("Joint statement\n\nThe sides met.", ["Joint statement", "The sides met."]),
        ("• Borders\n• Trade\nThe end.", ["• Borders", "• Trade", "The end."]),
        ("The sides\nmet. They left.", ["The sides\nmet.", "They left."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    """Full stops inside and outside quotation marks, headings and bullet lines end sentences."""
    assert said(text) == expected


def test_what_has_no_full_stop_is_parted_by_length() -> None:
    """A text of nothing but words does not become one sentence."""
    assert len(sentences("word " * 3000)) > 1
