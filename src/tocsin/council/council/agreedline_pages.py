"""How agreed lines are listed, as a sheet by topic, and shown with their sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council.decision import Stage
from tocsin.council.council.linked import Link, link
from tocsin.council.council.models import AgreedLine, Decision
from tocsin.council.council.quotation import SHOWN, unused
from tocsin.council.desk.models import Report
from tocsin.council.desk.statement import Deed
from tocsin.council.desk.warning_schemas import Marked
from tocsin.council.record.action import Actor, actions
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import RequestError

TOPICS = 200
"""How many topics a list offers to choose from, at most."""
STANDING = [("current", _l("said now")), ("retired", _l("retired"))]
AGREEING = [Deed.AGREE, Deed.DECIDE, Deed.ANNOUNCE, Deed.ASSERT]


class LineOut(Marked):
    """A sentence that the members have agreed to say."""

    topic: str
    words: str
    source: str = Field(description="Whether it stands in a decision or in a statement.")
    entered_by: str
    retired_at: dt.datetime | None = Field(description="null: it is said now.")
    retiring: str = Field(description="Why it was retired.")

    @staticmethod
    def resolve_source(thing: Any) -> str:
        """The kind of its source."""
        return "decision" if thing.decision_id else "statement"

    @staticmethod
    def resolve_entered_by(thing: Any) -> str:
        """Who entered it."""
        return str(thing.entered_by)


def sources(lines: Iterable[AgreedLine], actor: Actor) -> dict[Any, Link]:
    """Links to the sources of some lines, of those that an actor may see."""
    rows, person = list(lines), actor.person
    decisions = Decision.objects.visible(person).filter(pk__in={r.decision_id for r in rows})
    said = {row.statement.report_id for row in rows if row.statement}
    reports = Report.objects.visible(person).filter(pk__in=said)
    found = {thing.pk: link(thing) for thing in [*decisions, *reports]}
    from_ = {r.pk: r.statement.report_id if r.statement else r.decision_id for r in rows}
    return {pk: found[source] for pk, source in from_.items() if source in found}


def beside(lines: list[AgreedLine], actor: Actor) -> dict[str, Any]:
    """A page of lines by topic, those said now and those retired, each with its source."""
    known = sources(lines, actor)
    ordered = sorted(lines, key=lambda line: (line.topic.casefold(), line.topic))
    said = [(line, known.get(line.pk)) for line in ordered if not line.retired_at]
    return {
        "topics": [(t, list(rows)) for t, rows in groupby(said, key=lambda row: row[0].topic)],
        "retired": [(line, known.get(line.pk)) for line in ordered if line.retired_at],
        "retire": next((a for a in [actions["agreedline.retire"]] if a.allows(actor)), None),
    }


def overview(actor: Actor) -> dict[str, Any]:
    """What the list shows beyond its page: its filters, and sources of which no line was made."""
    topics = AgreedLine.objects.visible(actor.person).order_by("topic")
    known = topics.values_list("topic", flat=True).distinct()[:TOPICS]
    choices = [
        ("topic", _("Topic"), [(topic, topic) for topic in known]),
        ("standing", _("Standing"), STANDING),
    ]
    return {"choices": choices, "candidates": candidates(actor)}


def candidates(actor: Actor) -> list[tuple[str, str, str, Link]]:
    """Speaker, words, the form filled in, and source, of what no line was made of yet."""
    if not actions["agreedline.enter"].allows(actor):
        return []
    return [*_decided(actor), *_said(actor)]


def _decided(actor: Actor) -> list[tuple[str, str, str, Link]]:
    used = AgreedLine.objects.visible(actor.person).exclude(decision=None).values("decision")
    found = Decision.objects.visible(actor.person).filter(stage=Stage.ADOPTED)
    rows = found.exclude(pk__in=used).select_related("marking").order_by("-ended_at", "pk")
    return [
        ("", row.words or row.title, _filled(row, decision=row.pk, words=row.words), link(row))
        for row in rows[:SHOWN]
    ]


def _said(actor: Actor) -> list[tuple[str, str, str, Link]]:
    used = AgreedLine.objects.visible(actor.person).exclude(statement=None).values("statement")
    return [
        (
            one.statement.speaker,
            one.words,
            _filled(
                one.report,
                statement=one.statement.pk,
                words=one.words,
                topic=one.statement.topic,
            ),
            link(one.report),
        )
        for one in unused(actor, AGREEING, used)
    ]


def _filled(source: Any, **said: Any) -> str:
    filled = {**said, "words": said["words"][:1000], "marking": source.marking}
    return urlencode({name: str(value) for name, value in filled.items() if value})


def context(line: AgreedLine, actor: Actor) -> dict[str, Any]:
    """What the page shows beyond the line itself."""
    return {"source": sources([line], actor).get(line.pk)}


def _by_standing(found: QuerySet[Any], value: str) -> QuerySet[Any]:
    known = [key for key, _label in STANDING]
    if value not in known:
        raise RequestError(
            _("“%(value)s” is nothing to choose here.") % {"value": value[:40]},
            remedy=_("Choose one of %(known)s.") % {"known": ", ".join(known)},
        )
    return found.filter(retired_at__isnull=value == "current")


register(
    Kind(
        name="lines",
        label=_l("Agreed lines"),
        model=AgreedLine,
        line=LineOut,
        shown=LineOut,
        subject="agreedline",
        search=("topic", "words"),
        filters={
            "topic": lambda found, value: found.filter(topic=value),
            "standing": _by_standing,
        },
        acts=("agreedline.retire",),
        ready=lambda line, actor: set() if line.retired_at else {"agreedline.retire"},
        context=context,
        overview=overview,
        beside=beside,
        related=("marking", "originator", "entered_by__party", "statement"),
    )
)
