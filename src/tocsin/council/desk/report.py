"""Reports: documents that came in, their text, and how credible each is."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.council.desk.source import Source
from tocsin.council.people.models import User
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded


class Credibility(models.IntegerChoices):
    """How well a report agrees with what else is known, by the numbers of the Admiralty system."""

    ONE = 1, _("1: others say the same, independently")
    TWO = 2, _("2: likely, and fits what else is known")
    THREE = 3, _("3: may be so, and fits some of what is known")
    FOUR = 4, _("4: may be so, but nothing else supports it")
    FIVE = 5, _("5: unlikely, and goes against what else is known")
    SIX = 6, _("6: cannot be judged yet")


class State(models.TextChoices):
    """Whether a report's text was read out of its file."""

    RECEIVED = "received", _("waiting to be read")
    PARSED = "parsed", _("read")
    FAILED = "failed", _("could not be read")


class Report(Marked):
    """A document from a source, as a file or as pasted text.

    Its text and its file stand in tables of their own, so that no list loads them. `graded_at` is
    null until somebody graded it, and its credibility then 6. `format`, `filename`, `size` (bytes)
    and `digest` (SHA-256) are the file's, and empty where text was pasted.
    """

    title = models.CharField(max_length=200)
    source = models.ForeignKey(Source, models.PROTECT, related_name="reports")
    dated = models.DateField()
    language = models.CharField(max_length=12)
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    credibility = models.PositiveSmallIntegerField(
        choices=Credibility.choices, default=Credibility.SIX
    )
    graded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    graded_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.RECEIVED, db_index=True
    )
    failure = models.CharField(max_length=500, blank=True)
    format = models.CharField(max_length=10, blank=True)
    filename = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal = models.TextField(blank=True)

    class Meta(Marked.Meta):
        indexes: ClassVar = [
            *Marked.Meta.indexes,
            models.Index(
                fields=["-made_at", "id"],
                condition=Q(graded_at__isnull=False),
                name="report_graded",
            ),
            models.Index(
                fields=["-made_at", "id"],
                condition=Q(withdrawn_at__isnull=False),
                name="report_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def grade(self) -> str:
        """The source's reliability and the report's credibility, such as B2."""
        return f"{self.source.reliability}{self.credibility}"

    @cached_property
    def text(self) -> str:
        """What stands in it; empty until it was read."""
        return str(Body.objects.filter(report=self).values_list("text", flat=True).first() or "")

    @property
    def usable(self) -> bool:
        """Whether it was read and not withdrawn."""
        return self.state == State.PARSED and self.withdrawn_at is None


class Original(Recorded):
    """A report's file as it came."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="original")
    data = models.BinaryField()

    @property
    def whole(self) -> Report:
        """The report it belongs to."""
        return self.report


class Body(Recorded):
    """A report's text, which never changes, so that spans of it stay exact."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="body")
    text = models.TextField()

    @property
    def whole(self) -> Report:
        """The report it belongs to."""
        return self.report
