"""Erasures: what an entry said is taken out for the law's sake, and the chain stays provable."""

from __future__ import annotations

from django.db import models
from django.db.models import Max

from tocsin.council.record.chain import Payload, Trace
from tocsin.council.record.recorded import Recorded
from tocsin.world.errors import ConflictError, MissingError


class Erasure(Recorded):
    """That the payload of an entry was erased, and why; without it `verify` finds it missing."""

    entry = models.PositiveBigIntegerField(unique=True)
    reason = models.CharField(max_length=300)


def erase(seq: int, reason: str) -> Erasure:
    """Blank what entry `seq` said, and the salts of rows that were changed since; in an action.

    Without its salt a digest tells nothing, not even to those who guess what was digested.
    Raises `MissingError` for an entry that is not there, `ConflictError` for one erased already.
    """
    said = Payload.objects.select_for_update().filter(entry=seq).first()
    if said is None:
        raise MissingError("There is no such entry in the record.")
    if said.body is None:
        raise ConflictError("What it said was erased already.")
    Payload.objects.filter(entry=seq).update(body=None, salt=None, actor=None)
    rows = Trace.objects.filter(entry=seq).values("row")
    last = Trace.objects.filter(row__in=rows).values("table", "row").annotate(last=Max("entry"))
    kept = {(found["table"], found["row"]) for found in last if found["last"] == seq}
    for trace in Trace.objects.filter(entry=seq):
        if (trace.table, trace.row) not in kept or trace.gone:
            Trace.objects.filter(pk=trace.pk).update(salt="")
    erasure = Erasure(entry=seq, reason=reason)
    erasure.save()
    return erasure
