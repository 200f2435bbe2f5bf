"""What a reader proposes: kept where it is exact, dropped and counted where it is not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.council.desk.test_report import TEXT, WORKER, a_report

from tocsin.council.desk.models import Reading, Report, Span
from tocsin.council.desk.statement_proposals import (
    Propose,
    ProposedAct,
    ProposedSpan,
    ProposedStatement,
    propose,
)
from tocsin.council.record import verify
from tocsin.world.errors import AccessError, ConflictError

ODD = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(
    "\u200b\u200d\u202e\u2066\u0301\ufeff𐍈👩🏽\n "
)


def _candidate(start: int, end: int, surface: str, **more: Any) -> ProposedStatement:
    span = ProposedSpan(role="content", start=start, end=end, surface=surface)
    return ProposedStatement(speaker="A minister", spans=(span,), **more)


def _propose(report: Report, *candidates: ProposedStatement, release: str = "1") -> Reading:
    propose(
        WORKER, Propose(report=report.pk, model="reader", release=release, candidates=candidates)
    )
    found: Reading = Reading.objects.get(report=report, release=release)
    return found


def test_what_is_not_exact_is_dropped_and_counted(house: Any) -> None:
    """One character beside, other words, no content or an inexact act: the whole is dropped."""
    report = a_report(house)
    start = TEXT.index("We shall")
    right = "We shall send aid"
    place = ProposedSpan(role="object", start=0, end=3, surface="Aid")
    act = ProposedAct(act="offer", spans=(place,))
    cue = ProposedSpan(role="cue", start=0, end=3, surface="The")
    reading = _propose(
        report,
        _candidate(start, start + len(right), right),
        _candidate(start + 1, start + 1 + len(right), right),
        _candidate(start, start + len(right), right.upper()),
        _candidate(start, start + len(right), right, acts=(act,)),
        _candidate(10_000, 10_001, "x"),
        ProposedStatement(speaker="A minister", spans=(cue,)),
    )
    assert (reading.proposed, reading.dropped) == (6, 5)
    statement = reading.statements.get()
    assert statement.spans.get().surface(report.text) == right
    assert (statement.status, statement.made_by) == ("candidate", None)
    assert not list(verify.findings())


def test_a_reader_reads_a_report_once(house: Any) -> None:
    """The same release is refused the second time, another one is not."""
    report = a_report(house)
    _propose(report)
    with pytest.raises(ConflictError):
        _propose(report)
    _propose(report, release="2")
    assert Reading.objects.count() == 2


def test_nobody_proposes_in_a_readers_name(house: Any) -> None:
    """Proposing is the system's own."""
    with pytest.raises(AccessError):
        propose(
            house.actor("analyst"),
            Propose(report=a_report(house).pk, model="reader", release="1", candidates=()),
        )


@given(st.data())
@settings(max_examples=200)
def test_a_span_is_exact_or_it_is_not(data: st.DataObject) -> None:
    """Just the words that stand between the places are exact, whatever the characters."""
    text = data.draw(st.text(ODD, min_size=1, max_size=60))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    surface = text[start:end]
    assert _candidate(start, end, surface).exact(text)
    other = data.draw(st.text(ODD, min_size=1, max_size=60))
    assert _candidate(start, end, other).exact(text) is (other == surface)


def test_odd_characters_survive_the_database(house: Any) -> None:
    """Bidirectional, invisible and astral characters keep their places through the database."""
    text = "He said: “\u202eשלום\u202c 𐍈 👩🏽\u200d🚀 e\u0301\u200b”."
    report = a_report(house, text=text)
    places = [(s, e) for s in range(9, len(text)) for e in range(s + 1, min(s + 6, len(text)))]
    _propose(report, *[_candidate(s, e, text[s:e]) for s, e in places])
    kept = {(span.start, span.end): span.surface(report.text) for span in Span.objects.all()}
    assert kept == {(s, e): text[s:e] for s, e in places}
    assert Report.objects.get().text == text
