"""The brief that a session opens with, made for its marking and frozen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.council.session import Session
from tocsin.council.people.models import User
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded


class Opening(Marked):
    """A brief ordered for a session; the worker makes it, and nothing changes it afterwards.

    `as_of` is the day it speaks of, `digest` the SHA-256 of its page, null until it is made;
    `failure` says why it could not be.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="openings")
    as_of = models.DateField()
    ordered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, null=True)
    drawn_at = models.DateTimeField(null=True, db_index=True)
    failure = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return str(_("Brief as of %(day)s") % {"day": f"{self.as_of:%Y-%m-%d}"})

    def inputs(self) -> list[Marked]:
        """The session."""
        return [self.session]


class Sheet(Recorded):
    """The page of a brief, apart, so that no list loads it."""

    opening = models.OneToOneField(Opening, models.PROTECT, related_name="sheet")
    html = models.TextField()

    class Meta:
        ordering: ClassVar = ["pk"]

    @property
    def whole(self) -> Opening:
        """The brief it belongs to."""
        return self.opening
