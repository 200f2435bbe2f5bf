"""What is done with calendar feeds: a person makes one, and revokes it."""

from __future__ import annotations

import hashlib
import secrets
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council.feed import Feed
from tocsin.council.council.sessions import Hidden
from tocsin.council.people import factors
from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown
from tocsin.world.errors import AccessError, MissingError

MOST = 20
"""How many feeds a person has in force at a time."""


class Make(Given):
    """A feed's name, and the digest of its secret."""

    name: Annotated[str, Shown(label=_l("Name"))] = Field(
        min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$"
    )
    digest: str = Field(pattern="^[0-9a-f]{64}$")


@action("feed.make", _l("Make a calendar address"), anyone=True, on_page=False)
def make(actor: Actor, given: Make) -> Feed:
    """Let a person's calendar follow the sessions, by a secret of which only the digest is kept."""
    person = actor.person
    if factors.lacking(person):
        raise AccessError(_("Set up your second factor first."))
    if Feed.objects.filter(user=person, revoked_at=None).count() >= MOST:
        raise AccessError(_("You have too many addresses."), remedy=_("Revoke one of them first."))
    row = Feed(user=person, name=given.name, digest=given.digest)
    row.save()
    return row


class Revoke(Given):
    """A feed."""

    feed: Hidden


@action("feed.revoke", _l("Revoke a calendar address"), anyone=True)
def revoke(actor: Actor, given: Revoke) -> Feed:
    """Make a calendar's address useless."""
    row = Feed.held(given.feed)
    if row.user_id != actor.person.pk:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    row.revoked_at = row.revoked_at or clock.now()
    row.save()
    return row


def fresh() -> tuple[str, str]:
    """A feed's secret, shown once, and the digest that is kept of it."""
    secret = secrets.token_urlsafe(32)
    return secret, digest(secret)


def digest(secret: str) -> str:
    """What is kept of a feed's secret: its SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def owner(secret: str) -> User | None:
    """The person whose feed has a secret; none if it was revoked, or they may not enter at all."""
    found = Feed.objects.select_related("user__party").filter(digest=digest(secret))
    feed: Feed | None = found.filter(revoked_at=None).first()
    if feed is None or not feed.user.is_active or factors.lacking(feed.user):
        return None
    person: User = feed.user
    return person
