"""The language that a person reads in: kept in a cookie, and for e-mail with the account."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Go on in another language."""
    code, user = request.POST.get("language", ""), request.user
    if user.is_authenticated and code in dict(settings.LANGUAGES):
        user.language = code
        user.save(update_fields=["language"])
    answer: HttpResponse = set_language(request)
    return answer
