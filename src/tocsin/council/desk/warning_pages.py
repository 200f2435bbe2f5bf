"""How warnings are listed and shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.desk.models import Addressee, Firing, Opinion, Warning
from tocsin.council.desk.opinions import scored
from tocsin.council.desk.responses import LATEST, Response, responses, words
from tocsin.council.desk.warning import Standing
from tocsin.council.desk.warning_life import life, steps, voices
from tocsin.council.desk.warning_schemas import WarningLine, WarningOut
from tocsin.council.people.models import Party
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor
from tocsin.council.record.marking import ADMINISTRATION
from tocsin.council.site.few import among
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import RequestError
from tocsin.world.place import country, place
from tocsin.world.vector import vectors

DUE = (1, 3, 7, 30)
"""Days within which clocks run out, as a list offers them."""


def _by_standing(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == Standing.OVERDUE:
        return _due(found, clock.now())
    if value not in Standing.values:
        raise _unknown(value, Standing.values)
    return found.filter(~Q(due_at__lt=clock.now()) | Q(due_at=None), stage=value)


def _due(found: QuerySet[Any], moment: dt.datetime) -> QuerySet[Any]:
    """Those with a clock that runs out before a moment; none runs once a warning is closed."""
    due = Warning.objects.filter(due_at__lt=moment, closed_at=None).values_list("pk", flat=True)
    return among(found, due, many=found.filter(due_at__lt=moment))


def _by_tabled(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    """Yes; no: answered or overdue, and still waiting; never: closed without."""
    if value == "yes":
        return found.filter(tabled_at__isnull=False)
    if value == "never":
        return found.filter(tabled_at=None, stage=Standing.CLOSED)
    if value != "no":
        raise _unknown(value, ["yes", "no", "never"])
    ripe = Q(stage=Standing.ANSWERED) | Q(due_at__lt=clock.now())
    waits = Q(ripe, tabled_at=None, closed_at=None)
    waiting = Warning.objects.filter(waits).values_list("pk", flat=True)
    return among(found, waiting, many=found.filter(waits))


def _by_due(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value not in (known := [str(days) for days in DUE]):
        raise _unknown(value, known)
    return _due(found, clock.now() + dt.timedelta(days=int(value)))


def _by_party(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    theirs = Addressee.objects.filter(party=Party.objects.filter(key=value).first())
    many = found.filter(Exists(theirs.filter(warning=OuterRef("pk"))))
    return among(found, theirs.values_list("warning", flat=True), many)


def _by_question(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value != "waits":
        raise _unknown(value, ["waits"])
    waiting = Addressee.objects.filter(asked_at__isnull=False).values("warning")
    return found.filter(pk__in=waiting, closed_at=None)


def _unknown(value: str, known: list[str]) -> RequestError:
    return RequestError(
        _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
        remedy=_("Choose one of %(known)s.") % {"known": ", ".join(known)},
    )


def place_name(key: str) -> str:
    """A place in words."""
    return place(key).name


def vector_name(key: str) -> str:
    """A vector in words."""
    return vectors()[key].name if key in vectors() else _("all vectors")


def ready(warning: Warning, actor: Actor) -> set[str]:
    """The actions on the whole that make sense now."""
    names = {"warning.settle"} if warning.over else set()
    if warning.closed_at:
        return names
    names |= {"warning.close"} if warning.over else {"warning.close", "warning.opine"}
    return names if warning.tabled_at else names | {"warning.table"}


def context(warning: Warning, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the warning itself."""
    prefetch_related_objects(
        [warning],
        "addressees__party",
        "addressees__received_by__party",
        "addressees__turns__by__party",
        Prefetch("opinions", Opinion.objects.select_related("by__party")),
    )
    speaks = voices(actor)
    parts = [
        {
            "row": row,
            "steps": steps(row, actor, speaks),
            "took": words(row.took) if row.took is not None else None,
            "waited": words(row.waited) if row.waited else "",
        }
        for row in warning.addressees.all()
    ]
    firing = Firing.objects.visible(actor.person).filter(pk=warning.firing_id).first()
    return {
        "parts": parts,
        "probabilities": scored(warning),
        "events": life(warning),
        "firing": firing,
        "place": place_name(warning.place),
        "vector": vector_name(warning.vector),
    }


def overview(actor: Actor) -> dict[str, Any]:
    """What the list shows beyond its page: the filters' choices, and the response times."""
    watched = [(key, country(key).name) for key in organisation().watched(clock.today())]
    parties = Party.objects.exclude(key=ADMINISTRATION).order_by("name")
    within = {days: _("within %(n)s days") % {"n": days} for days in DUE[1:]}
    choices = [
        ("standing", _("Standing"), Standing.choices),
        ("tabled", _("On an agenda"), TABLED),
        ("due", _("Time runs out"), [(1, _("within a day")), *within.items()]),
        ("place", _("Place"), watched),
        ("to", _("Addressed to"), [(party.key, party.name) for party in parties]),
    ]
    if Role.ANALYST in actor.roles:
        choices.append(("question", _("Question"), [("waits", _("waits for a reply"))]))
    times = [(row, _median(row)) for row in responses(actor)]
    return {"choices": choices, "responses": times, "latest": LATEST}


def _median(row: Response) -> str | None:
    return words(row.median) if row.median is not None else None


TABLED = [
    ("no", _l("warned, not tabled")),
    ("yes", _l("tabled")),
    ("never", _l("closed, never tabled")),
]

register(
    Kind(
        name="warnings",
        label=_l("Warnings"),
        model=Warning,
        line=WarningLine,
        shown=WarningOut,
        subject="warning",
        search=("title", "what"),
        filters={
            "standing": _by_standing,
            "tabled": _by_tabled,
            "due": _by_due,
            "place": lambda found, value: found.filter(place=value),
            "vector": lambda found, value: found.filter(vector=value),
            "to": _by_party,
            "question": _by_question,
        },
        makes=("warning.issue",),
        acts=("warning.table", "warning.opine", "warning.settle", "warning.close"),
        ready=ready,
        context=context,
        overview=overview,
        prefetch=("addressees__party",),
    )
)
