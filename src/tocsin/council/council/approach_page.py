"""The page of the harmonised approach, in words for those who negotiate."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin.council.council.approach import Approach, approach
from tocsin.council.council.harmony import Carried, Out, Plan
from tocsin.council.council.models import Text
from tocsin.council.record.marking import audience
from tocsin.council.site.kind import kinds
from tocsin.council.site.views import actor


@require_safe
def harmonised(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """The harmonised approach to a text, from the positions that the person may see."""
    who = actor(request)
    text = Text.objects.select_related("marking").seen(who.person, id)
    found = approach(text, who.person)
    context = {
        "kind": kinds["texts"],
        "thing": text,
        "marking": text.marking.value,
        "readers": audience(text.marking),
        "members": list(found.parties.values()),
        "standing": [_standing(found, one) for one in found.found.standing],
        "plans": [
            (_("Possible"), False, _plan(found, found.found.possible)),
            (_("Certain"), True, _plan(found, found.found.certain)),
        ],
        "ask": _asked(found),
    }
    return render(request, "council/text_harmony.html", context)


def _standing(found: Approach, one: Any) -> dict[str, Any]:
    return {
        "variant": _variant(found, one.paragraph),
        "objecting": [_party(found, key, one.paragraph) for key in one.objecting],
        "unknown": [found.parties[key] for key in one.unknown],
    }


def _plan(found: Approach, plan: Plan) -> dict[str, Any]:
    return {
        "carried": [_carried(found, one) for one in plan.carried],
        "within": [found.parties[key] for key in plan.within],
        "out": [_out(found, one) for one in plan.out],
        "proven": plan.proven,
    }


def _carried(found: Approach, one: Carried) -> dict[str, Any]:
    return {
        "amendment": found.amendments[one.key],
        "lifts": [
            (found.parties[party], found.numbers[key] if key else None) for party, key in one.lifts
        ],
        "loses": [_party(found, key, one.key) for key in one.loses],
        "unknown": [found.parties[key] for key in one.unknown],
    }


def _out(found: Approach, one: Out) -> dict[str, Any]:
    party = found.parties[one.party]
    whole = found.matrix.known.get((party.key, ("text", found.matrix.rows[0].id)))
    return {
        "party": party,
        "whole": whole if one.whole else None,
        "objects": [_objected(found, one.party, key) for key in one.objects],
        "unknown": _variants(found, one.unknown),
    }


def _objected(found: Approach, party: str, key: str) -> dict[str, Any]:
    return {"variant": _variant(found, key), **_party(found, party, key)}


def _party(found: Approach, key: str, variant: str) -> dict[str, Any]:
    """A party with its position on a variant."""
    name = "paragraph" if variant in found.numbers else "amendment"
    position = found.matrix.known.get((key, (name, uuid.UUID(variant))))
    return {"party": found.parties[key], "position": position}


def _asked(found: Approach) -> list[dict[str, Any]]:
    """Whom to ask, party by party, about which paragraphs and amendments."""
    by: dict[str, list[str]] = {}
    for party, variant in found.found.ask:
        by.setdefault(party, []).append(variant)
    return [
        {"party": party, "about": _variants(found, by[key])}
        for key, party in found.parties.items()
        if key in by
    ]


def _variants(found: Approach, keys: Iterable[str]) -> list[str]:
    return [_variant(found, key) for key in keys]


def _variant(found: Approach, key: str) -> str:
    """A paragraph or an amendment by its number."""
    if key in found.numbers:
        return _("paragraph %(n)s") % {"n": found.numbers[key]}
    return _("amendment %(n)s") % {"n": found.amendments[key].number}
