"""Positions: where a party stands on an item, a paragraph, an amendment or a string."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.council.item import Item
from tocsin.council.council.offer import String
from tocsin.council.council.text import Amendment, Paragraph, Text
from tocsin.council.people.models import Party, User
from tocsin.council.record.marking import Marked


class Stand(models.TextChoices):
    """Where a party stands."""

    SUPPORT = "support", _("supports")
    ACCEPT = "accept", _("can accept")
    RESERVE = "reserve", _("reserves its position")
    OBJECT = "object", _("objects")


class Position(Marked):
    """What a party has said of its stand, for those whom its marking admits.

    It is about an item as a whole unless it names a text, one of its paragraphs or amendments, or
    a string of an offer. The newest one that a reader may see is the party's position for that
    reader. An objection that would fall if one of some amendments were carried names their
    identifiers in `unless`. A `red_line` is one that the party will not cross.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="positions")
    text = models.ForeignKey(Text, models.PROTECT, null=True, related_name="positions")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, null=True, related_name="positions")
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, related_name="positions")
    string = models.ForeignKey(String, models.PROTECT, null=True, related_name="positions")
    stand = models.CharField(max_length=10, choices=Stand.choices)
    words = models.TextField(blank=True)
    condition = models.TextField(blank=True)
    red_line = models.TextField(blank=True)
    unless = models.JSONField(default=list)

    class Meta(Marked.Meta):
        indexes: ClassVar = [*Marked.Meta.indexes, models.Index(fields=["item", "party"])]

    def __str__(self) -> str:
        return f"{self.party}: {self.get_stand_display()}"

    def inputs(self) -> list[Marked]:
        """What it is about."""
        return [one for one in (self.item,) if one]
