"""What is found goes out as plain values, with its words, and comes back the same."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading import exchange
from tocsin.desk.reading.statement import (
    Act,
    Agreement,
    Attribution,
    Deed,
    Found,
    Meeting,
    Moment,
    Precision,
    Span,
    Speaker,
    Stance,
    Statement,
    Voice,
)

TEXT = "“We shall send aid if asked,” the minister of Tajikistan said in Sochi on 23 September."

SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(
    lambda bounds: Span(bounds[0], min(sum(bounds), len(TEXT)))
)
MAYBE = st.none() | SPANS
PARTS = st.lists(SPANS, min_size=1, max_size=3).map(tuple)
SAID = st.sampled_from(["", "TJK", "United Nations", "a “name”\n", "=1+1", "<b>"])
DAYS = st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
MOMENTS = st.builds(Moment, SPANS, st.sampled_from(Precision), DAYS, DAYS)
ACTS = st.builds(
    Act,
    st.sampled_from(Deed), SPANS, st.booleans(), MAYBE, MAYBE, MAYBE, MAYBE, MAYBE,
    place=st.sampled_from(["", "TJK", "AFG-TJK"]), place_span=MAYBE,
    vector=st.sampled_from(["", "state_based"]), vector_span=MAYBE,
    due=st.none() | MOMENTS,
)  # fmt: skip
STATEMENTS = st.builds(
    Statement,
    st.builds(Attribution, st.sampled_from(Voice), MAYBE, st.lists(SPANS).map(tuple), PARTS),
    st.builds(Speaker, SAID, SAID, SAID),
    SAID,
    st.lists(ACTS, max_size=2).map(tuple),
    st.lists(st.builds(Stance, SAID, st.sampled_from([-1, 0, 1]), SPANS), max_size=2).map(tuple),
)
PARTIES = st.lists(SAID, max_size=2).map(tuple)
FOUND = st.builds(
    Found,
    st.lists(STATEMENTS, max_size=4).map(tuple),
    st.lists(st.builds(Meeting, SPANS, PARTIES, st.none() | MOMENTS), max_size=2).map(tuple),
    st.lists(st.builds(Agreement, SPANS, PARTIES, st.none() | MOMENTS), max_size=2).map(tuple),
    st.lists(MOMENTS, max_size=2).map(tuple),
)


@given(FOUND)
def test_there_and_back(found: Found) -> None:
    """Through JSON and back nothing is lost or changed."""
    assert exchange.found(json.loads(json.dumps(exchange.plain(found, TEXT)))) == found


@given(FOUND)
def test_every_span_carries_its_words(found: Found) -> None:
    """Beside each span stand the words that it covers."""

    def check(value: Any) -> None:
        if isinstance(value, dict):
            if {"start", "end"} <= value.keys():
                assert TEXT[value["start"] : value["end"]] == value["text"]
            for inner in value.values():
                check(inner)
        elif isinstance(value, list):
            for inner in value:
                check(inner)

    check(exchange.plain(found, TEXT))


@pytest.mark.parametrize("given", [{}, [], {"statements": 7}, {"statements": [{"voice": "loud"}]}])
def test_what_is_no_reading_is_refused(given: Any) -> None:
    """Values of another shape end in an error that callers expect."""
    with pytest.raises((LookupError, TypeError, ValueError)):
        exchange.found(given)


def test_an_empty_span_is_refused() -> None:
    """A span that covers nothing, or starts before the text, is not taken."""
    for bounds in ({"start": 3, "end": 3}, {"start": -1, "end": 3}):
        with pytest.raises(ValueError, match="no span"):
            exchange._as_span(bounds)
