"""The pages of the desk: they read what the worker computed, and compute nothing."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.council.desk import outlook_opinions, pages_place, scoreboard_page, sheets_read
from tocsin.council.desk.models import Attempt, Edition
from tocsin.council.record.marking import audience
from tocsin.council.site.views import actor
from tocsin.world.errors import MissingError, RequestError
from tocsin.world.place import place as place_of

OLDER = 12
"""How many older editions are offered beside the one that is shown."""


@require_GET
def outlook(request: HttpRequest) -> HttpResponse:
    """The outlook: the state of the organisation, what is unknown, the map and the table."""
    edition, context = _edition(request)
    if edition is None:
        return render(request, "desk/outlook_none.html", context)
    newest = Edition.objects.visible(actor(request).person).order_by("-made_at", "pk")
    context["editions"] = newest.defer("sheets", "places")[:OLDER]
    context["sheet"] = sheet = sheets_read.outlook(edition)
    context["quiet"] = [row for row in sheet.rows if row.quiet]
    return render(request, "desk/outlook.html", context)


@require_GET
def place(request: HttpRequest, key: str) -> HttpResponse:
    """One place: its history and outlook, and what the person may see that was said of it."""
    try:
        named = place_of(key)
    except RequestError:
        raise MissingError(
            _("There is no place “%(key)s”.") % {"key": key[:40]},
            remedy=_("A place is a country such as TJK, or a border such as AFG-TJK."),
        ) from None
    edition, context = _edition(request)
    sheet = sheets_read.place(edition, key) if edition else None
    context |= {"place": named, "border": "-" in key, "sheet": sheet}
    context |= pages_place.said(actor(request), key)
    if sheet is not None:
        context["years"] = pages_place.years(sheet)
    return render(request, "desk/place.html", context)


@require_GET
def scoreboard(request: HttpRequest) -> HttpResponse:
    """Where we stand against others, where we were wrong, and what was foretold and came."""
    edition, context = _edition(request)
    if edition is None:
        return render(request, "desk/outlook_none.html", context)
    context["sheet"] = sheet = sheets_read.scoreboard(edition)
    context |= scoreboard_page.asked(sheet, request.GET)
    context["everything"] = urlencode({**request.GET.dict(), "all": "1"})
    context["judges"] = outlook_opinions.judges(actor(request))
    return render(request, "desk/scoreboard.html", context)


@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    """The figures: how fresh they are and what they lack, the worst first."""
    edition, context = _edition(request)
    if edition is None:
        return render(request, "desk/outlook_none.html", context)
    context["sheet"] = sheets_read.sources(edition)
    return render(request, "desk/sources.html", context)


def _edition(request: HttpRequest) -> tuple[Edition | None, dict[str, Any]]:
    """The edition that is asked for, or the newest, if the person may see it; and its context."""
    seen = Edition.objects.visible(actor(request).person).select_related("marking", "originator")
    newest: Edition | None = seen.order_by("-made_at", "pk").first()
    shown = newest
    if (asked := request.GET.get("edition")) and (newest is None or asked != str(newest.pk)):
        shown = Edition.objects.seen(actor(request).person, _id(asked))
    context: dict[str, Any] = {"edition": shown, "attempt": Attempt.objects.first()}
    if shown is None:
        return None, context
    borne = {"marking": shown.marking.value, "readers": audience(shown.marking)}
    query = "" if shown == newest else f"?edition={shown.pk}"
    return shown, {**context, **borne, "newest": newest, "old": shown != newest, "query": query}


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise RequestError(_("This names no edition of the outlook."), where="edition") from None
