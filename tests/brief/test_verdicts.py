"""What was said a year ago and what happened: misses first, nothing judged that is unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.brief.inputs import Inputs
from tocsin.brief.verdicts import said, verdicts

Make = Callable[..., Inputs]
CALM = [[0.0], [0.0]]
TOTALS = st.lists(st.integers(0, 60), min_size=1, max_size=12)


def _history(arm: Any, geo: Any = 0.0) -> Any:
    values = np.zeros((2, 84))
    values[0, -12:], values[1, -12:] = arm, geo
    return values


@given(deaths=st.integers(0, 60), other=st.integers(0, 60), totals=TOTALS)
def test_misses_come_first(judged: Make, deaths: int, other: int, totals: list[int]) -> None:
    """No place that went as said stands before one that did not."""
    values = _history([deaths] + [0] * 11, [other] + [0] * 11)
    found = verdicts(judged(values, CALM, [totals, totals]))
    missed = [bool(verdict.miss) for verdict in found]
    assert missed == sorted(missed, reverse=True)


@given(holes=st.sets(st.integers(0, 11), min_size=1), deaths=st.integers(0, 40), totals=TOTALS)
def test_gaps_are_judged_only_if_it_is_certain(
    judged: Make, holes: set[int], deaths: int, totals: list[int]
) -> None:
    """With months missing there is a verdict only if what is known is already too much."""
    months = np.full(12, deaths / 4)
    months[list(holes)] = np.nan
    verdict = next(
        v for v in verdicts(judged(_history(months), CALM, [totals, totals])) if v.place == "ARM"
    )
    assert verdict.missing == len(holes)
    if verdict.known > verdict.ninety[1]:
        assert verdict.miss == "more than the range had room for"
    else:
        assert verdict.happened is None
        assert verdict.miss == f"cannot be judged: {len(holes)} months unknown"


def test_nothing_was_said_of_the_unknown(judged: Make) -> None:
    """A place without an outlook then has no verdict now."""
    found = verdicts(judged(_history(0.0), CALM, [[np.nan], [0.0]]))
    assert [verdict.place for verdict in found] == ["GEO"]


@pytest.mark.parametrize(
    ("before", "issued", "words"),
    [
        (None, False, "no outlook of a year before"),
        (CALM, True, "issued"),
        (CALM, False, "hindcast"),
    ],
)
def test_a_hindcast_is_never_what_was_said(
    judged: Make, before: Any, issued: bool, words: str
) -> None:
    """The brief tells what was issued from what was computed later."""
    given = judged(_history(0.0), CALM, before, issued=issued)
    assert words in said(given)
    assert ("not what was said" in said(given)) == (before is not None and not issued)
    assert (verdicts(given) == []) == (before is None)
