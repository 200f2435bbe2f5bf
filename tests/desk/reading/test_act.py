"""What is done by a statement."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.act import acts
from tocsin.desk.reading.speaker import speakers
from tocsin.desk.reading.stance import stances
from tocsin.desk.reading.statement import Act, Attribution, Deed, Span, Speaker, Voice

BELARUS = Speaker("Aleksandr Lukashenko", "President of Belarus", "BLR")
PARTS = ("giver", "receiver", "object", "condition")


def _told(text: str, act: Act) -> tuple[str, ...]:
    spans = (getattr(act, part) for part in PARTS)
    return (act.act, act.span.of(text), *(span.of(text) if span else "" for span in spans))


def test_offers_and_pledges_with_their_strings() -> None:
    """A condition holds for its sentence and the next; who it is about receives."""
    text = (
        "“If Armenia decides on it, Belarus will never hinder it. We will support your intentions "
        "and provide all-round assistance in joining us,” he added."
    )
    content = text[: text.index(" he")]
    (one,) = _one(text, content)
    found = acts(text, one, BELARUS)
    strings = "If Armenia decides on it"
    assert [_told(text, act) for act in found] == [
        ("pledge", "will never hinder", "Belarus", "Armenia", "it", strings),
        ("pledge", "will support", "We", "Armenia", "your intentions", strings),
        ("offer", "provide", "We", "Armenia", "all-round assistance in joining us", strings),
    ]
    assert [act.positive for act in found] == [False, True, True]


def _one(text: str, content: str, voice: Voice = Voice.DIRECT) -> list[Attribution]:
    start = text.index(content)
    cue = Span(text.rindex(" ") + 1, len(text.rstrip(".")))
    return [Attribution(voice, None, (cue,), (Span(start, start + len(content)),))]


@pytest.mark.parametrize(
    ("quoted", "told"),
    [
        (
            "They are even ready to finance the posts at the border",
            ("report", "are even ready to finance", "They", "", "the posts at the border", ""),
        ),
        (
            "Therefore, it is vital for our own security to render aid to Tajikistan",
            ("request", "it is vital", "", "", "to render aid to Tajikistan", ""),
        ),
        (
            "There is one issue we should discuss",
            ("request", "we should discuss", "", "we", "one issue", ""),
        ),
        (
            "But now we have to take decisive steps",
            ("request", "we have to", "", "we", "take decisive steps", ""),
        ),
        (
            "Azerbaijan must withdraw its troops",
            ("request", "Azerbaijan must", "", "Azerbaijan", "withdraw its troops", ""),
        ),
        (
            "We will send 20 tonnes of wheat to Syria",
            ("pledge", "will send", "We", "", "20 tonnes of wheat to Syria", ""),
        ),
        (
            "Belarus has decided to offer free tuition to Tajikistani officers",
            (
                "offer",
                "has decided to offer",
                "Belarus",
                "Tajikistani officers",
                "free tuition",
                "",
            ),
        ),
        ("We condemn the attack", ("criticise", "condemn", "", "", "", "")),
        ("I doubt it", ("doubt", "I doubt it", "", "", "", "")),
        ("We are not ready to talk", ("refuse", "are not ready to talk", "", "", "", "")),
    ],
)
def test_acts_in_a_quotation(quoted: str, told: tuple[str, ...]) -> None:
    """Another's offer is a report; duties, needs, doubts and one's own words are acts."""
    text = f"“{quoted},” he said."
    (one,) = _one(text, f"“{quoted},”")
    assert _told(text, acts(text, one, BELARUS)[0]) == told


@pytest.mark.parametrize(
    ("quoted", "span", "positive"),
    [
        ("We have not changed our minds", "have not changed our minds", False),
        ("We have no disagreements with Russia", "have no disagreements", False),
        ("All the agreements are fulfilled", "said", True),
        ("If we don’t act, they will grow", "said", True),
        ("We will be able to effectively help the ally", "said", True),
        ("The problems will grow", "said", True),
    ],
)
def test_what_only_asserts(quoted: str, span: str, positive: bool) -> None:
    """A denial in the main clause asserts the contrary; the rest rests on the cue."""
    text = f"“{quoted},” he said."
    (one,) = _one(text, f"“{quoted},”")
    (act,) = acts(text, one, BELARUS)
    assert (act.act, act.span.of(text), act.positive) == (Deed.ASSERT, span, positive)


def test_a_continuation_asserts_what_it_says() -> None:
    """Without a cue the content shows the act."""
    text = "The system helps."
    one = Attribution(Voice.INDIRECT, None, (), (Span(0, 16),))
    assert acts(text, one, BELARUS) == (Act(Deed.ASSERT, Span(0, 16)),)


WORDS = "we will must if not provide A to US is ready , . ; “ ” have no offer support İ \n – I"
SIGNS = st.lists(st.sampled_from(WORDS.split(" "))).map(" ".join)


@given(SIGNS, st.data())
def test_every_part_stands_in_the_text(text: str, data: st.DataObject) -> None:
    """There is an act for any statement, and no span is empty or outside of the text."""
    text = f"x{text}"
    places = st.integers(0, len(text))
    spans = st.tuples(places, places).filter(lambda p: p[0] < p[1]).map(lambda p: Span(*p))
    one = Attribution(
        data.draw(st.sampled_from(Voice)),
        None,
        tuple(data.draw(st.lists(spans, max_size=1))),
        tuple(data.draw(st.lists(spans, min_size=1, max_size=2))),
    )
    found = acts(text, one, BELARUS)
    assert found
    for act in found:
        for span in (act.span, act.modality, *(getattr(act, part) for part in PARTS)):
            assert span is None or 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize(
    "unit", ["must ", "we will ", "if ", "“", "President ", "help US and ", "—("]
)
def test_hostile_texts_take_linear_time(unit: str) -> None:
    """A hundred thousand letters of anything are read in a few seconds of one processor."""
    text = (unit * 100_000)[:100_000]
    one = Attribution(Voice.DIRECT, Span(0, 50_000), (Span(50_000, 50_010),), (Span(0, len(text)),))
    before = time.process_time()
    (speaker,) = speakers(text, [one])
    stances(text, one, acts(text, one, speaker))
    assert time.process_time() - before < 10
