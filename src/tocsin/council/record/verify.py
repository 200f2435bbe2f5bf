"""Walking the chain, and comparing every row with the last that was recorded of it."""

from __future__ import annotations

import itertools
import json
import operator
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from tocsin.council.record import canonical
from tocsin.council.record.chain import GENESIS, Entry, Head, Payload, Trace, rows_digest, seal
from tocsin.council.record.erasure import Erasure
from tocsin.council.record.marking import Marking
from tocsin.council.record.recorded import Recorded, tables
from tocsin.council.record.snapshot import snapshot
from tocsin.world.errors import RequestError

CHUNK = 2000
ENTRY = ("seq", "at", "previous", "payload", "rows", "hash")
PAYLOAD = ("entry_id", "salt", "body", "marking_id", "action", "actor", "ticket", "table", "thing")
TRACE = ("entry_id", "table", "row", "digest", "gone")


@dataclass
class Account:
    """What a walk found: the end of the chain, how much was read, and all that is amiss."""

    head: str = GENESIS
    entries: int = 0
    rows: int = 0
    findings: list[str] = field(default_factory=list)


def account(head: str | None = None) -> Account:
    """Walk the chain and compare every row with it, as the database stands at one moment.

    With a `head`, a hash printed earlier, also whether the chain still holds that entry; raises
    `RequestError` for one that is no hash.
    """
    known = _hash(head) if head else None
    told = Account()
    with snapshot():
        told.findings += _readable("record", _chain(told))
        for name, model in tables().items():
            told.findings += _readable(name, _table(name, model, told))
        if known and known != GENESIS and not Entry.objects.filter(hash=known).exists():
            lost = _("The chain holds no entry %(hash)s: it was rewritten or cut.")
            told.findings.append(lost % {"hash": known})
    return told


def findings(head: str | None = None) -> list[str]:
    """Everything that is not as the record says, in words; nothing if all is well."""
    return account(head).findings


def _hash(text: str) -> str:
    cleaned = text.strip().lower()
    if not re.fullmatch("[0-9a-f]{64}", cleaned):
        raise RequestError(
            _("“%(text)s” is no hash of the record.") % {"text": text},
            remedy=_("It has 64 hexadecimal digits, as printed on minutes, exports and backups."),
        )
    return cleaned


def _readable(name: str, found: Iterator[str]) -> Iterator[str]:
    """The findings, the last of them that a table holds what no row of it could."""
    try:
        yield from found
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        yield _("%(table)s holds what cannot be read: %(why)s.") % {"table": name, "why": error}


class _Beside:
    """Rows in the order of their entries, handed out entry by entry."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = iter(rows)
        self.next = next(self.rows, None)

    def upto(self, seq: float) -> list[Any]:
        """The rows of all entries up to one that were not handed out yet."""
        taken = []
        while self.next is not None and self.next.entry_id <= seq:
            taken.append(self.next)
            self.next = next(self.rows, None)
        return taken


def _plain(model: type[Any], *fields: str, order: tuple[str, ...]) -> Iterator[Any]:
    """Rows as plain tuples with names, which are read several times faster than models."""
    rows: Iterator[Any] = (
        model.objects.order_by(*order).values_list(*fields, named=True).iterator(CHUNK)
    )
    return rows


def _chain(told: Account) -> Iterator[str]:
    payloads = _Beside(_plain(Payload, *PAYLOAD, order=("entry_id",)))
    traces = _Beside(_plain(Trace, *TRACE, order=("entry_id", "pk")))
    filed = dict(Marking.objects.values_list("pk", "text"))
    erased = set(Erasure.objects.values_list("entry", flat=True))
    previous, seq = GENESIS, 0
    for entry in _plain(Entry, *ENTRY, order=("seq",)):
        yield from _place(seq, entry)
        yield from _entry(entry, previous)
        yield from _payload(entry, payloads.upto(entry.seq), filed, entry.seq in erased)
        yield from _traces(entry, traces.upto(entry.seq))
        previous, seq = entry.hash, entry.seq
        told.entries += 1
    for left in (*payloads.upto(float("inf")), *traces.upto(float("inf"))):
        yield _("Something of entry %(seq)s is left, which is gone.") % {"seq": left.entry_id}
    told.head = previous
    yield from _end(seq, previous)


def _traces(entry: Any, held: list[Any]) -> Iterator[str]:
    if any(trace.entry_id != entry.seq for trace in held):
        yield _("Traces of an entry before %(seq)s are left, which is gone.") % {"seq": entry.seq}
    elif rows_digest(held) != entry.rows:
        yield _("The traces of entry %(seq)s were changed.") % {"seq": entry.seq}


def _place(last: int, entry: Any) -> Iterator[str]:
    if entry.seq == last + 2:
        yield _("Entry %(seq)s is missing.") % {"seq": last + 1}
    elif entry.seq > last + 2:
        gap = {"first": last + 1, "last": entry.seq - 1}
        yield _("Entries %(first)s to %(last)s are missing.") % gap
    elif entry.seq <= last:
        yield _("Entry %(seq)s is there twice.") % {"seq": entry.seq}


def _end(seq: int, last: str) -> Iterator[str]:
    end = Head.objects.filter(pk=1).first()
    if end is None and seq:
        yield _("The head of the chain is missing.")
    if end and (end.seq, end.hash) != (seq, last):
        known = {"last": seq, "said": end.seq}
        yield _("The chain ends at entry %(last)s, its head says %(said)s.") % known


def _entry(entry: Any, previous: str) -> Iterator[str]:
    named = {"seq": entry.seq}
    if entry.previous != previous:
        yield _("Entry %(seq)s does not follow the one before it.") % named
    if entry.hash != seal(entry.seq, entry.at, entry.previous, entry.payload, entry.rows):
        yield _("Entry %(seq)s was changed: its hash is not its own.") % named


def _payload(
    entry: Any, held: list[Any], filed: dict[uuid.UUID, str], erased: bool
) -> Iterator[str]:
    named = {"seq": entry.seq}
    if len(held) != 1 or held[0].entry_id != entry.seq:
        yield _("The payload of entry %(seq)s is missing.") % named
        return
    said = held[0]
    if said.body is None:
        if not erased:
            yield _("The payload of entry %(seq)s was erased outside of the record.") % named
    elif erased:
        yield _("The payload of entry %(seq)s was erased, and is there again.") % named
    elif canonical.digest(said.salt or "", said.body) != entry.payload:
        yield _("The payload of entry %(seq)s was changed.") % named
    elif wrong := _misfiled(said, filed.get(said.marking_id, "")):
        known = {**named, "columns": ", ".join(wrong)}
        yield _("The payload of entry %(seq)s is filed wrongly: %(columns)s.") % known


def _misfiled(said: Any, marking: str) -> list[str]:
    """The columns of a payload that do not agree with what its body says."""
    body = json.loads(said.body)
    filed = {
        "marking": marking,
        "action": said.action,
        "actor": said.actor and str(said.actor),
        "ticket": said.ticket and str(said.ticket),
        "thing": [said.table, str(said.thing)],
    }
    return [name for name, value in filed.items() if body.get(name) != value]


def _table(name: str, model: type[Recorded], told: Account) -> Iterator[str]:
    for row, trace in _pairs(name, model):
        told.rows += row is not None
        if row is None:
            if trace and not trace.gone:
                lost = {"table": name, "row": trace.row, "seq": trace.entry_id}
                yield _("%(table)s %(row)s of entry %(seq)s was deleted outside the record.") % lost
        elif trace is None or trace.gone:
            added = {"table": name, "row": row.pk}
            yield _("%(table)s %(row)s was added outside the record.") % added
        elif canonical.digest(trace.salt, row.traced()) != trace.digest:
            known = {"table": name, "row": row.pk, "seq": trace.entry_id}
            yield _("%(table)s %(row)s was changed after entry %(seq)s outside the record.") % known


def _pairs(name: str, model: type[Recorded]) -> Iterator[tuple[Recorded | None, Any]]:
    """The rows of a table beside their last traces, both in the order of identifiers."""
    last = _last(name)
    trace = next(last, None)
    for row in model._base_manager.order_by("pk").iterator(CHUNK):
        while trace and trace.row < row.pk:
            yield None, trace
            trace = next(last, None)
        if trace and trace.row == row.pk:
            yield row, trace
            trace = next(last, None)
        else:
            yield row, None
    if trace:
        yield None, trace
    yield from ((None, left) for left in last)


def _last(name: str) -> Iterator[Any]:
    """The last trace of each row of a table."""
    found = Trace.objects.filter(table=name).order_by("row", "entry_id", "pk")
    traces = found.values_list("row", "entry_id", "digest", "salt", "gone", named=True)
    for _row, group in itertools.groupby(traces.iterator(CHUNK), key=operator.attrgetter("row")):
        *_before, last = group
        yield last
