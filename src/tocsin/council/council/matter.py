"""Matters: what was before a session under each item of its agenda, whoever may see it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from tocsin.council.council.decision import Decision
from tocsin.council.council.item import Item, Paper
from tocsin.council.council.position import Position
from tocsin.council.council.session import Session
from tocsin.council.council.undertaking import Undertaking
from tocsin.council.record.marking import Marked


@dataclass
class Matter:
    """An item under its number on the agenda, with what was laid, said and decided under it."""

    number: int
    item: Item
    papers: list[Paper] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    undertakings: list[Undertaking] = field(default_factory=list)

    def things(self) -> list[Marked]:
        """Everything marked that is in it but the item, each once."""
        decided = [one.text for one in self.decisions if one.text]
        spoken_of = [one.text for one in self.positions if one.text]
        laid = [paper.report for paper in self.papers]
        found = [*laid, *self.positions, *self.decisions, *decided, *spoken_of, *self.undertakings]
        return list({thing.pk: thing for thing in found}.values())


def matters(session: Session, until: dt.datetime) -> list[Matter]:
    """The agreed agenda of a session, in order, as it stood at a moment.

    Papers and positions count up to the close of the session, decisions that were put in it or
    since, and undertakings that follow from them, up to the moment.
    """
    agreed = session.listings.filter(agreed_at__lte=until, struck_at=None)
    rows = agreed.select_related("item__marking").order_by("number", "made_at")
    found = {row.item_id: Matter(row.number, row.item) for row in rows}
    closed = min(until, session.closed_at or until)
    for paper in _under(Paper, found, made_at__lte=closed).select_related(
        "report__marking", "party"
    ):
        found[paper.item_id].papers.append(paper)
    said = _under(Position, found, made_at__lte=closed, string=None)
    for position in said.select_related(
        "marking", "party", "text__marking", "paragraph", "amendment"
    ):
        found[position.item_id].positions.append(position)
    _decide(session, found, until)
    return list(found.values())


def _decide(session: Session, found: dict[Any, Matter], until: dt.datetime) -> None:
    begun = session.opened_at or session.begins_at
    put = _under(Decision, found, made_at__lte=until).filter(
        Q(session=session) | Q(made_at__gte=begun)
    )
    put = put.select_related("marking", "text__marking", "decided").prefetch_related(
        "voices__party", "objections__party", "concerns__party"
    )
    entered: dict[Any, list[Undertaking]] = defaultdict(list)
    bound = Undertaking.objects.filter(decision__in=put.values("pk"), made_at__lte=until)
    for one in bound.select_related("marking", "owner").order_by("made_at", "pk"):
        entered[one.decision_id].append(one)
    for decision in put:
        matter = found[decision.item_id]
        matter.decisions.append(decision)
        matter.undertakings += entered[decision.pk]


def _under(model: Any, found: dict[Any, Matter], **asked: Any) -> Any:
    return model.objects.filter(item__in=list(found), **asked).order_by("made_at", "pk")


def things(found: Iterable[Matter]) -> list[Marked]:
    """Everything marked that is in some matters, each once."""
    every = [thing for matter in found for thing in (matter.item, *matter.things())]
    return list({thing.pk: thing for thing in every}.values())
