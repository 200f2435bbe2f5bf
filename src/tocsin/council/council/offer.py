"""Offers from outside, with the strings that come with them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.desk.models import Statement
from tocsin.council.people.models import Party, User
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded


class OfferStage(models.TextChoices):
    """Where an offer stands."""

    OPEN = "open", _("being weighed")
    TAKEN = "taken", _("taken")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("lapsed")


class Offer(Marked):
    """Help that somebody outside proposes, what it would replace, and the members' own measure.

    Costs are in `currency`; null is unknown, never none.
    """

    title = models.CharField(max_length=200)
    giver = models.CharField(max_length=200)
    receiver = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    what = models.TextField()
    worth = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    received_on = models.DateField()
    until = models.DateField(null=True)
    replaces = models.TextField(blank=True)
    own = models.TextField(blank=True)
    own_cost = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    statement = models.ForeignKey(Statement, models.PROTECT, null=True, related_name="offers")
    decision = models.ForeignKey(
        "council.Decision", models.PROTECT, null=True, related_name="offers"
    )
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=10, choices=OfferStage.choices, default=OfferStage.OPEN)
    ended_at = models.DateTimeField(null=True)
    ending = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title

    def inputs(self) -> list[Marked]:
        """The report that it was read in, and the decision on it."""
        report = self.statement.report if self.statement else None
        return [one for one in (report, self.decision) if one]


class String(Recorded):
    """A clause that comes with an offer, of a kind in the taxonomy (`strings.toml`)."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="strings")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    words = models.TextField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "number"], name="one_string_a_number")
        ]

    @property
    def whole(self) -> Offer:
        """The offer it belongs to."""
        return self.offer
