"""Sources of reports, and how reliable the organisation takes each to be."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.people.models import User
from tocsin.council.record.marking import Marked


class Reliability(models.TextChoices):
    """How a source has proved itself so far, by the letters of the Admiralty system."""

    A = "A", _("A: has always proved right")
    B = "B", _("B: has mostly proved right")
    C = "C", _("C: has often proved right, and sometimes wrong")
    D = "D", _("D: has proved wrong more than once")
    E = "E", _("E: has mostly proved wrong")
    F = "F", _("F: cannot be judged yet")


class SourceKind(models.TextChoices):
    """What a source is."""

    STATE = "state", _("state body")
    INTERNATIONAL = "international", _("international body")
    PRESS = "press", _("press")
    RESEARCH = "research", _("research")
    SOCIETY = "society", _("civil society")
    FIELD = "field", _("own people in the field")
    OTHER = "other", _("other")


class Source(Marked):
    """Where reports come from; its name may itself need protection, so that it is marked too.

    `graded_at` is null until somebody graded it, and its reliability then F.
    """

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=SourceKind.choices)
    reliability = models.CharField(max_length=1, choices=Reliability.choices, default=Reliability.F)
    graded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    graded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
