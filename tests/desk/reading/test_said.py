"""Word lists and how they are looked for."""

from __future__ import annotations

import re
import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.lexicon import table
from tocsin.desk.reading.said import Phrases, literal, lowered, searched, words

TABLES = ("dates", "meetings", "agreements", "mentions", "topics", "vectors_said")


def _found(phrases: dict[str, str], text: str) -> list[tuple[str, str]]:
    pairs = Phrases(phrases.items())
    return [(key, text[start:end]) for key, start, end in pairs.find(text)]


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_read(name: str) -> None:
    """The files of the package are there and are TOML."""
    assert table(name)
    assert files("tocsin.desk.reading").joinpath(f"data/{name}.toml").is_file()


@given(st.text(max_size=80))
def test_small_letters_stand_where_the_others_stood(text: str) -> None:
    """No letter becomes two, so that offsets stay those of the text."""
    assert len(lowered(text)) == len(text)


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_words_stand_where_they_say(text: str, start: int, end: int) -> None:
    """Each word lies in the part asked for and is the text there, in small letters."""
    for word in words(text, start, end):
        assert start <= word.start < word.end <= min(end, len(text))
        assert lowered(text[word.start : word.end]) == word.low


def test_the_longest_phrase_counts() -> None:
    """Of two that begin alike the longer is found, and none inside another."""
    found = _found({"border": "a", "border guard*": "b"}, "Border guards at the border.")
    assert found == [("b", "Border guards"), ("a", "border")]


def test_a_star_stands_for_any_ending_and_nothing_else_does() -> None:
    """Without a star only the whole word is meant."""
    assert _found({"terroris*": "t"}, "terrorism, Terrorists, terror") == [
        ("t", "terrorism"),
        ("t", "Terrorists"),
    ]
    assert _found({"war": "w"}, "wars warn war-torn war") == [("w", "war"), ("w", "war")]


def test_hyphen_blank_and_line_break_join_alike_but_no_paragraph() -> None:
    """Cyber attack, cyber-attack and a broken line are one phrase; two paragraphs are none."""
    phrases = {"cyber attack": "c"}
    assert len(_found(phrases, "cyber attack cyber-attack cyber\nattack cyber  attack")) == 4
    assert _found(phrases, "cyber\n\nattack. Cyber. Attack") == []


@given(st.text(st.sampled_from("ab' -*"), min_size=1, max_size=8), st.text(max_size=40))
def test_any_phrase_can_be_looked_for(phrase: str, text: str) -> None:
    """Odd entries of a table of one's own raise nothing and find spans in order."""
    found = Phrases([(phrase, "k")]).find(text)
    assert all(0 <= start < end <= len(text) for _, start, end in found)


def test_a_part_of_a_text_is_looked_at_alone() -> None:
    """Offsets are those of the whole text."""
    text = "war and war"
    assert Phrases([("war", "w")]).find(text, 4) == [("w", 8, 11)]
    assert Phrases([("war", "w")]).find(text, 0, 7) == [("w", 0, 3)]


def test_words_as_they_are_begin_and_end_as_words() -> None:
    """Capitals and small letters are found, parts of words are not."""
    hits = searched(literal(["talks"]), "Talks, talks, TALKS, stalks and talksing")
    assert [hit[0] for hit in hits] == ["Talks", "talks", "TALKS"]
    assert isinstance(literal(["a.b"]), re.Pattern)


def test_looking_for_phrases_takes_linear_time() -> None:
    """A long text of first words only is no burden."""
    phrases = Phrases([("new start treaty", "n"), ("new*", "m"), ("new york", "y")])

    def seconds(size: int) -> float:
        start = time.perf_counter()
        phrases.find("new " * size)
        return time.perf_counter() - start

    seconds(100)
    assert seconds(40_000) < 12 * seconds(10_000) + 0.2
