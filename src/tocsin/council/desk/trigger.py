"""Triggers that fired: each is issued as a warning or let pass, and judged later."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked
from tocsin.world.month import last_day, shift


class Foretold(Marked):
    """That deaths reach a threshold in a place within some months, and whether it came.

    The months are those after `origin`. `chance` is the model's, and `known` all that was known
    then, frozen. `deaths` are those of the months that are known, of which `missing` are not; both
    are null until it is settled, and `deaths` stays null while nothing is known.
    """

    place = models.CharField(max_length=7)
    vector = models.CharField(max_length=40)
    threshold = models.PositiveIntegerField()
    months = models.PositiveSmallIntegerField()
    origin = models.DateField()
    chance = models.FloatField(null=True)
    known = models.JSONField(default=dict)
    deaths = models.PositiveIntegerField(null=True)
    missing = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta(Marked.Meta):
        abstract = True

    @property
    def begins(self) -> dt.date:
        """The first day of its months."""
        return shift(self.origin, 1)

    @property
    def ends(self) -> dt.date:
        """The last day of its months."""
        return last_day(shift(self.origin, self.months))

    @property
    def over(self) -> bool:
        """Whether its months have passed."""
        return clock.today() > self.ends

    @property
    def came(self) -> bool | None:
        """Whether it came; None while it is not settled or a month is missing."""
        if self.deaths is None or self.missing != 0:
            return None
        return self.deaths >= self.threshold


class Fate(models.TextChoices):
    """What became of a trigger that fired."""

    OPEN = "open", _("open")
    ISSUED = "issued", _("issued")
    PASSED = "passed", _("let pass")


class Firing(Foretold):
    """A trigger that fired for an outlook: its chance exceeded the limit that was agreed."""

    trigger = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    limit = models.FloatField()
    fate = models.CharField(max_length=10, choices=Fate.choices, default=Fate.OPEN)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta(Foretold.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["trigger", "place", "vector", "origin"], name="one_firing_an_outlook"
            )
        ]
        indexes: ClassVar = [
            *Foretold.Meta.indexes,
            models.Index(fields=["fate", "-made_at"]),
            models.Index(fields=["place", "-made_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.place}, {self.origin:%Y-%m}"
