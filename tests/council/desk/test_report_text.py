"""Texts cut into paragraphs and pieces without losing a character, and words found exactly."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tocsin.council.desk.report_text import Found, laid_out, occurrences, paragraph_of, paragraphs

ODD = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    "\u200b\u200d\u202e\u2066\u2069\u0301\ufeff𐍈👩🏽\n\n \ta"
)
TEXTS = st.text(ODD, max_size=200)


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Found]]:
    """A text and spans of it, which may overlap."""
    text = draw(TEXTS.filter(len))
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    pairs = [sorted(pair) for pair in draw(st.lists(places, max_size=12)) if pair[0] != pair[1]]
    return text, [Found(n, "content", *pair) for n, pair in enumerate(pairs, 1)]


@given(texts_with_spans())
def test_pieces_give_the_text(drawn: tuple[str, list[Found]]) -> None:
    """Pieces and gaps in order are the text from its first paragraph on, whatever overlaps."""
    text, spans = drawn
    shown = laid_out(text, spans)
    joined = "".join("".join(p.text for p in one.pieces) + one.gap for one in shown)
    assert joined == text[shown[0].start if shown else len(text) :]


@given(texts_with_spans())
def test_pieces_under_a_span_give_its_words(drawn: tuple[str, list[Found]]) -> None:
    """The pieces that a span covers are just its words, apart from the gaps between paragraphs."""
    text, spans = drawn
    shown = laid_out(text, spans)
    for span in spans:
        covered = "".join(p.text for one in shown for p in one.pieces if span in p.covers)
        words = "".join(
            text[max(start, span.start) : min(end, span.end)]
            for start, end in paragraphs(text)
            if start < span.end and span.start < end
        )
        assert covered == words


@given(TEXTS, st.integers(0, 200), st.integers(1, 40))
def test_words_are_found_where_they_stand(text: str, start: int, length: int) -> None:
    """Any words of a text are found again at the place from which they were taken."""
    words = text[start : start + length]
    if words.strip() and words == words.strip():
        edges = text[:start][-1:] + words[:1], words[-1:] + text[start + length :][:1]
        within = any(re.fullmatch(r"\w\w", edge) for edge in edges)
        found = occurrences(text, words)
        assert found
        assert within or (start, start + len(words)) in found


@given(TEXTS, st.text(ODD, min_size=1, max_size=6))
def test_what_is_found_are_the_words(text: str, words: str) -> None:
    """Every place found holds the words, blanks aside."""
    for start, end in occurrences(text, words):
        assert text[start:end].split() == words.split()


@given(TEXTS.filter(lambda text: any(paragraphs(text))))
def test_each_position_has_its_paragraph(text: str) -> None:
    """A position within a paragraph leads to it."""
    for start, end in paragraphs(text):
        assert paragraph_of(text, start) == paragraph_of(text, end - 1) == (start, end)


def test_occurrences_may_overlap() -> None:
    """Words that overlap with themselves are found each time, blanks match any blanks."""
    assert occurrences("aaa", "aa") == [(0, 2), (1, 3)]
    assert occurrences("so it\nis, so  it is", "so it is") == [(0, 8), (10, 19)]
    assert occurrences("text", "  ") == []


def test_whole_words_go_first() -> None:
    """What is a word of its own is not sought within others, unless it stands only there."""
    assert occurrences("He said: aid.", "aid") == [(9, 12)]
    assert occurrences("He said.", "aid") == [(4, 7)]
    assert occurrences("“Aid”, said he", "“Aid”") == [(0, 5)]
