"""Widenings: a thing opened to more readers, once everybody whose work is in it has agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from tocsin.council.record import clock
from tocsin.council.record.marking import Marked, Marking
from tocsin.council.record.recorded import Recorded, tables
from tocsin.world.errors import MissingError


class Widening(Recorded):
    """A proposal to give a thing another marking; `before` is the one that it bore at the time."""

    table = models.CharField(max_length=60)
    thing = models.UUIDField(db_index=True)
    before = models.ForeignKey(Marking, models.PROTECT, related_name="+")
    target = models.ForeignKey(Marking, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=300, blank=True)

    @property
    def open(self) -> bool:
        """Whether it is neither carried out nor refused."""
        return not (self.done_at or self.refused_at)

    @property
    def agreed(self) -> bool:
        """Whether everybody has agreed."""
        return not self.consents.filter(given_at=None).exists()


class Consent(Recorded):
    """What an originator has to agree to, for one thing of theirs: the widened one or an input."""

    widening = models.ForeignKey(Widening, models.PROTECT, related_name="consents")
    party = models.ForeignKey("people.Party", models.PROTECT, related_name="+")
    table = models.CharField(max_length=60)
    source = models.UUIDField(db_index=True)
    given_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["party__name", "source"]


def marked(table: str) -> type[Marked]:
    """The kind of marked thing with this name in the record, such as `desk.warning`."""
    found = tables().get(table)
    if found is None or not issubclass(found, Marked):
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    return found


def sources(thing: Marked) -> Iterator[Marked]:
    """The thing itself and everything that it was made from, each once."""
    seen, waiting = set(), [thing]
    while waiting:
        if (one := waiting.pop()).pk not in seen:
            seen.add(one.pk)
            waiting += one.inputs()
            yield one


def open_for(thing: Marked) -> models.QuerySet[Consent]:
    """What is asked of a thing's originator: to agree that it, or what holds it, is widened."""
    waiting = Consent.objects.filter(source=thing.pk, widening__done_at=None)
    found: models.QuerySet[Consent] = waiting.filter(widening__refused_at=None)
    return found.select_related("widening__target", "party")
