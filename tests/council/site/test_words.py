"""Words are told apart in one way, however they are written."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.council.site.words import LONGEST, words


@given(st.text())
def test_a_word_is_told_alike_however_it_is_written(text: str) -> None:
    """Words taken apart once more are the same, and so are those of a text written decomposed."""
    found = words(text)
    assert words(" ".join(found)) == found
    assert words(unicodedata.normalize("NFD", text)) == found


@given(st.text())
def test_words_hold_nothing_that_an_index_could_mistake(text: str) -> None:
    """Letters, digits and underscores are left, each word once and none too long."""
    found = words(text)
    assert all(re.fullmatch(r"\w+", word) and len(word) <= LONGEST for word in found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Граница закрыта, ГРАНИЦА!", ["граница", "закрыта"]),
        ("за\u0301мок замо\u0301к", ["замок"]),
        ("и\u0306од, ёлка", ["йод", "ёлка"]),
        ("Straße ＡＢＣ ﬁn", ["strasse", "abc", "fin"]),
        ("a-b AND “c”*\0d_e", ["a", "b", "and", "c", "d_e"]),
        ("…", []),
    ],
)
def test_examples(text: str, found: list[str]) -> None:
    """Case, width and stress do not matter, letters do, and all else parts words."""
    assert words(text) == found
