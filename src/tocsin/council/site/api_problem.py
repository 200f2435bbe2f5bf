"""What a program is told when something cannot be done: what, where and the remedy, in JSON."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, Throttled, ValidationError
from pydantic import Field

from tocsin.council.site.middleware import status
from tocsin.world.errors import MissingError, RequestError, TocsinError


class Problem(Schema):
    """Why it was not done; nothing was changed."""

    what: str = Field(description="What happened.")
    where: str = Field(description="The field or place that it concerns; may be empty.")
    remedy: str = Field(description="What can be done about it; may be empty.")


class SizeError(RequestError):
    """More was sent than is taken."""


class MediaError(RequestError):
    """What was sent is in no form that is read here."""


class MethodError(RequestError):
    """An address that is not asked in this way."""


READ = dict.fromkeys((400, 401, 404, 429), Problem)
WRITE = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 422, 429), Problem)
OWN = {SizeError: 413, MediaError: 415, MethodError: 405}


def handle(api: NinjaAPI) -> None:
    """Let an interface answer every error as a `Problem`."""

    def said(request: HttpRequest, code: int, problem: Problem) -> HttpResponse:
        return api.create_response(request, problem.dict(), status=code)

    def ours(request: HttpRequest, error: Any) -> HttpResponse:
        return said(request, OWN.get(type(error)) or status(error), of(error))

    def unknown(request: HttpRequest, error: Any) -> HttpResponse:
        return ours(request, nothing())

    def nobody(request: HttpRequest, error: Any) -> HttpResponse:
        what, remedy = _("Nobody is signed in."), _("Send a token: Authorization: Bearer tocsin_…")
        answer = said(request, 401, Problem(what=what, where="Authorization", remedy=remedy))
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    def hurried(request: HttpRequest, error: Any) -> HttpResponse:
        what, remedy = _("Too much was asked for at once."), _("Wait as Retry-After says.")
        return said(request, 429, Problem(what=what, where="", remedy=remedy))

    def unfit(request: HttpRequest, error: Any) -> HttpResponse:
        return said(request, 422, misfit(error.errors))

    for kind, answer in {
        TocsinError: ours,
        Http404: unknown,
        AuthenticationError: nobody,
        Throttled: hurried,
        ValidationError: unfit,
    }.items():
        api.add_exception_handler(kind, answer)


def of(error: TocsinError) -> Problem:
    """An error of ours as a program is told it."""
    return Problem(what=error.what, where=error.where, remedy=error.remedy)


def nothing() -> MissingError:
    """What is said alike of a thing that is not there and of one that is not for the asker."""
    return MissingError(_("There is no such thing, or it is not marked for you."))


def misfit(errors: list[dict[str, Any]]) -> Problem:
    """What of an input does not fit its schema."""
    each = {".".join(str(part) for part in error["loc"][1:]): error["msg"] for error in errors}
    return Problem(
        what=_("What was sent does not fit."),
        where=", ".join(name for name in each if name),
        remedy="; ".join(f"{name}: {why}" if name else why for name, why in each.items()),
    )
