"""Pages that all kinds of things share: home, list, one thing, its history, and doing something."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tocsin.council.record import chance, history, marking, widening
from tocsin.council.record.action import Actor, Via, actions
from tocsin.council.record.marking import Marked, audience
from tocsin.council.record.recorded import Recorded
from tocsin.council.site.forms import ActionForm, summary
from tocsin.council.site.kind import Kind, kind_of, kinds
from tocsin.council.site.middleware import status
from tocsin.council.site.page import paged
from tocsin.world.errors import MissingError, TocsinError


def actor(request: HttpRequest) -> Actor:
    """Who asks for a page."""
    return Actor(request.user, Via.PAGE)  # type: ignore[arg-type]


@require_GET
def listed(request: HttpRequest, kind: str) -> HttpResponse:
    """The things of a kind that the person may see, filtered and searched."""
    asked, who = _kind(kind), actor(request)
    page = paged(asked, who, request.GET)
    context = {"kind": asked, "page": page, "makes": _allowed(asked.makes, who)}
    more = {**asked.overview(who), **asked.beside(page.things, who)}
    return render(request, _template(asked, "_list"), {**context, **more})


@require_GET
def shown(request: HttpRequest, kind: str, id: uuid.UUID) -> HttpResponse:
    """One thing and what can be done with it."""
    asked, who = _kind(kind), actor(request)
    thing = asked.model.objects.select_related(*asked.related).seen(who.person, id)
    ready = asked.ready(thing, who)
    acts = _allowed([name for name in asked.acts if name in ready], who)
    context = {"kind": asked, "acts": acts, **_thing(thing), **asked.context(thing, who)}
    return render(request, _template(asked), context)


@require_GET
def past(request: HttpRequest, kind: str, id: uuid.UUID) -> HttpResponse:
    """What the record says of a thing, as far as the person may read it."""
    asked, who = _kind(kind), actor(request)
    thing = asked.model.objects.seen(who.person, id)
    entries = history.of(thing, who.person)
    context = {"kind": asked, "entries": entries, **_thing(thing)}
    return render(request, "site/history.html", context)


@require_GET
def why(request: HttpRequest, kind: str, id: uuid.UUID) -> HttpResponse:
    """Who may see a thing and who may not, each with the reason; for those who see it."""
    asked, who = _kind(kind), actor(request)
    thing = asked.model.objects.seen(who.person, id)
    context = {
        "kind": asked,
        "table": asked.model._meta.label_lower,
        "answers": marking.readers(thing),
        "bars": marking.Bar.objects.filter(thing=thing.pk).select_related("party", "user"),
        "asked": widening.open_for(thing),
        "acts": _allowed(("thing.narrow", "thing.widen", "thing.bar"), who),
        **_thing(thing),
    }
    return render(request, "site/readers.html", context)


@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, name: str) -> HttpResponse:
    """The form of an action, and the action."""
    who = actor(request)
    if (act := actions.get(name)) is None or not act.on_page:
        raise MissingError(_("There is no such action."))
    if not act.allows(who):
        raise PermissionDenied
    if request.method == "GET":
        asked = request.GET.dict()
        initial = {**act.given.initially(who, asked), **asked, "ticket": chance.fresh()}
        form = ActionForm(act, who, initial=initial)
        return _form(request, form)
    form = ActionForm(act, who, request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form, code=422)
    try:
        thing = act(who, form.given)
    except TocsinError as error:
        form.add_error(None, summary(error))
        return _form(request, form, code=status(error))
    messages.success(request, _("Done, and entered in the record."))
    return redirect(address(thing))


def address(thing: Recorded) -> str:
    """The page of a thing, or of what it belongs to."""
    whole = getattr(thing, "whole", thing)
    if kind := kind_of(type(whole)):
        return reverse("shown", args=[kind.name, whole.pk])
    return whole.get_absolute_url() if hasattr(whole, "get_absolute_url") else reverse("home")


def _form(request: HttpRequest, form: ActionForm, code: int = 200) -> HttpResponse:
    context = {"form": form, "act": form.action, "about": _about(request, form)}
    return render(request, "site/do.html", context, status=code)


def _about(request: HttpRequest, form: ActionForm) -> str:
    """What a form is about; nothing where that is gone, so that what was written is still shown."""
    try:
        return form.action.given.about(form.actor, (request.POST or request.GET).dict())
    except TocsinError:
        return ""


def _thing(thing: Marked) -> dict[str, Any]:
    """A thing as the layout shows it: with its marking above and below."""
    return {"thing": thing, "marking": thing.marking.value, "readers": audience(thing.marking)}


def _kind(name: str) -> Kind:
    if (kind := kinds.get(name)) is None:
        raise Http404
    return kind


def _allowed(names: Any, who: Actor) -> list[Any]:
    return [actions[name] for name in names if actions[name].allows(who)]


def _template(kind: Kind, suffix: str = "") -> str:
    return f"{kind.model._meta.app_label}/{kind.model._meta.model_name}{suffix}.html"


@login_not_required
def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that does not come from this site, or is too old."""
    return render(request, "site/error.html", {"code": 403}, status=403)
