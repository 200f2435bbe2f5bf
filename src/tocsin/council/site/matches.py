"""What has the words that somebody asks for: the newest is looked at, the rest looked up."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery

from tocsin.council.site.few import MANY
from tocsin.council.site.kind import Kind
from tocsin.council.site.wording import Wording
from tocsin.council.site.words import words

NEAR = 100
"""How many of the newest are looked at before the index is asked: a common word is among them."""
COMMON = NEAR // 5
"""A word that so many of the newest have is too common to ask the index for, if another is not."""
ASKED = 20
"""How many words of a question count."""

INDEXED = {
    "sqlite": "SELECT w.thing FROM site_words CROSS JOIN site_wording w ON w.id = site_words.rowid"
    " WHERE site_words MATCH %s LIMIT %s",
    "postgresql": "SELECT thing FROM site_wording WHERE lexemes @@ %s::tsquery LIMIT %s",
}


def first(kind: Kind, found: Any, asked: str, many: int) -> list[uuid.UUID]:
    """The first of some things of a kind, newest first, that have all words asked for.

    A thing has a word that one of its words begins with. Nothing has what holds no word.
    """
    if not (wanted := words(asked)[:ASKED]):
        return []
    looked = list(found.values_list("pk", *(_have([word]) for word in wanted))[:NEAR])
    have = [pk for pk, *has in looked if all(has)][:many]
    if len(have) == many or len(looked) < NEAR:
        return have
    having = [sum(map(bool, has)) for has in zip(*looked, strict=True)]
    known = _indexed(kind, _rare(wanted, having[1:]))
    if not known:
        return []
    rest = found.filter(pk__in=known) if len(known) <= MANY else found
    return list(rest.filter(_have(wanted)).values_list("pk", flat=True)[:many])


def _have(wanted: list[str]) -> Any:
    """Whether a thing has all words, by looking at its own.

    As one answer for each thing, which PostgreSQL takes for a coin's toss and walks the newest.
    """
    each = Q(*(Q(words__contains=f" {word}") for word in wanted))
    its = Wording.objects.filter(thing=OuterRef("pk"))
    return Subquery(its.values_list(ExpressionWrapper(each, BooleanField())))


def _rare(wanted: list[str], having: list[int]) -> list[str]:
    """The words that the index is asked for, by how many of the newest have each."""
    least = max(COMMON, min(having))
    return [word for word, many in zip(wanted, having, strict=True) if many <= least]


def _indexed(kind: Kind, wanted: list[str]) -> list[uuid.UUID]:
    """Things of a kind that have all words, by the index: up to one more than few."""
    both = {"sqlite": ('"%s/%s"*', " AND "), "postgresql": ("'%s/%s':*", " & ")}
    form, joined = both[connection.vendor]
    question = joined.join(form % (kind.name, word) for word in wanted)
    with connection.cursor() as cursor:
        cursor.execute(INDEXED[connection.vendor], [question, MANY + 1])
        return [uuid.UUID(str(thing)) for (thing,) in cursor.fetchall()]
