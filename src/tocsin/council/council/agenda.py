"""What waits for an agenda: shown to officers, and proposed for the next plenary session."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import suppress
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council.item import Item, ItemStage, Listing
from tocsin.council.council.session import Format, Session, SessionStage
from tocsin.council.desk.models import Warning
from tocsin.council.desk.warning import Standing
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record.action import Actor, Via, action
from tocsin.council.record.given import Given
from tocsin.council.record.marking import Bar, shared, through
from tocsin.council.site.notice import Code, holders, notify
from tocsin.world.errors import ConflictError

WORKER = Actor(None, Via.WORKER)
AHEAD = dt.timedelta(days=60)
"""How long before a plenary session what waits is proposed for it."""

SHOWN = 30


class FromWarning(Given):
    """A warning that waits, and the session that is to deal with it.

    The entry is for the readers of the warning, not all of whom may see the session.
    """

    warning: uuid.UUID
    session: uuid.UUID = Field(exclude=True)


@action("item.from_warning", _l("Propose an item for a warning"), on_page=False)
def from_warning(actor: Actor, given: FromWarning) -> Item:
    """Make a warning an item for the same readers and propose it; who is kept from it stays so."""
    session = Session.held(given.session)
    warning = Warning.held(given.warning)
    idle = warning.untabled and not warning.closed_at and not warning.items.exists()
    if session.stage != SessionStage.PLANNED or not idle:
        raise ConflictError(_("It is not to be proposed now."))
    item = Item(
        marking=warning.marking,
        originator=warning.originator,
        title=warning.title,
        warning=warning,
    )
    item.save()
    for bar in Bar.objects.filter(thing=warning.pk):
        Bar(thing=item.pk, party=bar.party, user=bar.user, reason=bar.reason).save()
    Listing(session=session, item=item, number=0).save()
    notify(item, Code.PROPOSED, holders(Role.OFFICER, Role.CHAIR))
    return item


def propose_due(now: dt.datetime) -> int:
    """Propose every warning that waits for the next plenary session; how many these were.

    It is done within sixty days of the session, once for each warning, and where anybody may see
    both.
    """
    session = _next_plenary(now)
    if session is None:
        return 0
    done = 0
    for warning in _ripe(now):
        if not shared(session.marking, warning.marking):
            continue
        with suppress(ConflictError):
            from_warning(WORKER, FromWarning(warning=warning.pk, session=session.pk))
            done += 1
    return done


def _next_plenary(now: dt.datetime) -> Session | None:
    planned = Session.objects.filter(
        stage=SessionStage.PLANNED, format=Format.PLENARY, begins_at__range=(now, now + AHEAD)
    )
    found: Session | None = planned.select_related("marking").order_by("begins_at", "pk").first()
    return found


def _ripe(now: dt.datetime) -> list[Warning]:
    """Warnings that were answered or are overdue, stand on no agenda, and are no item yet."""
    waiting = Warning.objects.filter(closed_at=None, tabled_at=None)
    ripe = waiting.filter(Q(stage=Standing.ANSWERED) | Q(due_at__lt=now))
    known = Item.objects.filter(warning=OuterRef("pk"))
    found = ripe.filter(~Exists(known)).select_related("marking")
    return list(found.order_by("made_at", "pk"))


def waiting_warnings(reader: User) -> QuerySet[Any]:
    """Open warnings on no agenda that are no open item that the reader sees, the newest first."""
    seen = Item.objects.visible(reader).filter(warning=OuterRef("pk"), stage=ItemStage.OPEN)
    found: QuerySet[Any] = Warning.objects.visible(reader).filter(closed_at=None, tabled_at=None)
    return found.filter(~Exists(seen)).select_related("marking").order_by("-made_at", "pk")[:SHOWN]


def waiting_items(session: Session, reader: User) -> QuerySet[Any]:
    """Open items that the reader sees and that are not before the session, the newest first."""
    listed = Listing.objects.filter(session=session, item=OuterRef("pk"), struck_at=None)
    found: QuerySet[Any] = Item.objects.visible(reader).filter(~Exists(listed))
    found = found.filter(stage=ItemStage.OPEN).select_related("marking", "originator")
    return found.order_by("-made_at", "pk")[:SHOWN]


def on_agenda(session: Session, reader: User) -> list[Listing]:
    """The items before a session that a reader sees: agreed ones by their number, then the rest."""
    found = session.listings.filter(through("item", reader), struck_at=None)
    rows = found.select_related("item__marking", "item__originator").order_by("made_at", "pk")
    return sorted(rows, key=lambda row: (row.agreed_at is None, row.number))
