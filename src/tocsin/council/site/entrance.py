"""The open doors of a demonstration: anybody on this machine enters as anybody in the story."""

from __future__ import annotations

import uuid

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tocsin.council import demo
from tocsin.council.people.models import User
from tocsin.council.server import loopback

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PROXIED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")
"""What a proxy writes on what it hands on, behind which everybody seems to be on this machine."""


@login_not_required
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The people of the story, and entering as one of them; elsewhere there is no such page."""
    if not (_here(request) and demo.open_doors()):
        raise Http404
    people = User.objects.filter(is_active=True).select_related("party")
    if request.method == "POST":
        login(request, _chosen(request), backend=BACKEND)
        return redirect("home")
    ordered = people.prefetch_related("appointments").order_by("party__name", "name")
    return render(request, "site/entrance.html", {"people": ordered})


def _here(request: HttpRequest) -> bool:
    handed_on = any(name in request.headers for name in PROXIED)
    return not handed_on and loopback(request.META.get("REMOTE_ADDR", ""))


def _chosen(request: HttpRequest) -> User:
    try:
        found: User = User.objects.get(is_active=True, pk=uuid.UUID(request.POST.get("user", "")))
    except (ValueError, User.DoesNotExist):
        raise Http404 from None
    return found
