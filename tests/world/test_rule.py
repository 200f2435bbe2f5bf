"""Rules of procedure in an organisation's file: what is left out, what is said, what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.world.errors import DataError
from tocsin.world.organisation import bundled, load
from tocsin.world.rule import Base, Rule, Rules, parse, share

SHARES = st.fractions(min_value=Fraction(1, 60), max_value=1, max_denominator=60)


def test_what_is_left_out_is_as_the_house_has_it() -> None:
    """An empty table is consensus by half of the members, three days of silence."""
    assert parse({}, "x") == Rules()
    assert Rules() == Rules(Rule.CONSENSUS, None, Base.CAST, Fraction(1, 2), 72, 24, 180)


def test_what_is_said_is_kept() -> None:
    """Every field is read, and shares stay exact."""
    row = {
        "decide": "majority",
        "threshold": "2/3",
        "of": "members",
        "quorum": 0.6,
        "silence_hours": 48,
        "outage_hours": 12,
        "stalled_days": 90,
    }
    said = Rules(Rule.MAJORITY, Fraction(2, 3), Base.MEMBERS, Fraction(3, 5), 48, 12, 90)
    assert parse(row, "x") == said


@given(SHARES)
def test_a_share_is_read_as_it_is_written(part: Fraction) -> None:
    """A fraction in words is that fraction, and so is one that is whole."""
    assert share(str(part), "quorum", "x") == part


@pytest.mark.parametrize("value", [0, -1, "0/3", "1/0", 1.01, "4/3", "half", None, "", []])
def test_no_share_is_refused(value: object) -> None:
    """A share is above 0 and up to 1; anything else is refused with a remedy."""
    with pytest.raises(DataError, match="2/3"):
        share(value, "quorum", "x")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ([], "not a table"),
        ({"decided": "consensus"}, "decided"),
        ({"decide": "acclamation"}, "acclamation"),
        ({"decide": "majority", "of": "guests"}, "guests"),
        ({"threshold": "2/3"}, "Only a majority"),
        ({"decide": "consensus-minus-concerned", "of": "cast"}, "Only a majority"),
        ({"silence_hours": 0}, "silence_hours"),
        ({"silence_hours": "72"}, "silence_hours"),
        ({"outage_hours": True}, "outage_hours"),
        ({"stalled_days": 99999}, "stalled_days"),
    ],
)
def test_what_makes_no_sense_is_refused(row: Any, what: str) -> None:
    """A misspelt field, an unknown rule, an impossible number: each is named, with its place."""
    with pytest.raises(DataError, match=what) as refused:
        parse(row, "own.toml, council")
    assert refused.value.where.startswith("own.toml, council")


@pytest.mark.parametrize("key", bundled())
def test_the_files_that_ship_propose_consensus(key: str) -> None:
    """Both organisations' files have rules, proposed only, that a silence procedure fits."""
    rules = load(key).rules
    assert rules.rule is Rule.CONSENSUS
    assert rules.silence_hours >= rules.outage_hours
