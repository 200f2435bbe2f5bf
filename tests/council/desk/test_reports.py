"""Reports on their pages: filed, graded, withdrawn, and kept to those who may see them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.council.desk.test_report import TEXT, a_report, a_source
from tests.council.desk.test_statements import mark

from tocsin.council.desk import report_parsing, reports
from tocsin.council.desk.models import Report
from tocsin.council.people import actions as people
from tocsin.council.record import clock, verify
from tocsin.council.record.action import Actor, Via
from tocsin.world.errors import AccessError, ConflictError, MissingError

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def signed_in(client: Client, user: Any) -> Client:
    """A client as somebody, with the second factor that some roles need."""
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {}})
    client.force_login(user)
    return client


def test_each_role_sees_what_is_marked_for_it(house: Any, client: Client) -> None:
    """Text, statements and file open for the audience, and are not there for anybody else."""
    report = a_report(
        house,
        marking="AMBER:secretariat,TJK",
        title="Crossings",
        original=b"The minister spoke of crossings.",
        filename="minutes.txt",
    )
    report_parsing.parse_waiting()
    mark(house, report, content="crossings", speaker="A minister")
    for name, user in house.people.items():
        signed_in(client, user)
        codes = {
            path: client.get(f"/reports/{report.pk}/{path}").status_code
            for path in ("", "original/", "history/", "readers/")
        }
        may = name in {"officer", "analyst", "tajikistan"}
        assert set(codes.values()) == {200 if may else 404}, (name, codes)
        assert ("Crossings" in client.get("/reports/").text) is may
        page = client.get(f"/reports/{report.pk}/").text
        assert ("A minister" in page) is may
        assert ("spoke of" in page) is may
        marks = client.get(f"/reports/{report.pk}/mark/").status_code
        assert marks == (200 if name in {"officer", "analyst"} else 403 if may else 404)


def test_a_source_may_be_closed_to_readers_of_its_report(house: Any, client: Client) -> None:
    """A report's readers learn its grade, and not its source unless they may."""
    source = a_source(house, "An informant in Khorog", "AMBER:secretariat")
    report = a_report(house, source=source, marking="AMBER:secretariat,ARM")
    for path in (f"/reports/{report.pk}/", "/reports/", f"/reports/{report.pk}/history/"):
        assert "Khorog" not in signed_in(client, house.people["armenia"]).get(path).text
    assert client.get(f"/sources/{source.pk}/").status_code == 404
    assert "F6" in client.get("/reports/").text
    assert "Khorog" in signed_in(client, house.people["analyst"]).get(f"/reports/{report.pk}/").text


def test_a_file_is_saved_and_never_shown(house: Any, client: Client) -> None:
    """A page of HTML comes as bytes to be saved, under a safe name, and is not kept by caches."""
    page = f"<!doctype html><html><body><p>Agreed.</p>{SCRIPT}</body></html>".encode()
    report = a_report(house, original=page, filename="../mi\u202enutes.html")
    answer = signed_in(client, house.people["analyst"]).get(f"/reports/{report.pk}/original/")
    assert answer.content == page
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="minutes.html"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    report_parsing.parse_waiting()
    assert Report.objects.get().text == "Agreed."


def test_pasted_text_has_no_file(house: Any, client: Client) -> None:
    """There is nothing to save of pasted text."""
    report = a_report(house)
    client = signed_in(client, house.people["analyst"])
    assert client.get(f"/reports/{report.pk}/original/").status_code == 404


def test_what_others_wrote_stays_text(house: Any, client: Client) -> None:
    """A title, a name, a text and a statement with markup in them are shown as they are."""
    report = a_report(
        house,
        source=a_source(house, SCRIPT),
        title=SCRIPT,
        text=f"He said: {SCRIPT}",
        marking="AMBER:secretariat",
    )
    mark(house, report, content=SCRIPT, speaker=SCRIPT, topic=SCRIPT)
    signed_in(client, house.people["analyst"])
    for path in ("", "mark/", "history/", "readers/"):
        page = client.get(f"/reports/{report.pk}/{path}").text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page
    for path in ("/reports/", "/sources/", f"/sources/{report.source_id}/", "/do/report.file/"):
        assert "<script>alert" not in client.get(path).text


def test_a_delegation_files_by_its_credentials(house: Any) -> None:
    """A delegation files for whom it chooses, in its own name, while its credentials last."""
    report = a_report(house, "armenia", marking="AMBER:ARM,RUS")
    assert report.originator == house.party("ARM")
    seen = {n for n, u in house.people.items() if Report.objects.visible(u).exists()}
    assert seen == {"armenia", "chair"}
    credential = house.people["armenia"].credentials.get()
    yesterday = clock.today() - dt.timedelta(days=1)
    people.discredit(house.actor("officer"), people.End(tenure=credential.pk, until=yesterday))
    with pytest.raises(AccessError):
        a_report(house, "armenia", marking="AMBER:ARM,RUS")
    with pytest.raises(AccessError):
        a_report(house, "observer")


def test_only_its_party_withdraws_it(house: Any, client: Client) -> None:
    """What is withdrawn stays where it is, says so, and takes neither grade nor statement."""
    report = a_report(house, "armenia")
    withdrawal = reports.Withdraw(report=report.pk, reason="It was a draft.")
    with pytest.raises(AccessError):
        reports.withdraw(house.actor("analyst"), withdrawal)
    reports.withdraw(house.actor("armenia"), withdrawal)
    page = signed_in(client, house.people["analyst"]).get(f"/reports/{report.pk}/").text
    assert "It was a draft." in page
    assert "spoke" in page
    assert "report.grade" not in page
    assert client.get(f"/reports/{report.pk}/mark/").status_code == 409
    with pytest.raises(ConflictError):
        mark(house, report, content="spoke", speaker="The minister")
    with pytest.raises(ConflictError):
        reports.withdraw(house.actor("armenia"), withdrawal)
    assert not list(verify.findings())


def test_who_does_not_see_it_cannot_grade_it(house: Any) -> None:
    """Grading what is not marked for one is grading nothing."""
    report = a_report(house, "armenia", marking="AMBER:ARM")
    with pytest.raises(MissingError):
        reports.grade(
            house.actor("analyst"), reports.Grade(report=report.pk, credibility=3, reason="?")
        )


def test_lists_are_asked(house: Any, client: Client) -> None:
    """Words, source, state, grade and place narrow the list; what is no source is refused."""
    report = a_report(house, title="Crossings", credibility=2)
    a_report(house, title="Trade", source=report.source, text="Of customs.")
    mark(
        house, report, content="We shall send aid", speaker="A minister", act="pledge", place="TJK"
    )
    signed_in(client, house.people["analyst"])
    for query in ("q=cross", "q=aid+we+send", "graded=yes", "place=TJK"):
        page = client.get(f"/reports/?{query}").text
        assert "Crossings" in page, query
        assert "Trade" not in page, query
    both = client.get(f"/reports/?source={report.source_id}&state=parsed").text
    assert "Crossings" in both
    assert "Trade" in both
    assert client.get("/reports/?source=x").status_code == 400
    assert client.get("/reports/?q=%00&place=%00").status_code == 400
    assert client.get("/reports/?state=%00").status_code == 400
    assert "No report" in client.get("/reports/?state=withdrawn").text


def test_programs_read_the_text(house: Any) -> None:
    """What a program is shown of a report has its text and the exact places of statements."""
    report = a_report(house)
    mark(house, report, content="We shall send aid", speaker="A minister")
    shown = reports.ReportOut.from_orm(Report.objects.select_related("source", "marking").get())
    span = shown.statements[0].spans[0]
    assert shown.text == TEXT
    assert shown.text[span.start : span.end] == "We shall send aid"
    assert Actor(house.people["analyst"], Via.API).roles
