"""Whatever is done to the database behind the record's back is found and named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from tocsin.council.people import actions as people
from tocsin.council.people.models import Organisation, Party
from tocsin.council.record import verify
from tocsin.council.record.chain import Entry, Head, Payload, Trace, rows_digest
from tocsin.council.record.marking import Marking
from tocsin.world.errors import RequestError


def _sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _removed(*entries: int) -> None:
    Trace.objects.filter(entry__in=entries).delete()
    Payload.objects.filter(entry__in=entries).delete()
    Entry.objects.filter(seq__in=entries).delete()


def _end() -> int:
    return Head.objects.get().seq


def _cut() -> None:
    """Take the last entry away and let the head say that there never was one."""
    _removed(_end())
    last = Entry.objects.last()
    assert last
    Head.objects.update(seq=last.seq, hash=last.hash)


def _swapped() -> None:
    one, two = Payload.objects.filter(entry__in=[2, 3]).order_by("entry")
    for kept, other in ((2, two), (3, one)):
        Payload.objects.filter(entry=kept).update(salt=other.salt, body=other.body)


def _added() -> None:
    fake = Party(key="XXX", name="Nowhere")
    fake._state.adding = True
    models.QuerySet(Party).bulk_create([fake])


def _twice() -> None:
    _sql(
        "ALTER TABLE record_entry RENAME TO kept",
        "CREATE VIEW record_entry AS SELECT * FROM kept UNION ALL SELECT * FROM kept WHERE seq = 3",
    )


def _late(**values: Any) -> Callable[[], object]:
    return lambda: Payload.objects.filter(entry=3).update(**values)


TAMPERING: dict[str, tuple[Callable[[], object], str]] = {
    "row": (
        lambda: _sql("UPDATE people_party SET name = 'Nowhere' WHERE key = 'ARM'"),
        "people.party * was changed after entry 1",
    ),
    "deleted": (lambda: _sql("DELETE FROM people_credential"), "people.credential * was deleted"),
    "added": (_added, "people.party * was added"),
    "entry": (
        lambda: _sql("UPDATE record_entry SET at = '2001-01-01' WHERE seq = 3"),
        "Entry 3 was changed",
    ),
    "missing": (lambda: _removed(3), "Entry 3 is missing"),
    "missing many": (lambda: _removed(3, 4, 5), "Entries 3 to 5 are missing"),
    "twice": (_twice, "Entry 3 is there twice"),
    "cut": (_cut, "was added outside"),
    "cut head": (lambda: _removed(_end()), "its head says"),
    "head": (lambda: _sql("UPDATE record_head SET hash = 'f00d'"), "its head says"),
    "no head": (lambda: _sql("DELETE FROM record_head"), "head of the chain is missing"),
    "payload": (
        lambda: _sql("UPDATE record_payload SET body = '{}' WHERE entry_id = 3"),
        "payload of entry 3 was changed",
    ),
    "no payload": (
        lambda: _sql("DELETE FROM record_payload WHERE entry_id = 3"),
        "payload of entry 3 is missing",
    ),
    "salt": (_late(salt="0" * 32), "payload of entry 3 was changed"),
    "blanked": (_late(salt=None, body=None), "payload of entry 3 was erased outside"),
    "swapped": (_swapped, "payload of entry 2 was changed"),
    "action": (_late(action="person.close"), "filed wrongly: action"),
    "actor": (_late(actor="6f1b6a3e-7b0e-4a1c-8a52-0d8d2f6a4b11"), "filed wrongly: actor"),
    "ticket": (_late(ticket=None), "filed wrongly: ticket"),
    "thing": (_late(thing="6f1b6a3e-7b0e-4a1c-8a52-0d8d2f6a4b11"), "filed wrongly: thing"),
    "marking": (lambda: _remarked(3), "filed wrongly: marking"),
    "trace": (
        lambda: _sql("UPDATE record_trace SET digest = 'f00d' WHERE entry_id = 3"),
        "traces of entry 3 were changed",
    ),
    "trace salt": (
        lambda: Trace.objects.filter(entry=3).update(salt="0" * 32),
        "was changed after entry 3",
    ),
    "no trace": (
        lambda: _sql("DELETE FROM record_trace WHERE entry_id = 3"),
        "traces of entry 3 were changed",
    ),
    "moved trace": (
        lambda: _sql("UPDATE record_trace SET entry_id = 4 WHERE entry_id = 3"),
        "traces of entry 4 were changed",
    ),
}


def _remarked(seq: int) -> None:
    open_to_all = Marking(text="TLP:CLEAR", level=0)
    models.QuerySet(Marking).bulk_create([open_to_all])
    Payload.objects.filter(entry=seq).update(marking=open_to_all)


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found_and_named(how: str, house: Any) -> None:
    """Each way to change the database with plain SQL is found, and said in words."""
    assert not verify.findings()
    tamper, said = TAMPERING[how]
    with transaction.atomic():
        tamper()
        found = verify.findings()
        transaction.set_rollback(True)
    start, _star, rest = said.rpartition(" * ")
    assert any(line.find(start) <= line.find(rest) != -1 for line in found), found
    assert not verify.findings()


def test_no_two_entries_share_a_number(house: Any) -> None:
    """The database itself refuses a second entry with the same number."""
    entry = Entry.objects.get(seq=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_a_head_printed_earlier_betrays_a_rewritten_chain(house: Any) -> None:
    """Even a chain that its owner made anew from the start fails against an old printed hash."""
    printed = Head.objects.get().hash
    people.adopt(
        house.actor("administrator"),
        people.Adopt(key="csto", text=_organisation_text()),
    )
    assert not verify.findings(printed)
    _rewritten()
    assert not verify.findings()
    assert verify.findings(printed) == [
        f"The chain holds no entry {printed}: it was rewritten or cut."
    ]


def _organisation_text() -> str:
    return str(Organisation.objects.get().text)


def _rewritten() -> None:
    """What an owner of the database can do: backdate the first entry and seal everything anew."""
    previous = "0" * 64
    for entry in Entry.objects.order_by("seq"):
        entry.previous = previous
        entry.at = entry.at.replace(year=2001)
        entry.rows = rows_digest(list(entry.traces.order_by("pk")))
        entry.hash = previous = entry.sealed()
        entry.save()
    Head.objects.update(hash=previous)


def test_what_is_no_hash_is_refused(house: Any) -> None:
    """A mistyped head is told apart from one that the chain lost."""
    with pytest.raises(RequestError, match="64 hexadecimal digits"):
        verify.findings("abc")


def test_an_unreadable_row_is_named(house: Any) -> None:
    """A value that no row can hold ends in a finding, not in a traceback."""
    if connection.vendor == "postgresql":
        return  # its types keep such a value out
    with transaction.atomic():
        _sql(
            "DELETE FROM people_credential",
            "UPDATE people_party SET id = 'nobody' WHERE key = 'SRB'",
        )
        found = verify.findings()
        transaction.set_rollback(True)
    assert any("people.party holds what cannot be read" in line for line in found)


def test_an_account_counts_what_was_read(house: Any) -> None:
    """It tells the head, all entries and all rows of all tables."""
    told = verify.account()
    assert told.entries == Entry.objects.count() == Head.objects.get().seq
    assert told.head == Head.objects.get().hash
    assert told.rows > Party.objects.count()
