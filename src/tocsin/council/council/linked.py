"""What a program is told of a marked thing that another one names: only if it may see both."""

from __future__ import annotations

import uuid
from typing import Any

from tocsin.council.record.marking import Marked


def identifier(model: type[Marked], id: Any, context: Any) -> uuid.UUID | None:
    """The identifier of a thing, if the one who asks may see it, in a schema's `context`."""
    reader = getattr((context or {}).get("request"), "auth", None)
    if id is None or reader is None:
        return None
    found = model.objects.visible(reader).filter(pk=id).values_list("pk", flat=True)
    return found.first()
