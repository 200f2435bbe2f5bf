"""Warnings: issued to named offices, received and answered by them, closed in the end."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.council.desk.trigger import Firing, Foretold
from tocsin.council.people.models import Party, User
from tocsin.council.record import clock
from tocsin.council.record.recorded import Recorded


class Standing(models.TextChoices):
    """Where a warning, or one office's part in it, stands."""

    OPEN = "open", _("open")
    RECEIVED = "received", _("received")
    ANSWERED = "answered", _("answered")
    OVERDUE = "overdue", _("overdue")
    CLOSED = "closed", _("closed")


class Warning(Foretold):
    """What is warned of, for which place and until when, and what was known when it was issued.

    `stage` and `due_at` follow from its addressees and are kept here, so that a list needs no
    other table: `due_at` is when the next clock runs out, null while none runs.
    """

    title = models.CharField(max_length=200)
    what = models.TextField()
    trigger = models.CharField(max_length=80, blank=True)
    firing = models.OneToOneField(Firing, models.PROTECT, null=True, related_name="warning")
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer_by = models.DateTimeField()
    stage = models.CharField(max_length=10, choices=Standing.choices, default=Standing.OPEN)
    due_at = models.DateTimeField(null=True, db_index=True)
    tabled_at = models.DateTimeField(null=True)
    tabled_on = models.DateField(null=True)
    tabling = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closing = models.TextField(blank=True)

    class Meta(Foretold.Meta):
        indexes: ClassVar = [
            *Foretold.Meta.indexes,
            models.Index(fields=["stage", "-made_at"]),
            models.Index(fields=["place", "-made_at"]),
            models.Index(fields=["vector", "-made_at"]),
            models.Index(
                fields=["-made_at", "id"],
                condition=Q(tabled_at__isnull=False),
                name="warning_tabled",
            ),
            models.Index(
                fields=["due_at", "-made_at", "id"],
                condition=Q(closed_at=None),
                name="warning_running",
            ),
            models.Index(
                fields=["-made_at"],
                condition=Q(closed_at=None, tabled_at=None),
                name="warning_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def standing(self) -> Standing:
        """Where it stands now: overdue as soon as one office has not answered in time."""
        if self.due_at and clock.now() > self.due_at:
            return Standing.OVERDUE
        return Standing(self.stage)

    @property
    def untabled(self) -> bool:
        """Whether it was answered or is overdue, and no council has it on its agenda."""
        ripe = self.standing in {Standing.ANSWERED, Standing.OVERDUE, Standing.CLOSED}
        return ripe and self.tabled_at is None

    def follow(self) -> None:
        """Let `stage` and `due_at` follow from its addressees, and save it."""
        rows = list(self.addressees.all())
        self.due_at = None if self.closed_at else min((r.due for r in rows if r.due), default=None)
        self.stage = Standing.CLOSED if self.closed_at else _stage(rows)
        self.save()


class Addressee(Recorded):
    """An office that a warning was issued to, and when it received and answered it.

    Its clock runs until `answer_by`, and stands from `asked_at` while a question of its own waits
    for a reply; `waited` is how long it stood in all.
    """

    warning = models.ForeignKey(Warning, models.PROTECT, related_name="addressees")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    office = models.CharField(max_length=200)
    answer_by = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    waited = models.DurationField(default=dt.timedelta(0))
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["party__name", "office"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["warning", "party", "office"], name="one_an_office")
        ]

    def __str__(self) -> str:
        return f"{self.office}, {self.party}"

    @property
    def whole(self) -> Warning:
        """The warning it belongs to."""
        return self.warning

    @property
    def due(self) -> dt.datetime | None:
        """When its clock runs out, or ran out; None once it answered or while it stands in time."""
        if self.answered_at or (self.asked_at and self.asked_at <= self.answer_by):
            return None
        return self.answer_by

    @property
    def standing(self) -> Standing:
        """Where this office's part stands."""
        if self.answered_at:
            return Standing.ANSWERED
        if self.warning.closed_at:
            return Standing.CLOSED
        if self.due and clock.now() > self.due:
            return Standing.OVERDUE
        return Standing.RECEIVED if self.received_at else Standing.OPEN

    @property
    def late(self) -> bool:
        """Whether it answered after its time, or has not and it is over."""
        if self.answered_at:
            return self.answered_at > self.answer_by
        return self.standing is Standing.OVERDUE

    @property
    def took(self) -> dt.timedelta | None:
        """How long its clock ran until it answered; None while it has not."""
        if self.answered_at is None:
            return None
        return self.answered_at - self.warning.made_at - self.waited

    def resume(self, at: dt.datetime) -> None:
        """Let the clock go on after a question: the wait is added to the time it has."""
        if self.asked_at:
            self.waited += at - self.asked_at
            self.answer_by += at - self.asked_at
            self.asked_at = None


class Turn(Recorded):
    """One turn in the exchange with an office: its answer or question, or the reply to that."""

    class Kind(models.TextChoices):
        """What a turn does."""

        ACT = "act", _("acts")
        DECLINE = "decline", _("declines")
        ASK = "ask", _("asks")
        REPLY = "reply", _("reply")

    addressee = models.ForeignKey(Addressee, models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    @property
    def whole(self) -> Warning:
        """The warning it belongs to."""
        return self.addressee.warning


def _stage(rows: list[Addressee]) -> Standing:
    if all(row.answered_at for row in rows):
        return Standing.ANSWERED
    if all(row.received_at for row in rows):
        return Standing.RECEIVED
    return Standing.OPEN
