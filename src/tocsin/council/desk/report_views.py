"""Pages that only reports have: the file to be saved, and the form beside the text."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.council.desk.report import Original, Report
from tocsin.council.desk.report_page import context
from tocsin.council.desk.statements import ACT_FIELDS, mark
from tocsin.council.record import chance
from tocsin.council.record.marking import audience
from tocsin.council.site.forms import ActionForm, summary
from tocsin.council.site.kind import kinds
from tocsin.council.site.middleware import status
from tocsin.council.site.views import actor
from tocsin.world.errors import ConflictError, MissingError, TocsinError

TYPES = {
    "txt": "text/plain; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""What a file may be called to a browser; a page of HTML is but bytes, so that none runs it."""


@require_safe
def original(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """A report's file as it came, to be saved and never to be shown."""
    report = Report.objects.seen(actor(request).person, id)
    if (row := Original.objects.filter(report=report).first()) is None:
        raise MissingError(_("This report has no file: its text was pasted."))
    return to_be_saved(bytes(row.data), report.filename)


def to_be_saved(data: bytes, filename: str) -> HttpResponse:
    """A file that a browser saves and never shows, whatever is in it."""
    ending = filename.rpartition(".")[2]
    return HttpResponse(
        data,
        content_type=TYPES.get(ending, "application/octet-stream"),
        headers={
            "Content-Disposition": content_disposition_header(True, filename) or "",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@require_http_methods(["GET", "POST"])
def marking(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
    """The form that marks a statement, beside the text."""
    who = actor(request)
    report = Report.objects.seen(who.person, id)
    if not mark.allows(who):
        raise PermissionDenied
    if not report.usable:
        raise ConflictError(_("This report has no text yet, or was withdrawn."))
    if request.method == "GET":
        form = ActionForm(mark, who, initial={"report": id, "ticket": chance.fresh()})
        return _beside(request, report, form)
    form = ActionForm(mark, who, {**request.POST.dict(), "report": str(id)})
    if not form.is_valid():
        return _beside(request, report, form, code=422)
    try:
        mark(who, form.given)
    except TocsinError as error:
        form.add_error(None, summary(error))
        return _beside(request, report, form, code=status(error))
    messages.success(request, _("Done, and entered in the record."))
    return redirect("marking", id)


def _beside(
    request: HttpRequest, report: Report, form: ActionForm, code: int = 200
) -> HttpResponse:
    shown: dict[str, Any] = {
        **context(report, actor(request)),
        "kind": kinds["reports"],
        "thing": report,
        "marking": report.marking.value,
        "readers": audience(report.marking),
        "form": form,
        "act": mark,
        **_grouped(form),
    }
    return render(request, "desk/report_mark.html", shown, status=code)


def _grouped(form: ActionForm) -> dict[str, list[Any]]:
    """The form's fields: what every statement has, which occurrence, and what is done by it."""
    groups: dict[str, list[Any]] = {"first": [], "which": [], "further": []}
    for field in form.visible_fields():
        group = "further" if field.name in ACT_FIELDS else "first"
        groups["which" if field.name.endswith("_nth") else group].append(field)
    return groups
