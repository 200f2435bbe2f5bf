"""Pages of a person's calendar addresses, and what such an address answers."""

from __future__ import annotations

import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)
from ninja.throttling import SimpleRateThrottle

from tocsin.council.council import feeds
from tocsin.council.council.calendar import calendar
from tocsin.council.council.feed import Feed
from tocsin.council.people.models import User
from tocsin.council.site.mail import language
from tocsin.council.site.views import actor


class FeedForm(forms.Form):
    """What a new calendar address is called."""

    name = forms.CharField(
        label=_l("Name"), max_length=80, help_text=_l("Where it will be used, so that you know it.")
    )


class Rate(SimpleRateThrottle):
    """So many readings of one person's calendar in some time."""

    def __init__(self, rate: str) -> None:
        self.scope = "calendar"
        super().__init__(rate)

    def get_cache_key(self, request: HttpRequest) -> str:
        """Where the readings of a person are counted."""
        owner: User = request.auth  # type: ignore[attr-defined]  # set below
        return f"calendar.{owner.pk}"


RATE = Rate("120/hour")


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """A person's calendar addresses, the newest first, never their secrets."""
    made = Feed.objects.filter(user=actor(request).person).order_by("-made_at", "pk")
    return render(request, "council/calendar.html", {"feeds": made})


@never_cache
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    """Make a calendar address and show it this once."""
    form = FeedForm(request.POST or None)
    if not form.is_valid():
        code = 422 if form.is_bound else 200
        return render(request, "council/calendar_make.html", {"form": form}, status=code)
    secret, digest = feeds.fresh()
    feed = feeds.make(actor(request), feeds.Make(digest=digest, **form.cleaned_data))
    address = settings.URL + reverse("ics", args=[secret])
    return render(request, "council/calendar_made.html", {"feed": feed, "address": address})


@require_POST
def revoke(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Make a calendar address useless."""
    feeds.revoke(actor(request), feeds.Revoke(feed=id))
    messages.success(request, _("The address is of no use any more."))
    return redirect("calendar")


@login_not_required
@never_cache
@require_safe
def ics(request: HttpRequest, secret: str) -> HttpResponse:
    """A person's calendar by its secret; whatever is wrong with that, the answer is the same."""
    person = feeds.owner(secret)
    if person is None:
        return HttpResponse(b"", status=404, content_type="text/plain; charset=utf-8")
    request.auth = person  # type: ignore[attr-defined]
    if not RATE.allow_request(request):
        return HttpResponse(b"", status=429, headers={"Retry-After": "3600"})
    with translation.override(language(person)):
        body = calendar(person)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")
