"""The open doors of a demonstration: anybody on this machine enters as anybody in the story."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
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
    if not opened(request):
        raise Http404
    people = User.objects.filter(is_active=True).select_related("party")
    if request.method == "POST":
        login(request, _chosen(request), backend=BACKEND)
        return redirect(_onward(request))
    ordered = people.prefetch_related("appointments").order_by("party__name", "name")
    context = {"people": ordered, "story": demo.played(), "onward": request.GET.get("next", "")}
    return render(request, "site/entrance.html", context)


def opened(request: HttpRequest) -> bool:
    """Whether this is a demonstration, asked for from this machine."""
    return settings.DEMO and _here(request) and demo.open_doors()


def _onward(request: HttpRequest) -> str:
    """Where somebody was going when they met the door; else the first page."""
    to = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()})
    return to if ours else reverse("home")


def _here(request: HttpRequest) -> bool:
    handed_on = any(name in request.headers for name in PROXIED)
    return not handed_on and loopback(request.META.get("REMOTE_ADDR", ""))


def _chosen(request: HttpRequest) -> User:
    try:
        found: User = User.objects.get(is_active=True, pk=uuid.UUID(request.POST.get("user", "")))
    except (ValueError, User.DoesNotExist):
        raise Http404 from None
    return found
