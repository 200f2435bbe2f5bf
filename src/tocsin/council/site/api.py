"""The interface for programs, made from the same kinds and actions as the pages."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from ninja import NinjaAPI

from tocsin.council.record.action import actions
from tocsin.council.site import api_actions, api_own, api_problem, api_things
from tocsin.council.site.api_access import READS, Bearer
from tocsin.council.site.kind import kinds

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")


def build() -> NinjaAPI:
    """The interface with a route for every kind and for every action that people may do."""
    api = NinjaAPI(
        title="tocsin",
        version="1",
        description="Reads what its pages show and does what its pages do, as the token's owner.",
        docs_url=None,
        auth=Bearer(),
        urls_namespace="api",
    )
    api_problem.handle(api)
    api_own.route(api)
    for kind in kinds.values():
        api_things.route(api, kind)
    for act in actions.values():
        if api_actions.for_people(act):
            api_actions.route(api, act)
    _refuse_the_rest(api)
    return api


def _refuse_the_rest(api: NinjaAPI) -> None:
    """Answer what no route is for as everything else: only to those with a token, as a problem."""
    for path, view in list(api.default_router.path_operations.items()):
        known = {method for operation in view.operations for method in operation.methods}
        options: dict[str, Any] = {"include_in_schema": False, "throttle": READS}
        if "GET" in known:
            api.api_operation(["HEAD"], path, **options)(view.operations[0].view_func)
            view.operations[-1].response_models = view.operations[0].response_models
            known.add("HEAD")
        rest = [method for method in METHODS if method not in known]
        api.api_operation(rest, path, **options)(_refused(sorted(known), one="{" in path))

    def nowhere(request: HttpRequest, path: str) -> None:
        raise api_problem.nothing()

    api.api_operation([*METHODS], "/{path:path}", include_in_schema=False)(nowhere)


def _refused(allowed: list[str], *, one: bool) -> Any:
    def refused(request: HttpRequest) -> HttpResponse:
        what = _("This address is not asked in this way.")
        remedy = _("It takes %(methods)s.") % {"methods": ", ".join(allowed)}
        problem = api_problem.Problem(what=what, where=request.method or "", remedy=remedy)
        return HttpResponse(
            problem.model_dump_json(),
            status=405,
            content_type="application/json; charset=utf-8",
            headers={"Allow": ", ".join(allowed)},
        )

    def refused_one(request: HttpRequest, id: uuid.UUID) -> HttpResponse:
        return refused(request)

    return refused_one if one else refused


def _urls(api: NinjaAPI) -> tuple[list[Any], str, str]:
    """The addresses of an interface, which asks for tokens itself and lets no answer be kept."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        answer: Any = pattern.callback
        pattern.callback = login_not_required(never_cache(answer))
    return patterns, app, namespace


api = build()
urls = _urls(api)


@require_GET
def routes(request: HttpRequest) -> HttpResponse:
    """The page that lists the routes."""
    listed = [
        (method.upper(), path, operation["summary"])
        for path, operations in api.get_openapi_schema()["paths"].items()
        for method, operation in operations.items()
    ]
    return render(request, "site/api.html", {"routes": listed})
