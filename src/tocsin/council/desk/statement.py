"""Statements: who said what, where in a report, and what was done by saying it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tocsin.council.desk.report import Report
from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.recorded import Recorded


class Status(models.TextChoices):
    """What was decided about a statement."""

    CANDIDATE = "candidate", _("candidate")
    CONFIRMED = "confirmed", _("confirmed")
    REJECTED = "rejected", _("rejected")


class Voice(models.TextChoices):
    """In whose words a statement stands."""

    DIRECT = "direct", _("the speaker’s own words")
    INDIRECT = "indirect", _("reported in the writer’s words")
    MIXED = "mixed", _("partly the speaker’s own words")
    OWN = "own", _("the document speaks for itself")


class Part(models.TextChoices):
    """What a span is to its statement or act."""

    SOURCE = "source", _("source")
    CUE = "cue", _("cue")
    CONTENT = "content", _("content")
    ACT = "act", _("act")
    POLARITY = "polarity", _("polarity")
    MODALITY = "modality", _("modality")
    GIVER = "giver", _("giver")
    RECEIVER = "receiver", _("receiver")
    OBJECT = "object", _("object")
    CONDITION = "condition", _("condition")
    PLACE = "place", _("place")
    VECTOR = "vector", _("vector")
    DUE = "due", _("due")


class Deed(models.TextChoices):
    """What is done by saying something."""

    ASSERT = "assert", _("asserts")
    PRAISE = "praise", _("praises")
    CRITICISE = "criticise", _("criticises")
    DOUBT = "doubt", _("doubts")
    OFFER = "offer", _("offers")
    PLEDGE = "pledge", _("pledges")
    REQUEST = "request", _("requests")
    PROPOSE = "propose", _("proposes")
    AGREE = "agree", _("agrees")
    REFUSE = "refuse", _("refuses")
    ANNOUNCE = "announce", _("announces")
    DECIDE = "decide", _("decides")
    REPORT = "report", _("tells of another’s act")


class Polarity(models.TextChoices):
    """Whether something is said to be, or not to be."""

    POSITIVE = "positive", _("affirmed")
    NEGATIVE = "negative", _("negated")


class Precision(models.TextChoices):
    """How precisely a date was given."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    YEAR = "year", _("year")
    VAGUE = "vague", _("vague")


class Reading(Recorded):
    """That a reader went over a report, how much it proposed, and how much of it was no exact span.

    Without a `model` it was read by hand. If it `failed`, what the report says is not known.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="readings")
    model = models.CharField(max_length=80)
    release = models.CharField(max_length=40)
    proposed = models.PositiveIntegerField()
    dropped = models.PositiveIntegerField()
    failed = models.BooleanField(null=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "model", "release"], name="read_once")
        ]

    @property
    def whole(self) -> Report:
        """The report it belongs to."""
        return self.report


class Statement(Recorded):
    """Who said something in a report, for whom and on what; made by hand or by a reader.

    `party` is a party's key or empty, `reading` null for one made by hand by `made_by`.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="statements")
    voice = models.CharField(max_length=10, choices=Voice.choices, default=Voice.DIRECT)
    speaker = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    party = models.CharField(max_length=40, blank=True)
    topic = models.CharField(max_length=200, blank=True)
    status = models.CharField(
        max_length=10, choices=Status.choices, default=Status.CANDIDATE, db_index=True
    )
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, related_name="statements")
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    @property
    def whole(self) -> Report:
        """The report it belongs to."""
        return self.report


class Act(Recorded):
    """What is done by a statement: an offer, a pledge, a request …, with what is known of it."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="acts")
    act = models.CharField(max_length=12, choices=Deed.choices)
    polarity = models.CharField(max_length=10, choices=Polarity.choices, default=Polarity.POSITIVE)
    modality = models.CharField(max_length=40, blank=True)
    giver = models.CharField(max_length=500, blank=True)
    receiver = models.CharField(max_length=500, blank=True)
    object = models.CharField(max_length=500, blank=True)
    condition = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=7, blank=True, db_index=True)
    vector = models.CharField(max_length=40, blank=True)
    due = models.DateField(null=True)
    precision = models.CharField(max_length=10, choices=Precision.choices, blank=True)

    @property
    def whole(self) -> Report:
        """The report it belongs to."""
        return self.statement.report


class Span(Recorded):
    """Where something stands: characters `start` up to `end` of the report's text.

    It belongs to a statement, or to one of its acts. Something broken has several parts, from 0.
    """

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="spans")
    act = models.ForeignKey(Act, models.PROTECT, null=True, related_name="spans")
    role = models.CharField(max_length=10, choices=Part.choices)
    part = models.PositiveSmallIntegerField(default=0)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["start", "end", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="span_not_empty")
        ]

    @property
    def whole(self) -> Report:
        """The report it belongs to."""
        return self.statement.report

    def surface(self, text: str) -> str:
        """The words that it covers in the report's text."""
        return text[self.start : self.end]
