"""Rows that change only within a named action, each change traced in the record."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any, ClassVar, NoReturn, Self

from django.db import models
from django.utils.translation import gettext as _

from tocsin.council.record import canonical, chance
from tocsin.world.errors import ConflictError, MissingError

Touched = dict[tuple[str, uuid.UUID], tuple["Recorded", bool]]

touched: ContextVar[Touched | None] = ContextVar("touched", default=None)
"""Within an action: the rows changed so far by table and identifier, and whether each is gone."""


class RecordedQuerySet(models.QuerySet[Any]):
    """Rows that are read freely and changed one by one, so that no change goes untraced."""

    def update(self, **values: object) -> NoReturn:
        """Refused: save the rows one by one."""
        raise TypeError("Recorded rows are saved one by one.")

    def delete(self) -> NoReturn:
        """Refused: delete the rows one by one."""
        raise TypeError("Recorded rows are deleted one by one.")

    def bulk_create(self, objs: Iterable[Any], *arguments: Any, **options: Any) -> list[Any]:
        """Create rows, each traced."""
        rows = list(objs)
        for row in rows:
            note(row)
        return super().bulk_create(rows, *arguments, **options)

    def rewrite(self, **values: Any) -> int:
        """Change rows as they lie in the database; the caller has noted them."""
        return super().update(**values)


class Recorded(models.Model):
    """A row with a random identifier whose every change belongs to an action.

    `version` counts its changes: who saves an older one than the database holds gets a
    `ConflictError`. Fields named in `unrecorded` are not traced and may change outside of actions.
    `of` names the marked things that a part belongs to, if they are several: what is entered of it
    is only for those who may see them all. A field that is added later has to allow null, since
    digests leave out what is null.
    """

    unrecorded: ClassVar[frozenset[str]] = frozenset()
    of: ClassVar[tuple[str, ...]] = ()

    id = models.UUIDField(primary_key=True, default=chance.fresh, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = RecordedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *arguments: Any, **options: Any) -> None:
        """Write the row; raises `ConflictError` if it was changed by somebody else meanwhile."""
        fields = options.get("update_fields")
        if fields is not None and set(fields) <= self.unrecorded:
            super().save(*arguments, **options)
            return
        note(self)
        if self._state.adding:
            super().save(*arguments, **{**options, "force_insert": True})
        else:
            self._rewrite()

    def _rewrite(self) -> None:
        self.version += 1
        values = {f.attname: getattr(self, f.attname) for f in self._meta.concrete_fields}
        there = type(self)._base_manager.filter(pk=self.pk, version=self.version - 1)
        if not models.QuerySet.update(there, **values):
            raise ConflictError(
                "Somebody else changed this in the meantime; your change was not made.",
                remedy="Look at it as it is now, and try again.",
            )

    def delete(self, *arguments: Any, **options: Any) -> tuple[int, dict[str, int]]:
        """Delete the row; the record keeps that it was there."""
        note(self, gone=True)
        pk = self.pk
        deleted = super().delete(*arguments, **options)
        self.pk = pk  # Django takes it away, and the trace needs it
        return deleted

    @classmethod
    def held(cls, id: Any) -> Self:
        """The row, held until the action ends so that nobody else can change it meanwhile."""
        try:
            row: Self = cls.objects.select_for_update(of=("self",)).get(pk=id)
        except cls.DoesNotExist:
            raise MissingError(_("There is no such thing, or it is not marked for you.")) from None
        return row

    @property
    def bears(self) -> str:
        """The marking of entries about it, if it has none itself; empty: they are of no thing."""
        return ""

    def traced(self) -> str:
        """The canonical text of what the record vouches for; null fields are left out."""
        values = {
            field.attname: field.get_prep_value(getattr(self, field.attname))
            for field in self._meta.concrete_fields
            if field.name not in self.unrecorded
        }
        return canonical.text({k: v for k, v in values.items() if v is not None})


def note(row: Recorded, *, gone: bool = False) -> None:
    """Remember, within an action, that a row changes."""
    if (rows := touched.get()) is None:
        raise TypeError(f"{type(row).__name__} changes only within an action.")
    rows[row._meta.label_lower, row.pk] = row, gone


def tables() -> dict[str, type[Recorded]]:
    """Every recorded model by the name of its table in the record, such as `desk.warning`."""
    from django.apps import apps  # noqa: PLC0415 (models are registered later)

    return {m._meta.label_lower: m for m in apps.get_models() if issubclass(m, Recorded)}
