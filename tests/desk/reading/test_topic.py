"""Topics of statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.lexicon import table
from tocsin.desk.reading.topic import topics

SOCHI = [
    "to promote new areas of activity of the CSTO, including peacemaking",
    "joint efforts to enhance information and border security and information policy",
    "it is vital for the security of the members to help Tajikistan reinforce the border",
    "They are even ready to finance the construction of border guard posts with armaments",
    "But nothing is free. They will ask something in return for their services.",
    "that Tajikistan’s difficulties are a topical question",
    "Therefore, it is vital to render aid to Tajikistan",
    "But now we have to take decisive steps. It is what allies expect of us.",
    "we are in the same spirit with Russia on Syria issue",
    "It is Armenia’s prospects for joining the Customs Union",
    "If Armenia decides on full participation, Belarus will never hinder it",
    "We have not changed our minds",
    "the current state of affairs in bilateral cooperation",
]


def test_the_same_matter_has_the_same_topic_through_a_document() -> None:
    """Help, an offer, a country and a union each keep one name, and what adds nothing goes on."""
    told = topics(SOCHI)
    assert told[0] == "Peacekeeping and peacemaking"
    assert told[1] == "Information and border security"
    assert {told[n] for n in (2, 5, 6, 7)} == {"Tajikistan"}
    assert told[3] == told[4] == "Offers from outside"
    assert told[8] == "Syria"
    assert set(told[9:12]) == {"Customs and economic union"}
    assert told[12] == "Bilateral relations"


def test_the_agenda_of_the_organisation_comes_first() -> None:
    """What is on the agenda bears its phrase, and so does the rest of that matter."""
    agenda = ("Aid to Tajikistan", "Situation in Syria", "Armenia and the Customs Union")
    told = topics(SOCHI, agenda)
    assert {told[n] for n in (2, 5, 6, 7)} == {agenda[0]}
    assert told[8] == agenda[1]
    assert set(told[9:12]) == {agenda[2]}


def test_a_matter_has_the_same_topic_in_every_document() -> None:
    """Two bodies that speak of cyber attacks speak of one matter."""
    (one,), (other,) = topics(["We condemn cyber attacks."]), topics(["Cyber-attacks go on."])
    assert one == other != ""


def test_words_that_recur_are_a_topic_where_nothing_else_is_known() -> None:
    """Two words together in two statements name what both are about."""
    assert (
        topics(["The fishing quotas matter.", "Our fishing quotas stand."])
        == ["fishing quotas"] * 2
    )


def test_one_statement_alone_may_have_no_topic() -> None:
    """Nothing known, nothing recurring, nothing before: no topic is made up."""
    assert topics(["This is good."]) == [""]
    assert topics([]) == []


@pytest.mark.parametrize("name", table("topics")["matter"])
def test_every_word_of_a_matter_finds_it(name: str) -> None:
    """No word of the table is hidden by another matter of the same weight."""
    for word in table("topics")["matter"][name]["words"]:
        (found,) = topics([f"We spoke of {word.rstrip('*')} there."])
        assert found, word


@given(st.lists(st.text(max_size=60), max_size=8), st.lists(st.text(max_size=20), max_size=3))
def test_any_texts_have_a_topic_each_and_always_the_same(
    texts: list[str], agenda: list[str]
) -> None:
    """One topic for each statement, the same each time, and none from outside the words given."""
    told = topics(texts, agenda)
    assert len(told) == len(texts)
    assert told == topics(texts, agenda)
