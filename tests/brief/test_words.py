"""Numbers, chances and dates in words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.brief import words

CHANCES = st.floats(0, 1)


@given(CHANCES)
def test_no_chance_is_certain(chance: float) -> None:
    """No outlook promises 0 or 100 per cent."""
    assert words.percent(chance).strip("<>") not in {"0%", "100%"}


@given(CHANCES, CHANCES)
def test_chances_keep_their_order(one: float, other: float) -> None:
    """A greater chance never reads as a smaller one."""
    low, high = sorted((one, other))

    def value(chance: float) -> float:
        text = words.percent(chance)
        return {"<1%": 0, ">99%": 100}.get(text) or float(text.strip("<>%"))

    assert value(low) <= value(high)


@pytest.mark.parametrize(
    "say", [words.count, words.percent, words.points, words.interval], ids=lambda f: f.__name__
)
def test_what_is_not_known_reads_unknown(say) -> None:  # type: ignore[no-untyped-def]
    """Nothing unknown is turned into a number."""
    assert say(None) == "unknown"


@given(st.integers(0, 10**9))
def test_counts_can_be_read_back(number: int) -> None:
    """Thousands are separated and no digit is lost."""
    assert int(words.count(number).replace(",", "")) == number


@given(st.floats(-1, 1))
def test_changes_bear_their_sign(change: float) -> None:
    """A change has a sign, and one that rounds to nothing has both."""
    text = words.points(change)
    assert text == "±0" if abs(change) < 0.005 else text[0] in "+−±"
    assert int(text.replace("−", "-").replace("±", "")) == round(change * 100)


@given(st.lists(st.from_regex(r"[A-Z][a-z]+", fullmatch=True), max_size=6))
def test_lists_name_everything_once(items: list[str]) -> None:
    """A sentence lists all items in their order."""
    text = words.listed(items)
    assert text.replace(" and ", ", ").split(", ") == (items or [""])


def test_dates_in_words() -> None:
    """Days and months are written out in English."""
    day = dt.date(2013, 9, 3)
    assert (words.day(day), words.month(day)) == ("3 September 2013", "September 2013")


def test_small_numbers_are_written_out() -> None:
    """One to twelve are words, the rest figures."""
    assert [words.number(n) for n in (0, 1, 12, 13)] == ["no", "one", "twelve", "13"]


def test_nobody_killed() -> None:
    """No deaths are nobody, not zero people."""
    assert (words.deaths(0), words.deaths(1200)) == ("nobody killed", "1,200 killed")


@pytest.mark.parametrize(
    ("known", "missing", "text"),
    [(0, 0, "0"), (7, 0, "7"), (0, 1, "≥ 0"), (7, 12, "≥ 7"), (0, 12, "unknown")],
)
def test_a_toll_with_gaps(known: float, missing: int, text: str) -> None:
    """What is known is a least number, and nothing known is no number."""
    assert words.toll(known, missing) == text
