"""Reports read by the worker: what is found waits to be confirmed, and counts nowhere before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests.council.desk.test_report import TEXT, WORKER, a_report, a_source

from tocsin.council.council import offer_pages, undertaking_candidates
from tocsin.council.desk import (
    pages_place,
    readings,
    report_parsing,
    reports,
    statement_table,
    statements,
)
from tocsin.council.desk.models import Act, Reading, Report, Statement
from tocsin.council.desk.report_page import context
from tocsin.council.desk.statement_proposals import propose
from tocsin.council.record import clock, verify
from tocsin.desk.reading import apart, reader, statement
from tocsin.desk.reading.statement import Deed, Moment, Precision, Span, Speaker, Voice
from tocsin.world.errors import DataError
from tocsin.world.marking import Marking

NOW = dt.datetime(2013, 9, 23, 9, tzinfo=dt.UTC)


def _part(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def _found(party: str = "TJK", **more: Any) -> statement.Found:
    """A pledge of a minister in the report of these tests."""
    due = Moment(_part("soon"), Precision.OPEN)
    act = statement.Act(
        Deed.PLEDGE,
        _part("We shall send aid"),
        object=_part("aid"),
        modality=_part("shall"),
        due=due,
    )
    told = statement.Attribution(
        voice=more.pop("voice", Voice.DIRECT),
        source=_part("the minister"),
        cue=(_part("said"),),
        content=(_part("“We shall send aid,”"), _part("“We shall send it soon.”")),
    )
    speaker = Speaker("The minister", "Minister of Foreign Affairs", party)
    return statement.Found((statement.Statement(told, speaker, "aid", (act,), **more),))


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the reader find something."""

    def find(found: statement.Found) -> None:
        monkeypatch.setattr(apart, "read", lambda *_, **__: found)

    find(_found())
    return find


def test_what_is_found_waits_as_a_candidate(house: Any, finds: Any) -> None:
    """Speaker, party, spans and acts are kept as found, each word at its place."""
    report = a_report(house)
    assert readings.read_due(NOW) == 1
    one = Statement.objects.get(report=report)
    assert (one.status, one.made_by, one.voice, one.topic) == ("candidate", None, "direct", "aid")
    assert (one.speaker, one.office) == ("The minister", "Minister of Foreign Affairs")
    own = {(s.role, s.part): s.surface(report.text) for s in one.spans.filter(act=None)}
    assert own == {
        ("source", 0): "the minister",
        ("cue", 0): "said",
        ("content", 0): "“We shall send aid,”",
        ("content", 1): "“We shall send it soon.”",
    }
    act = one.acts.get()
    assert (act.act, act.object, act.modality) == ("pledge", "aid", "shall")
    assert (act.due, act.precision) == (None, "vague")
    assert {s.role for s in act.spans.all()} == {"act", "modality", "object", "due"}
    reading = one.reading
    assert (reading.model, reading.release) == (reader.NAME, reader.release())
    assert (reading.proposed, reading.dropped) == (1, 0)
    assert not list(verify.findings())


def test_it_is_shown_on_the_reports_page(house: Any, finds: Any) -> None:
    """Who may judge it finds the candidate beside the text."""
    report = a_report(house)
    readings.read_due(NOW)
    shown = context(Report.objects.get(pk=report.pk), house.actor("analyst"))
    assert [candidate.statement.speaker for candidate in shown["candidates"]] == ["The minister"]
    assert shown["may_judge"]


def test_it_counts_nowhere_before_it_is_confirmed(house: Any, finds: Any) -> None:
    """Briefs, places, offers and pledges know nothing of it until somebody confirms it."""
    report = a_report(house)
    told = _found().statements[0]
    act = told.acts[0]
    acts = (replace(act, place="TJK"), replace(act, act=Deed.OFFER))
    finds(statement.Found((replace(told, acts=acts),)))
    readings.read_due(NOW)
    target, officer = Marking.parse(str(report.marking)), house.actor("officer")

    def counted() -> tuple[int, ...]:
        handed = statement_table.table(target, clock.today())
        lists = (
            undertaking_candidates.candidates(officer),
            offer_pages.candidates(officer),
            pages_place._acts(officer, "TJK"),
        )
        return len(handed.rows), handed.left_out, *map(len, lists)

    assert counted() == (0, 0, 0, 0, 0)
    one = Statement.objects.get()
    statements.confirm(house.actor("analyst"), statements.Confirm(statement=one.pk))
    assert counted() == (1, 0, 1, 1, 1)


@pytest.mark.parametrize(("party", "kept"), [("TJK", "TJK"), ("USA", ""), ("administration", "")])
def test_a_speaker_gets_the_key_of_a_party_here(
    house: Any, finds: Any, party: str, kept: str
) -> None:
    """A country that is a party is named by its key, any other by none."""
    finds(_found(party))
    a_report(house)
    readings.read_due(NOW)
    assert Statement.objects.get().party == kept


def test_a_report_is_read_once_by_each_release(
    house: Any, finds: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read again there is nothing to do; a new release reads anew and repeats no statement."""
    a_report(house)
    assert [readings.read_due(NOW) for _ in range(2)] == [1, 0]
    statements.reject(
        house.actor("analyst"),
        statements.Reject(statement=Statement.objects.get().pk, reason="Not so."),
    )
    monkeypatch.setattr(reader, "release", lambda: "2")
    assert [readings.read_due(NOW) for _ in range(2)] == [1, 0]
    assert Reading.objects.count() == 2
    assert Statement.objects.get().status == "rejected"


def test_an_upload_is_read_after_it_was_parsed(house: Any, finds: Any) -> None:
    """A file goes through both jobs, the text first."""
    a_report(house, original=TEXT.encode(), filename="minutes.txt")
    assert readings.read_due(NOW) == 0
    assert report_parsing.parse_waiting() == 1
    assert readings.read_due(NOW) == 1
    assert Act.objects.get().act == "pledge"


def test_what_is_not_for_the_reader_is_left(house: Any, finds: Any) -> None:
    """Reports in other languages and withdrawn ones are not read."""
    source = a_source(house)
    a_report(house, source=source, language="ru")
    gone = a_report(house, source=source)
    reports.withdraw(house.actor("analyst"), reports.Withdraw(report=gone.pk, reason="Wrong."))
    assert readings.read_due(NOW) == 0
    assert not Reading.objects.exists()


def test_a_report_that_is_too_much_is_not_tried_again(
    house: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes too long is put down as not known, which its page says, and others are read."""

    def slow(*_: Any, **__: Any) -> statement.Found:
        raise DataError("It is too slow.")

    monkeypatch.setattr(apart, "read", slow)
    report = a_report(house)
    assert [readings.read_due(NOW) for _ in range(2)] == [1, 0]
    assert Reading.objects.get().proposed == 0
    assert Reading.objects.get().failed
    client.force_login(house.people["analyst"])
    page = client.get(f"/reports/{report.pk}/").text
    assert "could not read it: what it says is not known" in page
    assert "proposed 0" not in page


def test_two_workers_propose_once(house: Any, finds: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that read the same report at once the later keeps nothing and goes on."""
    a_report(house)
    read = readings._read

    def twice(*given: Any) -> Any:
        made = read(*given)
        propose(WORKER, made)
        return made

    monkeypatch.setattr(readings, "_read", twice)
    assert readings.read_due(NOW) == 0
    assert Statement.objects.count() == 1


@pytest.mark.parametrize("voice", list(Voice))
def test_every_voice_and_deed_is_known_here(house: Any, finds: Any, voice: Voice) -> None:
    """Whatever a reader tells apart can be kept: voices, deeds and precisions."""
    told = _found(voice=voice).statements[0]
    acts = tuple(
        statement.Act(deed, _part("We shall"), due=Moment(_part("soon"), precision))
        for deed in Deed
        for precision in Precision
    )
    finds(statement.Found((statement.Statement(told.attribution, told.speaker, "", acts),)))
    a_report(house)
    assert readings.read_due(NOW) == 1
    assert Act.objects.count() == len(acts)
    assert Reading.objects.get().dropped == 0


def test_the_reader_itself_reads(house: Any) -> None:
    """Nothing is put in its place here: the confined process reads the report of these tests."""
    a_report(house)
    assert readings.read_due(NOW) == 1
    spans = [span for one in Statement.objects.all() for span in one.spans.filter(role="content")]
    assert "“We shall send aid,”" in {span.surface(TEXT) for span in spans}
    assert not list(verify.findings())
