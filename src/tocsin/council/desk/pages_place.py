"""What the page of a place shows beside its sheet: what people said and did about it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from tocsin.brief.placesheet import PlaceSheet, Year
from tocsin.council.desk.models import Act, Firing, Report, Warning
from tocsin.council.desk.statement import Status
from tocsin.council.desk.trigger import Fate
from tocsin.council.record.action import Actor

LATEST = 20


def said(actor: Actor, key: str) -> dict[str, Any]:
    """The latest warnings, open firings and confirmed acts about a place that an actor may see.

    Those on the borders of a country are among them.
    """
    person = actor.person
    return {
        "warnings": _about(Warning.objects.visible(person), key),
        "firings": _about(Firing.objects.visible(person).filter(fate=Fate.OPEN), key),
        "acts": _acts(actor, key),
    }


def _about(rows: Any, key: str) -> Any:
    return rows.filter(_here(key)).select_related("marking").order_by("-made_at", "pk")[:LATEST]


def _acts(actor: Actor, key: str) -> Any:
    rows = Act.objects.filter(
        _here(key),
        statement__status=Status.CONFIRMED,
        statement__report__in=Report.objects.visible(actor.person),
    ).select_related("statement__report")
    return rows.order_by("-statement__made_at", "pk")[:LATEST]


def _here(key: str) -> Q:
    if "-" in key:
        return Q(place=key)
    return Q(place=key) | Q(place__startswith=f"{key}-") | Q(place__endswith=f"-{key}")


def years(sheet: PlaceSheet) -> list[Year]:
    """The calendar years of a place, the newest first."""
    return sheet.history.years[::-1]
