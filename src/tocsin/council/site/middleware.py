"""Errors as pages: what, where and what to do, and never a traceback."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError, TocsinError

STATUS: dict[type[TocsinError], int] = {
    MissingError: 404,
    AccessError: 403,
    ConflictError: 409,
    RequestError: 400,
}


def status(error: TocsinError) -> int:
    """The HTTP status of an error."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)


def errors(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Show an error of ours as a page."""

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        return page(request, error) if isinstance(error, TocsinError) else None

    def shown(request: HttpRequest) -> HttpResponse:
        return answer(request)

    shown.process_exception = process_exception  # type: ignore[attr-defined] (Django's way)
    return shown


def page(request: HttpRequest, error: TocsinError) -> HttpResponse:
    """The page of an error of ours."""
    code = status(error)
    said = {"code": code, "what": error.what, "where": error.where, "remedy": error.remedy}
    return render(request, "site/error.html", said, status=code)
