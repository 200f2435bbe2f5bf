"""What a thing mentions: links and identifiers of others, for those who may see them."""

from __future__ import annotations

import uuid
from typing import Any, NamedTuple

from django.urls import reverse

from tocsin.council.people.models import User
from tocsin.council.record.marking import Marked
from tocsin.council.site.kind import kind_of


class Link(NamedTuple):
    """A thing by its title, and where it is shown (empty: it has no page of its own)."""

    title: str
    href: str
    thing: Any = None


def link(thing: Marked) -> Link:
    """A link to a thing; the caller has made sure that the reader may see it."""
    kind = kind_of(type(thing))
    return Link(str(thing), reverse("shown", args=[kind.name, thing.pk]) if kind else "", thing)


def visible(thing: Any, reader: User) -> Link | None:
    """A link to one thing, or None if there is none or the reader may not see it."""
    if thing is None:
        return None
    found = type(thing).objects.visible(reader).filter(pk=thing.pk).first()
    return link(found) if found else None


def identifier(model: type[Marked], id: Any, context: Any) -> uuid.UUID | None:
    """The identifier of a thing, if the one who asks may see it, in a schema's `context`."""
    reader = getattr((context or {}).get("request"), "auth", None)
    if id is None or reader is None:
        return None
    found = model.objects.visible(reader).filter(pk=id).values_list("pk", flat=True)
    return found.first()
