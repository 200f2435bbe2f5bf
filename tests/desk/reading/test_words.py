"""What is found, in words: names for keys, dates no more precise than told, nothing made up."""

from __future__ import annotations

import datetime as dt

import pytest

from tocsin.desk.reading import words
from tocsin.desk.reading.statement import (
    Act,
    Attribution,
    Deed,
    Found,
    Moment,
    Precision,
    Span,
    Speaker,
    Statement,
    Voice,
)

TEXT = "They offer aid\n to us by then."


@pytest.mark.parametrize(
    ("who", "name", "standing"),
    [
        (Speaker("A. Minister", "Minister", "TJK"), "A. Minister", "Minister, Tajikistan"),
        (Speaker("", "Minister", "TJK"), "Minister", "Tajikistan"),
        (Speaker("", "", "ARM,BLR"), "Armenia, Belarus", ""),
        (Speaker("", "", "United Nations"), "United Nations", ""),
        (Speaker(""), words.UNNAMED, ""),
    ],
)
def test_a_speaker_is_called_by_what_is_known(who: Speaker, name: str, standing: str) -> None:
    """The name comes before the office and the party, and nothing is said twice."""
    assert (words.speaker(who), words.standing(who)) == (name, standing)


@pytest.mark.parametrize(
    ("precision", "told"),
    [
        (Precision.DAY, "2014-06-30"),
        (Precision.MONTH, "2014-06"),
        (Precision.QUARTER, "2014-Q2"),
        (Precision.HALF, "2014-H1"),
        (Precision.YEAR, "2014"),
        (Precision.OPEN, "“by then”"),
    ],
)
def test_a_date_is_no_more_precise_than_told(precision: Precision, told: str) -> None:
    """Each precision has its form; an open date stands in the text's own words."""
    moment = Moment(Span(22, 29), precision, None, dt.date(2014, 6, 30))
    assert words.due(moment, TEXT) == told


def test_an_act_in_words() -> None:
    """Who gives what to whom, where and until when, on one line; what is untold is left out."""
    due = Moment(Span(22, 29), Precision.YEAR, None, dt.date(2014, 12, 31))
    act = Act(
        Deed.OFFER, Span(5, 10), positive=False, giver=Span(0, 4), receiver=Span(19, 21),
        object=Span(11, 14), place="AFG-TJK", vector="state_based", due=due,
    )  # fmt: skip
    assert words.act(act, TEXT) == (
        "offers (negated) · by They · to us · aid · Afghanistan–Tajikistan · "
        "state-based conflict · due 2014"
    )
    assert words.act(Act(Deed.ASSERT, Span(5, 10)), TEXT) == "asserts"


def test_statements_keep_their_numbers() -> None:
    """Grouped by speaker, each statement keeps its number in the text."""
    told = Attribution(Voice.OWN, None, (), (Span(0, 4),))
    one, two = Speaker("One"), Speaker("Two")
    found = Found(tuple(Statement(told, who) for who in (one, two, one)))
    grouped = {who.name: [n for n, _ in said] for who, said in words.by_speaker(found).items()}
    assert grouped == {"One": [1, 3], "Two": [2]}


def test_every_deed_and_voice_has_its_words() -> None:
    """No deed and no voice is without a word for it."""
    assert set(words.DEEDS) == set(Deed)
    assert set(words.VOICES) == set(Voice)
