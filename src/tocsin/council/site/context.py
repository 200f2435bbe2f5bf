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

FIRST = ("warnings", "firings", "reports", "sources")
"""The kinds in the order in which every page offers them; further ones follow."""


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
    return {
        **common,
        "nav": _nav(request),
        "account": _account(user),
        "record": _record(),
    }


def _nav(request: HttpRequest) -> list[tuple[str, str, bool]]:
    others = [name for name in kinds if name not in {*FIRST, "outlooks"}]
    entries = [
        (_("Outlook"), reverse("outlook")),
        *((str(kinds[name].label), reverse("listed", args=[name])) for name in (*FIRST, *others)),
        (_("People"), reverse("people")),
    ]
    return [(label, to, request.path.startswith(to)) for label, to in entries]


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
