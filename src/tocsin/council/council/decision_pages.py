"""How decisions are listed and shown."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import outages
from tocsin.council.council import session as sessions
from tocsin.council.council.decision import FINAL, Method, Stage
from tocsin.council.council.decision_life import gaps, life
from tocsin.council.council.decision_schemas import DecisionLine, DecisionOut
from tocsin.council.council.decision_view import links, tally_view, text_view, unreached
from tocsin.council.council.models import Decision, Objection, Outage
from tocsin.council.council.procedure import procedure
from tocsin.council.council.seat import members
from tocsin.council.council.silence import SETTLING
from tocsin.council.council.silences import within
from tocsin.council.desk.responses import words
from tocsin.council.desk.warning_life import voices
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, actions
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import RequestError


def _by_stage(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(stage=_known(value, Stage.values))


def _by_method(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(method=_known(value, Method.values))


def _known(value: str, known: list[str]) -> str:
    if value not in known:
        raise RequestError(
            _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(known)},
        )
    return value


def ready(decision: Decision, actor: Actor) -> set[str]:
    """The actions that make sense now."""
    if decision.stage in FINAL:
        return set()
    speaks = bool(voices(actor) & {party.pk for party in members(clock.today())})
    if decision.method == Method.SESSION:
        return _in_session(decision, speaks)
    return _under_silence(decision, actor) - (set() if speaks else {"silence.object"})


def _in_session(decision: Decision, speaks: bool) -> set[str]:
    names = {"decision.concern", "decision.withdraw"}
    if decision.session and decision.session.stage != sessions.SessionStage.OPEN:
        return names
    return names | {"decision.close"} | ({"decision.voice"} if speaks else set())


def _under_silence(decision: Decision, actor: Actor) -> set[str]:
    now, expires = clock.now(), decision.expires_at
    taken = {"silence.enter", "decision.concern"}
    if decision.stage == Stage.SUSPENDED:
        return taken | {"silence.object", "silence.resume", "decision.withdraw"}
    if decision.stage == Stage.HELD:
        extend = {"silence.extend"} if Role.CHAIR in actor.roles else set()
        return taken | extend | {"decision.withdraw"}
    if decision.stage == Stage.OPEN and expires and now < expires:
        timed = {"silence.extend", "silence.suspend", "decision.withdraw"}
        return taken | timed | {"silence.object"}
    settled = decision.stage == Stage.KEPT and expires and now >= expires + SETTLING
    return taken | ({"silence.declare"} if settled else set())


def context(decision: Decision, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the decision itself."""
    prefetch_related_objects(
        [decision],
        "concerns__party",
        "voices__party",
        "voices__by__party",
        "objections__party",
        "objections__by__party",
        "timings__by__party",
    )
    silent = decision.method == Method.SILENCE
    speaks = voices(actor)
    return {
        **text_view(decision, actor),
        **links(decision, actor),
        "silence": _silence(decision) if silent else None,
        "tally": tally_view(decision),
        "objections": [
            {"row": row, "steps": _steps(row, actor, speaks)} for row in decision.objections.all()
        ],
        "unreached": [] if decision.stage in FINAL else unreached(decision),
        "events": life(decision),
    }


def _steps(row: Objection, actor: Actor, speaks: set[Any]) -> list[Any]:
    act = actions["silence.retract"]
    return [act] if not row.withdrawn_at and row.party_id in speaks and act.allows(actor) else []


def _silence(decision: Decision) -> dict[str, Any]:
    """Its clock: the time left in words, whether it is over, and the outages that matter."""
    now, silence = clock.now(), procedure(decision)
    until = decision.suspended_at or now
    left = silence.expires - until
    running = decision.stage in {Stage.OPEN, Stage.SUSPENDED} and left.total_seconds() > 0
    matter = silence.disturbed(outages.known(now), within())
    rows = [row for row in Outage.objects.all() if (row.since, row.until) in matter]
    known = {(row.since, row.until) for row in rows}
    return {
        "left": words(left) if running else "",
        "expired": decision.stage == Stage.OPEN and not running,
        "holding": gaps(decision.holding),
        "outages": rows,
        "missing": [gap for gap in matter if gap not in known],
        "hours": int(within().total_seconds() // 3600),
    }


def overview(actor: Actor) -> dict[str, Any]:
    """What the list shows beyond its page: the choices of its filters."""
    return {
        "choices": [
            ("stage", _("Standing"), Stage.choices),
            ("method", _("Method"), Method.choices),
        ]
    }


def running(reader: User, most: int) -> list[Decision]:
    """The silence procedures that a person may see and that run, the next to expire first."""
    seen = Decision.objects.visible(reader).filter(
        method=Method.SILENCE, stage=Stage.OPEN, expires_at__gt=clock.now()
    )
    return list(seen.order_by("expires_at", "pk")[:most])


register(
    Kind(
        name="decisions",
        label=_l("Decisions"),
        model=Decision,
        line=DecisionLine,
        shown=DecisionOut,
        subject="decision",
        search=("title", "words"),
        filters={"stage": _by_stage, "method": _by_method},
        acts=(
            "silence.declare",
            "silence.object",
            "decision.voice",
            "decision.close",
            "silence.extend",
            "silence.suspend",
            "silence.resume",
            "silence.enter",
            "decision.concern",
            "decision.withdraw",
        ),
        ready=ready,
        context=context,
        overview=overview,
        related=("marking", "originator", "put_by__party", "ended_by__party", "session"),
    )
)
