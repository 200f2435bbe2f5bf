"""What a person has to have before any page is shown."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tocsin.council.people import factors

SETTING_UP = ("/account/", "/static/", "/language/")
"""Where somebody without a second factor may go to set one up."""

Answer = Callable[[HttpRequest], HttpResponse]


def two_factors(answer: Answer) -> Answer:
    """Send those whose role demands a second factor to set it up before anything else."""

    def checked(request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            user.is_authenticated
            and not request.path.startswith(SETTING_UP)
            and factors.lacking(user)
        ):
            return redirect("mfa_index")
        return answer(request)

    return checked
