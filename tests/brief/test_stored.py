"""Storing sheets: what is read back is what was written, None and days included."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.brief import stored


class Colour(StrEnum):
    """Two colours."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Leaf:
    """Single values."""

    day: dt.date
    moment: dt.datetime | None
    colour: Colour
    number: float | None
    bounds: tuple[float, float]


@dataclass(frozen=True)
class Tree:
    """Values inside values."""

    leaves: list[Leaf]
    named: dict[str, list[float | None]]
    best: Leaf | None
    text: str
    yes: bool | None
    count: int


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.builds(
    Leaf,
    st.dates(),
    st.none() | st.datetimes(timezones=st.just(dt.UTC)),
    st.sampled_from(Colour),
    st.none() | FLOATS,
    st.tuples(FLOATS, FLOATS),
)
NAMED = st.dictionaries(st.text(), st.lists(st.none() | FLOATS))
YES = st.none() | st.booleans()
TREES = st.builds(Tree, st.lists(LEAVES), NAMED, st.none() | LEAVES, st.text(), YES, st.integers())


@given(tree=TREES)
def test_nothing_is_lost(tree: Tree) -> None:
    """Reading what was written gives the same values, and writing these the same text."""
    text = stored.to_json(tree)
    assert stored.from_json(Tree, text) == tree
    assert stored.to_json(stored.from_json(Tree, text)) == text


@given(tree=TREES)
def test_rounding_once_is_enough(tree: Tree) -> None:
    """A rounded value is not altered by rounding, and None stays None."""
    once = stored.rounded(tree)
    assert stored.rounded(once) == once
    assert [leaf.number is None for leaf in once.leaves] == [
        leaf.number is None for leaf in tree.leaves
    ]


def test_no_number_is_not_written() -> None:
    """Infinity and NaN are no JSON, and refused."""
    with pytest.raises(ValueError, match="JSON"):
        stored.to_json(Leaf(dt.date(2013, 9, 23), None, Colour.RED, float("nan"), (0.0, 1.0)))
