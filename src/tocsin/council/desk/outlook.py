"""Outlooks as they were issued: each edition with its sheets, and how the last attempt went."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tocsin.council.record import clock
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded
from tocsin.desk.outlook.archive import Kind
from tocsin.world.month import shift

LATE = dt.timedelta(minutes=30)
"""After this time an attempt that has not ended is said to be late."""


class Edition(Marked):
    """An outlook as it was issued: from which figures, by which model, and its sheets' digests.

    `origin` is the last month known, `moved` the months by which late figures moved it back.
    `kind` is issued only if it was made on the very day that it speaks of. `archived` names the
    file in the archive that holds its paths, `digest` is of these paths. `sheets` are the SHA-256
    of its sheets by their names.
    """

    origin = models.DateField()
    as_of = models.DateField()
    moved = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)
    model = models.CharField(max_length=40)
    seed = models.PositiveIntegerField()
    release = models.CharField(max_length=200)
    places = models.JSONField()
    program = models.CharField(max_length=40)
    archived = models.CharField(max_length=400)
    digest = models.CharField(max_length=64)
    sheets = models.JSONField()

    class Meta(Marked.Meta):
        indexes: ClassVar = [
            *Marked.Meta.indexes,
            models.Index(fields=["origin", "-made_at"]),
        ]

    def __str__(self) -> str:
        return _("Outlook from %(first)s to %(last)s") % {
            "first": date_format(self.first, "F Y"),
            "last": date_format(self.last, "F Y"),
        }

    @property
    def first(self) -> dt.date:
        """The first month of its year."""
        return shift(self.origin, 1)

    @property
    def last(self) -> dt.date:
        """The last month of its year."""
        return shift(self.origin, 12)

    @property
    def hindcast(self) -> bool:
        """Whether it was made later than the day it speaks of."""
        return self.kind != Kind.ISSUED


class Sheet(Recorded):
    """What one page of the desk shows of an edition, as JSON; `name` is such as `place/TJK`."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="bodies")
    name = models.CharField(max_length=40)
    body = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "name"], name="one_sheet_of_a_name")
        ]

    @property
    def whole(self) -> Edition:
        """The edition it belongs to."""
        return self.edition


class Attempt(models.Model):
    """The worker's last attempt to compute an outlook: one row, which is no part of the record.

    `wanted` says of what; `ended_at` is null while it runs, and `failure` empty if it succeeded.
    `weighed` tells the edition and the rules by which triggers were last raised.
    """

    wanted = models.CharField(max_length=400)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    weighed = models.CharField(max_length=64, blank=True)

    @property
    def runs(self) -> bool:
        """Whether it has begun and not ended."""
        return self.ended_at is None

    @property
    def late(self) -> bool:
        """Whether it has run for so long that it was probably interrupted."""
        return self.runs and clock.now() - self.began_at > LATE
