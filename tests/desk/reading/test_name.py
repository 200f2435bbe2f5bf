"""Personal names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.name import addressed, name_at, names, parts, same, sex_of


@pytest.mark.parametrize(
    "name",
    [
        "Aleksandr Lukashenko",
        "Joseph R. Biden, Jr.",
        "Abdullah II",
        "Haider al-Abadi",
        "Staffan de Mistura",
        "Mevlüt Çavuşoğlu",
        "Jean-Yves Le Drian",
        "Ján Kubiš",
        "O’Brien",
    ],
)
def test_names_are_found_whole(name: str) -> None:
    """Initials, particles, hyphens, letters with marks and what follows a surname belong to it."""
    text = f"{name} said so"
    span = name_at(text, 0)
    assert span is not None
    assert span.of(text) == name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("President Biden’s call", ["Biden"]),
        ("Fars News Agency", []),
        ("General John Allen", ["John Allen"]),
        ("Lavrov On Monday", ["Lavrov"]),
        ("Mr Branson", ["Branson"]),
    ],
)
def test_what_is_no_name_is_left_out(text: str, found: list[str]) -> None:
    """Offices, days, words that open a sentence and names of bodies are no part of a name."""
    assert [span.of(text) for span in names(text, 0, len(text))] == found


@given(st.text())
def test_names_stand_in_the_text(text: str) -> None:
    """Every span holds its name; none is empty or ends in a blank."""
    for span in names(text, 0, len(text)):
        assert span.of(text) == span.of(text).strip() != ""


def test_a_surname_is_the_same_person() -> None:
    """A part of a name fits the whole; another forename does not."""
    whole = parts("Joseph R. Biden, Jr.")
    assert whole == ("joseph", "biden")
    assert same(parts("Biden"), whole)
    assert same(parts("Abiy"), parts("Abiy Ahmed"))
    assert not same(parts("Hunter Biden"), whole)
    assert not same((), whole)


def test_forenames_and_endings_tell_the_pronoun() -> None:
    """A forename goes before a surname's ending; most names tell nothing."""
    assert sex_of(("samantha", "power")) == "f"
    assert sex_of(("zzz", "ivanova")) == "f"
    assert sex_of(("serzh", "sargsyan")) == "m"
    assert sex_of(("xx",)) == ""


def test_words_of_address_stand_before_a_name() -> None:
    """“Ms.” is seen right before a name only."""
    assert addressed("by Ms. Roe", 7)
    assert not addressed("Ms. is Roe", 7)
