"""Texts: drafts in versions of numbered paragraphs, and the amendments tabled to them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.council.item import Item
from tocsin.council.people.models import Party, User
from tocsin.council.record import chance, clock
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded


class TextStage(models.TextChoices):
    """Where a text stands."""

    OPEN = "open", _("under discussion")
    FROZEN = "frozen", _("frozen")
    ADOPTED = "adopted", _("adopted")
    FALLEN = "fallen", _("fallen")


class Text(Marked):
    """A draft under an item, in its languages, of which one or more are authentic.

    A frozen text cannot be changed: its newest version is being decided on.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="texts")
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    authentic = models.JSONField(default=list)
    stage = models.CharField(max_length=10, choices=TextStage.choices, default=TextStage.OPEN)

    def __str__(self) -> str:
        return self.title

    def inputs(self) -> list[Marked]:
        """The item that it belongs to."""
        return [self.item]

    @property
    def newest(self) -> Version:
        """Its newest version."""
        found: Version = self.versions.latest("number")
        return found


class Version(Recorded):
    """A version of a text, never changed once it was made."""

    text = models.ForeignKey(Text, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "number"], name="one_version_a_number")
        ]

    @property
    def whole(self) -> Text:
        """The text it belongs to."""
        return self.text


class Paragraph(Recorded):
    """The words of a paragraph, shared by all versions that hold them unchanged.

    `line` stays the same from version to version, whatever becomes of the words. A position is
    taken on these words: with other words it is a paragraph on which no position is known.
    """

    text = models.ForeignKey(Text, models.PROTECT, related_name="paragraphs")
    line: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(default=chance.fresh)
    words = models.TextField()

    @property
    def whole(self) -> Text:
        """The text it belongs to."""
        return self.text


class Placing(Recorded):
    """Where a paragraph stands in a version, counted from 1."""

    within = models.ForeignKey(Version, models.PROTECT, related_name="placings")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="placings")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["within", "number"], name="one_paragraph_a_number")
        ]

    @property
    def whole(self) -> Text:
        """The text it belongs to."""
        return self.within.text


class Rendering(Recorded):
    """A paragraph in another language."""

    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="renderings")
    language = models.CharField(max_length=12)
    words = models.TextField()
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["language", "made_at"]

    @property
    def whole(self) -> Text:
        """The text it belongs to."""
        return self.paragraph.text


class Change(models.TextChoices):
    """What an amendment does to a paragraph."""

    REPLACE = "replace", _("replaces it")
    DELETE = "delete", _("deletes it")
    INSERT = "insert", _("adds a paragraph after it")


class AmendmentFate(models.TextChoices):
    """What became of an amendment."""

    TABLED = "tabled", _("tabled")
    CARRIED = "carried", _("carried")
    FALLEN = "fallen", _("fallen")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Amendment(Recorded):
    """A change of one paragraph that a party has tabled; `number` counts within the text.

    One that inserts before the first paragraph has no `paragraph`.
    """

    text = models.ForeignKey(Text, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, null=True, related_name="amendments")
    change = models.CharField(max_length=10, choices=Change.choices)
    words = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    tabled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    tabled_at = models.DateTimeField(default=clock.now)
    fate = models.CharField(
        max_length=10, choices=AmendmentFate.choices, default=AmendmentFate.TABLED
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text", "number"], name="one_amendment_a_number")
        ]

    @property
    def whole(self) -> Text:
        """The text it belongs to."""
        return self.text
