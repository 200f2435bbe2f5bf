"""What the page of a decision shows of other things, as far as its reader sees them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tocsin.council.council import frozen
from tocsin.council.council.decision import FINAL, Choice, Method, Stage
from tocsin.council.council.models import Decision, Item, Session, Text, Undertaking
from tocsin.council.council.seat import members
from tocsin.council.council.tallied import counted, names, sentences
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, actions
from tocsin.council.record.marking import Bar, Marked
from tocsin.council.site.kind import kind_of
from tocsin.world.marking import Level

Link = tuple[str, str]


def link(thing: Marked | None) -> Link | None:
    """A thing by its title, with its address if its kind has pages."""
    if thing is None:
        return None
    kind = kind_of(type(thing))
    return str(thing), reverse("shown", args=[kind.name, thing.pk]) if kind else ""


def _seen(model: type[Marked], id: Any, actor: Actor) -> Marked | None:
    return model.objects.visible(actor.person).filter(pk=id).first() if id else None


def text_view(decision: Decision, actor: Actor) -> dict[str, Any]:
    """The frozen text, all of it, and its digest; `hidden` if its reader may not see it."""
    text = _seen(Text, decision.text_id, actor)
    if text is None or decision.decided is None:
        return {"text": None, "hidden": decision.text_id is not None}
    words = frozen.paragraphs(decision.decided)
    number = decision.decided.number
    digest = frozen.digest(number, words)
    view = {"link": link(text), "number": number, "paragraphs": words, "digest": digest}
    return {"text": view, "hidden": False}


def links(decision: Decision, actor: Actor) -> dict[str, Any]:
    """Its item, session and undertakings, and how to enter one that follows, or an agreed line."""
    entering, lining = actions.get("undertaking.enter"), actions["agreedline.enter"]
    outage, adopted = actions["outage.enter"], decision.stage == Stage.ADOPTED
    follows = Undertaking.objects.visible(actor.person).filter(decision=decision)
    return {
        "item": link(_seen(Item, decision.item_id, actor)),
        "session": link(_seen(Session, decision.session_id, actor)),
        "undertakings": [link(one) for one in follows.order_by("made_at", "pk")],
        "entering": entering if adopted and entering and entering.allows(actor) else None,
        "lining": lining if adopted and lining.allows(actor) else None,
        "outage": outage if outage.allows(actor) and decision.method == Method.SILENCE else None,
    }


def tally_view(decision: Decision) -> dict[str, Any] | None:
    """Who stands where, and what that comes to: as it was when it ended, or now."""
    if decision.method == Method.SILENCE:
        return None
    if decision.tally is None and decision.stage in FINAL:
        return None
    kept = decision.tally or counted(decision, clock.now())
    known = names(kept["members"])
    return {
        "result": kept["result"],
        "reasons": sentences(kept),
        "rows": [_row(key, known, kept) for key in kept["members"]],
    }


def _row(key: str, known: dict[str, str], kept: dict[str, Any]) -> dict[str, Any]:
    choice = kept["said"].get(key)
    return {
        "name": known.get(key, key),
        "choice": choice,
        "label": Choice(choice).label if choice else "",
        "present": key in kept["present"],
        "concerned": key in kept["concerned"],
    }


def unreached(decision: Decision) -> list[str]:
    """The members of today whom its marking does not admit."""
    barred = set(Bar.objects.filter(thing=decision.pk).values_list("party", flat=True))
    if decision.marking.level == Level.CLEAR:
        return [party.name for party in members(clock.today()) if party.pk in barred]
    rows = decision.marking.readers.values_list("party", "user__party")
    reached = {pk for row in rows for pk in row if pk} - barred
    return [party.name for party in members(clock.today()) if party.pk not in reached]
