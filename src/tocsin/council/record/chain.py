"""The chain: entries that each seal the one before, with payloads and traces kept apart.

An entry holds digests only, so that the chain stays provable when a payload is withheld or erased.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from tocsin.council.record import canonical, chance, clock
from tocsin.council.record.marking import Marking
from tocsin.council.record.recorded import Recorded

GENESIS = "0" * 64
"""What the first entry follows."""


class Head(models.Model):
    """The end of the chain: one row, locked last in every action."""

    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)


class Entry(models.Model):
    """One link: when it was made, what it follows, and digests of its payload and its rows."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    payload = models.CharField(max_length=64)
    rows = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["seq"]

    def sealed(self) -> str:
        """The hash that this entry should have."""
        return seal(self.seq, self.at, self.previous, self.payload, self.rows)


class Payload(models.Model):
    """What an entry says, salted: who did what, with which input; null once erased.

    Its columns repeat what the body says, to be looked up by; `verify` holds them against it.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="said")
    salt = models.CharField(max_length=32, null=True)
    body = models.TextField(null=True)
    marking = models.ForeignKey(Marking, models.PROTECT, related_name="+")
    action = models.CharField(max_length=60, db_index=True)
    actor = models.UUIDField(null=True, db_index=True)
    ticket = models.UUIDField(null=True, unique=True)
    table = models.CharField(max_length=60)
    thing = models.UUIDField(db_index=True)


class Trace(models.Model):
    """That an entry left a row with a digest, or gone."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="traces")
    table = models.CharField(max_length=60)
    row = models.UUIDField()
    digest = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    gone = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["table", "row", "entry"])]


def seal(seq: int, at: dt.datetime, previous: str, payload: str, rows: str) -> str:
    """The hash of an entry: SHA-256 of the canonical JSON of its five other fields."""
    fields = {"seq": seq, "at": at, "previous": previous, "payload": payload, "rows": rows}
    return canonical.digest(canonical.text(fields))


def trace(row: Recorded, *, gone: bool) -> Trace:
    """The trace of a row as it stands."""
    salt = chance.salt()
    digest = canonical.digest(salt, "" if gone else row.traced())
    return Trace(table=row._meta.label_lower, row=row.pk, digest=digest, salt=salt, gone=gone)


def rows_digest(traces: Iterable[Any]) -> str:
    """The digest of an entry's traces, in order."""
    listed = [[t.table, t.row, t.digest, t.gone] for t in traces]
    return canonical.digest(canonical.text(listed))


def append(
    said: dict[str, Any], traces: list[Trace], marking: Marking, *, ticket: uuid.UUID | None
) -> Entry:
    """Add an entry at the chain's end; the head stays locked until the transaction ends.

    `said` holds `action`, `actor` and `thing` (its table and identifier) and may hold more.
    """
    body = canonical.text({**said, "marking": str(marking), "ticket": ticket})
    salt = chance.salt()
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    entry = Entry(
        seq=head.seq + 1,
        at=clock.now(),
        previous=head.hash,
        payload=canonical.digest(salt, body),
        rows=rows_digest(traces),
    )
    entry.hash = entry.sealed()
    entry.save(force_insert=True)
    Payload(
        entry=entry,
        salt=salt,
        body=body,
        marking=marking,
        action=said["action"],
        actor=said["actor"],
        ticket=ticket,
        table=said["thing"][0],
        thing=said["thing"][1],
    ).save(force_insert=True)
    for one in traces:
        one.entry = entry
    Trace.objects.bulk_create(traces)
    Head.objects.filter(pk=1).update(seq=entry.seq, hash=entry.hash)
    return entry
