"""Reports and sources: what they are, and who may see which part of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tocsin.council.desk import reports, sources
from tocsin.council.desk.models import Body, Original, Report, Source
from tocsin.council.record import clock, verify
from tocsin.council.record.action import Actor, Via

WORKER = Actor(None, Via.WORKER)
FOR_ALL = "AMBER:secretariat,RUS,ARM,BLR,TJK,SRB"
TEXT = "The minister spoke.\n\n“We shall send aid,” the minister said. “We shall send it soon.”"


def a_source(house: Any, name: str = "The ministry", marking: str = FOR_ALL) -> Source:
    """A source, entered by the analyst."""
    found: Source = sources.enter(
        house.actor("analyst"), sources.Enter(name=name, kind="state", marking=marking)
    )
    return found


def given(source: Source, **more: Any) -> reports.File:
    """What a report is filed with, unless told otherwise."""
    usual = {"title": "On the border", "dated": dt.date(2013, 9, 23), "marking": FOR_ALL}
    if "original" not in more:
        usual["text"] = TEXT
    return reports.File(source=source.pk, **{**usual, **more})


def a_report(house: Any, who: str = "analyst", **more: Any) -> Report:
    """A report with pasted text, filed by somebody."""
    source = more.pop("source", None) or a_source(house)
    found: Report = reports.file(house.actor(who), given(source, **more))
    return found


def test_pasted_text_is_there_at_once(house: Any) -> None:
    """Pasted text is kept as it was but for line ends, and can be used at once."""
    report = a_report(house, text="One.\r\n\r\nTwo\x00.")
    assert report.text == "One.\n\nTwo."
    assert report.usable
    assert not Original.objects.exists()
    assert not list(verify.findings())


def test_a_grade_is_a_letter_and_a_number(house: Any) -> None:
    """What nobody graded yet cannot be judged; a grade says who gave it and when."""
    report = a_report(house)
    assert report.grade == "F6"
    assert report.graded_at is None
    analyst = house.actor("analyst")
    sources.grade(
        analyst, sources.Grade(source=report.source_id, reliability="B", reason="Four of five.")
    )
    reports.grade(analyst, reports.Grade(report=report.pk, credibility=2, reason="Others agree."))
    report = Report.objects.select_related("source").get()
    assert report.grade == "B2"
    assert report.graded_by == house.people["analyst"]
    assert report.graded_at is not None
    assert report.graded_at <= clock.now()


def test_lists_load_no_text(house: Any, django_assert_num_queries: Any) -> None:
    """A report in a list carries neither text nor file: they stand in tables of their own."""
    a_report(house)
    with django_assert_num_queries(1):
        row = next(iter(Report.objects.all()))
    assert not {"text", "data"} & {field.name for field in row._meta.concrete_fields}
    assert Body.objects.get().whole == row
