"""The first page: what awaits the person who signed in, and how things stand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.council import demo
from tocsin.council.council import decision_pages
from tocsin.council.council.session_pages import ahead
from tocsin.council.desk import sheets_read
from tocsin.council.desk.models import Edition, Firing, Report, Warning
from tocsin.council.desk.trigger import Fate
from tocsin.council.people.models import User
from tocsin.council.record.action import Actor
from tocsin.council.site.notice import Notice
from tocsin.council.site.notices import lines
from tocsin.council.site.views import actor

SHOWN = 6
SESSIONS = 3


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What awaits the person who signed in."""
    person = actor(request).person
    waiting = Notice.objects.filter(user=person, read_at=None).order_by("-made_at", "pk")
    fired = Firing.objects.visible(person).filter(fate=Fate.OPEN)
    context = {
        "lines": lines(waiting[:SHOWN], person),
        "sessions": ahead(person, SESSIONS),
        "warnings": _running(person),
        "silences": decision_pages.running(person, 5),
        "firings": fired.order_by("-made_at", "pk")[:SHOWN],
        "reports": Report.objects.visible(person).order_by("-made_at", "pk")[:SHOWN],
        "advance": demo.advance if _directs(actor(request)) else None,
        **_outlook(person),
    }
    return render(request, "site/home.html", context)


def _directs(who: Actor) -> bool:
    """Whether somebody moves the clock of an exercise."""
    return demo.open_doors() and demo.advance.allows(who)


def _running(reader: User) -> list[Warning]:
    """Warnings that are not closed, the most urgent first, those without a clock last."""
    running = Warning.objects.visible(reader).filter(closed_at=None)
    urgent = running.exclude(due_at=None).order_by("due_at", "-made_at", "pk")[:SHOWN]
    rest = running.filter(due_at=None).order_by("-made_at", "pk")[:SHOWN]
    return [*urgent, *rest][:SHOWN]


def _outlook(reader: User) -> dict[str, Any]:
    """The newest outlook that the reader may see, and its first sheet."""
    newest = Edition.objects.visible(reader).order_by("-made_at", "pk").first()
    return {"edition": newest, "sheet": sheets_read.outlook(newest) if newest else None}
