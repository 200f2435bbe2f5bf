"""Decisions: put to the council in session or under silence, and what came of each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.council.item import Item
from tocsin.council.council.session import Session
from tocsin.council.council.text import Amendment, Text, Version
from tocsin.council.people.models import Party, User
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded
from tocsin.world.rule import Rule


class Method(models.TextChoices):
    """How the council is asked."""

    SESSION = "session", _("in session")
    SILENCE = "silence", _("under silence")


class Stage(models.TextChoices):
    """Where a decision stands; of the last four each is final."""

    OPEN = "open", _("open")
    SUSPENDED = "suspended", _("suspended")
    KEPT = "kept", _("silence kept, to be declared")
    HELD = "held", _("held")
    ADOPTED = "adopted", _("adopted")
    BROKEN = "broken", _("silence broken")
    FALLEN = "fallen", _("not adopted")
    WITHDRAWN = "withdrawn", _("withdrawn")


FINAL = frozenset({Stage.ADOPTED, Stage.BROKEN, Stage.FALLEN, Stage.WITHDRAWN})


class Decision(Marked):
    """What the council is asked to decide: a version of a text, or a sentence of its own.

    `rule`, `threshold` (of `base`) and `quorum` are the organisation's on the day it was put,
    shares as exact fractions such as 2/3. Under silence
    `expires_at` is an exact moment, which `zone` tells in local time; while it is suspended the
    clock stands. `tally` is who stood where when it ended, `holding` why a result is held.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="decisions")
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="decisions")
    text = models.ForeignKey(Text, models.PROTECT, null=True, related_name="decisions")
    decided = models.ForeignKey(Version, models.PROTECT, null=True, related_name="decisions")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    method = models.CharField(max_length=10, choices=Method.choices)
    rule = models.CharField(max_length=30, choices=[(rule.value, rule.value) for rule in Rule])
    threshold = models.CharField(max_length=20, blank=True)
    base = models.CharField(max_length=10, blank=True)
    quorum = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.OPEN)
    put_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField(null=True, db_index=True)
    zone = models.CharField(max_length=60, blank=True)
    suspended_at = models.DateTimeField(null=True)
    holding = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ending = models.TextField(blank=True)
    tally = models.JSONField(null=True)

    def __str__(self) -> str:
        return self.title

    def inputs(self) -> list[Marked]:
        """The item and the text that it decides on."""
        return [one for one in (self.item, self.text) if one]


class Concern(Recorded):
    """That a party is concerned by a decision, or has an interest of its own in it, and which."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="concerns")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    marked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["party__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "party"], name="concerned_once")
        ]

    @property
    def whole(self) -> Decision:
        """The decision it belongs to."""
        return self.decision


class Choice(models.TextChoices):
    """What a party says when it is asked in session."""

    CONSENT = "consent", _("consents")
    ABSTAIN = "abstain", _("abstains")
    OBJECT = "object", _("objects")


class Voice(Recorded):
    """What a party said in session; its last word before the decision ended counts."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="voices")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    @property
    def whole(self) -> Decision:
        """The decision it belongs to."""
        return self.decision


class Objection(Recorded):
    """A written objection to what lies under silence, or an amendment, which breaks it alike.

    `at` is when it reached the secretariat; one that came by other means was entered later, with
    `means` and `proof`. Withdrawing it does not bring the silence back.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="objections")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    words = models.TextField()
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    entered_at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    means = models.CharField(max_length=200, blank=True)
    proof = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    @property
    def whole(self) -> Decision:
        """The decision it belongs to."""
        return self.decision


class Move(models.TextChoices):
    """What changes the time of a silence procedure."""

    EXTEND = "extend", _("extended")
    SUSPEND = "suspend", _("suspended")
    RESUME = "resume", _("resumed")
    HOLD = "hold", _("result held")
    KEEP = "keep", _("time run out without objection")


class Timing(Recorded):
    """A change of the time of a silence procedure, with the moment of expiry before and after."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="timings")
    move = models.CharField(max_length=10, choices=Move.choices)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    before = models.DateTimeField(null=True)
    after = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    @property
    def whole(self) -> Decision:
        """The decision it belongs to."""
        return self.decision


class Outage(Recorded):
    """A time during which the system could not be used, found by its own pulse or entered."""

    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["since"]


class Pulse(models.Model):
    """When the server was last seen to run: one row, written by the worker, in no record."""

    at = models.DateTimeField()
