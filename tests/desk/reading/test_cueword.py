from __future__ import annotations

import pytest

from tocsin.desk.reading import cueword


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("say", ["say", "says", "said", "said", "saying"]),
        ("deny", ["deny", "denies", "denied", "denied", "denying"]),
        ("admit", ["admit", "admits", "admitted", "admitted", "admitting"]),
        ("write", ["write", "writes", "wrote", "written", "writing"]),
        ("agree", ["agree", "agrees", "agreed", "agreed", "agreeing"]),
        ("press", ["press", "presses", "pressed", "pressed", "pressing"]),
        ("put", ["put", "puts", "put", "put", "putting"]),
    ],
)
def test_verbs_have_their_five_forms(base: str, expected: list[str]) -> None:
    """Regular verbs are inflected by rule, the others by the lexicon."""
    assert [word for _, word in cueword.forms(base)] == expected


def test_every_cue_is_found_by_its_first_word_the_longest_first() -> None:
    """ "called for" is sought before "called"."""
    lengths = [len(cue.rest) for cue in cueword.cues()["called"]]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > 0


def test_no_class_of_words_is_empty() -> None:
    """Every list that the lexicon of closed classes holds has words in it."""
    assert all(
        cueword.closed(part) for part, entry in cueword.table("words").items() if "words" in entry
    )
