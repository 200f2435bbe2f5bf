"""How undertakings are listed and shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import standing_words, undertaking_standing
from tocsin.council.council.models import (
    Decision,
    Evidence,
    Item,
    Listing,
    Undertaking,
)
from tocsin.council.council.standing import Bond
from tocsin.council.council.standing_query import stood
from tocsin.council.council.undertaking import Fulfilment, Track
from tocsin.council.council.undertaking_candidates import candidates
from tocsin.council.council.undertaking_evidence import may_file, sides
from tocsin.council.council.undertaking_schemas import UndertakingLine, UndertakingOut
from tocsin.council.council.undertaking_views import filed
from tocsin.council.desk.models import Report
from tocsin.council.people.models import Party, User
from tocsin.council.people.party import organisation
from tocsin.council.record.action import Actor, actions
from tocsin.council.record.marking import ADMINISTRATION, through
from tocsin.council.site.few import MANY
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import RequestError

RELEASED = "released"
ORDER = ("delivered", "on_track", "late", "stalled", "breached", "unknown", RELEASED)
LOOKS = {"filed": "open", "accepted": "answered", "refused": "declined"}
"""How a verdict on evidence looks, as a state that the style sheet knows."""


@dataclass(frozen=True)
class Undertakings(Kind):
    """The kind of undertakings, each of which is listed with where it stands."""

    def visible(self, actor: Actor) -> Any:
        """The undertakings that an actor may see, newest first, with where they stand."""
        return stood(super().visible(actor))


def _by_standing(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == RELEASED:
        return found.exclude(released_at=None)
    _refuse_unknown(value, [*Fulfilment.values, RELEASED])
    return found.filter(stands=value, released_at=None)


def _by_track(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    _refuse_unknown(value, Track.values)
    return found.filter(track=value)


def _refuse_unknown(value: str, known: list[str]) -> None:
    if value not in known:
        raise RequestError(
            _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(known)},
        )


def ready(undertaking: Undertaking, actor: Actor) -> set[str]:
    """The actions on the whole that make sense now."""
    if undertaking.released_at:
        return set()
    names = {"undertaking.move", "step.add", "undertaking.release"}
    if undertaking.condition and undertaking.met_on is None:
        names.add("undertaking.met")
    if may_file(actor, undertaking):
        names.add("evidence.file")
    by_hand = undertaking.overrides.filter(lifted_at=None).exists()
    return names | {"undertaking.lift" if by_hand else "undertaking.override"}


def context(undertaking: Undertaking, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the undertaking itself."""
    person, days = actor.person, organisation().rules.stalled_days
    known = undertaking_standing.known(undertaking)
    return {
        "stood": undertaking_standing.whole(undertaking, known),
        "override": undertaking_standing.override(undertaking),
        "rules": standing_words.rules(days),
        "due": standing_words.due(undertaking.due, undertaking.precision),
        "steps": _steps(undertaking, actor, known),
        "evidence": _evidence(undertaking, actor),
        "decision": Decision.objects.visible(person).filter(pk=undertaking.decision_id).first(),
        "report": _report(undertaking, person),
        **_agenda(undertaking, person),
    }


def _steps(undertaking: Undertaking, actor: Actor, known: Bond) -> list[dict[str, Any]]:
    """Each step with where it stands; what can be done with it."""
    where = undertaking_standing.each(undertaking, known)
    running = undertaking.released_at is None
    move = running and actions["step.move"].allows(actor)
    files = running and actions["evidence.file"].allows(actor) and may_file(actor, undertaking)
    return [
        {"row": row, "stood": where[row.number], "move": move, "files": files}
        for row in undertaking.steps.select_related("owner")
    ]


def _evidence(undertaking: Undertaking, actor: Actor) -> list[dict[str, Any]]:
    """The evidence by its day, numbered by its filing; whether its reader can judge it."""
    numbers = {pk: n for n, pk in enumerate(filed(undertaking), 1)}
    rows = undertaking.evidence.defer("data").select_related(
        "step", "party", "by__party", "judged_by__party"
    )
    own = sides(actor)
    judge = undertaking.released_at is None and actions["evidence.judge"].allows(actor)
    return [
        {
            "row": row,
            "n": numbers[row.pk],
            "look": LOOKS[row.verdict],
            "verdict": Evidence.Verdict(row.verdict).label,
            "judge": judge and row.party.key not in own,
        }
        for row in rows
    ]


def _report(undertaking: Undertaking, reader: User) -> Report | None:
    """The report whose statement it follows from, if the reader may see it."""
    if undertaking.statement is None:
        return None
    found: Report | None = (
        Report.objects.visible(reader).filter(pk=undertaking.statement.report_id).first()
    )
    return found


def _agenda(undertaking: Undertaking, reader: User) -> dict[str, Any]:
    """On how many agendas of sessions that were held it stood, of those the reader may see."""
    items = Item.objects.visible(reader).filter(undertaking=undertaking).order_by("made_at", "pk")
    listed = Listing.objects.filter(through("session", reader), item__in=list(items))
    agreed = listed.filter(struck_at=None).exclude(agreed_at=None).exclude(session__opened_at=None)
    sessions = {row.session_id: row.session for row in agreed.select_related("session")}
    rows = sorted(sessions.values(), key=lambda session: (session.begins_at, session.pk))
    years = rows[-1].begins_at.year - rows[0].begins_at.year + 1 if rows else 0
    return {"items": list(items), "sessions": rows, "years": years}


def overview(actor: Actor) -> dict[str, Any]:
    """What the list shows beyond its page: choices, who owes what, and pledges not entered."""
    parties = Party.objects.exclude(key=ADMINISTRATION).order_by("name")
    standings = [*Fulfilment.choices, (RELEASED, _("released"))]
    return {
        "choices": [
            ("standing", _("Standing"), standings),
            ("owner", _("Owner"), [(party.key, party.name) for party in parties]),
            ("track", _("Kind"), Track.choices),
        ],
        "columns": [dict(standings)[name] for name in ORDER],
        **owed(actor),
        "candidates": candidates(actor),
    }


def owed(actor: Actor) -> dict[str, Any]:
    """Who owes what: each owner with how many undertakings stand where, of those that are seen.

    Counted are the newest thousand; `partly` says that there are older ones.
    """
    found = stood(Undertaking.objects.visible(actor.person)).order_by("-made_at", "pk")
    asked = found.values_list("owner__name", "stands", "released_at")
    rows = list(asked[: MANY + 1])
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for owner, stands, released in rows[:MANY]:
        counts[owner][RELEASED if released else stands] += 1
    labels = {**dict(Fulfilment.choices), RELEASED: _("released")}
    table = [
        (owner, [(labels[name], counts[owner][name]) for name in ORDER]) for owner in sorted(counts)
    ]
    return {"owed": table, "partly": len(rows) > MANY}


register(
    Undertakings(
        name="undertakings",
        label=_l("Undertakings"),
        model=Undertaking,
        line=UndertakingLine,
        shown=UndertakingOut,
        subject="undertaking",
        search=("title", "what", "whom"),
        filters={
            "standing": _by_standing,
            "owner": lambda found, value: found.filter(owner__key=value),
            "track": _by_track,
        },
        makes=("undertaking.enter",),
        acts=(
            "evidence.file",
            "undertaking.met",
            "undertaking.move",
            "step.add",
            "undertaking.override",
            "undertaking.lift",
            "undertaking.release",
        ),
        ready=ready,
        context=context,
        overview=overview,
        related=("marking", "originator", "owner", "statement", "entered_by__party"),
    )
)
