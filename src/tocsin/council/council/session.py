"""Sessions of the council: who meets when and where, who is there, who speaks in which order."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.people.models import Party, User
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded


class Format(models.TextChoices):
    """Who meets."""

    PLENARY = "plenary", _("plenary")
    RESTRICTED = "restricted", _("restricted")
    MARGINS = "margins", _("in the margins")


class SessionStage(models.TextChoices):
    """Where a session stands."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("in session")
    CLOSED = "closed", _("closed")
    CANCELLED = "cancelled", _("cancelled")


class Session(Marked):
    """A meeting, from when to when (UTC; `zone` is the one that its place lives by)."""

    title = models.CharField(max_length=200)
    format = models.CharField(max_length=12, choices=Format.choices)
    begins_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=60, default="UTC")
    venue = models.CharField(max_length=200, blank=True)
    stage = models.CharField(
        max_length=10, choices=SessionStage.choices, default=SessionStage.PLANNED
    )
    called_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class Presence(Recorded):
    """That a party is at a session, by whom, from when to when."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="presences")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["party__name", "since"]

    @property
    def whole(self) -> Session:
        """The session it belongs to."""
        return self.session


class Speaker(Recorded):
    """A party on the list of speakers of a session, in the order in which it asked.

    `order` may be changed by who presides; `called_at` is when it was given the floor.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="speakers")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    on = models.CharField(max_length=200, blank=True)
    order = models.PositiveIntegerField()
    asked_at = models.DateTimeField(default=clock.now)
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["order", "asked_at"]

    @property
    def whole(self) -> Session:
        """The session it belongs to."""
        return self.session
