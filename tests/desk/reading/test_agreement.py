"""Agreements that are named."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.agreement import agreements


def _told(text: str) -> list[tuple[str, tuple[str, ...], dt.date | None]]:
    return [
        (a.span.of(text), a.parties, a.when.first if a.when else None) for a in agreements(text)
    ]


@pytest.mark.parametrize(
    ("text", "name", "parties", "when"),
    [
        (
            "We recall Security Council resolution 2254 (2015).",
            "Security Council resolution 2254 (2015)",
            None,
            dt.date(2015, 1, 1),
        ),
        ("as the Minsk agreements say", "Minsk agreements", (), None),
        (
            "under the Collective Security Treaty of 15 May 1992",
            "Collective Security Treaty of 15 May 1992",
            (),
            dt.date(1992, 5, 15),
        ),
        (
            "a free trade agreement with Viet Nam was signed on 29 May 2015",
            "free trade agreement with Viet Nam",
            ("VNM",),
            dt.date(2015, 5, 29),
        ),
        (
            "an agreement on border demarcation between Kyrgyzstan and Tajikistan",
            "agreement on border demarcation between Kyrgyzstan and Tajikistan",
            ("KGZ", "TJK"),
            None,
        ),
        (
            "the Treaty on the Non-Proliferation of Nuclear Weapons holds",
            "Treaty on the Non-Proliferation of Nuclear Weapons",
            (),
            None,
        ),
        (
            "The Budapest Memorandum was signed in 1994.",
            "Budapest Memorandum",
            (),
            dt.date(1994, 1, 1),
        ),
        (
            "the ceasefire agreement of 27 February 2016",
            "ceasefire agreement of 27 February 2016",
            (),
            dt.date(2016, 2, 27),
        ),
        ("to respect the ceasefire in full", "ceasefire", (), None),
        ("the 1951 Refugee Convention", "1951 Refugee Convention", (), dt.date(1951, 1, 1)),
        (
            "the agreement signed in Sochi between Armenia and Azerbaijan",
            "agreement signed in Sochi between Armenia and Azerbaijan",
            ("ARM", "AZE"),
            None,
        ),
        (
            "Article 8 of the trilateral statement of November 9, 2020",
            "trilateral statement of November 9, 2020",
            (),
            dt.date(2020, 11, 9),
        ),
        ("S/RES/2254 says", "S/RES/2254", (), None),
    ],
)
def test_an_instrument_is_named_with_parties_and_date(
    text: str, name: str, parties: tuple[str, ...] | None, when: dt.date | None
) -> None:
    """The whole name is the span, with whom it says it is and of when."""
    ((found, whose, day),) = _told(text)
    assert (found, day) == (name, when)
    assert parties is None or whose == parties


@pytest.mark.parametrize(
    "text",
    [
        "All the agreements are fulfilled.",
        "We reached agreement on this. Agreement was reached.",
        "the Collective Security Treaty Organization",
        "a resolution of the conflict; she showed resolution",
        "the great deal of work",
        "We follow the protocol.",
        "He said so in a statement on Tuesday.",
        "the Republican National Convention",
        "five Security Council resolutions",
    ],
)
def test_what_names_no_instrument_is_none(text: str) -> None:
    """Agreement as such, a body named after a treaty, and plain words are none."""
    assert _told(text) == []


def test_two_instruments_in_a_row_are_two() -> None:
    """And between two names joins no third."""
    names = [
        name for name, _, _ in _told("the Paris Agreement and the Charter of the United Nations")
    ]
    assert names == ["Paris Agreement", "Charter of the United Nations"]


_WORDS = st.sampled_from(
    [
        "the",
        "Treaty",
        "agreement",
        "on",
        "of",
        "between",
        "Iran",
        "and",
        "Iraq",
        "resolution",
        "2254",
        "(2015)",
        "ceasefire",
        ",",
        ".",
        "X",
    ]
)


@given(st.lists(_WORDS | st.text(max_size=3), max_size=30).map(" ".join))
def test_any_text_is_read_and_agreements_lie_apart(text: str) -> None:
    """No text raises, and spans lie in it in order."""
    found = agreements(text)
    ends = [0, *(a.span.end for a in found)]
    assert all(end <= a.span.start < a.span.end for end, a in zip(ends, found, strict=False))
    assert ends[-1] <= len(text)


@pytest.mark.parametrize(
    "unit",
    ["Treaty ", "Treaty of ", "A of ", "resolution 1, ", "agreement between Iran and ", "peace "],
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    """Four times the text takes no more than some twelve times as long."""

    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        start = time.perf_counter()
        agreements(text, [])
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(80_000) < 12 * seconds(20_000) + 0.2
