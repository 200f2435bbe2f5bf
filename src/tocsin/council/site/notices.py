"""The inbox: a person's notices, each leading to its thing as far as they may see it now."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked
from tocsin.council.site import mail
from tocsin.council.site.kind import kinds
from tocsin.council.site.notice import Failure, Notice
from tocsin.council.site.views import actor
from tocsin.world.errors import MissingError

SIZE = 50


@dataclass(frozen=True)
class Line:
    """A notice and the thing it is about, None where its reader may not see that now."""

    notice: Notice
    thing: Marked | None

    @property
    def href(self) -> str:
        """Where the thing is."""
        return reverse("shown", args=[self.notice.kind, self.notice.thing])


def lines(notices: Iterable[Notice], reader: User) -> list[Line]:
    """Notices beside the things that their reader may see now, in the same order."""
    shown = list(notices)
    things: dict[uuid.UUID, Marked] = {}
    for name in {notice.kind for notice in shown} & kinds.keys():
        ids = [notice.thing for notice in shown if notice.kind == name]
        things |= kinds[name].model.objects.visible(reader).in_bulk(ids)
    return [Line(notice, things.get(notice.thing)) for notice in shown]


def unread(reader: User) -> int:
    """How many notices a person has not read."""
    return int(_of(reader).filter(read_at=None).count())


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """A person's notices, those not read first and the newest of each first."""
    person = actor(request).person
    ordered = _of(person).order_by(F("read_at").asc(nulls_first=True), "-made_at", "pk")
    page = Paginator(ordered, SIZE).get_page(request.GET.get("page"))
    context = {
        "lines": lines(page, person),
        "page": page,
        "unread": unread(person),
        "administers": Role.ADMINISTRATOR in actor(request).roles,
    }
    return render(request, "site/inbox.html", context)


@require_GET
def notice(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Where the link in an e-mail leads: to the thing, or to the inbox if it is not to be seen."""
    (line,) = lines([_own(request, id)], actor(request).person)
    return redirect(line.href if line.thing else "inbox")


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read, or all of them."""
    if id := request.POST.get("notice"):
        chosen = _of(actor(request).person).filter(pk=_identifier(id))
    else:
        chosen = _of(actor(request).person)
    chosen.filter(read_at=None).rewrite(read_at=clock.now())
    return redirect("inbox")


@require_GET
def post(request: HttpRequest) -> HttpResponse:
    """For administrators: how the e-mail gets on, in counts and nothing else."""
    if Role.ADMINISTRATOR not in actor(request).roles:
        raise PermissionDenied
    counts = Notice.objects.aggregate(
        sent=Count("pk", filter=~Q(mailed_at=None)),
        waiting=Count("pk", filter=Q(mailed_at=None, failure="") & ~Q(due_at=None)),
        failing=Count("pk", filter=Q(mailed_at=None) & ~Q(failure="") & ~Q(due_at=None)),
        given_up=Count("pk", filter=Q(mailed_at=None, due_at=None)),
    )
    failures = Notice.objects.filter(mailed_at=None).exclude(failure="")
    by_failure = failures.values("failure").annotate(n=Count("pk")).order_by("failure")
    rows = [(Failure(row["failure"]).label, row["n"]) for row in by_failure]
    context = {"counts": counts, "failures": rows, "server": mail.server()}
    return render(request, "site/inbox_post.html", context)


def _of(reader: User) -> Any:
    return Notice.objects.filter(user=reader)


def _own(request: HttpRequest, id: uuid.UUID) -> Notice:
    found: Notice | None = _of(actor(request).person).filter(pk=id).first()
    if found is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    return found


def _identifier(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise MissingError(_("There is no such thing, or it is not marked for you.")) from None
