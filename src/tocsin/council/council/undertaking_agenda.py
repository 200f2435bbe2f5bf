"""Undertakings that are late or stalled: told of once, and put before the next plenary session."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import suppress
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council import item, session
from tocsin.council.council.models import Evidence, Item, Listing, Session, Undertaking
from tocsin.council.council.standing_query import stood
from tocsin.council.council.undertaking import Fulfilment
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record.action import Actor, Via, action
from tocsin.council.record.given import Given
from tocsin.council.record.marking import Bar, Marking
from tocsin.council.site.notice import Code, Notice, holders, notify, people_of, sees
from tocsin.world.errors import ConflictError
from tocsin.world.marking import Level

WORKER = Actor(None, Via.WORKER)
RIPE = (Fulfilment.LATE, Fulfilment.STALLED)


class Tell(Given):
    """An undertaking that is late or stalled."""

    undertaking: uuid.UUID


@action("undertaking.stalled", _l("Tell that an undertaking is late or stalled"), on_page=False)
def tell(actor: Actor, given: Tell) -> Undertaking:
    """Tell the owner's people and the officers, once until there is new evidence."""
    undertaking = Undertaking.held(given.undertaking)
    if not _untold().filter(pk=undertaking.pk).exists():
        raise ConflictError(_("Nobody is to be told of it now."))
    notify(undertaking, Code.STALLED, _told(undertaking))
    return undertaking


class Propose(Given):
    """An undertaking that is late or stalled, and the session that is to deal with it."""

    undertaking: uuid.UUID
    session: uuid.UUID = Field(exclude=True)  # not every reader of the item may know of it


@action("undertaking.propose", _l("Propose an item for the next session"), on_page=False)
def propose(actor: Actor, given: Propose) -> Item:
    """Make an item of an undertaking and propose it for a session; who is kept from it stays so."""
    meeting = Session.held(given.session)
    undertaking = Undertaking.held(given.undertaking)
    ripe = _unlisted(meeting).filter(pk=undertaking.pk)
    if meeting.stage != session.SessionStage.PLANNED or not ripe.exists():
        raise ConflictError(_("It is not to be proposed now."))
    made = Item(
        marking=undertaking.marking,
        originator=undertaking.originator,
        title=undertaking.title,
        words=undertaking.what,
        undertaking=undertaking,
    )
    made.save()
    for bar in Bar.objects.filter(thing=undertaking.pk):
        Bar(thing=made.pk, party=bar.party, user=bar.user, reason=bar.reason).save()
    last = meeting.listings.aggregate(last=Max("number"))["last"] or 0
    Listing(session=meeting, item=made, number=last + 1).save()
    return made


def propose_due(now: dt.datetime) -> int:
    """Tell of, and propose, every undertaking that is late or stalled; how many deeds these were.

    An item that is still open, or was before the same session already, is not proposed again.
    """
    done = 0
    for undertaking in list(_untold().select_related("owner")):
        if any(sees(user, Undertaking, undertaking.pk) for user in _told(undertaking)):
            with suppress(ConflictError):
                tell(WORKER, Tell(undertaking=undertaking.pk))
                done += 1
    return done + _proposed(now)


def _proposed(now: dt.datetime) -> int:
    coming = Session.objects.filter(
        stage=session.SessionStage.PLANNED, format=session.Format.PLENARY, begins_at__gte=now
    )
    done, meetings = 0, list(coming.select_related("marking").order_by("begins_at", "pk"))
    for undertaking in list(_idle().select_related("marking")):
        meeting = next((m for m in meetings if meet(m.marking, undertaking.marking)), None)
        if meeting and _unlisted(meeting).filter(pk=undertaking.pk).exists():
            with suppress(ConflictError):
                propose(WORKER, Propose(undertaking=undertaking.pk, session=meeting.pk))
                done += 1
    return done


def _ripe() -> QuerySet[Any]:
    """Undertakings that are late or stalled today, by hand or by the rules, and not released."""
    found = stood(Undertaking.objects.filter(released_at=None))
    return found.filter(stands__in=RIPE)


def _untold() -> QuerySet[Any]:
    """Those that nobody was told of since the last evidence was filed."""
    last = Evidence.objects.filter(undertaking=OuterRef("pk")).order_by("-at").values("at")[:1]
    told = Notice.objects.filter(
        thing=OuterRef("pk"), code=Code.STALLED, made_at__gte=OuterRef("since")
    )
    ripe: QuerySet[Any] = _ripe().annotate(since=Coalesce(Subquery(last), "made_at"))
    return ripe.filter(~Exists(told))


def _idle() -> QuerySet[Any]:
    """Those that no open item is about."""
    running = Item.objects.filter(undertaking=OuterRef("pk"), stage=item.ItemStage.OPEN)
    return _ripe().filter(~Exists(running))


def _unlisted(meeting: Session) -> QuerySet[Any]:
    """Those of them that no item was before a session about."""
    listed = Listing.objects.filter(item__undertaking=OuterRef("pk"), session=meeting)
    return _idle().filter(~Exists(listed))


def _told(undertaking: Undertaking) -> list[User]:
    return [*people_of(undertaking.owner), *holders(Role.OFFICER)]


def meet(one: Marking, other: Marking) -> bool:
    """Whether anybody is admitted by both of two markings."""
    if Level.CLEAR in {one.value.level, other.value.level}:
        return True
    admitted = [
        User.objects.filter(
            Q(pk__in=each.readers.values("user")) | Q(party__in=each.readers.values("party"))
        )
        for each in (one, other)
    ]
    return bool(admitted[0].filter(pk__in=admitted[1].values("pk"), is_active=True).exists())
