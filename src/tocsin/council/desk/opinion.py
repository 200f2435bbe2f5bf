"""Opinions: the probabilities that analysts give themselves, beside the model's."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tocsin.council.desk.warning import Warning
from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.recorded import Recorded


class Opinion(Recorded):
    """How likely an analyst holds what a warning warns of, 0–1, and why; never changed."""

    warning = models.ForeignKey(Warning, models.PROTECT, related_name="opinions")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    chance = models.FloatField()
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    @property
    def whole(self) -> Warning:
        """The warning it belongs to."""
        return self.warning
