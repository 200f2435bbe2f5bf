"""How analysts' own probabilities did beside the model's, on the warnings that a person may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Prefetch

from tocsin.council.desk.models import Opinion, Warning
from tocsin.council.desk.opinions import Scored, scored
from tocsin.council.record.action import Actor

LATEST = 200
"""How many settled warnings are looked at."""


@dataclass(frozen=True)
class Judge:
    """The mean Brier score of one analyst's last probabilities, and the model's on the same ones.

    `model` is None where a warning among them was issued without one.
    """

    who: str
    warnings: int
    score: float
    model: float | None


def judges(actor: Actor) -> list[Judge]:
    """All who gave probabilities of what is known by now, those with most of them first."""
    rows = (
        Warning.objects.visible(actor.person)
        .filter(missing=0, deaths__isnull=False)
        .prefetch_related(Prefetch("opinions", Opinion.objects.select_related("by__party")))
        .order_by("-made_at", "pk")[:LATEST]
    )
    found: dict[str, list[tuple[float, float | None]]] = defaultdict(list)
    for row in rows:
        given = scored(row)
        own = next((each.score for each in given if each.kind == "model"), None)
        for each in filter(_counts, given):
            found[each.who].append((each.score or 0.0, own))
    made = [_judge(who, pairs) for who, pairs in found.items()]
    return sorted(made, key=lambda judge: (-judge.warnings, judge.who))


def _counts(each: Scored) -> bool:
    return each.kind != "model" and each.last and each.score is not None


def _judge(who: str, pairs: list[tuple[float, float | None]]) -> Judge:
    own = [model for _, model in pairs if model is not None]
    beside = sum(own) / len(own) if len(own) == len(pairs) else None
    return Judge(who, len(pairs), sum(score for score, _ in pairs) / len(pairs), beside)
