"""How minutes are listed and shown: with tracked changes until they are adopted, then clean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import difference
from tocsin.council.council.hearing import heard
from tocsin.council.council.linked import Link, link, visible
from tocsin.council.council.minutes import Correction, Minutes, Passage
from tocsin.council.council.minutes_file import blocks, cells, head_words
from tocsin.council.council.minutes_opening import CELL
from tocsin.council.council.minutes_schemas import MinutesLine, MinutesOut
from tocsin.council.council.session import Session, SessionStage
from tocsin.council.record.action import Actor, actions
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import RequestError

SHOWN = 10
ADOPTED = [("no", _l("not adopted yet")), ("yes", _l("adopted"))]


@dataclass(frozen=True)
class Tracked:
    """A passage with what became of its words, and the corrections that were proposed."""

    passage: Passage
    pieces: tuple[difference.Part, ...]
    corrections: list[tuple[Correction, tuple[difference.Part, ...]]]


def tracked(minutes: Minutes) -> list[Tracked]:
    """The passages of minutes with all changes of their words."""
    found = minutes.passages.prefetch_related(
        "corrections__by__party", "corrections__judged_by__party"
    )
    return [_tracked(passage) for passage in found]


def _tracked(passage: Passage) -> Tracked:
    return Tracked(
        passage,
        _changed(passage.drawn, passage.words),
        [
            (row, difference.words(_flat(row.before), _flat(row.words)))
            for row in passage.corrections.all()
        ],
    )


def _changed(before: str, after: str) -> tuple[difference.Part, ...]:
    return difference.words(_flat(before), _flat(after))


def _flat(words: str) -> str:
    return words.replace(CELL, " · ")


def ready(minutes: Minutes, actor: Actor) -> set[str]:
    """The actions on the whole that make sense now."""
    if minutes.adopted_at or minutes.session.stage != SessionStage.CLOSED:
        return set()
    proposed = Correction.objects.filter(passage__minutes=minutes, fate=Correction.Ruling.PROPOSED)
    return set() if proposed.exists() else {"minutes.adopt"}


def context(minutes: Minutes, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the minutes themselves."""
    frozen = minutes.adopted_at is not None
    correct, judge = actions["minutes.correct"], actions["minutes.judge"]
    may_correct = not frozen and correct.allows(actor) and heard(actor)
    return {
        "session": visible(minutes.session, actor.person),
        "tracked": [] if frozen else tracked(minutes),
        "blocks": _clean(minutes) if frozen else [],
        "correct": correct if may_correct else None,
        "judge": judge if not frozen and judge.allows(actor) else None,
        "head": head_words(minutes),
    }


def _clean(minutes: Minutes) -> list[tuple[bool, list[tuple[Passage, list[str]]]]]:
    return [
        (tabular, [(passage, cells(passage.words)) for passage in rows])
        for tabular, rows in blocks(minutes.passages.all())
    ]


def overview(actor: Actor) -> dict[str, Any]:
    """What the list shows beyond its page: its filter, and sessions without minutes."""
    return {"choices": [("adopted", _("Adopted"), ADOPTED)], "sessions": _sessions(actor)}


def _sessions(actor: Actor) -> list[Link]:
    """The newest sessions of which an officer sees no minutes, to be drawn up."""
    if not actions["minutes.draw"].allows(actor):
        return []
    known = Minutes.objects.visible(actor.person).values("session")
    met = Session.objects.visible(actor.person).filter(
        stage__in=[SessionStage.OPEN, SessionStage.CLOSED]
    )
    found = met.exclude(pk__in=known).order_by("-begins_at", "pk")
    return [link(session) for session in found[:SHOWN]]


def _by_adopted(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    known = [key for key, _label in ADOPTED]
    if value not in known:
        raise RequestError(
            _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(known)},
        )
    return found.filter(adopted_at__isnull=value == "no")


register(
    Kind(
        name="minutes",
        label=_l("Minutes"),
        model=Minutes,
        line=MinutesLine,
        shown=MinutesOut,
        subject="minutes",
        search=("session__title",),
        filters={"adopted": _by_adopted},
        acts=("minutes.adopt",),
        ready=ready,
        context=context,
        overview=overview,
        related=("marking", "originator", "session", "drawn_by__party", "adopted_by__party"),
    )
)
