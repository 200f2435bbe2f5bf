"""Commitments: what a document in its own voice says will be done, or should be."""

from __future__ import annotations

import pytest

from tocsin.desk.reading.attribution import attributions
from tocsin.desk.reading.statement import Voice

SPEECH = "We welcome the plan. I thank the members. We call on all sides to stop. "


def _last(sentence: str) -> tuple[str, str, str] | None:
    text = SPEECH + sentence
    found = attributions(text)[-1]
    if found.content[0].start < len(SPEECH):
        return None
    assert found.voice is Voice.OWN
    assert found.source is not None
    cue = " ".join(part.of(text) for part in found.cue)
    return found.source.of(text), cue, " ".join(part.of(text) for part in found.content)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("We will host a conference.", ("We", "will host", "a conference")),
        (
            "In the coming years, we will continue to build roads.",
            ("we", "will continue to build", "roads"),
        ),
        (
            "We should fully and effectively keep the agreement.",
            ("We", "should fully and effectively keep", "the agreement"),
        ),
        ("We need to act at once.", ("We", "need to act", "at once")),
        ("We will never accept force.", ("We", "will never accept", "force")),
    ],
)
def test_what_we_will_or_should_do_is_a_statement(sentence: str, told: tuple[str, ...]) -> None:
    """The modal verb with its verb is the cue, the rest what is said."""
    assert _last(sentence) == told


@pytest.mark.parametrize(
    "sentence",
    ["I will now turn to trade.", "They will build roads.", "We met in the morning.", "We will."],
)
def test_others_and_the_course_of_a_speech_are_none(sentence: str) -> None:
    """Nor is what others will do, what was done, or what is left unsaid."""
    assert _last(sentence) is None


def test_news_that_quotes_commits_to_nothing() -> None:
    """Where others are quoted, a stray “we” is no document's own voice."""
    news = "“It is late,” the minister said. The mayor said it rained. “Go,” he added. "
    assert len(attributions(news + "We will see.")) == 3
