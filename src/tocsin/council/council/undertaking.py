"""Undertakings: what a party has bound itself to do, step by step, and what shows it done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.desk.models import Statement
from tocsin.council.desk.statement import Precision
from tocsin.council.people.models import Party, User
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded


class Track(models.TextChoices):
    """What kind of undertaking it is."""

    DECISION = "decision", _("from a decision")
    PLEDGE = "pledge", _("a pledge")
    AGREEMENT = "agreement", _("an agreement, clause by clause")
    ACCESSION = "accession", _("an accession, step by step")


class Fulfilment(models.TextChoices):
    """Where an undertaking, or a step of it, stands."""

    ON_TRACK = "on_track", _("on track")
    LATE = "late", _("late")
    STALLED = "stalled", _("stalled")
    DELIVERED = "delivered", _("delivered")
    BREACHED = "breached", _("breached")
    UNKNOWN = "unknown", _("unknown")


class Undertaking(Marked):
    """What `owner` has bound itself to do, for whom, until when and on which condition.

    `due` is a day known with some `precision`; without one it is open. `decision` is the
    identifier of the decision it follows from.
    """

    track = models.CharField(max_length=10, choices=Track.choices)
    owner = models.ForeignKey(Party, models.PROTECT, related_name="undertakings")
    title = models.CharField(max_length=200)
    what = models.TextField()
    whom = models.CharField(max_length=200, blank=True)
    made_on = models.DateField()
    due = models.DateField(null=True)
    precision = models.CharField(max_length=10, choices=Precision.choices, blank=True)
    condition = models.TextField(blank=True)
    met_on = models.DateField(null=True)
    decision = models.ForeignKey(
        "council.Decision", models.PROTECT, null=True, related_name="undertakings"
    )
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, related_name="undertakings")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True)
    release = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title

    def inputs(self) -> list[Marked]:
        """What it follows from."""
        report = self.statement.report if self.statement else None
        return [one for one in (self.decision, report) if one]


class Step(Recorded):
    """A step, milestone or clause; `after` holds the numbers of those that must come before."""

    undertaking = models.ForeignKey(Undertaking, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    what = models.TextField()
    owner = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    due = models.DateField(null=True)
    after = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["undertaking", "number"], name="one_step_a_number")
        ]

    @property
    def whole(self) -> Undertaking:
        """The undertaking it belongs to."""
        return self.undertaking


class Shows(models.TextChoices):
    """What evidence is said to show."""

    PROGRESS = "progress", _("progress")
    DELIVERY = "delivery", _("delivery")
    BREACH = "breach", _("a breach")


class Evidence(Recorded):
    """Something that shows progress, delivery or a breach, as a party says; judged by others.

    It is news on the day it bears unless it was refused; that it shows delivery or a breach counts
    once it was accepted.
    """

    class Verdict(models.TextChoices):
        """What was decided about it."""

        FILED = "filed", _("not judged yet")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    undertaking = models.ForeignKey(Undertaking, models.PROTECT, related_name="evidence")
    step = models.ForeignKey(Step, models.PROTECT, null=True, related_name="evidence")
    shows = models.CharField(max_length=10, choices=Shows.choices)
    words = models.TextField()
    dated = models.DateField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    filename = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    data = models.BinaryField(null=True)
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.FILED)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)
    judgement = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["dated", "at", "pk"]

    @property
    def whole(self) -> Undertaking:
        """The undertaking it belongs to."""
        return self.undertaking


class Override(Recorded):
    """That an officer has set the standing by hand, and why, until it was lifted."""

    undertaking = models.ForeignKey(Undertaking, models.PROTECT, related_name="overrides")
    standing = models.CharField(max_length=10, choices=Fulfilment.choices)
    reason = models.TextField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    @property
    def whole(self) -> Undertaking:
        """The undertaking it belongs to."""
        return self.undertaking
