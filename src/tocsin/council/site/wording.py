"""The wording of each thing: the words that a search finds it by, kept in a full-text index."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from tocsin.council.record.derived import Derived
from tocsin.council.record.recorded import Recorded
from tocsin.council.site.kind import Kind, kinds
from tocsin.council.site.words import words

SOME = 500
"""How many things are worded at a time."""
ROOM = 1_000_000
"""How many bytes of words the index of PostgreSQL takes for one thing."""


class Wording(Derived):
    """The words of one thing, each once, as `words` tells them apart, each after a blank.

    Migrations give the table its index: on SQLite one of FTS5 that triggers fill, on PostgreSQL a
    tsvector. Both hold each word behind its kind, such as `warnings/bridge`, so that a word of
    one kind costs a search of another nothing.
    """

    id = models.BigAutoField(primary_key=True)
    thing = models.UUIDField(unique=True)
    kind = models.CharField(max_length=40)
    words = models.TextField()

    @classmethod
    def follow(cls, rows: Iterable[Recorded]) -> None:
        """Word anew those things whose words may have changed with some rows."""
        changed = list(rows)
        for kind in searched():
            for some in _split(sorted(_about(kind, changed))):
                _reword(kind, some)

    @classmethod
    def rebuild(cls) -> None:
        """Word everything that can be searched."""
        cls.objects.all().delete()
        for kind in searched():
            things = kind.model._base_manager.values_list("pk", flat=True)
            for some in _split(list(things)):
                _reword(kind, some)


def searched() -> list[Kind]:
    """The kinds that a search looks through."""
    return [kind for kind in kinds.values() if kind.search]


def _about(kind: Kind, rows: list[Recorded]) -> set[uuid.UUID]:
    """The things of a kind whose words may have changed with some rows."""
    found = {row.pk for row in rows if isinstance(row, kind.model)}
    for path in {name.rpartition("__")[0] for name in kind.search} - {""}:
        found |= _through(kind, path, rows)
    return found


def _through(kind: Kind, path: str, rows: list[Recorded]) -> set[uuid.UUID]:
    """The things that some rows belong to, or that name them, by a relation of the kind."""
    relation: Any = kind.model._meta.get_field(path)
    changed = [row for row in rows if isinstance(row, relation.related_model)]
    if relation.auto_created:
        return {getattr(row, relation.field.attname) for row in changed}
    naming = kind.model._base_manager.filter(**{f"{path}__in": changed})
    return set(naming.values_list("pk", flat=True))


def _reword(kind: Kind, things: list[uuid.UUID]) -> None:
    """Write the words of some things where they are new or others than before."""
    rows = Wording.objects.filter(thing__in=things)
    before = dict(rows.select_for_update().values_list("thing", "words"))
    now = _worded(kind, things)
    if gone := before.keys() - now.keys():
        rows.filter(thing__in=gone).delete()
    for thing in [thing for thing in before.keys() & now.keys() if before[thing] != now[thing]]:
        rows.filter(thing=thing).update(words=now[thing])
    new = [thing for thing in now if thing not in before]
    Wording.objects.bulk_create(Wording(thing=t, kind=kind.name, words=now[t]) for t in new)


def _worded(kind: Kind, things: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What the index holds of some things: nothing of those that are gone."""
    texts: dict[uuid.UUID, list[str]] = {}
    there = kind.model._base_manager.filter(pk__in=things)
    for thing, *values in there.values_list("pk", *kind.search):
        texts.setdefault(thing, []).extend(str(value) for value in values if value)
    return {thing: _line(kind, "\n".join(said)) for thing, said in texts.items()}


def _line(kind: Kind, text: str) -> str:
    """The words of a text as a row holds them: as many as the index has room for."""
    kept, room = "", ROOM
    for word in words(text):
        room -= len(f"{kind.name}/{word}".encode())
        if room < 0:
            break
        kept += f" {word}"
    return kept


def _split(things: list[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    for start in range(0, len(things), SOME):
        yield things[start : start + SOME]
