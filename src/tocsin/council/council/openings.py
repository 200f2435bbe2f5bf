"""What is done with briefs: ordered by an officer, made by the worker, and never changed."""

from __future__ import annotations

import datetime as dt
import hashlib
from contextlib import suppress
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council import opening_draft
from tocsin.council.council.opening import Opening, Sheet
from tocsin.council.council.sessions import Hidden, held, seeing
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, Via, action
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.marking import require_within
from tocsin.council.site.notice import Code, notify
from tocsin.world.errors import ConflictError, RequestError, TocsinError

WORKER = Actor(None, Via.WORKER)


class Order(Given):
    """A brief for a session: for whom it is made, and of which day it speaks."""

    session: Hidden
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]
    as_of: Annotated[
        dt.date | None,
        Shown(label=_l("As of"), help=_l("Empty: today. It sees nothing later than this day.")),
    ] = None


@action("brief.order", _l("Order a brief"), Role.OFFICER)
def order(actor: Actor, given: Order) -> Opening:
    """Order the brief that a session opens with; it is made in the background."""
    person, today = actor.person, clock.today()
    session = held(actor, given.session)
    if (as_of := given.as_of or today) > today:
        raise RequestError(_("A brief speaks of a day that has come."))
    opening = Opening(
        session=session,
        as_of=as_of,
        marking=marking.marking(given.marking, maker=person),
        originator=person.party,
        ordered_by=person,
    )
    require_within(opening.marking, [session])
    opening.save()
    return opening


class Keep(Given):
    """A brief that was made; its page stays out of the record's payload."""

    opening: Hidden
    digest: str = Field(pattern="^[0-9a-f]{64}$")
    html: str = Field(exclude=True, repr=False)


@action("brief.keep", _l("Keep a brief"), on_page=False)
def keep(actor: Actor, given: Keep) -> Opening:
    """Keep a brief as it was made, once."""
    opening = _waiting(given)
    if given.digest != digest(given.html):
        raise RequestError(_("This is not the page that the digest is of."))
    Sheet(opening=opening, html=given.html).save()
    opening.digest, opening.drawn_at = given.digest, clock.now()
    opening.save()
    notify(opening, Code.BRIEF, seeing(opening))
    return opening


class Fail(Given):
    """Why a brief could not be made."""

    opening: Hidden
    failure: str = Field(min_length=1, max_length=500)


@action("brief.fail", _l("Enter that a brief could not be made"), on_page=False)
def fail(actor: Actor, given: Fail) -> Opening:
    """Enter why a brief could not be made; another one can be ordered."""
    opening = _waiting(given)
    opening.failure = given.failure
    opening.save()
    return opening


def draw_due(now: dt.datetime) -> int:
    """Make the briefs that wait for it, the oldest first; how many were made.

    Nothing is held while one is made, and a failure is kept for its page to tell.
    """
    waiting = Opening.objects.filter(drawn_at=None, failure="").select_related("marking")
    return sum(_drawn(opening) for opening in list(waiting.order_by("made_at", "pk")))


def _drawn(opening: Opening) -> bool:
    try:
        html = opening_draft.html(opening)
    except TocsinError as error:
        said = f"{error.what} {error.remedy}".strip()[:500] or type(error).__name__
        with suppress(ConflictError):
            fail(WORKER, Fail(opening=opening.pk, failure=said))
        return False
    with suppress(ConflictError):
        keep(WORKER, Keep(opening=opening.pk, digest=digest(html), html=html))
        return True
    return False


def digest(html: str) -> str:
    """The SHA-256 of a page, as hexadecimal."""
    return hashlib.sha256(html.encode()).hexdigest()


def _waiting(given: Keep | Fail) -> Opening:
    opening = Opening.held(given.opening)
    if opening.drawn_at or opening.failure:
        raise ConflictError(_("This brief was made already, or could not be."))
    return opening
