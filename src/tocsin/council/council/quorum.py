"""The quorum: whether enough members are present for the council to decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from tocsin.council.council import seat
from tocsin.council.council.session import Session, SessionStage
from tocsin.council.people.party import organisation
from tocsin.council.record import clock


@dataclass(frozen=True)
class Quorum:
    """How many members are present, of how many, how many are needed, and whether they are there.

    An organisation without members has no quorum.
    """

    present: int
    members: int
    needed: int
    there: bool


def quorum(present: int, members: int, share: Fraction) -> Quorum:
    """The quorum of so many members where at least a `share` of them has to be present."""
    needed = ceil(share * members)
    return Quorum(present, members, needed, members > 0 and present >= needed)


def quorum_of(session: Session) -> Quorum:
    """The quorum of a session now, or as it was when it was closed, under the rules of its day."""
    members = {party.pk for party in seat.members(day_of(session))}
    here = session.presences.filter(until=None, party__in=members)
    present = here.values("party").distinct().count()
    return quorum(present, len(members), organisation().rules.quorum)


def day_of(session: Session) -> dt.date:
    """The day whose members count: that of its opening, else that for which it is planned."""
    if session.stage == SessionStage.OPEN:
        return clock.today()
    held = session.closed_at if session.opened_at else None
    return (held or session.begins_at).date()
