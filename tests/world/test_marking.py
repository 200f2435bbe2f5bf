"""Markings: a level and an audience, and what may go into what."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tocsin.world.errors import RequestError
from tocsin.world.marking import Level, Marking

READERS = ("secretariat", "ARM", "KAZ", "RUS", "TJK")
CLEAR = Marking()
CLOSED = st.builds(
    Marking,
    st.sampled_from([level for level in Level if level is not Level.CLEAR]),
    st.frozensets(st.sampled_from(READERS), min_size=1),
)
MARKINGS = st.just(CLEAR) | CLOSED


@given(MARKINGS)
def test_a_marking_reads_back_from_its_text(marking: Marking) -> None:
    """What is printed on a paper can be typed again."""
    assert Marking.parse(str(marking)) == marking


@given(MARKINGS)
def test_clear_may_enter_anything(target: Marking) -> None:
    """What is open to all may be part of everything."""
    assert CLEAR.may_enter(target)


@given(CLOSED)
def test_nothing_closed_enters_what_is_clear(marking: Marking) -> None:
    """A closed thing never becomes public by being built into something."""
    assert not marking.may_enter(CLEAR)


@given(MARKINGS)
def test_a_thing_may_enter_its_like(marking: Marking) -> None:
    """A thing made for the same readers at the same level may use it."""
    assert marking.may_enter(marking)


@given(MARKINGS, MARKINGS, st.sampled_from(READERS))
def test_entering_never_widens(marking: Marking, target: Marking, reader: str) -> None:
    """Who may read the derived thing could already read what went into it."""
    assume(marking.may_enter(target))
    assert target.level >= marking.level
    assert marking.admits(reader) or not target.admits(reader)


@given(MARKINGS, MARKINGS, MARKINGS)
def test_no_detour_widens(first: Marking, second: Marking, third: Marking) -> None:
    """What may enter by way of a third thing may enter directly."""
    assume(first.may_enter(second) and second.may_enter(third))
    assert first.may_enter(third)


@given(CLOSED, st.sampled_from(READERS))
def test_only_the_audience_is_admitted(marking: Marking, reader: str) -> None:
    """A closed thing is seen by its audience and by nobody else, whatever the role."""
    assert marking.admits(reader) == (reader in marking.audience)


@given(st.sampled_from(READERS))
def test_clear_admits_everybody(reader: str) -> None:
    """What is clear needs no audience."""
    assert CLEAR.admits(reader)


def test_levels_are_ordered_from_open_to_closed() -> None:
    """The order is that of TLP 2.0."""
    assert [str(level) for level in Level] == ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"]


@pytest.mark.parametrize("text", ["AMBER", "TLP:RED:", "GREEN: , "])
def test_an_empty_audience_is_refused(text: str) -> None:
    """A closed thing that nobody may read is a mistake."""
    with pytest.raises(RequestError, match="needs an audience"):
        Marking.parse(text)


@pytest.mark.parametrize("text", ["", "PURPLE:ARM", "TLP", "WHITE"])
def test_an_unknown_level_is_refused(text: str) -> None:
    """The refusal names the levels that there are."""
    with pytest.raises(RequestError, match="AMBER"):
        Marking.parse(text)


def test_clear_with_an_audience_is_refused() -> None:
    """A thing for everybody that names readers contradicts itself."""
    with pytest.raises(RequestError, match="everybody"):
        Marking.parse("CLEAR:ARM")
