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


class Errors:
    """Shows an error of ours as a page."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of an error, or None for one that is not ours."""
        return page(request, error) if isinstance(error, TocsinError) else None


def page(request: HttpRequest, error: TocsinError) -> HttpResponse:
    """The page of an error of ours."""
    code = status(error)
    said = {"code": code, "what": error.what, "where": error.where, "remedy": error.remedy}
    return render(request, "site/error.html", said, status=code)
