"""Migrations lead from nothing to the models, and digests made before stay true after."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField

from tocsin.council.record.recorded import tables


@pytest.mark.django_db
def test_migrations_give_the_state_of_the_models() -> None:
    """No model differs from what the migrations make, and all of them are applied."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_recorded_fields_added_later_allow_null() -> None:
    """Digests leave out what is null, so a new field that is null leaves old digests true."""
    recorded = set(tables())
    added = [
        f"{label}.{operation.model_name}.{operation.name}"
        for (label, _name), migration in MigrationLoader(None).disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, AddField)
        and not migration.initial
        and f"{label}.{operation.model_name}".lower() in recorded
        and not operation.field.null
    ]
    assert not added
