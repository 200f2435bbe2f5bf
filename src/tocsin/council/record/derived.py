"""Tables that follow from others: no part of the record or of a backup, made anew from the rest."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import connection, models, transaction

from tocsin.council.record.recorded import Recorded


class Derived(models.Model):
    """A row that says nothing that other rows do not say; the record vouches for those."""

    class Meta:
        abstract = True

    @classmethod
    def follow(cls, rows: Iterable[Recorded]) -> None:
        """Bring the table up to rows that an action changed or deleted, before the action ends."""
        raise NotImplementedError

    @classmethod
    def rebuild(cls) -> None:
        """Make the whole table anew."""
        raise NotImplementedError


def tables() -> list[type[Derived]]:
    """Every table that follows from others."""
    return [model for model in apps.get_models() if issubclass(model, Derived)]


def follow(rows: Iterable[Recorded]) -> None:
    """Bring every derived table up to the rows that an action changed or deleted."""
    changed = list(rows)
    for table in tables():
        table.follow(changed)


def rebuild() -> None:
    """Make every derived table anew, as after a restore."""
    for table in tables():
        table.rebuild()


def complete(**signal: object) -> None:
    """Make those derived tables that are empty, as after the migration that brings one.

    A migration that changes what such a table holds deletes its rows, and leaves them to this.
    """
    there = set(connection.introspection.table_names())
    if not {model._meta.db_table for model in apps.get_models()} <= there:
        return
    with transaction.atomic():
        for table in tables():
            if not table._base_manager.exists():
                table.rebuild()
