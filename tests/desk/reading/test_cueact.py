"""Acts that reporting words show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tocsin.desk.reading.cueact import by_cue
from tocsin.desk.reading.statement import Attribution, Span, Voice

Attributed = Callable[..., list[Attribution]]


@pytest.mark.parametrize(
    ("cue", "content", "act", "span"),
    [
        (
            "expressed satisfaction with",
            "the current state",
            "praise",
            "expressed satisfaction with",
        ),
        ("was glad to say", "that it was calm", "assert", "was glad to say"),
        ("strongly condemns", "the attack", "criticise", "strongly condemns"),
        ("are encouraged by", "the decision", "praise", "are encouraged by"),
        ("stressed", "the need for a ceasefire", "request", "stressed the need"),
        ("reaffirmed", "the U.S. commitment to help", "pledge", "reaffirmed the U.S. commitment"),
        ("underscored", "the importance of ties", "assert", "underscored"),
        ("expressed", "deep concern about it", "criticise", "expressed deep concern"),
        ("noted", "with regret that it went on", "criticise", "noted"),
        ("suggested", "that the train hit something", "assert", "suggested"),
        ("suggested", "that they should meet", "propose", "suggested"),
        ("asked", "whether it was so", "assert", "asked"),
        ("agreed", "to meet", "agree", "agreed"),
        ("rejects", "it", "refuse", "rejects"),
        ("will consistently advance", "that agenda", "pledge", "will consistently advance"),
        ("remain eager and willing", "to talk", "offer", "remain eager and willing"),
        ("doubts", "it", "doubt", "doubts"),
        ("has decided", "to go", "decide", "has decided"),
        (
            "made the following announcement",
            "it begins",
            "announce",
            "made the following announcement",
        ),
        ("offered", "his condolences to them", "assert", "offered his condolences"),
    ],
)
def test_an_act_by_its_cue(
    attributed: Attributed, cue: str, content: str, act: str, span: str
) -> None:
    """The last verb counts, with the noun that it expresses and what follows it."""
    text = f"He {cue} {content}."
    (one,) = attributed(text, ("He", cue, content))
    found = by_cue(text, one)
    assert found is not None
    assert (found.act, found.span.of(text)) == (act, span)


@pytest.mark.parametrize(
    ("cue", "content", "receiver", "thing"),
    [
        (
            "urged",
            "Ethiopia and Eritrea to return to talks",
            "Ethiopia and Eritrea",
            "to return to talks",
        ),
        ("called for", "restraint", "", "restraint"),
        ("demanded", "that Russia withdraw", "", "that Russia withdraw"),
    ],
)
def test_of_whom_and_what_is_requested(
    attributed: Attributed, cue: str, content: str, receiver: str, thing: str
) -> None:
    """Who stands before “to do” is asked; the rest is what is asked."""
    text = f"He {cue} {content}."
    (one,) = attributed(text, ("He", cue, content))
    found = by_cue(text, one)
    assert found is not None
    assert (found.receiver.of(text) if found.receiver else "") == receiver
    assert found.object is not None
    assert found.object.of(text) == thing


def test_a_denied_cue_is_negative(attributed: Attributed) -> None:
    """“Does not believe” and “denied” assert the contrary; to refuse is no denial."""
    for cue, positive in (("does not believe", False), ("denied", False), ("refused", True)):
        text = f"He {cue} it."
        found = by_cue(text, attributed(text, ("He", cue, "it"))[0])
        assert found is not None
        assert found.positive is positive


def test_no_cue_shows_nothing() -> None:
    """A continuation has no act by its cue."""
    assert by_cue("Words.", Attribution(Voice.DIRECT, None, (), (Span(0, 5),))) is None
