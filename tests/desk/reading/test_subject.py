"""Sentences of what is said, and subjects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.statement import Attribution, Span, Speaker, Voice
from tocsin.desk.reading.subject import own, sentences, stripped, subject

BELARUS = Speaker("A", "", "BLR")


def _attribution(text: str, voice: Voice = Voice.DIRECT) -> Attribution:
    return Attribution(voice, None, (), (Span(0, len(text)),))


@given(st.text("Ab. ?“”\n!"))
def test_sentences_make_up_the_whole(text: str) -> None:
    """No letter is lost or told twice, whatever the marks."""
    spans = [Span(0, len(text))] if text else []
    assert "".join(span.of(text) for span in sentences(text, spans)) == text


def test_an_initial_ends_no_sentence() -> None:
    """Dots of initials and titles do not part sentences."""
    text = "“Mr. X of the U.S. Army came. We left.”"
    found = [span.of(text) for span in sentences(text, [Span(0, len(text))])]
    assert found == ["“Mr. X of the U.S. Army came. ", "We left.”"]


@pytest.mark.parametrize(
    ("text", "words", "mine"),
    [
        ("“But now we have to act", "we", True),
        ("If it does, Belarus will help", "Belarus", True),
        ("that Belarus, as a partner, will help", "Belarus", True),
        ("and they will ask", "they", False),
        ("Armenia will ask", "Armenia", False),
        ("and will help", None, False),
    ],
)
def test_the_subject_before_a_verb(text: str, words: str | None, mine: bool) -> None:
    """The nearest noun or pronoun, or the head of the sentence behind an insertion."""
    verb = next(text.index(v) for v in ("will", "have") if v in text)
    found = subject(text, Span(0, len(text)), verb, _attribution(text), BELARUS)
    assert (found.span.of(text) if found.span else None) == words
    assert found.own is mine


def test_they_are_the_speaker_in_reported_speech_only() -> None:
    """“He” within a quotation is another; reported, it is who speaks."""
    assert own("he", _attribution("x", Voice.INDIRECT), BELARUS)
    assert not own("he", _attribution("x"), BELARUS)


def test_closing_marks_are_left_out() -> None:
    """Blanks, commas and quotation marks at the ends go; nothing left is None."""
    text = " , help it.” "
    span = stripped(text, 0, len(text))
    assert span is not None
    assert span.of(text) == "help it"
    assert stripped(" .”", 0, 3) is None
