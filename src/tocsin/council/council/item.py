"""Items: the matters that a council deals with, and the agendas that they stand on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.council.offer import Offer
from tocsin.council.council.session import Session
from tocsin.council.council.undertaking import Undertaking
from tocsin.council.desk.models import Report, Warning
from tocsin.council.people.models import Party, User
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked, shared
from tocsin.council.record.recorded import Recorded


class ItemStage(models.TextChoices):
    """Where an item stands."""

    OPEN = "open", _("open")
    DECIDED = "decided", _("decided")
    DROPPED = "dropped", _("dropped")


class Item(Marked):
    """A matter before the council, proposed by a party or out of a warning, undertaking or offer.

    It lives on from session to session until it is decided or dropped.
    """

    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    warning = models.ForeignKey(Warning, models.PROTECT, null=True, related_name="items")
    undertaking = models.ForeignKey(Undertaking, models.PROTECT, null=True, related_name="items")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="items")
    stage = models.CharField(max_length=10, choices=ItemStage.choices, default=ItemStage.OPEN)
    ended_at = models.DateTimeField(null=True)
    ending = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title

    def inputs(self) -> list[Marked]:
        """What it came from."""
        return [one for one in (self.warning, self.undertaking, self.offer) if one]


class Listing(Recorded):
    """That an item is proposed for a session, and once `agreed_at` on its agenda under a number."""

    of = ("session", "item")

    session = models.ForeignKey(Session, models.PROTECT, related_name="listings")
    item = models.ForeignKey(Item, models.PROTECT, related_name="listings")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    struck_at = models.DateTimeField(null=True)
    striking = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["number", "made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "item"], name="listed_once")
        ]

    @property
    def whole(self) -> Session:
        """The session it belongs to."""
        return self.session

    @property
    def bears(self) -> str:
        """Only who may see both the session and the item may know of it."""
        return shared(self.session.marking, self.item.marking)


class Paper(Recorded):
    """A report laid before the council under an item."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="papers")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "report"], name="laid_once")
        ]

    @property
    def whole(self) -> Item:
        """The item it belongs to."""
        return self.item
