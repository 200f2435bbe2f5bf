"""How one text became another: nothing of either is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.council.council import wording
from tocsin.council.council.wording import Piece, changes

WORDS = st.text(alphabet="ab .,\n\tж-", max_size=60)


@given(before=WORDS, after=WORDS, most=st.sampled_from([0, 10, 3_000]))
def test_both_texts_can_be_read_off(before: str, after: str, most: int) -> None:
    """Without what was put in it is the old text, without what was taken out the new one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "MOST", most)
        pieces = changes(before, after)
    assert "".join(p.words for p in pieces if p.kind != "put") == before
    assert "".join(p.words for p in pieces if p.kind != "taken") == after
    assert all(piece.words for piece in pieces)


@given(WORDS)
def test_what_did_not_change_is_one_piece(words: str) -> None:
    """The same text twice shows no change."""
    assert {piece.kind for piece in changes(words, words)} <= {"same"}


def test_a_change_is_no_larger_than_its_words() -> None:
    """Only the word that was changed is marked."""
    assert changes("The aid is due in May.", "The aid is due in June.") == [
        Piece("same", "The aid is due in "),
        Piece("taken", "May"),
        Piece("put", "June"),
        Piece("same", "."),
    ]
