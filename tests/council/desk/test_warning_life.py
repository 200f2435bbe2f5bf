"""The laws of a warning's life: whatever is done by whomever, it never stands impossibly."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.council.desk import opinions, outcome, warning_answers, warnings
from tocsin.council.desk.models import Addressee, Turn, Warning
from tocsin.council.desk.responses import median
from tocsin.council.desk.warning import Standing
from tocsin.council.desk.warning_life import life
from tocsin.council.record import clock, verify
from tocsin.world.errors import AccessError, ConflictError, RequestError, TocsinError

NOON = dt.datetime(2013, 9, 2, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DEEDS = {
    "receive": lambda warning, part: (warnings.receive, warnings.Receive(addressee=part.pk)),
    "act": lambda warning, part: (
        warning_answers.act,
        warning_answers.Act(addressee=part.pk, words="More guards on the river."),
    ),
    "decline": lambda warning, part: (
        warning_answers.decline,
        warning_answers.Decline(addressee=part.pk, words="It is known and in hand."),
    ),
    "ask": lambda warning, part: (
        warning_answers.ask,
        warning_answers.Ask(addressee=part.pk, words="Which districts?"),
    ),
    "reply": lambda warning, part: (
        warning_answers.reply,
        warning_answers.Reply(addressee=part.pk, words="Hamadoni and Farkhor."),
    ),
    "table": lambda warning, part: (
        warnings.table,
        warnings.Table(warning=warning.pk, on=dt.date(2013, 9, 23), words="Sochi, item 4"),
    ),
    "close": lambda warning, part: (
        warnings.close,
        warnings.Close(warning=warning.pk, closing="The harvest is in."),
    ),
    "opine": lambda warning, part: (
        opinions.opine,
        opinions.Opine(warning=warning.pk, chance=0.4),
    ),
    "settle": lambda warning, part: (
        outcome.warning,
        outcome.SettleWarning(warning=warning.pk, deaths=31, source="GED 25.1"),
    ),
}
PEOPLE = ("officer", "analyst", "chair", "armenia", "belarus", "tajikistan", "administrator")
STEP = st.tuples(
    st.sampled_from(PEOPLE), st.sampled_from(sorted(DEEDS)), st.integers(0, 1), st.integers(0, 40)
)


def _do(house: Any, who: str, deed: str, warning: Warning, part: Addressee) -> None:
    action, asked = DEEDS[deed](warning, part)
    action(house.actor(who), asked)


def _lawful(warning: Warning) -> None:
    """Hold a warning, as it lies in the database, against every law of its life."""
    parts = list(warning.addressees.all())
    for part in parts:
        assert not part.answered_at or (part.received_at and not part.asked_at)
        assert part.waited >= dt.timedelta(0) <= (part.took or dt.timedelta(0))
        assert part.answer_by - part.waited == warning.answer_by
        answers = part.turns.filter(kind__in=["act", "decline"])
        assert answers.exists() == bool(part.answered_at)
        assert part.turns.filter(kind="reply").count() <= part.turns.filter(kind="ask").count()
    dues = [part.due for part in parts if part.due]
    assert warning.due_at == (None if warning.closed_at else min(dues, default=None))
    assert (warning.stage == Standing.CLOSED) == bool(warning.closed_at) == bool(warning.closing)
    if not warning.closed_at:
        assert (warning.stage == Standing.ANSWERED) == all(part.answered_at for part in parts)
        overdue = any(part.standing == Standing.OVERDUE for part in parts)
        assert (warning.standing == Standing.OVERDUE) == overdue
    events = life(warning)
    assert events == sorted(events, key=lambda event: event.at)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=4, max_size=16))
def test_no_sequence_of_deeds_breaks_a_law(house: Any, warned: Any, steps: list[Any]) -> None:
    """Random people doing random things leave a lawful warning and a clean record."""
    with transaction.atomic():
        with clock.stopped(NOON):
            warning = warned.issued(offices="TJK: Ministry of Foreign Affairs\nARM: Border Service")
        parts, now = list(warning.addressees.order_by("office")), NOON
        for who, deed, index, hours in steps:
            now += hours * HOUR
            before = Warning.objects.get(pk=warning.pk)
            with clock.stopped(now):
                try:
                    _do(house, who, deed, warning, parts[index])
                except TocsinError:
                    assert Warning.objects.get(pk=warning.pk).version == before.version
                else:
                    assert not before.closed_at
                    assert who not in {"belarus", "chair", "administrator"}
                _lawful(Warning.objects.get(pk=warning.pk))
        assert not list(verify.findings())
        transaction.set_rollback(True)


def test_an_office_speaks_for_itself_only(house: Any, warned: Any) -> None:
    """Neither another party nor the secretariat confirms or answers for an office."""
    warning = warned.issued(offices="TJK: Ministry of Foreign Affairs\nARM: Border Service")
    part = warning.addressees.get(party__key="TJK")
    for who in ("armenia", "officer"):
        for deed in ("receive", "act", "decline", "ask"):
            with pytest.raises(AccessError):
                _do(house, who, deed, warning, part)
    _do(house, "tajikistan", "act", warning, part)
    assert not list(verify.findings())


def test_it_is_overdue_when_one_office_has_not_answered_in_time(house: Any, warned: Any) -> None:
    """The moment after the time to answer it is overdue, and an answer ends that."""
    warning = warned.issued()
    part = warning.addressees.get()
    with clock.stopped(warning.answer_by):
        assert warning.standing == Standing.OPEN
    with clock.stopped(warning.answer_by + HOUR):
        assert warning.standing == part.standing == Standing.OVERDUE
        assert warning.untabled
        _do(house, "tajikistan", "decline", warning, part)
        done = Warning.objects.get(pk=warning.pk)
        assert done.standing == Standing.ANSWERED
        assert done.addressees.get().late


def test_the_clock_stands_while_a_question_waits(house: Any, warned: Any) -> None:
    """An office has as much time as it was given, whatever the reply to its question takes."""
    with clock.stopped(NOON):
        warning = warned.issued(hours=10)
    part = warning.addressees.get()
    with clock.stopped(NOON + 4 * HOUR):
        _do(house, "tajikistan", "ask", warning, part)
    with clock.stopped(NOON + 50 * HOUR):
        assert Warning.objects.get(pk=warning.pk).standing == Standing.RECEIVED
        _do(house, "analyst", "reply", warning, part)
    part.refresh_from_db()
    assert part.answer_by == NOON + 56 * HOUR
    with clock.stopped(NOON + 55 * HOUR):
        _do(house, "tajikistan", "act", warning, part)
    part.refresh_from_db()
    assert part.took == 9 * HOUR
    assert [turn.kind for turn in Turn.objects.all()] == ["ask", "reply", "act"]


def test_a_question_asked_too_late_wins_no_time(house: Any, warned: Any) -> None:
    """An office that asks when its time is over stays overdue, before and after the reply."""
    with clock.stopped(NOON):
        warning = warned.issued(hours=10)
    part = warning.addressees.get()
    with clock.stopped(NOON + 11 * HOUR):
        _do(house, "tajikistan", "ask", warning, part)
        assert Warning.objects.get(pk=warning.pk).standing == Standing.OVERDUE
    with clock.stopped(NOON + 20 * HOUR):
        _do(house, "analyst", "reply", warning, part)
        assert Warning.objects.get(pk=warning.pk).standing == Standing.OVERDUE


def test_all_probabilities_are_scored_alike(house: Any, warned: Any) -> None:
    """The model's, the issuer's and a dissent get the Brier score, once every month is known."""
    officer = house.actor("officer")
    with clock.stopped(NOON):
        firing = warned.raised(chance=0.3)
        warning = warned.issued(firing=firing, own=0.6)
        with pytest.raises(RequestError):
            outcome.warning(
                officer, outcome.SettleWarning(warning=warning.pk, deaths=9, source="s")
            )
    with clock.stopped(NOON + HOUR):
        opinions.opine(house.actor("analyst"), opinions.Opine(warning=warning.pk, chance=0.9))
    with clock.stopped(NOON + dt.timedelta(days=400)):
        with pytest.raises(ConflictError):
            opinions.opine(house.actor("analyst"), opinions.Opine(warning=warning.pk, chance=1))
        partly = outcome.SettleWarning(warning=warning.pk, deaths=40, missing=2, source="24.0.9")
        settled = outcome.warning(officer, partly)
        assert settled.came is None
        assert [row.score for row in opinions.scored(settled)] == [None] * 3
        fully = outcome.SettleWarning(warning=warning.pk, deaths=41, source="GED 25.1")
        settled = outcome.warning(officer, fully)
    scores = {(row.kind, row.last): row.score for row in opinions.scored(settled)}
    assert scores == {
        ("model", True): pytest.approx(0.49),
        ("own", False): pytest.approx(0.16),
        ("own", True): pytest.approx(0.01),
    }
    assert not list(verify.findings())


def test_no_deaths_are_not_unknown_deaths(house: Any, warned: Any) -> None:
    """Nought deaths settle a warning as not come; an unknown number leaves it open."""
    with clock.stopped(NOON):
        warning = warned.issued()
    with clock.stopped(NOON + dt.timedelta(days=400)):
        asked = {"warning": warning.pk, "source": "GED 25.1"}
        settled = outcome.warning(house.actor("analyst"), outcome.SettleWarning(**asked))
        assert (settled.deaths, settled.missing, settled.came) == (None, 12, None)
        asked["deaths"] = 0
        assert outcome.warning(house.actor("analyst"), outcome.SettleWarning(**asked)).came is False


def test_the_median_counts_those_who_still_wait() -> None:
    """Who has not answered counts as slower than they have waited; no answers have no median."""
    assert median([], [HOUR]) is None
    assert median([HOUR, 3 * HOUR, 5 * HOUR], []) == 3 * HOUR
    assert median([HOUR], [9 * HOUR, 9 * HOUR]) is None
    assert median([HOUR, 2 * HOUR, 3 * HOUR], [9 * HOUR]) == 2 * HOUR
    assert median([4 * HOUR], [HOUR] * 9) == 4 * HOUR
