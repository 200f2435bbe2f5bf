"""Whether the house is well, for those who watch over it: one word, for anybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tocsin.council.record.models import Head


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer “ok”, or that the database cannot be read."""
    try:
        Head.objects.exists()
    except DatabaseError:
        return HttpResponse("database trouble\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")
