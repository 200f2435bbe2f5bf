"""How triggers that fired are listed and shown."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.desk.models import Firing, Warning
from tocsin.council.desk.trigger import Fate
from tocsin.council.desk.warning_pages import place_name, vector_name
from tocsin.council.desk.warning_schemas import FiringLine, FiringOut
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, actions
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import RequestError

ANSWER = dt.timedelta(days=7)
"""The time to answer that the form proposes."""


def _by_fate(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value not in Fate.values:
        raise RequestError(
            _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(Fate.values)},
        )
    return found.filter(fate=value)


def ready(firing: Firing, actor: Actor) -> set[str]:
    """The actions that make sense now; issuing has a button of its own, which fills the form."""
    names = {"firing.settle"} if firing.over else set()
    return names | {"firing.pass"} if firing.fate == Fate.OPEN else names


def context(firing: Firing, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the firing itself."""
    warning = Warning.objects.visible(actor.person).filter(firing=firing).first()
    issues = firing.fate == Fate.OPEN and actions["warning.from_firing"].allows(actor)
    return {
        "warning": warning,
        "issue": filled(firing) if issues else "",
        "place": place_name(firing.place),
        "vector": vector_name(firing.vector),
    }


def filled(firing: Firing) -> str:
    """The address of the form that issues a firing as a warning, filled with what it says."""
    said = {
        "deaths": firing.threshold,
        "place": place_name(firing.place),
        "begins": date_format(firing.begins, "F Y"),
        "ends": date_format(firing.ends, "F Y"),
        "chance": f"{(firing.chance or 0) * 100:.3g}",
        "limit": f"{firing.limit * 100:.3g}",
    }
    title = _("At least %(deaths)s deaths in %(place)s by %(ends)s")
    what = _(
        "The outlook gives a chance of %(chance)s %% of at least %(deaths)s deaths in %(place)s "
        "from %(begins)s to %(ends)s; it was agreed to warn above %(limit)s %%."
    )
    query = {
        "firing": firing.pk,
        "title": title % said,
        "what": what % said,
        "marking": firing.marking.text,
        "answer_by": f"{clock.now() + ANSWER:%Y-%m-%dT%H:%M}",
    }
    return f"{reverse('do', args=['warning.from_firing'])}?{urlencode(query)}"


register(
    Kind(
        name="firings",
        label=_l("Triggers fired"),
        model=Firing,
        line=FiringLine,
        shown=FiringOut,
        subject="firing",
        search=("name", "reason"),
        filters={
            "fate": _by_fate,
            "place": lambda found, value: found.filter(place=value),
            "trigger": lambda found, value: found.filter(trigger=value),
        },
        acts=("firing.pass", "firing.settle"),
        ready=ready,
        context=context,
        overview=lambda actor: {"choices": [("fate", _("What became of it"), Fate.choices)]},
        related=("marking", "originator", "decided_by__party"),
    )
)
