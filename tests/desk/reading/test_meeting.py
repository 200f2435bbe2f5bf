"""Meetings, calls and talks."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.meeting import meetings

DAY = dt.date(2014, 5, 5)


@pytest.mark.parametrize(
    ("text", "core", "parties"),
    [
        (
            "Belarus’s president also met with his Armenian counterpart Serzh Sargsyan in Sochi.",
            "met with his Armenian counterpart Serzh Sargsyan",
            ("BLR", "ARM"),
        ),
        (
            "The leaders of Tajikistan, Kyrgyzstan and Russia met in Dushanbe.",
            "The leaders of Tajikistan, Kyrgyzstan and Russia met",
            ("TJK", "KGZ", "RUS"),
        ),
        (
            "Russia's minister held a telephone conversation with U.S. Secretary of State J. Doe.",
            "held a telephone conversation with U.S. Secretary of State J. Doe",
            ("RUS", "USA"),
        ),
        ("Russia and Turkey held talks on Syria.", "Russia and Turkey held talks", ("RUS", "TUR")),
        (
            "The Emir of Qatar spoke by phone with the President of Iran.",
            "spoke by phone with the President of Iran",
            ("QAT", "IRN"),
        ),
        (
            "Kazakhstan hosted President Rahmon of Tajikistan.",
            "hosted President Rahmon of Tajikistan",
            ("KAZ", "TJK"),
        ),
        (
            "Mexico's president received yesterday in Mexico City a delegation from Guatemala.",
            "received yesterday in Mexico City a delegation from Guatemala",
            ("MEX", "GTM"),
        ),
        (
            "The Security Council held an emergency meeting on Syria.",
            "The Security Council held an emergency meeting",
            ("United Nations",),
        ),
        (
            "Leaders from France, Germany and Italy spoke by phone on Friday.",
            "Leaders from France, Germany and Italy spoke by phone",
            ("FRA", "DEU", "ITA"),
        ),
        (
            "Since the leaders of Chile and Peru gathered in Lima, much has changed.",
            "the leaders of Chile and Peru gathered",
            ("CHL", "PER"),
        ),
        (
            "They learned of a meeting of the leaders of Brazil, China and India.",
            "meeting of the leaders of Brazil, China and India",
            ("BRA", "CHN", "IND"),
        ),
        (
            "Talks between Armenia and Azerbaijan began.",
            "Talks between Armenia and Azerbaijan",
            ("ARM", "AZE"),
        ),
        (
            "The French minister will meet with Mr. Orlov of Russia next week.",
            "will meet with Mr. Orlov of Russia",
            ("FRA", "RUS"),
        ),
    ],
)
def test_a_meeting_is_told_with_its_core_and_parties(
    text: str, core: str, parties: tuple[str, ...]
) -> None:
    """Met, held talks, spoke, hosted, received and will meet, with who is named around them."""
    (found,) = meetings(text, DAY)
    assert found.span.of(text) == core
    assert found.parties == parties


@pytest.mark.parametrize(
    "text",
    [
        "The requirements were met.",
        "He met the conditions and needs of the people.",
        "The plan met with resistance.",
        "He spoke to reporters on Tuesday.",
        "She received an award.",
        "They hosted refugees.",
        "We put our faith in talks with Russia.",
        "The meeting was held.",
        "He called for calm.",
        "They told the radio host Alex Example.",
        "She hosted a party and received training and support from leaders.",
        "She did not meet the Commission on Debates.",
    ],
)
def test_what_is_no_meeting_is_none(text: str) -> None:
    """Needs are met, awards are received and the press is spoken to without anybody meeting."""
    assert meetings(text, DAY) == []


def test_a_meeting_has_the_nearest_date_of_its_sentence() -> None:
    """Dates of other sentences are not those of the meeting."""
    text = (
        "In 2012 it was calm. In May 2013 Iran's leader met the Emir of Qatar on Tuesday. On 3 May."
    )
    (found,) = meetings(text, DAY)
    assert found.when is not None
    assert found.when.first == dt.date(2014, 4, 29)


def test_persons_and_those_who_issue_a_report_are_parties() -> None:
    """Who is known by name speaks for a party; who issues the report met if nobody else did."""
    text = "President Example met with Ms. Sample."
    persons = {"Example": "USA", "Sample": "FRA"}
    assert meetings(text, persons=persons)[0].parties == ("USA", "FRA")
    assert meetings(text, persons={"Sample": "FRA"}, ours=["GBR"])[0].parties == ("GBR", "FRA")
    assert meetings(text, persons=persons, ours=["GBR"])[0].parties == ("USA", "FRA")


_WORDS = st.sampled_from(
    [
        "met",
        "meet",
        "with",
        "talks",
        "held",
        "call",
        "President",
        "Iran",
        "Iran’s",
        "leaders",
        "and",
        ",",
        ".",
        "spoke",
        "to",
        "hosted",
        "“",
        "\n",
    ]
)


@given(st.lists(_WORDS | st.text(max_size=3), max_size=30).map(" ".join), st.none() | st.dates())
def test_any_text_is_read_and_meetings_lie_apart(text: str, date: dt.date | None) -> None:
    """No text raises, and spans lie in it in order."""
    found = meetings(text, date)
    ends = [0, *(m.span.end for m in found)]
    assert all(end <= m.span.start < m.span.end for end, m in zip(ends, found, strict=False))
    assert ends[-1] <= len(text)


@pytest.mark.parametrize(
    "unit", ["met ", "met with President ", "talks ", "leaders’ ", '"met ', "X-"]
)
def test_hostile_text_takes_linear_time(unit: str) -> None:
    """Four times the text takes no more than some twelve times as long."""

    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        start = time.perf_counter()
        meetings(text, DAY)
        return time.perf_counter() - start

    seconds(1000)
    assert seconds(80_000) < 12 * seconds(20_000) + 0.2
