"""Search over all kinds of things, of those that the asker may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.council.record.action import Actor, Via
from tocsin.council.site import matches
from tocsin.council.site.kind import Kind, kinds

EACH = 20
"""How many of each kind are shown at most; the kind's own list shows the rest."""


@dataclass(frozen=True)
class Found:
    """What was found of one kind, newest first, and whether there is more."""

    kind: Kind
    things: list[Any]
    more: bool


def search(words: str, who: Actor) -> list[Found]:
    """What an actor may see that has some words in it, by kind; nothing for no words."""
    asked = " ".join(words.replace("\0", " ").split())[:200]
    if not asked:
        return []
    found = [_among(kind, who, asked) for kind in kinds.values() if kind.search]
    return [one for one in found if one.things]


def _among(kind: Kind, who: Actor, asked: str) -> Found:
    """What was found of one kind, with no more of each thing than its title takes."""
    named = {name.rpartition("__")[0] for name in kind.search}.intersection(kind.related)
    found = kind.model.objects.visible(who.person).order_by("-made_at", "pk")
    fit = matches.first(kind, found, asked, EACH + 1)
    things = list(found.filter(pk__in=fit).select_related(*named)) if fit else []
    return Found(kind, things[:EACH], len(things) > EACH)


@require_GET
def searched(request: HttpRequest) -> HttpResponse:
    """The page of a search."""
    words = request.GET.get("q", "")
    found = search(words, Actor(request.user, Via.PAGE))  # type: ignore[arg-type]  # signed in
    return render(request, "site/search.html", {"words": words.strip(), "found": found})
