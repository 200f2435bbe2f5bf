"""Where words stand in a report's text, asking which where they stand more than once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.council.desk.report_text import around, occurrences, paragraph_of
from tocsin.world.errors import RequestError

LISTED = 6
"""How many occurrences are shown to choose from."""

_BREAK = re.compile(r"\[(?:…|\.\.\.)\]")

Place = tuple[int, int]


@dataclass(frozen=True)
class Asked:
    """Words looked for, under the name of their field, and which occurrence of them if given."""

    field: str
    words: str
    nth: int | None = None


def locate(text: str, asked: Asked, *, near: Place | None = None) -> list[Place]:
    """The exact places of some words: one, or one for each part between […].

    Among several occurrences the n-th is taken if it was given, or else the only one in the
    paragraph of `near`. Raises `RequestError` for words that are not there, or not clearly one.
    """
    first, *rest = [part.strip() for part in _BREAK.split(asked.words)]
    places = [_one(text, asked, first, near)]
    for part in rest:
        later = [place for place in occurrences(text, part) if place[0] >= places[-1][1]]
        if not later:
            raise _absent(asked, part)
        places.append(later[0])
    return places


def _one(text: str, asked: Asked, words: str, near: Place | None) -> Place:
    found = occurrences(text, words)
    if not found:
        raise _absent(asked, words)
    if asked.nth is not None:
        if asked.nth > len(found):
            raise _several(text, asked, found)
        return found[asked.nth - 1]
    if len(found) > 1 and near is not None:
        start, end = paragraph_of(text, near[0])
        here = [place for place in found if start <= place[0] < end]
        found = here if len(here) == 1 else found
    if len(found) > 1:
        raise _several(text, asked, found)
    return found[0]


def _absent(asked: Asked, words: str) -> RequestError:
    named = {"field": asked.field, "words": words[:80]}
    return RequestError(
        _("%(field)s: “%(words)s” does not stand in the text.") % named,
        remedy=_("Copy the words from the text as they are."),
    )


def _several(text: str, asked: Asked, found: list[Place]) -> RequestError:
    told = [f"{n}: {around(text, *place)}" for n, place in enumerate(found[:LISTED], 1)]
    count = ngettext("once", "%(n)s times", len(found)) % {"n": len(found)}
    return RequestError(
        _("%(field)s: these words stand in the text %(count)s.")
        % {"field": asked.field, "count": count},
        remedy=_("Say which is meant, or give more of the words. %(places)s")
        % {"places": "; ".join(told)},
    )
