"""Reviews: an outlook held against what came, as it was drawn up on a day."""

from __future__ import annotations

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tocsin.council.desk.models import Edition
from tocsin.council.people.models import User
from tocsin.council.record.marking import Marked


class Review(Marked):
    """An edition of the outlook held against the figures of a release up to a month.

    `body` is what was found, as JSON; it is as it was drawn up, whatever figures come later.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="reviews")
    until = models.DateField()
    release = models.CharField(max_length=200)
    program = models.CharField(max_length=40)
    drawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    body = models.TextField()

    def __str__(self) -> str:
        return _("Review of the outlook as of %(day)s, up to %(month)s") % {
            "day": date_format(self.edition.as_of, "j E Y"),
            "month": date_format(self.until, "F Y"),
        }

    def inputs(self) -> list[Marked]:
        """The outlook."""
        return [self.edition]
