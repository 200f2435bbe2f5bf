"""Visitors of a demonstration who have not sat down at a desk: they read over an office's shoulder.

They read only; whatever they want to do leads them to the entrance. There is nobody like that
anywhere else, since only in a demonstration may anybody enter as anybody.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tocsin.council import demo
from tocsin.council.site.entrance import opened

OWN = ("/account/", "/api/", "/calendar/", "/do/", "/health/", "/inbox/", "/language/", "/static/")
"""What is somebody's own, or does something, and needs no onlooker."""

DOORS = ("/", "/demo/")

Answer = Callable[[HttpRequest], HttpResponse]


def look(answer: Answer) -> Answer:
    """Let a visitor without an account read a demonstration with the eyes of its onlooker."""

    def asked(request: HttpRequest) -> HttpResponse:
        if settings.DEMO and _reads(request) and opened(request):
            request.onlooker = demo.onlooker()  # type: ignore[attr-defined]
            if request.onlooker:  # type: ignore[attr-defined]
                request.user = request.onlooker  # type: ignore[attr-defined]
        return answer(request)

    return asked


def _reads(request: HttpRequest) -> bool:
    """Whether somebody who has not signed in asks to read a page that is nobody's own."""
    return (
        request.method in {"GET", "HEAD"}
        and request.path not in DOORS
        and not request.path.startswith(OWN)
        and not request.user.is_authenticated
    )
