"""Pages of a person's own account: its sessions, second factors and tokens."""

from __future__ import annotations

import uuid

from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tocsin.council.people import actions, factors, securing
from tocsin.council.people import tokens as keys
from tocsin.council.people.adapter import last_refused
from tocsin.council.record import clock
from tocsin.council.site.views import actor


class TokenForm(forms.Form):
    """What a new token is called and how long it is good for."""

    name = forms.CharField(
        label=_l("Name"), max_length=80, help_text=_l("Where it will be used, so that you know it.")
    )
    days = forms.IntegerField(label=_l("Good for days"), min_value=1, max_value=365, initial=90)


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """A person's own account at a glance."""
    user, today = actor(request).person, clock.today()
    held = Authenticator.objects.filter(user_id=user.pk)
    context = {
        "person": user,
        "roles": sorted(str(role.label) for role in user.roles(today)),
        "factors": held.filter(type__in=factors.FACTORS).count(),
        "lacking": factors.lacking(user),
        "sessions": len(UserSession.objects.purge_and_list(user)),
        "tokens": user.tokens.filter(revoked_at=None, expires__gt=clock.now()).count(),
        "refused": last_refused(user),
    }
    return render(request, "people/account.html", context)


@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where a person is signed in; each session can be ended, or all but this one."""
    listed = UserSession.objects.purge_and_list(actor(request).person)
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        doomed = [s for s in listed if (str(s.pk) == chosen if chosen else not s.is_current())]
        return _end(request, doomed)
    newest = sorted(listed, key=lambda session: session.created_at, reverse=True)
    return render(request, "usersessions/usersession_list.html", {"sessions": newest})


def _end(request: HttpRequest, doomed: list[UserSession]) -> HttpResponse:
    user = actor(request).person
    with transaction.atomic():
        for _session in doomed:
            securing.enter(user, securing.Change.SESSION_ENDED)
        end_sessions(request, doomed)
    messages.success(request, _("Signed out there."))
    return redirect("usersessions_list")


@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    """A person's tokens, the newest first, never their secrets."""
    made = actor(request).person.tokens.order_by("-expires", "name")
    return render(request, "people/tokens.html", {"tokens": made, "now": clock.now()})


@never_cache
@require_http_methods(["GET", "POST"])
def mint(request: HttpRequest) -> HttpResponse:
    """Make a token and show its secret this once."""
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        code = 422 if form.is_bound else 200
        return render(request, "people/mint.html", {"form": form}, status=code)
    secret, digest = keys.fresh()
    token = actions.mint(actor(request), actions.Mint(digest=digest, **form.cleaned_data))
    return render(request, "people/minted.html", {"token": token, "secret": secret})


@require_POST
def revoke(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Make a token useless."""
    actions.revoke(actor(request), actions.Revoke(token=id))
    messages.success(request, _("The token is of no use any more."))
    return redirect("tokens")
