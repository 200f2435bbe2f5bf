"""Decisions: put, frozen, spoken to, closed; and nothing of what they decide on gets out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.council import population_decisions as laid

from tocsin.council.council import decision_voices, decisions
from tocsin.council.council.models import Decision, Item, Text, Voice
from tocsin.council.record import clock, verify
from tocsin.council.site.notice import Code, Notice
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError

NOON = dt.datetime(2013, 9, 23, 12, tzinfo=dt.UTC)
ALL = "AMBER:secretariat,ARM,BLR,KAZ,KGZ,RUS,TJK"
NOWHERE = "7d3c9c9e-54b2-4d3e-9d0b-6c1b2f0f7a11"
THERE = ("ARM", "BLR", "TJK")


def _put(house: Any, marking: str = ALL, **said: Any) -> Decision:
    """A question put by the officer, on a text in an open session unless said otherwise."""
    officer = house.actor("officer")
    on = laid.item(officer, "The border", ALL)
    given = {"item": on.pk, "title": "Aid for the border", "method": "session", "marking": marking}
    if not {"words", "text"} & said.keys():
        given["text"] = laid.text(officer, on, "Draft", "First.", "Second.").pk
    return decisions.put(officer, decisions.Put(**{**given, **said}))


def _in_session(house: Any, *present: str, **said: Any) -> Decision:
    session = laid.session(house.actor("officer"), "Sochi", ALL, *(present or THERE))
    return _put(house, session=session.pk, **said)


def _say(house: Any, decision: Decision, who: str, choice: str = "consent") -> None:
    said = {"party": laid.SPEAKERS[who], "choice": choice}
    given = decision_voices.Speak(decision=decision.pk, **said)
    decision_voices.voice(house.actor(who), given)


def _close(house: Any, decision: Decision) -> Decision:
    given = decision_voices.Close(decision=decision.pk, words="So decided.")
    return decision_voices.close(house.actor("chair"), given)


def test_a_text_is_frozen_and_adopted(house: Any) -> None:
    """The newest version is frozen; when nobody objects the text and its item are decided."""
    decision = _in_session(house)
    text = Text.objects.get()
    assert (text.stage, decision.decided) == ("frozen", text.newest)
    for who in ("armenia", "belarus", "tajikistan"):
        with pytest.raises(ConflictError, match="not spoken"):
            _close(house, decision)
        _say(house, decision, who)
    closed = _close(house, decision)
    assert (closed.stage, Text.objects.get().stage) == ("adopted", "adopted")
    assert Item.objects.get().stage == "decided"
    assert closed.tally["said"] == dict.fromkeys(THERE, "consent")
    told = Notice.objects.filter(code=Code.ADOPTED).values_list("user__email", flat=True)
    assert sorted(told) == [
        f"{who}@example.org" for who in ("analyst", "armenia", "belarus", "officer", "tajikistan")
    ]
    assert not list(verify.account().findings)


def test_an_objection_opens_the_text_again(house: Any) -> None:
    """What one member objects to is not adopted, and the text can be worked on."""
    decision = _in_session(house)
    _say(house, decision, "armenia", "object")
    assert _close(house, decision).stage == "fallen"
    assert Text.objects.get().stage == "open"
    assert Item.objects.get().stage == "open"
    with pytest.raises(ConflictError):
        _say(house, decision, "belarus")
    with pytest.raises(ConflictError):
        _close(house, decision)


def test_the_last_word_counts_also_at_the_same_moment(house: Any) -> None:
    """Two words of one party at one moment keep their order."""
    decision = _in_session(house, "ARM", "BLR", "TJK")
    with clock.stopped(clock.now()):
        for choice in ("object", "abstain", "object", "consent"):
            _say(house, decision, "armenia", choice)
        _say(house, decision, "belarus", "abstain")
        _say(house, decision, "tajikistan")
    assert _close(house, decision).stage == "adopted"
    assert Voice.objects.count() == 6


def test_a_member_speaks_for_itself_only(house: Any) -> None:
    """Neither a stranger, nor the secretariat, nor an observer has a voice."""
    decision = _in_session(house)
    for who, party in (("armenia", "BLR"), ("officer", "ARM"), ("officer", "secretariat")):
        given = decision_voices.Speak(decision=decision.pk, party=party, choice="consent")
        with pytest.raises(AccessError):
            decision_voices.voice(house.actor(who), given)
    assert not Voice.objects.exists()


def test_without_a_session_every_member_is_asked(house: Any) -> None:
    """A question in no session waits for all six members."""
    decision = _put(house)
    for who in ("armenia", "belarus", "tajikistan", "chair"):
        _say(house, decision, who)
    with pytest.raises(ConflictError, match="Kazakhstan, Kyrgyzstan have not spoken"):
        _close(house, decision)


def test_there_is_no_voice_outside_of_the_session(house: Any) -> None:
    """Where the session is over, nothing is said or closed; it is withdrawn."""
    decision = _in_session(house)
    session = decision.session
    type(session).objects.filter(pk=session.pk).rewrite(stage="closed")
    with pytest.raises(ConflictError, match="session is not open"):
        _say(house, decision, "armenia")
    given = decisions.Withdraw(decision=decision.pk, reason="Anew next time.")
    assert decisions.withdraw(house.actor("chair"), given).stage == "withdrawn"
    assert Text.objects.get().stage == "open"
    with pytest.raises(ConflictError):
        decisions.withdraw(house.actor("chair"), given.model_copy(update={"ticket": None}))


def test_a_concern_is_marked_once(house: Any) -> None:
    """A party concerned is shown with the reason, and its voice stays under this rule."""
    decision = _in_session(house, concerned="ARM: a party to the dispute")
    given = decisions.Concerned(decision=decision.pk, party="ARM", why="It is a party.")
    with pytest.raises(ConflictError):
        decisions.concern(house.actor("officer"), given)
    decisions.concern(
        house.actor("officer"), given.model_copy(update={"party": "SRB", "ticket": None})
    )
    _say(house, decision, "armenia", "object")
    closed = _close(house, decision)
    assert closed.stage == "fallen"
    assert sorted(closed.tally["concerned"]) == ["ARM", "SRB"]


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"words": "W.", "text": NOWHERE}, "either"),
        ({"words": None}, "either"),
        ({"words": "W.", "concerned": "XXX: why"}, "no party"),
        ({"words": "W.", "concerned": "ARM"}, "why Armenia"),
        ({"words": "W.", "marking": "CLEAR"}, "admits may see"),
        ({"words": "W.", "method": "silence"}, "needs a time"),
        ({"words": "W.", "method": "silence", "expires": "2013-09-26T11:59"}, "less time"),
        ({"words": "W.", "method": "silence", "expires": "2012-09-26T11:59"}, "less time"),
        ({"words": "W.", "method": "silence", "expires": "2020-01-01T00:00"}, "a year"),
        (
            {"words": "W.", "method": "silence", "expires": "2013-10-27T02:30"}
            | {"zone": "Europe/Berlin"},
            "comes twice",
        ),
        (
            {"words": "W.", "method": "silence", "expires": "2014-03-30T02:30"}
            | {"zone": "Europe/Berlin"},
            "skipped",
        ),
        ({"words": "W.", "method": "silence", "expires": "2013-10-01T12:00", "zone": "X"}, "zone"),
    ],
)
def test_what_cannot_be_put_is_refused_whole(house: Any, said: dict[str, Any], what: str) -> None:
    """Nothing is left behind of a question that does not make sense."""
    with clock.stopped(NOON), pytest.raises(RequestError, match=what):
        _put(house, **said)
    assert not Decision.objects.exists()
    assert not Notice.objects.exists()


def test_a_text_lies_before_the_council_once(house: Any) -> None:
    """A frozen text, one of another item, and an item that was decided are refused."""
    officer = house.actor("officer")
    decision = _in_session(house)
    again = {"title": "Again", "method": "session", "marking": ALL, "text": decision.text_id}
    with pytest.raises(ConflictError, match="not open: frozen"):
        decisions.put(officer, decisions.Put(item=decision.item_id, **again))
    other = laid.item(officer, "Another", ALL)
    with pytest.raises(RequestError, match="another item"):
        decisions.put(officer, decisions.Put(item=other.pk, **again))
    for who in ("armenia", "belarus", "tajikistan"):
        _say(house, decision, who)
    _close(house, decision)
    with pytest.raises(ConflictError, match="decided or dropped"):
        decisions.put(officer, decisions.Put(item=decision.item_id, **again))


def test_what_the_chair_does_not_see_it_cannot_put(house: Any) -> None:
    """An item, a text or a session marked for others answers as one that is not there."""
    officer, chair = house.actor("officer"), house.actor("chair")
    seen = laid.item(officer, "Seen", ALL)
    hidden = laid.item(officer, "Hidden", "AMBER:secretariat")
    text = laid.text(officer, hidden, "Hidden", "Words.")
    session = laid.session(officer, "Hidden", "AMBER:secretariat")
    plain = {"title": "T", "method": "session", "marking": ALL}
    for field, pk in (("item", hidden.pk), ("text", text.pk), ("session", session.pk)):
        refused = []
        for asked in (pk, NOWHERE):
            given = {"item": seen.pk, **plain, field: asked}
            given |= {} if field == "text" else {"words": "W."}
            with pytest.raises(MissingError) as error:
                decisions.put(chair, decisions.Put(**given))
            refused.append(str(error.value))
        assert refused[0] == refused[1]


def test_only_chair_and_officer_put(house: Any) -> None:
    """A delegation puts nothing to the council by itself."""
    with pytest.raises(AccessError):
        decisions.put(house.actor("armenia"), decisions.Put.model_construct())
