"""Duties and needs."""

from __future__ import annotations

import pytest

from tocsin.desk.reading.act import acts
from tocsin.desk.reading.statement import Attribution, Deed, Span, Speaker, Voice


@pytest.mark.parametrize(
    ("content", "receiver", "thing"),
    [
        ("we should meet soon", "we", "meet soon"),
        ("all parties must lay down arms", "all parties", "lay down arms"),
        ("it is essential for Russia to withdraw", "Russia", "to withdraw"),
        ("it is time that the talks resume", "", "that the talks resume"),
        ("the violence must stop", "", "the violence must stop"),
        ("there are two matters we must settle", "we", "two matters"),
    ],
)
def test_requests_by_duty_or_need(content: str, receiver: str, thing: str) -> None:
    """Of whom something is due, and what; what must merely happen is asked of nobody."""
    text = f"{content}."
    one = Attribution(Voice.INDIRECT, None, (), (Span(0, len(text)),))
    (act,) = acts(text, one, Speaker("A"))
    assert act.act is Deed.REQUEST
    assert (act.receiver.of(text) if act.receiver else "") == receiver
    assert act.object is not None
    assert act.object.of(text) == thing


@pytest.mark.parametrize(
    "content",
    [
        "this should be easy",
        "the road should lead to Rome",
        "it is vital",
        "the rain must have stopped",
        "we must say that it went well",
    ],
)
def test_what_is_likely_is_no_duty(content: str) -> None:
    """A guess, a mere judgement and a turn of phrase ask for nothing."""
    text = f"{content}."
    one = Attribution(Voice.INDIRECT, None, (), (Span(0, len(text)),))
    assert [act.act for act in acts(text, one, Speaker("A"))] == [Deed.ASSERT]


def test_a_duty_not_to_is_negative() -> None:
    """“Must not” requests that something be left."""
    text = "Iran must not build it."
    one = Attribution(Voice.INDIRECT, None, (), (Span(0, len(text)),))
    (act,) = acts(text, one, Speaker("A"))
    assert act.positive is False
