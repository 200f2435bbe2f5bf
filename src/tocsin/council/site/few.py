"""Few or many: few things are looked up and put in order, many are met soon among the newest."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

MANY = 1_000
"""More than so many are not put in order."""


def among(
    found: QuerySet[Any], things: QuerySet[Any, uuid.UUID], many: QuerySet[Any]
) -> QuerySet[Any]:
    """Those found that have one of some identifiers; if these are many, what is found otherwise."""
    if things[MANY : MANY + 1].exists():
        return many
    return found.filter(pk__in=list(things))
