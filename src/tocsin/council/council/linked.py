"""Links to what a page mentions, for those who may see it."""

from __future__ import annotations

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
