"""Phrases of lexicons in a text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.trie import lowered, phrases, plain

WORDS = st.text("abc '", min_size=1, max_size=8).map(lambda w: " ".join(w.split())).filter(bool)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_every_phrase_is_found_whole(words: list[str]) -> None:
    """A pattern of phrases finds each of them from end to end."""
    pattern = phrases(words)
    assert all(pattern.fullmatch(word) for word in words)


def test_the_longest_phrase_wins_and_words_are_not_broken() -> None:
    """`UN Security Council` is not the UN, and `sUNny` holds none of them."""
    pattern = phrases(["UN", "UN Security Council", "Niger", "Nigeria"])
    found = [
        m[0] for m in pattern.finditer("The UN Security Council, SUNNY Nigeria, the UN; Nigerians")
    ]
    assert found == ["UN Security Council", "Nigeria", "UN"]


def test_blanks_and_apostrophes_are_one() -> None:
    """A line's end stands for a blank, and either apostrophe for the other."""
    assert phrases(["Da'esh attack"]).search("a Da’esh\nattack")
    assert plain("Da’esh\n attack") == "Da'esh attack"


def test_any_sign_can_be_in_a_phrase() -> None:
    """Words of a lexicon are no pattern."""
    assert phrases(["U.S.", "C5+1"]).findall("the U.S. and C5+1, not UxSx") == ["U.S.", "C5+1"]


@given(st.text())
def test_lower_case_keeps_every_place(text: str) -> None:
    """What is found in lower case stands at the same place in the text."""
    low = lowered(text)
    assert len(low) == len(text)
    assert re.sub("[A-Z]", "", low) == low or "İ" in text
