"""The life of a warning as events in order, and which steps its reader can take in it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tocsin.council.desk.models import Addressee, Turn, Warning
from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.action import Action, Actor, actions


@dataclass(frozen=True)
class Event:
    """One moment of a life, as the time line shows it."""

    at: dt.datetime
    title: str
    by: str = ""
    text: str = ""
    state: str = ""
    late: bool = False


def life(warning: Warning) -> list[Event]:
    """Everything that happened to a warning so far, oldest first."""
    return sorted(_events(warning), key=lambda event: event.at)


def _events(warning: Warning) -> Iterator[Event]:
    yield Event(warning.made_at, _("Issued"), _by(warning.issued_by), state="open")
    for row in warning.addressees.all():
        yield from _office(row)
    for opinion in warning.opinions.all():
        given = _("Probability of %(n)s %% given") % {"n": f"{opinion.chance * 100:.3g}"}
        yield Event(opinion.at, given, _by(opinion.by), opinion.words)
    if warning.tabled_at:
        title = _("Put on the agenda of %(day)s") % {"day": warning.tabled_on}
        yield Event(warning.tabled_at, title, text=warning.tabling)
    if warning.closed_at:
        by, why = _by(warning.closed_by), warning.closing
        yield Event(warning.closed_at, _("Closed"), by, why, "closed")
    if warning.settled_at:
        yield Event(warning.settled_at, _("What came was entered"), text=warning.source)


def _office(row: Addressee) -> Iterator[Event]:
    named = {"office": str(row)}
    if row.received_at:
        title = _("%(office)s received it") % named
        yield Event(row.received_at, title, _by(row.received_by), state="received")
    for turn in row.turns.all():
        yield Event(turn.at, _turn(turn) % named, _by(turn.by), turn.words, _state(turn, row))
    if row.late and row.answer_by < (row.warning.closed_at or clock.now()):
        title = _("%(office)s: the time to answer ran out") % named
        yield Event(row.answer_by, title, state="overdue", late=True)


def _turn(turn: Turn) -> str:
    return {
        Turn.Kind.ACT: _("%(office)s acts"),
        Turn.Kind.DECLINE: _("%(office)s declines"),
        Turn.Kind.ASK: _("%(office)s asks"),
        Turn.Kind.REPLY: _("Reply to %(office)s"),
    }[Turn.Kind(turn.kind)]


def _state(turn: Turn, row: Addressee) -> str:
    return "answered" if turn.at == row.answered_at else ""


def _by(user: User | None) -> str:
    return f"{user.name}, {user.party}" if user else ""


def steps(row: Addressee, actor: Actor, voices: set[Any]) -> list[Action]:
    """The actions that an actor can take now in one office's part; `voices` are parties' keys."""
    if row.warning.closed_at:
        return []
    names = _voiced(row) if row.party_id in voices else []
    if row.asked_at:
        names.append("warning.reply")
    return [actions[name] for name in names if actions[name].allows(actor)]


def _voiced(row: Addressee) -> list[str]:
    names = [] if row.received_at else ["warning.receive"]
    names += ["warning.act", "warning.decline"]
    return names if row.answered_at or row.asked_at else [*names, "warning.ask"]


def voices(actor: Actor) -> set[Any]:
    """The parties that an actor speaks for today."""
    today = clock.today()
    held = actor.person.credentials.filter(since__lte=today)
    return {row.party_id for row in held if row.current(today)}
