"""The files of evidence, to be saved."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin.council.council.models import Evidence, Undertaking
from tocsin.council.desk.report_views import to_be_saved
from tocsin.council.site.views import actor
from tocsin.world.errors import MissingError


@require_safe
def evidence(request: HttpRequest, id: uuid.UUID, n: int) -> HttpResponse:
    """The file of an undertaking's evidence as it came, by the order in which it was filed."""
    undertaking = Undertaking.objects.seen(actor(request).person, id)
    rows = filed(undertaking)
    row = Evidence.objects.get(pk=rows[n - 1]) if 0 < n <= len(rows) else None
    if row is None or row.data is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    return to_be_saved(bytes(row.data), row.filename)


def filed(undertaking: Undertaking) -> list[uuid.UUID]:
    """The evidence on an undertaking in the order in which it was filed, by identifier."""
    return list(undertaking.evidence.order_by("at", "pk").values_list("pk", flat=True))
