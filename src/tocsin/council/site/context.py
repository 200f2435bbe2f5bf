"""What every page shows: the organisation, who is signed in, and the end of the record."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tocsin.council.people.models import Organisation
from tocsin.council.record.models import Entry
from tocsin.council.site.kind import kinds
from tocsin.council.site.notice import Notice

DESK = ("warnings", "firings", "reports", "sources")
COUNCIL = ("sessions", "items", "texts", "decisions", "undertakings", "offers", "lines", "reviews")
"""The kinds in the order in which every page offers them; others are reached from these."""


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """The context that the layout needs."""
    row = Organisation.objects.first()
    common = {
        "organisation": row.value if row else None,
        "href_home": reverse("home"),
        "href_language": reverse("language"),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return common
    looks = getattr(request, "onlooker", None)
    return {
        **common,
        "nav": _nav(request),
        "account": None if looks else _account(user),
        "onlooker": looks,
        "record": _record(),
    }


def _nav(request: HttpRequest) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """What every page leads to, by part of the house: label, address, and whether one is there."""
    desk = [(_("Outlook"), reverse("outlook")), *_lists(DESK)]
    council = [*_lists(COUNCIL), (_("People"), reverse("people"))]
    return [
        (part, [(label, to, request.path.startswith(to)) for label, to in entries])
        for part, entries in ((_("Desk"), desk), (_("Council"), council))
    ]


def _lists(names: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(str(kinds[n].label), reverse("listed", args=[n])) for n in names if n in kinds]


def _account(user: Any) -> dict[str, Any]:
    return {
        "name": user.name,
        "party": user.party.name,
        "href_logout": reverse("account_logout"),
        "href_account": reverse("account"),
        "href_inbox": reverse("inbox"),
        "unread": Notice.objects.filter(user=user, read_at=None).count(),
    }


def _record() -> dict[str, Any] | None:
    last = Entry.objects.last()
    return {"head": last.hash, "at": last.at, "entries": last.seq} if last else None
