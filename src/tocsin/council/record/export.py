"""The record for an outsider: the whole chain, opened as far as the reader may see."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tocsin.council.record import canonical
from tocsin.council.record.chain import GENESIS, Entry, Payload, Trace
from tocsin.council.record.marking import Bar, Marked, Marking, Reader, names
from tocsin.council.record.recorded import tables
from tocsin.council.record.snapshot import snapshot
from tocsin.world.errors import RequestError, StorageError

PUBLIC = "public"
CHUNK = 1000
NAME = "record.jsonl"
README = """# The record of {organisation}, as {reader} may see it

`{name}` holds every entry of the record, one a line, up to entry {entries}:

    {head}

That hash seals all of them. Of {opened} entries it also holds what they say; of the others only
their digests, which prove that and when something was entered, not what.

To verify this export without the program that made it, follow docs/record.md of tocsin, or check
for each line that `hash` is the SHA-256 of its `at`, `payload`, `previous`, `rows` and `seq` as
JSON with sorted keys and no spaces; that `previous` is the `hash` of the line before, 64 zeros for
the first; that `payload` is the SHA-256 of `said.salt` and `said.body` joined; that `rows` is that
of `traces` as JSON without spaces. Compare the last hash with one printed elsewhere: on minutes, on
a backup, at the foot of a page.
"""


@dataclass
class Exported:
    """What an export holds: the hash of its last entry, how many entries, how many of them open."""

    head: str = GENESIS
    entries: int = 0
    opened: int = 0


def write(reader: str, folder: Path) -> Exported:
    """Export the record for a party's key, a person's e-mail address or `public`.

    Raises `RequestError` for an unknown reader, `StorageError` if the folder cannot be written or
    holds something already; nothing half-written is left.
    """
    said = readable(reader)
    told = Exported()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise StorageError(
                _("The folder is not empty."), where=str(folder), remedy=_("Choose a new one.")
            )
        part = folder / f"{NAME}.part"
        try:
            with part.open("w", encoding="utf-8", newline="\n") as file, snapshot():
                _lines(said, file, told)
            (folder / "README.md").write_text(_readme(reader, told), encoding="utf-8")
            part.rename(folder / NAME)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            _("It could not be written: %(why)s.") % {"why": error.strerror}, where=str(folder)
        ) from None
    return told


def readable(reader: str) -> QuerySet[Payload]:
    """The payloads that somebody outside may be shown; deny beats allow, also for one of many.

    What is for a party may reach all its people, so it holds nothing that one of them is kept from;
    what is for the public holds nothing that anybody is kept from. A thing that was narrowed takes
    along what was said of it while it was open to more.
    """
    from tocsin.council.people.models import Party, User  # noqa: PLC0415 (they have a record too)

    bars, named = Bar.objects.all(), Reader.objects.none()
    if user := User.objects.filter(email__iexact=reader, is_active=True).first():
        named, bars = Reader.objects.filter(names(user)), bars.filter(names(user))
    elif party := Party.objects.filter(key=reader).first():
        named = Reader.objects.filter(party=party)
        bars = bars.filter(Q(party=party) | Q(user__party=party))
    elif reader != PUBLIC:
        raise RequestError(
            _("There is no reader “%(reader)s”.") % {"reader": reader},
            remedy=_("Name a party’s key, a person’s e-mail address or “public”."),
        )
    admitting = Marking.objects.filter(Q(level=0) | Q(pk__in=named.values("marking")))
    open_to = Payload.objects.filter(marking__in=admitting, body__isnull=False)
    for model in tables().values():
        if issubclass(model, Marked):
            closed = model.objects.exclude(marking__in=admitting)
            open_to = open_to.exclude(thing__in=closed.values("pk"))
        for name in model.of:
            shut = model.objects.exclude(**{f"{name}__marking__in": admitting})
            barred = model.objects.filter(**{f"{name}__in": bars.values("thing")})
            open_to = open_to.exclude(thing__in=shut.values("pk"))
            open_to = open_to.exclude(thing__in=barred.values("pk"))
    return open_to.exclude(thing__in=bars.values("thing"))


def _lines(said: QuerySet[Payload], file: IO[str], told: Exported) -> None:
    for entries in _chunks():
        span = {"entry__gte": entries[0].seq, "entry__lte": entries[-1].seq}
        bodies = {p.entry_id: p for p in said.filter(**span)}
        traces = defaultdict(list)
        for t in Trace.objects.filter(**span).order_by("pk"):
            traces[t.entry_id].append([t.table, t.row, t.digest, t.gone])
        for entry in entries:
            line = _line(entry, bodies.get(entry.seq), traces[entry.seq])
            file.write(canonical.text(line) + "\n")
            told.head, told.entries = entry.hash, told.entries + 1
            told.opened += line["said"] is not None


def _chunks() -> Iterator[list[Entry]]:
    last = 0
    while entries := list(Entry.objects.filter(seq__gt=last).order_by("seq")[:CHUNK]):
        yield entries
        last = entries[-1].seq


def _line(entry: Entry, said: Payload | None, traces: list[list[Any]]) -> dict[str, Any]:
    fields = ("seq", "at", "previous", "payload", "rows", "hash")
    return {
        **{name: getattr(entry, name) for name in fields},
        "said": {"salt": said.salt, "body": said.body} if said else None,
        "traces": traces if said else None,
    }


def _readme(reader: str, told: Exported) -> str:
    from tocsin.council.people.models import Organisation  # noqa: PLC0415 (it has a record too)

    row = Organisation.objects.first()
    return README.format(
        organisation=row.value.name if row else "tocsin",
        reader=json.dumps(reader, ensure_ascii=False),
        name=NAME,
        entries=told.entries,
        opened=told.opened,
        head=told.head,
    )
