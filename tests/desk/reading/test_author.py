"""Papers as sources."""

from __future__ import annotations

import pytest

from tocsin.desk.reading.author import author
from tocsin.desk.reading.statement import Span


@pytest.mark.parametrize(
    ("source", "of"),
    [
        ("the joint statement of the Co-Chairs", "the Co-Chairs"),
        ("A press release from NATO", "NATO"),
        ("Lavrov’s remarks", "Lavrov"),
        ("the ministers' statement", "the ministers"),
        ("the UN report", "the UN report"),
        ("statements of", "statements of"),
        ("He", "He"),
    ],
)
def test_whose_paper_it_is(source: str, of: str) -> None:
    """Who is named after “of”, “by” or “from”, or before an apostrophe; else the source itself."""
    assert author(source, Span(0, len(source))).of(source) == of
