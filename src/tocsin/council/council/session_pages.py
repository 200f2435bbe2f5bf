"""How sessions are listed and shown."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import section
from tocsin.council.council.agenda import on_agenda, waiting_items, waiting_warnings
from tocsin.council.council.item import ItemStage, Listing
from tocsin.council.council.models import Opening
from tocsin.council.council.quorum import quorum_of
from tocsin.council.council.session import Format, Presence, Session, SessionStage, Speaker
from tocsin.council.council.session_schemas import SessionLine, SessionOut
from tocsin.council.council.sessions import RUNNING
from tocsin.council.desk.warning_life import voices
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Action, Actor, actions
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import RequestError

AHEAD = [("ahead", _l("ahead or running")), ("past", _l("past"))]


def _by_stage(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(stage=_known(value, SessionStage.values))


def _by_format(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    return found.filter(format=_known(value, Format.values))


def _by_time(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if _known(value, [name for name, _label in AHEAD]) == "past":
        return found.filter(ends_at__lt=clock.now())
    return found.filter(ends_at__gte=clock.now())


def _known(value: str, known: list[Any]) -> str:
    if value not in known:
        raise RequestError(
            _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(known)},
        )
    return value


def ready(session: Session, actor: Actor) -> set[str]:
    """The actions on the whole that make sense now, for one who has a part in them."""
    if session.stage not in RUNNING:
        return set()
    names = {"brief.order"}
    if session.stage == SessionStage.PLANNED:
        names |= {"session.open", "session.move", "session.cancel"}
    else:
        names |= {"session.close"}
    speaks = bool(voices(actor))
    if speaks:
        names |= {"speaker.ask"}
    return names | {"session.attend"} if speaks or Role.OFFICER in actor.roles else names


def context(session: Session, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the session itself."""
    speaks, running = voices(actor), session.stage in RUNNING
    presences = session.presences.select_related("party")
    speakers = session.speakers.filter(withdrawn_at=None).select_related("party")
    listed = [(row, _on(row, actor, running)) for row in on_agenda(session, actor.person)]
    officer = running and Role.OFFICER in actor.roles
    openings = Opening.objects.visible(actor.person).filter(session=session)
    return {
        "quorum": quorum_of(session),
        "presences": [(row, _there(row, actor, speaks, running)) for row in presences],
        "speakers": [(row, _steps(row, actor, speaks, session)) for row in speakers],
        "agenda": [row for row in listed if row[0].agreed_at],
        "proposed": [row for row in listed if not row[0].agreed_at],
        "officer": officer,
        "warnings": _proposable(session, actor.person) if officer else [],
        "items": waiting_items(session, actor.person) if officer else [],
        "openings": openings.select_related("marking").order_by("-made_at", "pk"),
        "sections": section.of(session, actor),
    }


def _proposable(session: Session, reader: User) -> list[tuple[Any, str]]:
    """Warnings that wait, each with the address of the form that proposes it."""
    found = []
    for warning in waiting_warnings(reader):
        asked = {"warning": warning.pk, "session": session.pk, "marking": str(warning.marking)}
        found.append((warning, f"{reverse('do', args=['item.propose'])}?{urlencode(asked)}"))
    return found


def _on(row: Listing, actor: Actor, running: bool) -> list[Action]:
    if not running or row.item.stage != ItemStage.OPEN:
        return []
    return _allowed(["item.reorder" if row.agreed_at else "item.agree", "item.strike"], actor)


def _there(row: Presence, actor: Actor, speaks: set[Any], running: bool) -> list[Action]:
    may = row.party_id in speaks or Role.OFFICER in actor.roles
    return _allowed(["session.leave"], actor) if running and may and not row.until else []


def _steps(row: Speaker, actor: Actor, speaks: set[Any], session: Session) -> list[Action]:
    """What can be done with a speaker now."""
    if session.stage not in RUNNING or row.ended_at:
        return []
    if row.called_at:
        return _allowed(["speaker.end"], actor)
    names = ["speaker.call"] if session.stage == SessionStage.OPEN else []
    names += ["speaker.reorder"]
    return _allowed([*names, *(["speaker.withdraw"] if row.party_id in speaks else [])], actor)


def _allowed(names: list[str], actor: Actor) -> list[Action]:
    return [actions[name] for name in names if actions[name].allows(actor)]


def overview(actor: Actor) -> dict[str, Any]:
    """What the list shows beyond its page: the filters' choices."""
    choices = [
        ("stage", _("SessionStage"), SessionStage.choices),
        ("format", _("Format"), Format.choices),
        ("time", _("Time"), AHEAD),
    ]
    return {"choices": choices}


def ahead(reader: User, most: int) -> list[Session]:
    """The next sessions that a reader sees, those that run now included."""
    coming = Q(stage=SessionStage.PLANNED, ends_at__gte=clock.now())
    found = Session.objects.visible(reader).filter(coming | Q(stage=SessionStage.OPEN))
    return list(found.select_related("marking").order_by("begins_at", "pk")[:most])


register(
    Kind(
        name="sessions",
        label=_l("Sessions"),
        model=Session,
        line=SessionLine,
        shown=SessionOut,
        subject="session",
        search=("title", "venue"),
        filters={"stage": _by_stage, "format": _by_format, "time": _by_time},
        makes=("session.call",),
        acts=(
            "session.open",
            "session.close",
            "session.attend",
            "speaker.ask",
            "brief.order",
            "session.move",
            "session.cancel",
        ),
        ready=ready,
        context=context,
        overview=overview,
        related=("marking", "originator", "called_by__party"),
    )
)
