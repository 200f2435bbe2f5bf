"""Briefs of sessions: ordered for a marking, made once, and kept as they were made."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings
from tests.council.council.test_items import warned
from tests.council.council.test_sessions import called, enter

from tocsin.brief import charts
from tocsin.council.council import opening_draft, openings
from tocsin.council.council.models import Opening, Sheet
from tocsin.council.desk import reports, sources, statements, warning_answers, warnings
from tocsin.council.record import actions as markings
from tocsin.council.record import clock, verify
from tocsin.council.record.recorded import touched
from tocsin.council.site.notice import Code, Notice
from tocsin.world.errors import AccessError, ConflictError, CoverageError, RequestError
from tocsin.world.marking import Marking

MOMENT = dt.datetime(2013, 9, 23, 9, tzinfo=dt.UTC)
BOTH = "AMBER:ARM,secretariat"
ALL = "AMBER:secretariat,ARM,BLR,RUS,TJK"


@pytest.fixture(autouse=True)
def _cheap(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is September 2013, the model is a plain one, and no chart is drawn."""
    monkeypatch.setattr(
        charts, "svg", lambda draw, *, of, title: f"<svg><title>{title}</title></svg>"
    )
    settings = override_settings(DATA=tmp_path, MODEL="conflictology")
    with settings, clock.stopped(MOMENT):
        yield


def ordered(house: Any, marking: str = BOTH, **said: Any) -> Opening:
    """A brief that the officer ordered."""
    session = called(house, marking=ALL)
    given = openings.Order(session=session.pk, marking=marking, **said)
    made: Opening = openings.order(house.actor("officer"), given)
    return made


def told(house: Any, words: str, marking: str) -> Any:
    """A confirmed statement in a report."""
    analyst = house.actor("analyst")
    given = sources.Enter(name=f"Source of {words}", kind="press", marking="CLEAR")
    source = sources.enter(analyst, given)
    file = reports.File(
        title=words,
        source=source.pk,
        dated=clock.today(),
        marking=marking,
        text=f"The minister said: {words}.",
    )
    report = reports.file(analyst, file)
    mark = {"report": report.pk, "content": words, "speaker": "minister"}
    statements.mark(analyst, statements.Mark(**mark))
    confirm = statements.Confirm(statement=report.statements.get().pk)
    statements.confirm(analyst, confirm)
    return report


def test_it_is_made_for_its_marking(house: Any) -> None:
    """What one of its readers may not see is left out, and the brief says how much that was."""
    told(house, "we shall help", BOTH)
    told(house, "we shall wait", "AMBER:secretariat")
    barred = told(house, "we shall doubt", BOTH)
    keep = {"table": "desk.report", "thing": barred.pk, "party": "ARM", "reason": "x"}
    markings.bar(house.actor("analyst"), markings.Keep(**keep))
    warned(house, marking="AMBER:secretariat,TJK")
    opening = ordered(house)
    assert openings.draw_due(clock.now()) == 1
    html = Sheet.objects.get(opening=opening).html
    assert "we shall help" in html
    assert not re.search("we shall wait|we shall doubt|Crossings", html)
    assert "Two of the statements may not be seen by all readers" in html
    assert "One of the warnings may not be seen by all readers" in html
    assert "were handed in: this brief says nothing" not in html


def test_it_is_made_once_and_frozen(house: Any, client: Client) -> None:
    """Made outside of any action, kept with its digest, and served as it was made."""
    opening, seen = ordered(house), []
    made = opening_draft.html
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening_draft, "html", lambda one: (seen.append(touched.get()), made(one))[1])
        assert openings.draw_due(clock.now()) == 1
        assert openings.draw_due(clock.now()) == 0
    assert seen == [None]
    opening.refresh_from_db()
    html = Sheet.objects.get().html
    assert opening.digest == openings.digest(html)
    told(house, "later words", "CLEAR")
    answer = enter(client, house, "armenia").get(f"/briefs/{opening.pk}/page/")
    assert answer.content.decode() == html
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; style-src")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    keep = openings.Keep(opening=opening.pk, digest=openings.digest("x"), html="x")
    with pytest.raises(ConflictError):
        openings.keep(openings.WORKER, keep)
    fail = openings.Fail(opening=opening.pk, failure="x")
    with pytest.raises(ConflictError):
        openings.fail(openings.WORKER, fail)
    notices = Notice.objects.filter(code=Code.BRIEF)
    assert {notice.user.name for notice in notices} == {"Officer", "Analyst", "Armenia"}
    assert not list(verify.findings())


def test_only_its_readers_read_it(house: Any, client: Client) -> None:
    """To others it is not there, nor its page; before it is made there is no page."""
    opening = ordered(house)
    paths = (f"/briefs/{opening.pk}/", f"/briefs/{opening.pk}/page/")
    enter(client, house, "armenia")
    assert [client.get(path).status_code for path in paths] == [200, 404]
    assert "being made" in client.get(paths[0]).text
    openings.draw_due(clock.now())
    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert opening.session.title in client.get(paths[0]).text
    enter(client, house, "belarus")
    assert [client.get(path).status_code for path in paths] == [404, 404]


def test_it_does_not_name_a_session_that_is_not_to_be_seen(house: Any, client: Client) -> None:
    """Once the session was narrowed, its title is nowhere on the brief's own pages."""
    opening = ordered(house)
    narrow = {"table": "council.session", "thing": opening.session_id, "reason": "x"}
    given = markings.Remark(**narrow, marking="AMBER:secretariat")
    markings.narrow(house.actor("officer"), given)
    enter(client, house, "armenia")
    for path in (f"/briefs/{opening.pk}/", "/briefs/", f"/briefs/{opening.pk}/readers/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "Sochi" not in answer.text


def test_a_changed_page_is_not_shown(house: Any, client: Client) -> None:
    """A page that is not what the digest says is refused rather than shown."""
    opening = ordered(house)
    openings.draw_due(clock.now())
    Sheet.objects.filter(opening=opening).rewrite(html="<p>Something else.")
    client.raise_request_exception = False
    answer = enter(client, house, "armenia").get(f"/briefs/{opening.pk}/page/")
    assert answer.status_code == 500
    assert "Something else" not in answer.text


def test_a_failure_is_kept_and_shown(house: Any, client: Client) -> None:
    """What could not be made says why, and is not tried for ever."""
    opening = ordered(house, as_of=dt.date(1985, 1, 1))
    assert openings.draw_due(clock.now()) == 0
    opening.refresh_from_db()
    assert opening.failure
    assert opening.drawn_at is None
    text = enter(client, house, "armenia").get(f"/briefs/{opening.pk}/").text
    assert "could not be made" in text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening_draft, "html", lambda one: 1 / 0)
        assert openings.draw_due(clock.now()) == 0


def test_one_failure_does_not_stop_the_next(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each brief is made or fails on its own."""
    first, second = ordered(house), ordered(house)

    def html(opening: Opening) -> str:
        if opening.pk == first.pk:
            raise CoverageError("There are no figures.")
        return "<p>Made."

    monkeypatch.setattr(opening_draft, "html", html)
    assert openings.draw_due(clock.now()) == 1
    made = {row.pk: (row.failure, bool(row.drawn_at)) for row in Opening.objects.all()}
    assert made == {first.pk: ("There are no figures.", False), second.pk: ("", True)}


def test_who_may_order_what(house: Any) -> None:
    """An officer, for readers of the session, of a day that has come."""
    session = called(house, marking=BOTH)
    given = openings.Order(session=session.pk, marking=BOTH)
    for name in ("analyst", "armenia", "chair"):
        with pytest.raises(AccessError):
            openings.order(house.actor(name), given)
    wide = openings.Order(session=session.pk, marking=ALL)
    with pytest.raises(RequestError, match="Not all whom"):
        openings.order(house.actor("officer"), wide)
    ahead = openings.Order(session=session.pk, marking=BOTH, as_of=dt.date(2013, 9, 24))
    with pytest.raises(RequestError, match="has come"):
        openings.order(house.actor("officer"), ahead)


def _standing(day: dt.date) -> list[str]:
    return list(opening_draft.rows("warnings", Marking.parse(BOTH), day)["standing"])


def test_a_warning_stands_as_it_did_on_the_day(house: Any) -> None:
    """Answers, closings and warnings of later days are not known to a brief of an earlier one."""
    day = MOMENT.date()
    warning = warned(house, marking="AMBER:secretariat,ARM,TJK", answer=False)
    part = warning.addressees.get().pk
    with clock.stopped(MOMENT + dt.timedelta(days=5)):
        receive = warnings.Receive(addressee=part)
        warnings.receive(house.actor("tajikistan"), receive)
        act = warning_answers.Act(addressee=part, words="We act.")
        warning_answers.act(house.actor("tajikistan"), act)
    with clock.stopped(MOMENT + dt.timedelta(days=9)):
        close = warnings.Close(warning=warning.pk, closing="Over.")
        warnings.close(house.actor("analyst"), close)
    stood = [_standing(day + dt.timedelta(days=n)) for n in (-1, 0, 4, 5, 8, 9)]
    assert stood == [[], ["open"], ["overdue"], ["answered"], ["answered"], []]
