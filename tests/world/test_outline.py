"""Outlines: whose land is drawn with whom, and what is said about disputed lines."""

from __future__ import annotations

import datetime as dt
import re
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.world import outline
from tocsin.world.place import countries, country

NOW = dt.date(2020, 1, 1)
WITHOUT = {"TUV": "too small for Natural Earth 1:50m"}
ENDED = {"CSK", "DDR", "YMD", "YUG"}
DAYS = st.dates(dt.date(1989, 1, 1), dt.date(2030, 12, 31))


def test_every_place_of_today_has_an_outline() -> None:
    """All countries of the table are drawn, but for those that no longer exist and one atoll."""
    assert set(countries()) - outline.rings(NOW).keys() == ENDED | WITHOUT.keys()


@settings(max_examples=10)
@given(DAYS)
def test_rings_are_closed(day: dt.date) -> None:
    """On any day each ring's paths lead from one to the next and back to the start."""
    for rings in outline.rings(day).values():
        for ring in rings:
            ends = [path[-1] for path in ring]
            assert [path[0] for path in ring] == [ends[-1], *ends[:-1]]


@settings(max_examples=10)
@given(DAYS)
def test_lines_divide_places(day: dt.date) -> None:
    """A line has one or two places; undisputed ones inside a place are not drawn."""
    for line in outline.lines(day):
        assert 1 <= len(line.places) <= 2
        assert len(line.path) >= 2


@given(DAYS)
def test_a_place_not_in_the_system_is_drawn_with_its_holder(day: dt.date) -> None:
    """Before a state begins its land has a holder, and from its first day it is its own."""
    states = {row.unit for row in outline.holdings()} & countries().keys()
    for key in states - {"TLS"}:
        assert (outline.holder(key, day) == key) == country(key).existed(day)


def test_crimea_is_drawn_with_ukraine_and_its_line_dashed_from_2014() -> None:
    """A disputed line inside a place appears with the dispute and not before."""
    assert outline.holder("Crimea", NOW) == "UKR"
    inside = [
        [x for x in outline.lines(day) if x.disputed and x.places == {"UKR"}]
        for day in (dt.date(2013, 9, 23), dt.date(2015, 1, 1))
    ]
    assert [bool(found) for found in inside] == [False, True]


def test_kashmir_is_dashed_and_the_rest_of_the_line_is_not() -> None:
    """A box limits a dispute to the part of the line that it concerns."""
    found = [x.disputed for x in outline.lines(NOW) if x.places == {"IND", "PAK"}]
    assert {True, False} <= set(found)


@pytest.mark.parametrize("row", outline.disputes(), ids=lambda row: row.note[:20])
def test_every_dispute_is_about_a_line_that_is_drawn(row: outline.Dispute) -> None:
    """Each pair of the table shares a line on the day on which the dispute began."""
    day = row.since or dt.date(2013, 9, 23)
    for pair in row.between:
        places = {outline.holder(unit, day) for unit in pair}
        assert any(line.disputed and line.places == places for line in outline.lines(day))


def test_notes_are_dated_and_about_the_places_shown() -> None:
    """What is told depends on the places of the map and on the day."""
    before, after = dt.date(2013, 9, 23), dt.date(2015, 1, 1)
    assert not any("Crimea" in note for note in outline.notes(["UKR", "RUS"], before))
    assert any("Crimea" in note for note in outline.notes(["UKR", "RUS"], after))
    assert any("Nagorno-Karabakh" in note for note in outline.notes(["ARM", "AZE"], before))
    assert outline.notes(["PRT"], after) == []


def test_the_outlines_stay_small() -> None:
    """What ships stays under 400 kB."""
    assert len(files("tocsin.world").joinpath("data/outlines.json").read_bytes()) < 400_000


def test_no_note_tells_a_brief_what_came_later() -> None:
    """Notes stand in briefs of any day from their first on, so they name no later year."""
    for row in (*outline.disputes(), *outline.unseen()):
        first = row.since.year if row.since else 1990
        assert all(int(year) <= first for year in re.findall(r"\b(?:1[89]|20)\d\d\b", row.note))
