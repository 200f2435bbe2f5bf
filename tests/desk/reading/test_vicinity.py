"""The sentence around some words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.statement import Moment, Precision, Span
from tocsin.desk.reading.vicinity import REACH, around, nearest


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two HERE three. Four.", "Two HERE three"),
        ("Mr. Orlov met U.S. Secretary J. Doe HERE on Sept. 23. Then.", None),
        ("A title\nBody HERE goes on\nNext", "Body HERE goes on"),
        ("He left. “We are HERE,” he said. Next.", "“We are HERE,” he said"),
        ("It cost 2.5 million HERE today", "It cost 2.5 million HERE today"),
    ],
)
def test_a_sentence_ends_at_its_point_and_not_at_a_shortened_word(
    text: str, sentence: str | None
) -> None:
    """Titles, initials, months and decimals end nothing; lines do."""
    start = text.index("HERE")
    expected = "Mr. Orlov met U.S. Secretary J. Doe HERE on Sept. 23"
    assert around(text, start, start + 4).of(text) == (sentence or expected)


@given(st.text(max_size=1000), st.data())
def test_a_sentence_holds_its_words_and_is_bounded(text: str, data: st.DataObject) -> None:
    """It never leaves the text, nor what it is around, nor its reach."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = around(text, start, end)
    assert 0 <= found.start <= start
    assert end <= found.end <= len(text)
    assert found.end - found.start <= end - start + 2 * REACH


def test_the_nearest_date_is_of_the_same_sentence() -> None:
    """Of two in it the nearer counts, of two as near the first; none outside."""
    dates = [Moment(Span(at, at + 4), Precision.YEAR) for at in (0, 10, 30, 60)]
    assert nearest(dates, Span(20, 24), Span(10, 50)) == dates[1]
    assert nearest(dates, Span(26, 28), Span(10, 50)) == dates[2]
    assert nearest(dates, Span(41, 44), Span(35, 50)) is None
