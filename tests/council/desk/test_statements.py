"""Statements marked by hand at the exact place of their words, then confirmed or rejected."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from tests.council.desk.test_report import TEXT, a_report

from tocsin.council.desk import statements
from tocsin.council.desk.models import Act, Report, Span, Statement
from tocsin.council.record import verify
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError


def mark(house: Any, report: Report, **given: Any) -> Statement:
    """A statement in a report, marked by the analyst."""
    statements.mark(house.actor("analyst"), statements.Mark(report=report.pk, **given))
    found: Statement = report.statements.order_by("-made_at").first()
    return found


def surfaces(statement: Statement) -> dict[str, list[str]]:
    """The words of a statement by their role."""
    found: dict[str, list[str]] = {}
    for span in statement.spans.all():
        found.setdefault(span.role, []).append(span.surface(statement.report.text))
    return found


def test_words_are_kept_by_their_place(house: Any) -> None:
    """Content, cue and source are found in the text, also where the cue breaks the content."""
    statement = mark(
        house,
        a_report(house),
        content="We shall send aid […] We shall send it soon.",
        cue="said",
        source="the minister",
        speaker="The minister",
        party="ARM",
        act="pledge",
        object="aid",
        place="AFG-TJK",
    )
    found = surfaces(statement)
    assert found["content"] == ["We shall send aid", "We shall send it soon."]
    assert found["cue"] == ["said"]
    assert found["source"] == ["the minister"]
    assert found["object"] == ["aid"]
    assert Act.objects.get().object == "aid"
    assert statement.status == "candidate"
    assert not list(verify.findings())


def test_words_that_stand_twice_are_asked_for(house: Any) -> None:
    """Among several occurrences one is named; none is guessed."""
    report = a_report(house)
    with pytest.raises(RequestError, match="2 times") as refused:
        mark(house, report, content="We shall send", speaker="The minister")
    assert "1: " in refused.value.remedy
    assert "2: " in refused.value.remedy
    second = mark(house, report, content="We shall send", content_nth=2, speaker="The minister")
    assert second.spans.get().start == TEXT.rindex("We shall send")
    with pytest.raises(RequestError):
        mark(house, report, content="We shall send", content_nth=3, speaker="The minister")
    with pytest.raises(RequestError, match="does not stand"):
        mark(house, report, content="We will send", speaker="The minister")
    assert Statement.objects.count() == 1
    assert not list(verify.findings())


def test_the_same_words_elsewhere_do_not_confuse(house: Any) -> None:
    """Of a cue that stands in many places the one in the paragraph of the content is meant."""
    report = a_report(house, text="He said no.\n\nShe said yes.\n\nThey said perhaps.")
    statement = mark(house, report, content="yes", cue="said", speaker="The minister")
    assert statement.spans.get(role="cue").start == report.text.index("said yes")


def test_what_is_confirmed_or_rejected(house: Any) -> None:
    """A reader of reports decides, with a reason against; others cannot, nor the same twice."""
    report = a_report(house)
    one = mark(house, report, content="We shall send aid", speaker="The minister")
    two = mark(house, report, content="We shall send it soon.", speaker="The minister")
    statements.confirm(house.actor("officer"), statements.Confirm(statement=one.pk))
    rejection = statements.Reject(statement=two.pk, reason="It repeats.")
    statements.reject(house.actor("analyst"), rejection)
    one, two = Statement.objects.get(pk=one.pk), Statement.objects.get(pk=two.pk)
    assert (one.status, two.status, two.reason) == ("confirmed", "rejected", "It repeats.")
    assert one.judged_by == house.people["officer"]
    with pytest.raises(ConflictError):
        statements.reject(house.actor("analyst"), rejection)
    with pytest.raises(AccessError):
        statements.confirm(house.actor("armenia"), statements.Confirm(statement=two.pk))
    assert not list(verify.findings())


def test_what_one_does_not_see_one_does_not_judge(house: Any) -> None:
    """A statement in a report that is not marked for one is not there."""
    report = a_report(house, "armenia", marking="AMBER:ARM")
    with pytest.raises(MissingError):
        mark(house, report, content="We shall send aid", speaker="The minister")


def test_unknown_names_are_refused(house: Any) -> None:
    """Parties, places and vectors are those that there are; an act's details need an act."""
    report = a_report(house)
    for more in (
        {"party": "XXX"},
        {"act": "offer", "place": "XXX"},
        {"act": "offer", "vector": "weather"},
        {"object": "aid"},
    ):
        with pytest.raises(RequestError):
            mark(house, report, content="We shall send aid", speaker="The minister", **more)
    assert not Span.objects.exists()


def test_the_page_works_without_a_script(house: Any, client: Client) -> None:
    """The form beside the text marks, asks which occurrence, and the report's page confirms."""
    report = a_report(house)
    client.force_login(house.people["analyst"])
    path = f"/reports/{report.pk}/mark/"
    assert 'id="p2"' in client.get(path).text
    sent = {"content": "We shall send", "speaker": "The minister", "voice": "direct"}
    sent["polarity"] = "positive"
    asked = client.post(path, sent)
    assert asked.status_code == 400
    assert "Say which is meant" in asked.text
    assert client.post(path, {**sent, "content_nth": "2"}).status_code == 302
    statement = Statement.objects.get()
    page = client.get(f"/reports/{report.pk}/").text
    assert '<mark class="content candidate-span ">We shall send</mark>' in page
    answer = client.post("/do/statement.confirm/", {"statement": str(statement.pk)})
    assert answer.status_code == 302
    assert Statement.objects.get().status == "confirmed"
    assert not list(verify.findings())
