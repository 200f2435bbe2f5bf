"""The address at which minutes are saved as a document."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from tocsin.council.council.minutes import Minutes
from tocsin.council.council.minutes_file import TYPE, document
from tocsin.council.site.views import actor


@require_safe
def saved(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """Minutes as a document, to be saved, for those who may see them."""
    found = Minutes.objects.select_related("marking", "session")
    minutes = found.seen(actor(request).person, id)
    return HttpResponse(
        document(minutes),
        content_type=TYPE,
        headers={
            "Content-Disposition": content_disposition_header(True, "minutes.docx") or "",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
