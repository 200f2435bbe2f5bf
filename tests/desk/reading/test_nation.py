"""Countries and bodies as they are named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.nation import is_nation, listed, named, nation, short, under
from tocsin.world.place import countries

GONE = {"CSK", "DDR", "YMD", "YUG"}


def test_every_country_is_known_by_its_name() -> None:
    """All countries of the world but those that are no more can be named, and are found."""
    known = countries().keys() - GONE - {"ESH"}
    assert {key for key in known if [n.key for n in named(nation(key))] != [key]} == set()


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("the Belarusian head of state", ["BLR"]),
        ("Moscow and Minsk", ["RUS", "BLR"]),
        ("South Sudan, not Sudan", ["SSD", "SDN"]),
        ("U.S.-Ethiopia ties", ["USA", "ETH"]),
        ("Da’esh in Côte d’Ivoire", ["Daesh", "CIV"]),
        ("the UN Security Council and the UN", ["UN Security Council", "United Nations"]),
        ("Americans and Afghans", ["USA", "AFG"]),
        ("Polishing chinaware", []),
    ],
)
def test_names_adjectives_seats_and_bodies(words: str, keys: list[str]) -> None:
    """A country is known by name, adjective, people and seat, the longest first."""
    assert [found.key for found in named(words)] == keys


@given(st.text())
def test_what_is_found_stands_there(text: str) -> None:
    """Spans are in order, apart, within the text, and never empty."""
    ends = [0, *(place for found in named(text) for place in (found.start, found.end)), len(text)]
    assert ends == sorted(ends)
    assert all(found.start < found.end for found in named(text))


def test_an_organ_speaks_for_its_body() -> None:
    """The Security Council's party is the United Nations; a country's is itself."""
    assert under("UN Security Council") == "United Nations"
    assert under("BLR") == "BLR"


def test_the_council_is_whichever_issues_the_document() -> None:
    """“Council” alone means the issuer only where the issuer is a council."""
    assert short("Council", "UN Security Council")
    assert not short("Council", "NATO")


def test_names_are_listed_as_one_says_them() -> None:
    """Two are joined by “and”, three by a comma and “and”; articles go with their countries."""
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"
    assert nation("GBR", article=True) == "the United Kingdom"
    assert nation("NATO") == "NATO"
    assert not is_nation("NATO")
