"""Minutes: what happened in a session, passage by passage, and how it was corrected."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.council.matter import matters, things
from tocsin.council.council.session import Session
from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded


class Minutes(Marked):
    """The minutes of a session for a marking, in the language in which they were drawn up.

    `left_out` counts what its readers may not see; `language` is null where it is unknown.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="minutes")
    language = models.CharField(max_length=12, null=True)
    left_out = models.PositiveIntegerField(default=0)
    drawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    head = models.CharField(max_length=64)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return str(_("Minutes: %(session)s") % {"session": self.session})

    def inputs(self) -> list[Marked]:
        """The session, and all that was there to be drawn from, whether it was or not."""
        return [self.session, *things(matters(self.session, self.made_at))]


class Passage(Recorded):
    """A heading or paragraph of minutes, as it was drawn up and as it reads now."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="passages")
    number = models.PositiveSmallIntegerField()
    heading = models.BooleanField(default=False)
    drawn = models.TextField()
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["number"]

    @property
    def whole(self) -> Minutes:
        """The minutes it belongs to."""
        return self.minutes


class Correction(Recorded):
    """A change of a passage that somebody proposed, and what was decided about it."""

    class Ruling(models.TextChoices):
        """What was decided about a correction."""

        PROPOSED = "proposed", _("proposed")
        TAKEN = "taken", _("taken")
        REFUSED = "refused", _("refused")

    passage = models.ForeignKey(Passage, models.PROTECT, related_name="corrections")
    before = models.TextField()
    words = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    fate = models.CharField(max_length=10, choices=Ruling.choices, default=Ruling.PROPOSED)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    @property
    def whole(self) -> Minutes:
        """The minutes it belongs to."""
        return self.passage.minutes
