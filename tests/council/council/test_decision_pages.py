"""The pages of decisions: what they show to whom, which buttons they offer, how few queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.council import population_decisions as laid

from tocsin.council.council import decision_voices, decisions, frozen, outages, silences
from tocsin.council.council.decision_schemas import DecisionOut
from tocsin.council.council.models import Decision, Text
from tocsin.council.council.silence import SETTLING
from tocsin.council.council.silence_due import conclude_due
from tocsin.council.record import actions as markings
from tocsin.council.record import clock, verify

NOON = dt.datetime(2013, 9, 23, 12, tzinfo=dt.UTC)
EXPIRY = NOON + dt.timedelta(hours=72)
HOUR = dt.timedelta(hours=1)
ALL = "AMBER:secretariat,ARM,BLR,KAZ,KGZ,RUS,TJK"
NAMES = (
    *("decision.voice", "decision.close", "decision.concern", "decision.withdraw"),
    *("silence.object", "silence.enter", "silence.retract", "silence.extend", "silence.suspend"),
    *("silence.resume", "silence.declare", "outage.enter"),
)


def _signed_in(client: Client, house: Any, name: str) -> Client:
    user = house.people[name]
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {}})
    client.force_login(user)
    return client


def _put(house: Any, method: str = "silence", marking: str = ALL, **said: Any) -> Decision:
    officer = house.actor("officer")
    with clock.stopped(NOON):
        on = laid.item(officer, "The border", ALL)
        given = {"title": "Aid for the border", "method": method, "marking": marking}
        if "words" not in said:
            given["text"] = laid.text(officer, on, "Draft", "First.", "Second.").pk
        if method == "silence":
            given |= {"expires": "2013-09-26T17:00", "zone": "Asia/Dushanbe"}
        else:
            given["session"] = laid.session(officer, "Sochi", ALL, "ARM", "BLR", "TJK").pk
        return decisions.put(officer, decisions.Put(item=on.pk, **{**given, **said}))


def _buttons(client: Client, house: Any, who: str, decision: Decision) -> set[str]:
    text = _signed_in(client, house, who).get(f"/decisions/{decision.pk}/").text
    return {name for name in NAMES if f"/do/{name}/" in text}


def _page(client: Client, house: Any, who: str, decision: Decision) -> str:
    answer = _signed_in(client, house, who).get(f"/decisions/{decision.pk}/")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_the_page_shows_what_is_decided_and_until_when(house: Any, client: Client) -> None:
    """The frozen text with its digest, and the expiry in local time, in UTC and as time left."""
    decision = _put(house)
    with clock.stopped(NOON + 48 * HOUR):
        page = _page(client, house, "armenia", decision)
    assert "First." in page
    assert "Second." in page
    assert frozen.digest(1, ["First.", "Second."]) in page
    assert "17:00:00 +05 (Asia/Dushanbe)" in page
    assert "12:00:00 UTC" in page
    assert "24 hours" in page


@pytest.mark.parametrize(
    ("who", "buttons"),
    [
        ("armenia", {"silence.object"}),
        ("analyst", set()),
        (
            "chair",
            {"silence.object", "silence.extend", "silence.suspend"}
            | {"decision.concern", "decision.withdraw"},
        ),
        (
            "officer",
            {"silence.enter", "silence.extend", "silence.suspend", "outage.enter"}
            | {"decision.concern", "decision.withdraw"},
        ),
    ],
)
def test_each_sees_what_they_can_do_under_silence(
    house: Any, client: Client, who: str, buttons: set[str]
) -> None:
    """While it runs: members object, chair and officer time it, the officer enters."""
    decision = _put(house)
    with clock.stopped(NOON + HOUR):
        assert _buttons(client, house, who, decision) == buttons


def test_the_buttons_follow_its_life(house: Any, client: Client) -> None:
    """Expired, kept, settled and ended: each offers only what is possible then."""
    decision = _put(house)
    with clock.stopped(EXPIRY):
        assert _buttons(client, house, "armenia", decision) == set()
        assert "not determined yet" in _page(client, house, "armenia", decision)
        conclude_due(EXPIRY)
        assert "silence.declare" not in _buttons(client, house, "chair", decision)
        assert "Nobody objected in time" in _page(client, house, "armenia", decision)
    with clock.stopped(EXPIRY + SETTLING):
        assert _buttons(client, house, "chair", decision) == {"silence.declare", "decision.concern"}
        said = {"decision": decision.pk, "words": "So decided."}
        answer = client.post("/do/silence.declare/", said, follow=True)
        assert "Declared adopted" in answer.text
        assert "So decided." in answer.text
        assert _buttons(client, house, "chair", decision) == set()
        assert not verify.account().findings


def test_an_objection_is_made_and_taken_back_by_forms(house: Any, client: Client) -> None:
    """Objected, shown to all, taken back by its party and still shown, the silence broken."""
    decision = _put(house)
    with clock.stopped(NOON + HOUR):
        _signed_in(client, house, "armenia")
        form = client.get(f"/do/silence.object/?decision={decision.pk}")
        assert form.status_code == 200
        said = {"decision": decision.pk, "party": "ARM", "words": "Paragraph two goes too far."}
        page = client.post("/do/silence.object/", said, follow=True).text
        assert "The silence was broken" in page
        assert "silence.retract" not in _buttons(client, house, "belarus", decision)
        assert _buttons(client, house, "armenia", decision) == {"silence.retract"}
        row = decision.objections.get()
        taken = {"objection": row.pk, "words": "It is settled."}
        page = client.post("/do/silence.retract/", taken, follow=True).text
    assert "It is settled." in page
    assert "Paragraph two goes too far." in page
    assert "The silence was broken" in page


def test_what_was_typed_stays_when_the_time_is_refused(house: Any, client: Client) -> None:
    """A local time that comes twice is refused with both readings, and the form keeps all."""
    officer = house.actor("officer")
    with clock.stopped(NOON):
        on = laid.item(officer, "The border", ALL)
        said = {
            "item": on.pk,
            "title": "Aid for the border",
            "words": "Aid is given.",
            "method": "silence",
            "expires": "2013-10-27T02:30",
            "zone": "Europe/Berlin",
            "marking_0": "AMBER",
            "marking_1": ["secretariat", "ARM"],
        }
        answer = _signed_in(client, house, "officer").post("/do/decision.put/", said)
        assert answer.status_code == 400
        assert "UTC+0200" in answer.text
        assert "UTC+0100" in answer.text
        assert "Aid is given." in answer.text
        assert not Decision.objects.exists()
        said["expires"] = "2013-10-27T03:30"
        assert client.post("/do/decision.put/", said).status_code == 302
    assert Decision.objects.get().expires_at == dt.datetime(2013, 10, 27, 2, 30, tzinfo=dt.UTC)


def test_the_tally_says_who_is_missing(house: Any, client: Client) -> None:
    """In session the page names who has not spoken, and afterwards keeps who stood where."""
    decision = _put(house, "session")
    with clock.stopped(NOON + HOUR):
        for who in ("belarus", "tajikistan"):
            said = {"party": laid.SPEAKERS[who], "choice": "consent"}
            given = decision_voices.Speak(decision=decision.pk, **said)
            decision_voices.voice(house.actor(who), given)
        assert "Not yet: Armenia has not spoken." in _page(client, house, "tajikistan", decision)
        assert _buttons(client, house, "armenia", decision) == {"decision.voice"}
        _signed_in(client, house, "armenia")
        said = {"decision": decision.pk, "party": "ARM", "choice": "abstain", "words": "Not ours."}
        client.post("/do/decision.voice/", said)
        page = _page(client, house, "chair", decision)
        assert "As it stands it is adopted" in page
        closed = client.post("/do/decision.close/", {"decision": decision.pk}, follow=True)
    assert "nobody objects, and every member present has spoken" in closed.text
    assert "abstains" in closed.text


def test_a_text_that_was_narrowed_is_not_shown(house: Any, client: Client) -> None:
    """Who may no longer see the text, its item or its session is shown none of their words."""
    decision = _put(house, "session")
    text = Text.objects.get()
    for thing in (text, decision.item, decision.session):
        on = {"table": thing._meta.label_lower, "thing": thing.pk, "reason": "Withheld."}
        narrowed = markings.Remark(**on, marking="AMBER:secretariat")
        markings.narrow(house.actor("officer"), narrowed)
    page = _page(client, house, "armenia", decision)
    for word in ("First.", "Draft", "The border<", "Sochi", str(text.pk), str(decision.item_id)):
        assert word not in page
    assert "not marked for you" in page
    assert "First." in _page(client, house, "officer", decision)
    shown = DecisionOut.model_validate(decision).model_dump_json()
    assert str(text.pk) not in shown


def test_members_that_it_does_not_reach_are_named(house: Any, client: Client) -> None:
    """A silence that some members may not even see says so, as long as it runs."""
    decision = _put(house, marking="AMBER:secretariat,ARM,RUS")
    with clock.stopped(NOON + HOUR):
        page = _page(client, house, "armenia", decision)
    assert "does not reach every member: Belarus, Kazakhstan, Kyrgyzstan, Tajikistan." in page
    assert "does not reach" not in _page(client, house, "armenia", _put(house))


def test_outages_and_changes_of_the_clock_are_shown(house: Any, client: Client) -> None:
    """What moved the expiry and what holds the result stand on the page, with the moments."""
    decision = _put(house)
    officer = house.actor("officer")
    with clock.stopped(NOON + HOUR):
        asked = silences.Suspend(decision=decision.pk, reason="A day of mourning.")
        silences.suspend(officer, asked)
        page = _page(client, house, "armenia", decision)
        assert "the clock stands with 3 days left" in page
    with clock.stopped(NOON + 5 * HOUR):
        given = silences.Suspend(decision=decision.pk, reason="It is over.")
        silences.resume(officer, given)
    with clock.stopped(EXPIRY + 5 * HOUR):
        since, until = EXPIRY, EXPIRY + HOUR
        given = outages.Enter(since=since, until=until, reason="The line was cut.")
        outages.enter(officer, given)
        conclude_due(clock.now())
        page = _page(client, house, "armenia", decision)
    assert "No result: outage from" in page
    assert "The line was cut." in page
    assert "A day of mourning." in page
    assert "16:00:00 UTC" in page


def test_a_list_is_filtered(house: Any, client: Client) -> None:
    """By standing and by method, and nonsense is refused."""
    _put(house, title="Silent")
    _put(house, "session", title="Spoken")
    gone = _put(house, title="Gone")
    with clock.stopped(NOON + HOUR):
        given = decisions.Withdraw(decision=gone.pk, reason="No more.")
        decisions.withdraw(house.actor("officer"), given)
    _signed_in(client, house, "armenia")

    def titles(query: str) -> set[str]:
        things = client.get(f"/decisions/?{query}").context["page"].things
        return {thing.title for thing in things}

    assert titles("") == {"Silent", "Spoken", "Gone"}
    assert titles("method=silence") == {"Silent", "Gone"}
    assert titles("stage=open") == {"Silent", "Spoken"}
    assert titles("stage=withdrawn&method=silence") == {"Gone"}
    for query in ("stage=odd", "method=x"):
        assert client.get(f"/decisions/?{query}").status_code == 400


def test_home_shows_the_next_to_expire(house: Any, client: Client) -> None:
    """The five that expire next and that the person may see, the first one first."""
    for days in (9, 4, 8, 5, 7, 6):
        _put(house, title=f"In {days}", expires=f"2013-10-{days:02}T12:00")
    _put(house, title="Hidden", marking="AMBER:secretariat")
    with clock.stopped(NOON + HOUR):
        _signed_in(client, house, "armenia")
        shown = client.get("/").context["silences"]
    assert [one.title for one in shown] == [f"In {days}" for days in (4, 5, 6, 7, 8)]


def test_more_decisions_take_no_more_queries(
    house: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    """Twenty on a page are read in few queries, and a page with many voices in few."""
    for _n in range(20):
        decision = _put(house, "session", words="Aid.", text=None)
    for _n in range(5):
        for who in ("armenia", "belarus", "tajikistan"):
            said = {"party": laid.SPEAKERS[who], "choice": "consent", "words": "Yes."}
            given = decision_voices.Speak(decision=decision.pk, **said)
            decision_voices.voice(house.actor(who), given)
    _signed_in(client, house, "armenia")
    with django_assert_max_num_queries(20):
        assert len(client.get("/decisions/").context["page"].things) == 20
    with django_assert_max_num_queries(45):
        client.get(f"/decisions/{decision.pk}/")
