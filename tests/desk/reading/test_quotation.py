from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.quotation import paragraphs, quotations

MARKS = "“”\"«»„‘’'`´ \n.,a"


def quoted(text: str) -> list[str]:
    """The quotations of a text as words."""
    return [text[q.start : q.end] for q in quotations(text)]


@given(st.text(MARKS, max_size=80))
def test_every_quotation_lies_in_the_text_and_holds_something(text: str) -> None:
    """Whatever marks follow each other, quotations are real spans, sorted, inside a paragraph."""
    found = quotations(text)
    assert all(0 <= q.start < q.end - 1 < len(text) for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)
    for quotation in found:
        assert any(a <= quotation.start and quotation.end <= b for a, b in paragraphs(text))


@given(st.text(MARKS, max_size=80))
def test_outermost_quotations_do_not_overlap(text: str) -> None:
    """Of two quotations that stand in no other, the second begins after the first has ended."""
    outer = [q for q in quotations(text) if q.depth == 0]
    assert all(a.end <= b.start for a, b in pairwise(outer))


@given(st.text(max_size=60), st.integers(0, 3))
def test_lines_before_a_text_only_move_its_quotations(text: str, lines: int) -> None:
    """A text's quotations do not depend on where it stands."""
    moved = [(q.start - 2 * lines, q.end - 2 * lines) for q in quotations("\n\n" * lines + text)]
    assert moved == [(q.start, q.end) for q in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We agree,” he said.", ["“We agree,”"]),
        ('"We agree," he said.', ['"We agree,"']),
        ("«We agree», he said.", ["«We agree»"]),
        ("„We agree“, he said.", ["„We agree“"]),
        ("''We agree,'' he said.", ["''We agree,''"]),
        ("``We agree,'' he said.", ["``We agree,''"]),
        ("‘We agree,’ he said.", ["‘We agree,’"]),
        ("'We agree,' he said.", ["'We agree,'"]),
        ("”We agree,” he said.", ["”We agree,”"]),
    ],
)
def test_marks_of_many_habits_open_and_close(text: str, expected: list[str]) -> None:
    """Straight, curly, angular, low, doubled single and single marks are all paired."""
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It's the ministers' plan.",
        "Don’t wait.",
        "In the ’90s.",
        "The allies’ plan.",
        "rock ’n’ roll",
    ],
)
def test_apostrophes_are_no_quotations(text: str) -> None:
    """Contractions, possessives and decades open and close nothing."""
    assert quoted(text) == []


def test_inner_quotations_have_a_depth() -> None:
    """A quotation inside another one is told from it."""
    found = quotations("“He said ‘no’ to us,” she said.")
    assert [(q.depth, q.closed) for q in found] == [(0, True), (1, True)]


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    """Where the closing mark is missing, the next paragraph stands outside."""
    assert quoted("“We agree.\n\nHe left.") == ["“We agree."]


def test_a_quotation_goes_on_where_the_next_paragraph_opens_it_again() -> None:
    """Paragraphs of one long quotation each open with a mark, and only the last closes it."""
    first, second = quotations("“We agree.\n\n“We shall go,” he said.")
    assert (first.goes_on, first.closed) == (True, False)
    assert (second.goes_on, second.closed) == (False, True)


def test_wrapped_lines_are_one_paragraph() -> None:
    """A line that ends amid a sentence does not end the quotation in it."""
    assert quoted("“We agree with\nall of it,” he said.") == ["“We agree with\nall of it,”"]
