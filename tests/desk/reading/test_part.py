"""Who gives, who receives, and what."""

from __future__ import annotations

import pytest

from tocsin.desk.reading.part import noun_parts, of_offer, of_request, receiver_of_condition
from tocsin.desk.reading.statement import Act, Deed, Span

NOTHING = Act(Deed.OFFER, Span(0, 1))


def _words(text: str, act: Act) -> tuple[str, str]:
    receiver, thing = act.receiver, act.object
    return receiver.of(text) if receiver else "", thing.of(text) if thing else ""


@pytest.mark.parametrize(
    ("content", "verb", "receiver", "thing"),
    [
        ("free tuition to Tajikistani officers", "offer", "Tajikistani officers", "free tuition"),
        ("$100 million to Jordan, which hosts them", "give", "Jordan", "$100 million"),
        ("a dialogue with all our partners", "be committed to", "all our partners", "a dialogue"),
        ("that agenda by using every chance", "advance", "", "that agenda"),
        ("to the rule of law", "committed", "", "the rule of law"),
        ("to help Ethiopians end it", "ready", "Ethiopians", "to help Ethiopians end it"),
    ],
)
def test_parts_of_what_is_given(content: str, verb: str, receiver: str, thing: str) -> None:
    """The receiver stands after “to” or “with”, or is helped; the object ends before it."""
    text = f"x {content}."
    act = of_offer(text, NOTHING, Span(0, 1), Span(2, len(text)), verb)
    assert act.giver == Span(0, 1)
    assert _words(text, act) == (receiver, thing)


def test_a_request_without_somebody_is_all_object() -> None:
    """What is needed is asked of nobody."""
    text = "x to end it to help all."
    act = of_request(text, NOTHING, Span(2, len(text)))
    assert _words(text, act) == ("", "to end it to help all")


def test_support_is_for_somebody() -> None:
    """Of reaffirmed support the receiver is whom it is for, the object the support."""
    text = "x their support for Iraq’s people in their fight"
    phrase, noun = Span(2, 15), Span(8, 15)
    act = noun_parts(text, NOTHING, Span(0, 1), phrase, noun, len(text))
    assert _words(text, act) == ("Iraq’s people", "their support")


def test_a_country_s_commitment_is_given_by_it() -> None:
    """“The U.S. commitment” is the United States', not the source's."""
    text = "x the U.S. commitment to help"
    act = noun_parts(text, NOTHING, Span(0, 1), Span(2, 21), Span(11, 21), len(text))
    assert act.giver is not None
    assert act.giver.of(text) == "the U.S."


def test_a_condition_tells_for_whom() -> None:
    """The first other country in a condition receives; one's own does not."""
    text = "If Belarus and Armenia agree"
    act = Act(Deed.PLEDGE, Span(0, 1), condition=Span(0, len(text)))
    span = receiver_of_condition(text, act, frozenset({"BLR"}))
    assert span is not None
    assert span.of(text) == "Armenia"
    assert receiver_of_condition(text, NOTHING, frozenset()) is None
