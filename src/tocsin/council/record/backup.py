"""Backups: the whole database as it stood at one moment, in a form that either database reads."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import itertools
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

import tocsin
from tocsin.council.record import clock, derived, verify
from tocsin.council.record.chain import GENESIS, Head
from tocsin.council.record.snapshot import snapshot
from tocsin.desk import storage
from tocsin.world.errors import DataError, RecordError, RequestError, StorageError

LEFT_OUT = {"auth", "contenttypes", "sessions", "usersessions"}
"""Applications whose rows a new database makes itself, or that mean nothing elsewhere."""

ACCOUNT = "backup.json"
OUTLOOKS = "outlooks/"
CHUNK = 1000


@dataclass(frozen=True)
class Copied:
    """What was saved or restored: the hash of the chain's last entry, its number, and all rows."""

    head: str
    entries: int
    rows: int


class _Exact(DjangoJSONEncoder):
    """JSON that keeps microseconds, which digests cover."""

    def default(self, o: Any) -> Any:
        """The text of a value that JSON does not know."""
        return o.isoformat() if isinstance(o, dt.datetime) else super().default(o)


def save(path: Path) -> Copied:
    """Write a backup of the database and of the archive of outlooks, while others go on writing.

    The file can be read by its owner only. Raises `StorageError`, and leaves nothing half-written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                copied = _packed(file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            _("It could not be written: %(why)s.") % {"why": error.strerror}, where=str(path)
        ) from None
    return copied


def restore(path: Path, *, replace: bool = False) -> Copied:
    """Fill an empty database from a backup; with `replace` also one that is not empty.

    The chain and every row are verified against the backup's own head before anything counts.
    Raises `DataError` for a file that is no whole backup, `RequestError` if the database is not
    empty, `RecordError` if what it holds is not as its record says; then nothing was changed.
    """
    try:
        with zipfile.ZipFile(path) as pack:
            return _unpacked(pack, str(path), replace=replace)
    except OSError as error:
        raise StorageError(
            _("It cannot be read: %(why)s.") % {"why": error.strerror}, where=str(path)
        ) from None
    except (zipfile.BadZipFile, DeserializationError, KeyError, ValueError, DatabaseError) as error:
        raise DataError(
            _("It is no whole backup: %(why)s.") % {"why": error},
            where=str(path),
            remedy=_("Take another backup; nothing was changed."),
        ) from None


def tables() -> list[type[models.Model]]:
    """Every table that a backup holds: none that follows from the others."""
    found = apps.get_models(include_auto_created=True)
    kept = [m for m in found if m._meta.app_label not in LEFT_OUT and not m._meta.proxy]
    return [m for m in kept if not issubclass(m, derived.Derived)]


def _packed(file: IO[bytes]) -> Copied:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as pack:
        with snapshot():
            end = Head.objects.filter(pk=1).first() or Head()
            held = {model._meta.label_lower: _saved(pack, model) for model in tables()}
        for outlook in _outlooks():
            pack.write(outlook, OUTLOOKS + outlook.relative_to(_archive()).as_posix())
        account = {
            "format": 1,
            "version": tocsin.__version__,
            "made_at": dt.datetime.now(dt.UTC).isoformat(),
            "entries": end.seq,
            "head": end.hash,
            "tables": held,
        }
        pack.writestr(ACCOUNT, json.dumps(account, indent=1))
    return Copied(end.hash, end.seq, sum(table["rows"] for table in held.values()))


def _saved(pack: zipfile.ZipFile, model: type[models.Model]) -> dict[str, Any]:
    """Write the rows of a table, one a line, and tell how many and their digest."""
    digest, rows = hashlib.sha256(), 0
    name = f"{model._meta.label_lower}.jsonl"
    with pack.open(name, "w", force_zip64=True) as file:
        found = model._base_manager.order_by("pk").iterator(CHUNK)
        while some := list(itertools.islice(found, CHUNK)):
            text = serializers.serialize("jsonl", some, cls=_Exact, ensure_ascii=False).encode()
            file.write(text)
            digest.update(text)
            rows += len(some)
    return {"rows": rows, "sha256": digest.hexdigest()}


def _unpacked(pack: zipfile.ZipFile, where: str, *, replace: bool) -> Copied:
    account = json.loads(pack.read(ACCOUNT))
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        _emptied(replace=replace)
        known = {model._meta.label_lower: model for model in tables()}
        for name, told in account["tables"].items():
            _restored(pack, known[name], told, where)
        _numbered(known.values())
        found = verify.account(None if account["head"] == GENESIS else account["head"])
        if found.findings or found.head != account["head"]:
            raise RecordError(
                _("What the backup holds is not as its record says."),
                where=where,
                remedy=" ".join(found.findings[:5]),
            )
        derived.rebuild()
        for name in pack.namelist():
            if name.startswith(OUTLOOKS) and ".." not in Path(name).parts:
                storage.write(_archive() / name.removeprefix(OUTLOOKS), pack.read(name))
    clock.forget()
    rows = sum(told["rows"] for told in account["tables"].values())
    return Copied(account["head"], account["entries"], rows)


def _emptied(*, replace: bool) -> None:
    full = [model for model in tables() if model._base_manager.exists()]
    if full and not replace:
        raise RequestError(
            _("The database is not empty."),
            remedy=_("Restore into a new one, or add --replace to lose what this one holds."),
        )
    for model in full:
        models.QuerySet(model)._raw_delete(connection.alias)


def _restored(
    pack: zipfile.ZipFile, model: type[models.Model], told: dict[str, Any], where: str
) -> None:
    digest, rows = hashlib.sha256(), 0
    with pack.open(f"{model._meta.label_lower}.jsonl") as file:
        for lines in _some(file):
            digest.update(b"".join(lines))
            text = io.StringIO(b"".join(lines).decode())
            made: list[Any] = [found.object for found in serializers.deserialize("jsonl", text)]
            models.QuerySet(model).bulk_create(made)
            rows += len(made)
    if {"rows": rows, "sha256": digest.hexdigest()} != told:
        raise DataError(
            _("The rows of %(table)s are not those saved.") % {"table": model._meta.label_lower},
            where=where,
            remedy=_("Take another backup; nothing was changed."),
        )


def _some(file: Iterable[bytes]) -> Iterator[list[bytes]]:
    lines = iter(file)
    while some := list(itertools.islice(lines, CHUNK)):
        yield some


def _numbered(known: Iterable[type[models.Model]]) -> None:
    """Let PostgreSQL count on after the numbers that were brought."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(known)):
            cursor.execute(statement)


def _archive() -> Path:
    folder: Path = settings.DATA / "outlooks"
    return folder


def _outlooks() -> list[Path]:
    return sorted(file for file in _archive().rglob("*") if file.is_file())
