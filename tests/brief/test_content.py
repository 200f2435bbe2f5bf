"""What a brief says as values: what is quiet, what is a miss, what cannot be compared."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.brief.content import Brief, Row, Verdict

ROW = Row("GEO", "Georgia", False, [], [], 0, 0, 0, (0, 0), (0, 0), 0.001, 0.001, 0)
VERDICT = Verdict("GEO", "Georgia", 5, (1, 10), 0.1, 4, 4, 0)
CHANCES = st.none() | st.floats(0, 1)


@pytest.mark.parametrize(
    "change",
    [{"member": True}, {"missing": 1}, {"year": 1}, {"chance": None}, {"chance": 0.2}],
    ids=str,
)
def test_only_silence_is_folded_away(change: dict[str, object]) -> None:
    """Members, gaps, deaths and chances always keep a line of their own."""
    assert ROW.quiet
    assert not replace(ROW, **change).quiet  # type: ignore[arg-type]


@given(CHANCES, CHANCES)
def test_a_change_needs_both_ends(now: float | None, before: float | None) -> None:
    """An unknown chance is compared with nothing."""
    change = replace(ROW, chance=now, chance_before=before).change
    assert (change is None) == (now is None or before is None)


@pytest.mark.parametrize(
    ("happened", "chance", "miss"),
    [
        (11, 0.1, "more than the range had room for"),
        (10, 0.1, ""),
        (1, 0.1, ""),
        (0, 0.1, "less than the range had room for"),
        (None, 0.1, "cannot be judged: 3 months unknown"),
        (4, 0.5, "expected, did not come"),
    ],
)
def test_misses_in_words(happened: float | None, chance: float, miss: str) -> None:
    """The range holds its own ends; what is unknown is no hit."""
    verdict = replace(VERDICT, happened=happened, chance=chance, missing=3)
    assert verdict.miss == miss


def test_the_unlikely_that_came() -> None:
    """Twenty-five deaths inside the range are a miss if they were thought unlikely."""
    wide = replace(VERDICT, ninety=(0, 100), chance=0.49)
    assert replace(wide, happened=25).miss == "thought unlikely, but came"
    assert replace(wide, happened=24).miss == ""


def test_the_unjudged_are_not_counted(brief: Brief) -> None:
    """Misses are counted among the judged only."""
    unknown = replace(VERDICT, happened=None, missing=2)
    some = replace(brief, verdicts=[unknown, replace(VERDICT, happened=99), VERDICT])
    assert (len(some.judged), len(some.misses)) == (2, 1)


def test_json_knows_null(brief: Brief) -> None:
    """What is unknown is null in JSON, never NaN or 0."""
    row = replace(brief.rows[0], chance=None, median=None, history=[None])
    read = json.loads(replace(brief, rows=[row]).to_json())["rows"][0]
    assert (read["chance"], read["median"], read["history"]) == (None, None, [None])


def test_the_year_ahead_follows_the_origin(brief: Brief) -> None:
    """The outlook's year starts the month after the origin."""
    assert (f"{brief.first:%Y-%m}", f"{brief.last:%Y-%m}") == ("2013-09", "2014-08")
