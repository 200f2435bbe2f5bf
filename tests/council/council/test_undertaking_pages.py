"""The pages of undertakings: what is shown, to whom, and how few queries it takes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.council.council.test_undertaking_agenda import LATER, _change, _session
from tests.council.council.test_undertakings import (
    NOW,
    a_decision,
    a_pledge,
    entered,
    filed,
    judged,
    stands,
)
from tests.council.desk.test_report import a_source

from tocsin.council.council import undertakings
from tocsin.council.council.models import Listing, Undertaking
from tocsin.council.council.undertaking_agenda import propose_due
from tocsin.council.council.undertaking_pages import owed
from tocsin.council.council.undertaking_schemas import UndertakingLine, UndertakingOut
from tocsin.council.record import actions as markings
from tocsin.council.record import clock
from tocsin.council.site.kind import kinds

DAY = dt.timedelta(days=1)
FOUND: dict[str, set[str]] = {
    "standing=stalled": {"Silent"},
    "standing=on_track": {"Moving"},
    "standing=released": {"Released"},
    "owner=BLR": {"Moving"},
    "track=accession": {"Moving"},
    "owner=XXX": set(),
    "q=silent": {"Silent"},
}
ACTS = (
    *("evidence.file", "undertaking.met", "undertaking.move", "step.add", "step.move"),
    *("undertaking.override", "undertaking.lift", "undertaking.release", "evidence.judge"),
)


def _signed_in(client: Client, house: Any, name: str) -> Client:
    user = house.people[name]
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {}})
    client.force_login(user)
    return client


def _page(client: Client, house: Any, name: str, thing: Any) -> str:
    answer = _signed_in(client, house, name).get(f"/undertakings/{thing.pk}/")
    assert answer.status_code == 200
    return str(answer.text)


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        ("officer", {*ACTS} - {"undertaking.lift"}),
        ("armenia", {"evidence.file"}),
        ("chair", {"evidence.file", "undertaking.met", "evidence.judge"}),
        ("analyst", {"evidence.file"}),
    ],
)
def test_each_sees_what_they_can_do(house: Any, client: Client, who: str, acts: set[str]) -> None:
    """A page offers what its reader's role and credentials allow now, and nothing else."""
    thing = entered(house, condition="If it rains.", steps="1. A")
    filed(house, thing)
    text = _page(client, house, who, thing)
    assert {act for act in ACTS if f"/do/{act}/?" in text} == acts
    given = undertakings.Release(undertaking=thing.pk, reason="Agreed.")
    undertakings.release(house.actor("officer"), given)
    text = _page(client, house, who, thing)
    assert not {act for act in ACTS if f"/do/{act}/?" in text}


def test_the_page_says_where_it_stands_and_why(house: Any, client: Client) -> None:
    """The rule in words, all rules, steps with what they wait for, and what was set by hand."""
    with clock.stopped(NOW):
        thing = entered(house, steps="1. Draft it\n2. Sign it | BLR | after 1", condition="")
    with clock.stopped(LATER):
        text = _page(client, house, "armenia", thing)
        assert "There was no news after 23 September 2013 for 180 days or more." in text
        assert "It waits for step 1." in text
        assert "a vague date has none" in text
        assert "Belarus is bound." in text
        given = {"undertaking": thing.pk, "reason": "They told us in person."}
        overrule = undertakings.Overrule(**given, standing="on_track")
        undertakings.override(house.actor("officer"), overrule)
        text = _page(client, house, "armenia", thing)
        assert "They told us in person." in text
        assert "state-stalled" in text
        assert "state-on_track" in text


def test_it_is_entered_and_judged_by_forms(house: Any, client: Client) -> None:
    """The forms do what the actions do, with a file, and show again what was wrong."""
    sent = {
        "track": "accession",
        "party": "ARM",
        "title": "Accession",
        "what": "Accede.",
        "made_on": str(clock.today()),
        "steps": "1. Sign\n2. Ratify | after 1",
        "marking_0": "AMBER",
        "marking_1": ["secretariat", "ARM"],
    }
    officer = _signed_in(client, house, "officer")
    wrong = officer.post("/do/undertaking.enter/", {**sent, "steps": "1. Sign | after 1"})
    assert wrong.status_code >= 400
    assert "1 → 1" in wrong.text
    assert "Accede." in wrong.text
    assert officer.post("/do/undertaking.enter/", {**sent, "party": ""}).status_code == 422
    assert officer.post("/do/undertaking.enter/", sent).status_code == 302
    thing = Undertaking.objects.get()
    page = f"/undertakings/{thing.pk}/"
    given = {
        "undertaking": thing.pk,
        "step": thing.steps.get(number=1).pk,
        "shows": "delivery",
        "words": "It is signed.",
        "dated": str(clock.today()),
        "file": SimpleUploadedFile("signed.html", b"<p>Signed</p>"),
    }
    armenia = _signed_in(client, house, "armenia")
    assert armenia.post("/do/evidence.file/", given).headers["Location"] == page
    answer = armenia.get(f"{page}evidence/1/")
    assert answer.content == b"<p>Signed</p>"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert armenia.get(f"{page}evidence/2/").status_code == 404
    assert _signed_in(client, house, "belarus").get(f"{page}evidence/1/").status_code == 404
    row = thing.evidence.get()
    judge = {"evidence": row.pk, "verdict": "accepted", "reason": "Seen."}
    officer = _signed_in(client, house, "officer")
    assert officer.post("/do/evidence.judge/", judge).headers["Location"] == page
    assert "Seen." in officer.get(page).text


def test_what_it_follows_from_is_shown_only_to_those_who_see_it(house: Any, client: Client) -> None:
    """A decision or report that was closed to a reader later is not named to them any more."""
    decision, pledge = a_decision(), a_pledge(house)
    thing = entered(
        house, decision=decision.pk, statement=pledge.pk, marking="AMBER:ARM,secretariat"
    )
    text = _page(client, house, "armenia", thing)
    assert "On aid" in text
    assert "On the border" in text
    for on in (decision, pledge.report):
        kept = markings.Keep(table=on._meta.label_lower, thing=on.pk, party="ARM", reason="No.")
        markings.bar(house.actor("officer"), kept)
    text = _page(client, house, "armenia", thing)
    assert "On aid" not in text
    assert "On the border" not in text
    assert str(decision.pk) not in text
    assert str(pledge.report_id) not in text


def test_sessions_are_counted_that_were_held_and_agreed(house: Any, client: Client) -> None:
    """Only agreed listings in opened sessions that the reader may see count."""
    with clock.stopped(NOW):
        thing = entered(house)
    sessions = [_session(1), _session(400, "AMBER:secretariat,ARM")]
    for meeting in sessions:
        with clock.stopped(meeting.begins_at - DAY):
            assert propose_due(clock.now())
            assert "On the agenda of" not in _page(client, house, "armenia", thing)
            _change(meeting, opened_at=clock.now(), stage="closed")
            listing = Listing.objects.get(session=meeting)
            listing.session = meeting
            assert "agenda of" not in _page(client, house, "tajikistan", thing)
            listing.refresh_from_db()
        if meeting is sessions[0]:
            _change(listing.item, stage="decided")
    for listing in Listing.objects.all():
        _change(listing, agreed_at=clock.now())
    with clock.stopped(LATER + 500 * DAY):
        text = _page(client, house, "armenia", thing)
        assert "On the agenda of 2 sessions over 2 years." in text
        assert "of 1 session within one year." in _page(client, house, "tajikistan", thing)


def test_a_list_is_filtered_by_where_things_stand(
    house: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each standing finds its own; owner and track too; nonsense is refused; a limit is told."""
    officer = house.actor("officer")
    with clock.stopped(NOW):
        entered(house, title="Silent one")
        moving = entered(house, title="Moving one", party="BLR", track="accession")
        released = entered(house, title="Released one")
        undertakings.release(officer, undertakings.Release(undertaking=released.pk, reason="So."))
    with clock.stopped(LATER):
        filed(house, moving, "belarus")
        client = _signed_in(client, house, "officer")
        found = {
            query: {
                name
                for name in ("Silent", "Moving", "Released")
                if f"{name} one" in client.get(f"/undertakings/?{query}").text
            }
            for query in FOUND
        }
        assert found == FOUND
        assert client.get("/undertakings/?standing=fine").status_code == 400
        told = owed(officer)
        table = {owner: {str(k): n for k, n in counts if n} for owner, counts in told["owed"]}
        assert table == {"Armenia": {"stalled": 1, "released": 1}, "Belarus": {"on track": 1}}
        assert not told["partly"]
        assert owed(house.actor("observer")) == {"owed": [], "partly": False}
        monkeypatch.setattr("tocsin.council.council.undertaking_pages.MANY", 1)
        assert owed(officer)["partly"]
        assert "there are older ones" in client.get("/undertakings/").text


def test_confirmed_pledges_are_offered_to_officers_only(house: Any, client: Client) -> None:
    """A pledge that nothing follows from leads to a form with all of it filled in."""
    pledge = a_pledge(house)
    for name in ("armenia", "analyst"):
        assert "not entered yet" not in _signed_in(client, house, name).get("/undertakings/").text
    officer = _signed_in(client, house, "officer")
    text = officer.get("/undertakings/").text
    assert "We shall send aid" in text
    href = text.split('href="/do/undertaking.enter/?')[1].split('"')[0].replace("&amp;", "&")
    form = officer.get(f"/do/undertaking.enter/?{href}").text
    assert 'value="aid"' in form
    assert str(pledge.pk) in form
    assert "We shall send aid" in form
    assert '<option value="ARM" selected' in form
    entered(house, statement=pledge.pk)
    assert "not entered yet" not in officer.get("/undertakings/").text


def test_a_program_is_told_what_the_page_shows(house: Any) -> None:
    """Line and whole agree on the standing; files are not in it, and released is null."""
    thing = entered(house, steps="1. A\n2. B | ARM | after 1")
    row = filed(house, thing, file=b"Plain text.", filename="a.txt", step=thing.steps.first().pk)
    judged(house, row)
    officer = house.actor("officer")
    line = UndertakingLine.from_orm(kinds["undertakings"].visible(officer).get())
    out = UndertakingOut.from_orm(Undertaking.objects.get())
    assert line.standing == out.standing == stands(thing) == "on_track"
    assert [(s.number, s.owner, s.standing) for s in out.steps] == [
        (1, None, "on_track"),
        (2, "ARM", "unknown"),
    ]
    assert (out.evidence[0].n, out.evidence[0].step, out.evidence[0].filename) == (1, 1, "a.txt")
    undertakings.release(officer, undertakings.Release(undertaking=thing.pk, reason="So."))
    line = UndertakingLine.from_orm(kinds["undertakings"].visible(officer).get())
    out = UndertakingOut.from_orm(Undertaking.objects.get())
    assert (line.standing, line.computed, out.standing, out.computed) == (None,) * 4


def test_queries_do_not_grow_with_rows(house: Any, client: Client) -> None:
    """The list, a page and the interface ask as often for many rows as for few."""

    def counted(path: str) -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    thing = entered(house, steps="1. A")
    filed(house, thing)
    client = _signed_in(client, house, "officer")
    a_pledge(house)
    paths = ("/undertakings/", f"/undertakings/{thing.pk}/")
    few = [counted(path) for path in paths for _ in range(2)][1::2]
    for _ in range(4):
        other = entered(house, steps="1. A\n2. B | BLR | after 1", party="BLR")
        filed(house, other, "belarus")
        filed(house, thing, "tajikistan", step=thing.steps.get().pk)
    for n in range(2):
        a_pledge(house, title=f"Report {n}", source=a_source(house, name=f"Source {n}"))
    assert [counted(path) for path in paths] == few
