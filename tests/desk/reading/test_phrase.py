from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading import phrase
from tocsin.desk.reading.token import Tokens, tokens


def words(text: str) -> Tokens:
    """The words and marks of a text without quotations."""
    return tokens(text, [])


def left(text: str) -> str | None:
    """The phrase before the last word of a text."""
    made = words(text)
    found = phrase.before(made, len(made.start) - 2, 0)
    return found and text[made.start[found[0]] : made.end[found[1] - 1]]


@given(st.text("aA ,-().’“Theofandinsaid15", max_size=80))
def test_a_phrase_lies_where_it_was_sought(text: str) -> None:
    """Phrases on either side never leave the tokens that they were sought in."""
    made = words(text)
    count = len(made.start)
    for token in range(count):
        found = phrase.before(made, token, 0)
        assert found is None or 0 <= found[0] < found[1] <= token + 1
        for way in (phrase.after, phrase.adjunct, phrase.speaker):
            assert token <= way(made, token, count) <= count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said", "He"),
        ("The Belarusian head of state said", "The Belarusian head of state"),
        ("President of Belarus A. Lukashenko said", "President of Belarus A. Lukashenko"),
        ("The Ministers of Defence and the Secretary General said",
         "The Ministers of Defence and the Secretary General"),
        ("The two sides agreed", "The two sides"),
        ("Both of the parties agreed", "Both of the parties"),
        ("On Monday the envoy said", "the envoy"),
        ("When he arrived the envoy said", "the envoy"),
        ("They voted and Mr. Smith said", "Mr. Smith"),
        ("In a statement the envoy said", "the envoy"),
        ("The envoy on Friday said", "The envoy"),
        ("A study published by the university found", "A study published by the university"),
        ("Ann Lee, the President of Ruritania, said", "Ann Lee, the President of Ruritania,"),
        ("Ann Lee, who led the talks in Vienna, said", "Ann Lee, who led the talks in Vienna,"),
        ("Ann Lee, 59, of Vienna, said", "Ann Lee, 59, of Vienna,"),
        ("The envoy, however, said", "The envoy"),
        ("The envoy (an old hand) said", "The envoy (an old hand)"),
    ],
)  # fmt: skip
def test_a_source_is_read_to_the_left_of_its_verb(text: str, expected: str) -> None:
    """Of-phrases, appositions, relative clauses and titles belong to it, asides and days do not."""
    assert left(text) == expected


@pytest.mark.parametrize("text", ["that said", "won said", "“ said", "because said"])
def test_no_phrase_is_made_of_other_words(text: str) -> None:
    """Where no noun stands before a verb there is no source."""
    assert left(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("he. They left", "he"),
        ("Ann Lee, who led the talks.", "Ann Lee, who led the talks"),
        ("the minister of defence on Friday.", "the minister of defence"),
        ("Ann Lee in an interview.", "Ann Lee"),
    ],
)
def test_a_speaker_is_read_to_the_right_of_his_verb(text: str, expected: str) -> None:
    """What he is belongs to him, when and where he spoke does not."""
    made = words(text)
    stop = made.tags.index(".")
    end = phrase.speaker(made, 0, stop + 1)
    assert text[: made.end[end - 1]] == expected
