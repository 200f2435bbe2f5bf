"""Reading the whole database as it stood at one moment, while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, connections, transaction
from django.utils.translation import gettext as _

from tocsin.world.errors import StorageError


@contextmanager
def snapshot() -> Iterator[None]:
    """Within it every query sees the same moment; nobody waits for it. Nothing is to be written.

    Inside of a transaction that is open already it adds nothing. Raises `StorageError` if the
    database cannot be read: it is broken, out of reach, or has no tables.
    """
    try:
        with _begun():
            yield
    except DatabaseError as error:
        raise StorageError(
            _("The database cannot be read: %(why)s.") % {"why": error},
            remedy=_("Set the house up, or restore a backup."),
        ) from None


@contextmanager
def _begun() -> Iterator[None]:
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _deferred(), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _deferred() -> Iterator[None]:
    """A reader of SQLite takes no lock for writing, as every other transaction here does."""
    connection.ensure_connection()
    lite: Any = connections["default"]
    before, lite.transaction_mode = lite.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        lite.transaction_mode = before
