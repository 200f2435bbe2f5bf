"""How texts are listed and shown, with the difference between their versions."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from tocsin.council.council import difference, language, matrix, renderings, seat, texts
from tocsin.council.council.approach_schemas import HarmonyOut, told
from tocsin.council.council.models import Amendment, Item, Text, Version
from tocsin.council.council.text import AmendmentFate, Change, TextStage
from tocsin.council.council.text_schemas import TextLine, TextOut
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, actions
from tocsin.council.record.marking import audience
from tocsin.council.site.kind import Further, Kind, kinds, register
from tocsin.council.site.views import actor
from tocsin.world.errors import RequestError

OPEN = frozenset({"text.revise", "text.render", "text.authentic", "amendment.carry"})


def _by_stage(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value not in TextStage.values:
        raise RequestError(
            _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(TextStage.values)},
        )
    return found.filter(stage=value)


def ready(text: Text, actor: Actor) -> set[str]:
    """The actions on the whole that make sense now."""
    voices = {key for key, _name in seat.spoken(actor)}
    if not (Role.OFFICER in actor.roles or _speaks(voices)):
        return set()
    if text.stage != TextStage.OPEN:
        return set() if text.stage == TextStage.FALLEN else {"text.render"}
    names = set(OPEN)
    if Role.OFFICER not in actor.roles and text.originator.key not in voices:
        names.discard("text.revise")
    if not text.amendments.filter(fate=AmendmentFate.TABLED).exists():
        names.discard("amendment.carry")
    return names


def _speaks(voices: set[str]) -> bool:
    """Whether one of those for whom an actor speaks is a member today."""
    return bool(voices & set(organisation().members(clock.today())))


def context(text: Text, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the text itself."""
    versions = list(text.versions.select_related("made_by__party"))
    placings = list(versions[-1].placings.select_related("paragraph"))
    every = list(text.amendments.select_related("paragraph", "party", "tabled_by"))
    tabled = [one for one in every if one.fate == AmendmentFate.TABLED]
    said, voices = renderings.rendered(text), {key for key, _name in seat.spoken(actor)}
    speaks = _speaks(voices)
    others = _others(text, placings, said)
    numbers = {row.paragraph.line: row.number for row in placings}
    return {
        "item": Item.objects.visible(actor.person).filter(pk=text.item_id).first(),
        "version": versions[-1],
        "versions": versions[::-1],
        "languages": [_named(code) for code in (text.language, *others)],
        "missing": [language.named(code) for code in renderings.complete(text)],
        "authentic": [language.named(code) for code in text.authentic],
        "paragraphs": [
            {"placing": row, "words": [_worded(row.paragraph, c, said) for c in others]}
            for row in placings
        ],
        "amendments": [_amended(one, numbers, voices) for one in every],
        "matrix": matrix.matrix(text, actor.person, placings, tabled),
        "puts": text.stage == TextStage.OPEN and _allows("decision.put", actor),
        "amends": speaks and text.stage == TextStage.OPEN and _allows("amendment.table", actor),
        "takes": speaks
        and text.stage in {TextStage.OPEN, TextStage.FROZEN}
        and _allows("position.take", actor),
    }


def _others(text: Text, placings: list[Any], said: dict[Any, str]) -> list[str]:
    """The other languages of the newest version, the authentic ones first."""
    there = {row.paragraph_id for row in placings}
    found = {code for paragraph, code in said if paragraph in there} | {*text.authentic}
    return sorted(found - {text.language}, key=lambda code: (code not in text.authentic, code))


def _named(code: str) -> dict[str, str]:
    return {"code": code, "name": language.named(code), "direction": language.direction(code)}


def _worded(paragraph: Any, code: str, said: dict[Any, str]) -> dict[str, Any]:
    return {**_named(code), "words": said.get((paragraph.pk, code))}


def _amended(one: Amendment, numbers: dict[Any, int], voices: set[str]) -> dict[str, Any]:
    """An amendment with the number of its paragraph now, and what it changes word by word."""
    parts: tuple[difference.Part, ...] = ()
    if one.paragraph and one.change == Change.REPLACE:
        parts = difference.words(one.paragraph.words, one.words)
    elif one.paragraph and one.change == Change.DELETE:
        parts = (difference.Part("del", one.paragraph.words),)
    else:
        parts = (difference.Part("ins", one.words),)
    own = one.fate == AmendmentFate.TABLED and one.party.key in voices
    return {
        "row": one,
        "number": numbers.get(one.paragraph.line) if one.paragraph else None,
        "parts": parts,
        "withdraws": own,
    }


def _allows(name: str, actor: Actor) -> bool:
    return actions[name].allows(actor)


def overview(actor: Actor) -> dict[str, Any]:
    """What the list shows beyond its page: the filters' choices."""
    return {"choices": [("stage", _("TextStage"), TextStage.choices)]}


@require_safe
def differing(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """What changed from one version to another: from the last but one to the newest by itself."""
    text = Text.objects.select_related("marking").seen(actor(request).person, id)
    versions = {row.number: row for row in text.versions.select_related("made_by__party")}
    last = max(versions)
    new = _version(versions, request.GET.get("to"), last)
    old = _version(versions, request.GET.get("from"), max(1, new.number - 1))
    context = {
        "kind": kinds["texts"],
        "thing": text,
        "marking": text.marking.value,
        "readers": audience(text.marking),
        "old": old,
        "new": new,
        "versions": list(versions.values()),
        "rows": difference.rows(texts.placed(text, old.number), texts.placed(text, new.number)),
        "direction": language.direction(text.language),
    }
    return render(request, "council/text_difference.html", context)


def _version(versions: dict[int, Version], said: str | None, default: int) -> Version:
    number = default if said is None else int(said) if said.isdecimal() and len(said) < 6 else 0
    if number not in versions:
        raise RequestError(
            _("This text has no such version."),
            remedy=_("Its versions are 1 to %(last)s.") % {"last": max(versions)},
        )
    return versions[number]


register(
    Kind(
        name="texts",
        label=_l("Texts"),
        model=Text,
        line=TextLine,
        shown=TextOut,
        subject="text",
        search=("title",),
        filters={"stage": _by_stage},
        acts=("text.revise", "amendment.carry", "text.render", "text.authentic"),
        ready=ready,
        context=context,
        overview=overview,
        further={"harmony": Further(HarmonyOut, told, _l("harmonised approach"))},
    )
)
