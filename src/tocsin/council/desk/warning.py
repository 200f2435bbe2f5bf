"""Warnings: issued to named offices, received and answered by them, closed in the end."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.people.models import Party, User
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded


class Standing(models.TextChoices):
    """Where a warning, or one office's part in it, stands."""

    OPEN = "open", _("open")
    RECEIVED = "received", _("received")
    ANSWERED = "answered", _("answered")
    OVERDUE = "overdue", _("overdue")
    CLOSED = "closed", _("closed")


class Warning(Marked):
    """What is warned of, for which place and until when, and what was known when it was issued.

    `chance` is the model's at the time (null: by hand), `known` the outlook frozen with it.
    """

    title = models.CharField(max_length=200)
    place = models.CharField(max_length=7, db_index=True)
    vector = models.CharField(max_length=40)
    what = models.TextField()
    threshold = models.PositiveIntegerField()
    months = models.PositiveSmallIntegerField()
    trigger = models.CharField(max_length=80, blank=True)
    chance = models.FloatField(null=True)
    known = models.JSONField(default=dict)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer_by = models.DateTimeField()
    tabled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title

    @property
    def standing(self) -> Standing:
        """Where it stands now: overdue as soon as one office has not answered in time."""
        if self.closed_at:
            return Standing.CLOSED
        each = {addressee.standing for addressee in self.addressees.all()}
        for standing in (Standing.OVERDUE, Standing.OPEN, Standing.RECEIVED):
            if standing in each:
                return standing
        return Standing.ANSWERED


class Addressee(Recorded):
    """An office that a warning was issued to, and when it received and answered it."""

    warning = models.ForeignKey(Warning, models.PROTECT, related_name="addressees")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    received_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["party__name", "office"]

    @property
    def whole(self) -> Warning:
        """The warning it belongs to."""
        return self.warning

    @property
    def standing(self) -> Standing:
        """Where this office's part stands."""
        if self.answered_at:
            return Standing.ANSWERED
        if clock.now() > self.warning.answer_by:
            return Standing.OVERDUE
        return Standing.RECEIVED if self.received_at else Standing.OPEN

    @property
    def took(self) -> dt.timedelta | None:
        """How long the answer took; None while there is none."""
        return self.answered_at - self.warning.made_at if self.answered_at else None
