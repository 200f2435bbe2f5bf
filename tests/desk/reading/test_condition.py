"""Conditions in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.condition import conditions


def _found(text: str) -> list[str]:
    return [span.of(text) for span in conditions(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("“If Armenia decides on it, Belarus will help.”", "If Armenia decides on it"),
        ("We will go, provided that both agree.", "provided that both agree"),
        ("Unless it stops, we leave", "Unless it stops"),
        ("We stay as long as it takes.", "as long as it takes"),
        ("Once the sides sign, aid follows.", "Once the sides sign"),
        ("It pays on condition that it is told.", "on condition that it is told"),
        ("It helps in the event of war.", "in the event of war"),
    ],
)
def test_a_condition_ends_at_its_comma_or_sentence(text: str, clause: str) -> None:
    """A condition is told from its first word to the comma or full stop, which are left out."""
    assert _found(text) == [clause]


@pytest.mark.parametrize(
    "text",
    [
        "He asked if Russia would comply.",
        "We shall see if it lasts.",
        "It goes on, even if it rains.",
        "They said once again that it was so.",
        "It happened at once.",
        "Whether it will help is open.",
        "A gift and a motif.",
    ],
)
def test_a_question_or_a_mere_word_is_no_condition(text: str) -> None:
    """“If” for “whether”, “even if”, “once again” and parts of words open none."""
    assert _found(text) == []


@given(st.text("if unless once, ; \n—“İ"))
def test_conditions_are_apart_and_in_order(text: str) -> None:
    """Clauses follow one another within the text."""
    ends = [0, *(p for c in conditions(text, 0, len(text)) for p in (c.start, c.end)), len(text)]
    assert ends == sorted(ends)
