"""How briefs are listed and shown, and the page that each of them is."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe
from pydantic import Field

from tocsin.council.council.opening import Opening, Sheet
from tocsin.council.council.openings import digest
from tocsin.council.council.session import Session
from tocsin.council.desk.warning_schemas import Marked
from tocsin.council.record.action import Actor
from tocsin.council.site.kind import Kind, register
from tocsin.council.site.views import actor
from tocsin.world.errors import DataError, MissingError, RequestError

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox"
)
"""What the page of a brief may do: show itself, and nothing else."""

STATES: dict[str, dict[str, Any]] = {
    "waiting": {"drawn_at": None, "failure": ""},
    "made": {"drawn_at__isnull": False},
}


class OpeningLine(Marked):
    """A brief in a list."""

    as_of: dt.date = Field(description="It sees nothing later than this day.")
    drawn_at: dt.datetime | None = Field(description="null: being made, or it could not be.")
    digest: str | None = Field(description="The SHA-256 of its page.")
    failure: str = Field(description="Why it could not be made.")


class OpeningOut(OpeningLine):
    """A brief."""

    ordered_by: str | None

    @staticmethod
    def resolve_ordered_by(opening: Any) -> str | None:
        """Who ordered it."""
        return str(opening.ordered_by) if opening.ordered_by else None


@require_safe
def page(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """The page of a brief as it was made, for those who may see the brief."""
    opening = Opening.objects.seen(actor(request).person, id)
    html = Sheet.objects.filter(opening=opening).values_list("html", flat=True).first()
    if html is None:
        raise MissingError(_("This brief was not made yet."))
    if digest(html) != opening.digest:
        raise DataError(
            _("This page is not the one that was made; it is not shown."),
            remedy=_("Tell the administrator to run tocsin verify."),
        )
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "private, no-store"}
    return HttpResponse(html, headers=headers)


def _by_state(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == "failed":
        return found.exclude(failure="")
    if value not in STATES:
        raise RequestError(_("This is no state of a brief."), where="state")
    return found.filter(**STATES[value])


def context(opening: Opening, actor: Actor) -> dict[str, Any]:
    """What the page of its facts shows: its session, if the reader may see that."""
    sessions = Session.objects.visible(actor.person)
    return {"session": sessions.filter(pk=opening.session_id).first()}


register(
    Kind(
        name="briefs",
        label=_l("Briefs"),
        model=Opening,
        line=OpeningLine,
        shown=OpeningOut,
        subject="opening",
        filters={"state": _by_state},
        context=context,
        related=("marking", "originator", "ordered_by__party"),
    )
)
