"""For, against or reserved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.act import acts
from tocsin.desk.reading.entity import entities
from tocsin.desk.reading.speaker import speakers
from tocsin.desk.reading.stance import stances
from tocsin.desk.reading.statement import Attribution, Span, Voice

Attributed = Callable[..., list[Attribution]]


@pytest.mark.parametrize(
    ("source", "cue", "content", "found"),
    [
        (
            "Belarus",
            "said",
            "it is in the same spirit with Russia and Armenia on Syria",
            {"RUS": 1, "ARM": 1},
        ),
        ("Belarus", "said", "it has no disagreements with Russia", {"RUS": 1}),
        ("Kyiv", "accused", "Russia of violating the truce", {"RUS": -1}),
        ("ECOWAS", "condemned", "the coup in Mali", {"the coup in Mali": -1}),
        ("Moscow", "said", "it would not recognise the results", {"the results": -1}),
        ("Minsk", "said", "it would never hinder Armenia", {"ARM": 1}),
        ("He", "thanked", "Norway for its help", {"NOR": 1}),
        ("He", "said", "that they had met in Paris", {}),
        ("He", "declined", "to comment", {}),
    ],
)
def test_stances(
    attributed: Attributed, source: str, cue: str, content: str, found: dict[str, int]
) -> None:
    """Towards parties as far as they are named, else towards the words of a proposal."""
    text = f"{source} {cue} {content}."
    (one,) = attributed(text, (source, cue, content))
    (speaker,) = speakers(text, [one])
    told = stances(text, one, acts(text, one, speaker))
    assert {stance.target: stance.value for stance in told} == found


def test_a_doubt_is_about_the_question_before(attributed: Attributed) -> None:
    """“I doubt it” is reserved towards what was asked."""
    quoted = "“We should discuss whether it will help. I doubt it,”"
    text = f"{quoted} he said."
    one = Attribution(Voice.DIRECT, None, (), (Span(0, len(quoted)),))
    (speaker,) = speakers(text, [one])
    (found,) = stances(text, one, acts(text, one, speaker))
    assert (found.target, found.value) == ("it will help", 0)


def test_a_person_stands_for_the_party() -> None:
    """Praise of a foreign minister is for the country, if the document tells whose."""
    text = "Foreign Minister Wang Yi of China came. He praised Wang Yi."
    at = text.rindex("Wang Yi")
    one = Attribution(Voice.INDIRECT, None, (Span(at - 8, at - 1),), (Span(at, at + 7),))
    (speaker,) = speakers(text, [one])
    done = acts(text, one, speaker)
    assert [s.target for s in stances(text, one, done, entities(text))] == ["CHN"]
    assert [s.target for s in stances(text, one, done)] == ["Wang Yi"]


@given(st.text("we support the US, against Russia. not doubt\nİ"))
def test_words_stand_in_the_text(text: str) -> None:
    """Whatever is said, a stance rests on words of the text, one for each target."""
    one = Attribution(Voice.DIRECT, None, (), (Span(0, len(text)),) if text else ())
    (speaker,) = speakers(text, [one])
    found = stances(text, one, acts(text, one, speaker) if text else ())
    assert len({stance.target for stance in found}) == len(found)
    assert all(0 <= s.span.start < s.span.end <= len(text) for s in found)
