"""Walking the chain, and comparing every row with the last that was recorded of it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from tocsin.council.record import canonical
from tocsin.council.record.chain import GENESIS, Entry, Head, Trace, rows_digest
from tocsin.council.record.recorded import Recorded, tables

CHUNK = 2000


def findings(head: str | None = None) -> Iterator[str]:
    """Everything that is not as the record says, in words; nothing if all is well.

    With a `head`, a hash printed earlier, also whether the chain still holds that entry.
    """
    with transaction.atomic():
        yield from _chain()
        yield from _rows()
        if head and not Entry.objects.filter(hash=head.strip().lower()).exists():
            yield _("The chain holds no entry %(hash)s: it was rewritten or cut.") % {"hash": head}


def _chain() -> Iterator[str]:
    previous, seq = GENESIS, 0
    for entry in Entry.objects.select_related("said").order_by("seq").iterator(CHUNK):
        seq += 1
        for missing in range(seq, entry.seq):
            yield _("Entry %(seq)s is missing.") % {"seq": missing}
        seq = entry.seq
        yield from _entry(entry, previous)
        previous = entry.hash
    end = Head.objects.filter(pk=1).first()
    if end is None and seq:
        yield _("The head of the chain is missing.")
    if end and (end.seq, end.hash) != (seq, previous):
        known = {"last": seq, "said": end.seq}
        yield _("The chain ends at entry %(last)s, its head says %(said)s.") % known


def _entry(entry: Entry, previous: str) -> Iterator[str]:
    named = {"seq": entry.seq}
    if entry.previous != previous:
        yield _("Entry %(seq)s does not follow the one before it.") % named
    if entry.hash != entry.sealed():
        yield _("Entry %(seq)s was changed: its hash is not its own.") % named
    said = getattr(entry, "said", None)
    if said is None:
        yield _("The payload of entry %(seq)s is missing.") % named
    elif said.body is not None and canonical.digest(said.salt or "", said.body) != entry.payload:
        yield _("The payload of entry %(seq)s was changed.") % named
    if rows_digest(list(entry.traces.order_by("pk"))) != entry.rows:
        yield _("The traces of entry %(seq)s were changed.") % named


def _rows() -> Iterator[str]:
    last = _last_traces()
    for name, model in tables().items():
        for row in model.objects.order_by().iterator(CHUNK):
            yield from _row(name, row, last.pop(row.pk, None))
    for trace in last.values():
        if not trace.gone:
            named = {"table": trace.table, "row": trace.row, "seq": trace.entry_id}
            yield _("%(table)s %(row)s of entry %(seq)s was deleted outside of the record.") % named


def _last_traces() -> dict[object, Trace]:
    """The last trace of each row."""
    return {trace.row: trace for trace in Trace.objects.order_by("entry").iterator(CHUNK)}


def _row(name: str, row: Recorded, trace: Trace | None) -> Iterator[str]:
    named = {"table": name, "row": row.pk}
    if trace is None or trace.gone or trace.table != name:
        yield _("%(table)s %(row)s was added outside of the record.") % named
    elif canonical.digest(trace.salt, row.traced()) != trace.digest:
        known = {**named, "seq": trace.entry_id}
        yield _("%(table)s %(row)s was changed after entry %(seq)s, outside of the record.") % known
