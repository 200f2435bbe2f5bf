"""Few or many: few things are looked up and put in order, many are met soon among the newest."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

MANY = 1_000
"""More than so many are not put in order."""


def few(known: Collection[uuid.UUID]) -> Collection[uuid.UUID] | None:
    """Some identifiers, None if they are many."""
    return known if len(known) <= MANY else None


def among(
    found: QuerySet[Any], things: QuerySet[Any, uuid.UUID], many: QuerySet[Any]
) -> QuerySet[Any]:
    """Those found that have one of some identifiers; if these are many, what is found otherwise."""
    known = few(things[: MANY + 1])
    return many if known is None else found.filter(pk__in=list(known))
