"""Agreed lines: sentences that the members have agreed to say, each with its source."""

from __future__ import annotations

from django.db import models

from tocsin.council.council.decision import Decision
from tocsin.council.desk.models import Statement
from tocsin.council.people.models import User
from tocsin.council.record.marking import Marked


class AgreedLine(Marked):
    """A sentence on a topic, from a decision or a confirmed statement, until it is retired."""

    topic = models.CharField(max_length=200, db_index=True)
    words = models.TextField()
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="lines")
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, related_name="lines")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retiring = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.words

    def inputs(self) -> list[Marked]:
        """Its source."""
        report = self.statement.report if self.statement else None
        return [one for one in (self.decision, report) if one]
