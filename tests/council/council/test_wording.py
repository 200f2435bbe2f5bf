"""Wordings: paragraphs told apart and found again in a new version."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.council.council import difference, wording
from tocsin.world.errors import RequestError

WORDS = st.text("abc .", min_size=1, max_size=30).map(str.strip).filter(bool)
SEVERAL = st.lists(WORDS, min_size=1, max_size=8)


@given(found=SEVERAL)
def test_what_is_joined_comes_apart_again(found: list[str]) -> None:
    """Paragraphs survive the form: joined by blank lines, in any manner of line ends."""
    joined = wording.joined(found)
    assert wording.paragraphs(joined) == found
    assert wording.paragraphs(joined.replace("\n", "\r\n")) == found
    assert wording.paragraphs(f"\n \n{joined}\n\n \n") == found


@pytest.mark.parametrize(
    "wrong", ["", " \n\n ", "x\n\n" * 201, "x" * 5_000_000], ids=["no", "blank", "many", "long"]
)
def test_what_does_not_fit_is_said_with_a_remedy(wrong: str) -> None:
    """Too few, too many or too long paragraphs are refused in a sentence."""
    with pytest.raises(RequestError) as said:
        wording.paragraphs(wrong)
    assert said.value.remedy
    assert len(str(said.value)) < 300


@given(old=SEVERAL, new=SEVERAL)
def test_each_old_paragraph_is_found_once_and_an_equal_one_first(
    old: list[str], new: list[str]
) -> None:
    """No old paragraph becomes two, and one that is there word by word is itself."""
    found = wording.matched(old, new)
    kept = [index for index in found if index is not None]
    assert len(found) == len(new)
    assert len(kept) == len(set(kept))
    for words in set(new):
        equal = sum(
            index is not None and old[index] == words
            for one, index in zip(new, found, strict=True)
            if one == words
        )
        assert equal == min(old.count(words), new.count(words))


@given(old=SEVERAL)
def test_a_moved_paragraph_is_still_itself(old: list[str]) -> None:
    """Turned round or not, every paragraph is found."""
    assert wording.matched(old, old) == list(range(len(old)))
    assert sorted(i for i in wording.matched(old, old[::-1]) if i is not None) == [*range(len(old))]


def test_a_paragraph_with_other_words_is_the_one_most_like_it() -> None:
    """An edited paragraph is the old one, an inserted one is new, one that is gone is gone."""
    old = ["The guards are trained together.", "The fund pays for it.", "Reports come in May."]
    new = ["All begins in June.", "The guards are trained together each year.", "The fund pays."]
    assert wording.matched(old, new) == [None, 0, 1]


@given(old=st.text("ab \n", max_size=60), new=st.text("ab \n", max_size=60))
def test_a_difference_holds_both_wordings(old: str, new: str) -> None:
    """What stayed with what went is the old wording, with what came the new one."""
    parts = difference.words(old, new)
    assert "".join(part.words for part in parts if part.kind != "ins") == old
    assert "".join(part.words for part in parts if part.kind != "del") == new


def test_a_difference_of_very_long_words_is_told_as_a_whole() -> None:
    """Two paragraphs of the greatest length cost no more than a moment."""
    old, new = "a " * 10_000, "b " * 10_000
    assert [part.kind for part in difference.words(old, new)] == ["del", "ins"]
