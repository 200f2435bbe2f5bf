"""Pages of people: who everybody is, and what the administration does with their accounts."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.council.people import invitation, securing
from tocsin.council.people.models import Appointment, Credential, Party, User
from tocsin.council.people.role import Role
from tocsin.council.record import chance, clock, history
from tocsin.council.record.action import Action, Actor, actions
from tocsin.council.site.forms import ActionForm, summary
from tocsin.council.site.middleware import status
from tocsin.council.site.views import actor
from tocsin.world.errors import MissingError, TocsinError

ACTS = ("person.appoint", "person.accredit", "person.unlock", "person.close")


@dataclass(frozen=True)
class Holding:
    """A role or credential as a page shows it, with the action by which it is ended, if any."""

    what: str
    row: Appointment | Credential
    current: bool
    end: Action | None


@require_GET
def everybody(request: HttpRequest) -> HttpResponse:
    """The parties and their people: names, offices, and what each may do today."""
    who, today = actor(request), clock.today()
    runs = Role.ADMINISTRATOR in who.roles
    found = User.objects.prefetch_related("appointments", "credentials__party").order_by("name")
    found = found if runs else found.filter(is_active=True)
    by_party: dict[Any, list[dict[str, Any]]] = {}
    for user in found:
        by_party.setdefault(user.party_id, []).append(_line(user, today))
    parties = [(p, by_party.get(p.pk, [])) for p in Party.objects.order_by("name")]
    context = {
        "parties": [pair for pair in parties if pair[1]],
        "without": [party for party, people in parties if not people],
        "admits": actions["person.admit"].allows(who),
    }
    return render(request, "people/people.html", context)


@require_GET
def person(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """One person: their office, what they may do and could do, and for administrators all that
    was done with their account.
    """
    who, user = actor(request), _person(id)
    runs = Role.ADMINISTRATOR in who.roles
    if not (user.is_active or runs):
        raise MissingError(_("There is no such person."))
    allowed = (
        [actions[name] for name in ACTS if actions[name].allows(who)] if user.is_active else []
    )
    context = {
        "person": user,
        "holdings": _holdings(user, who),
        "acts": allowed if user.is_active else [],
        "address": runs or Role.OFFICER in who.roles or user == who.person,
        "runs": runs,
        "mail": invitation.mail_is_on(),
        "entries": _entries(user, who.person) if runs else [],
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "POST"])
def admit(request: HttpRequest) -> HttpResponse:
    """The form that gives a person an account."""
    who, act = actor(request), actions["person.admit"]
    if not act.allows(who):
        raise PermissionDenied
    if request.method == "GET":
        form = ActionForm(act, who, initial={**request.GET.dict(), "ticket": chance.fresh()})
        return render(request, "site/do.html", {"form": form, "act": act})
    form = ActionForm(act, who, request.POST)
    if not form.is_valid():
        return render(request, "site/do.html", {"form": form, "act": act}, status=422)
    try:
        user = act(who, form.given)
    except TocsinError as error:
        form.add_error(None, summary(error))
        return render(request, "site/do.html", {"form": form, "act": act}, status=status(error))
    messages.success(request, _("Done, and entered in the record."))
    return redirect(user)


@never_cache
@require_POST
def link(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Mail a person the link to set their password, or show it this once."""
    who, user = actor(request), _person(id)
    shown = "show" in request.POST
    securing.invite(who, securing.Invite(user=user.pk, shown=shown))
    if shown:
        context = {"person": user, "link": invitation.link(user)}
        return render(request, "people/link.html", context)
    messages.success(request, _("The link was sent to %(to)s.") % {"to": user.email})
    return redirect(user)


def _person(id: uuid.UUID) -> User:
    found: User | None = User.objects.select_related("party").filter(pk=id).first()
    if found is None:
        raise MissingError(_("There is no such person."))
    return found


def _line(user: User, day: dt.date) -> dict[str, Any]:
    """A person as the directory shows them."""
    roles = {Role(held.role).label for held in user.appointments.all() if held.current(day)}
    voices = {str(held.party) for held in user.credentials.all() if held.current(day)}
    return {"person": user, "roles": sorted(map(str, roles)), "voices": sorted(voices)}


def _holdings(user: User, who: Actor) -> list[Holding]:
    """A person's roles and credentials, the newest first."""
    today = clock.today()
    roles = [(row, str(Role(row.role).label), "person.relieve") for row in user.appointments.all()]
    voices = [
        (row, _("Speaks for %(party)s") % {"party": row.party}, "person.discredit")
        for row in user.credentials.select_related("party")
    ]
    held = [
        Holding(what, row, row.current(today), _ending(row, name, who))
        for row, what, name in chain(roles, voices)
    ]
    return sorted(held, key=lambda one: one.row.since, reverse=True)


def _ending(row: Appointment | Credential, name: str, who: Actor) -> Action | None:
    over = row.until is not None and row.until < clock.today()
    return actions[name] if not over and actions[name].allows(who) else None


def _entries(user: User, reader: User) -> list[history.Event]:
    """What the record says of a person, their roles, credentials and tokens."""
    rows = chain([user], user.appointments.all(), user.credentials.all(), user.tokens.all())
    said = chain.from_iterable(history.of(row, reader) for row in rows)
    return sorted(said, key=lambda event: event.seq)
