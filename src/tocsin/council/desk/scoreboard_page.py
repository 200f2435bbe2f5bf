"""What is asked of the scoreboard's page: which rows of the stored sheet, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.brief.scoreboard import Scoreboard, Wrong
from tocsin.desk.scoreboard import LEADS, Edge, Lead
from tocsin.world.errors import RequestError
from tocsin.world.vector import vectors

SHOWN = 20
"""Misses that are shown before all are asked for."""
SCORES = {
    "crps_log": _l("CRPS of log deaths"),
    "crps": _l("CRPS, deaths"),
    "brier": _l("Brier score, ≥ 25 deaths a month"),
}
ORDERS: dict[str, tuple[Any, Callable[[Wrong], Any]]] = {
    "size": (_l("the largest first"), lambda each: -each.miss.size),
    "came": (_l("the most deaths first"), lambda each: -each.miss.came),
    "origin": (_l("the newest first"), lambda each: -each.miss.origin.toordinal()),
    "place": (_l("by place"), lambda each: (each.miss.name, -each.miss.size)),
}


@dataclass(frozen=True)
class Rival:
    """One of the other models on the same cells: its score, and our lead over it."""

    score: float
    edge: Edge | None


@dataclass(frozen=True)
class Stand:
    """Where we stand at one vector and group of leads."""

    lead: Lead
    ours: float | None
    rivals: dict[str, Rival]


def asked(sheet: Scoreboard, given: Mapping[str, str]) -> dict[str, Any]:
    """What a page shows of a scoreboard, with the choices that it offers.

    Raises `RequestError` for a choice that there is not.
    """
    choices = _choices(sheet)
    chosen = {name: given.get(name, "") for name, _label, _values in choices}
    for name, _label, values in choices:
        if chosen[name] and chosen[name] not in {key for key, _words in values}:
            raise RequestError(_("There is no such choice."), where=name)
    score = chosen["score"] or next(iter(SCORES))
    return {
        "choices": choices,
        "chosen": chosen,
        "score": SCORES[score],
        "digits": 2 if score == "crps" else 3,
        "all": bool(given.get("all")),
        "parts": [
            {
                "sum": each,
                "stands": [_stand(lead, score) for lead in each.leads if _fits(lead, chosen)],
                **_wrong(each.wrong, chosen, whole=bool(given.get("all"))),
            }
            for each in sheet.summaries
        ],
    }


def _choices(sheet: Scoreboard) -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    missed = [each.miss for whole in sheet.summaries for each in whole.wrong]
    places = sorted({(miss.place, miss.name) for miss in missed}, key=lambda pair: pair[1])
    return [
        ("place", _("Place"), places),
        ("vector", _("Vector"), [(key, each.name) for key, each in vectors().items()]),
        ("ahead", _("Months ahead"), [(f"{a}-{b}", f"{a}–{b}") for a, b in LEADS]),
        ("score", _("Score"), list(SCORES.items())),
        ("by", _("Order of misses"), [(key, words) for key, (words, _key) in ORDERS.items()]),
    ]


def _fits(lead: Any, chosen: dict[str, str]) -> bool:
    """Whether a row is of the vector and the leads that were chosen, if any were."""
    ahead = f"{lead.first}-{lead.last}"
    return chosen["vector"] in {"", lead.vector} and chosen["ahead"] in {"", ahead}


def _stand(lead: Lead, score: str) -> Stand:
    found: dict[str, float] = getattr(lead, score)
    edges = lead.edges.get(score, {})
    rivals = {name: Rival(value, edges.get(name)) for name, value in list(found.items())[1:]}
    return Stand(lead, next(iter(found.values()), None), rivals)


def _wrong(wrong: list[Wrong], chosen: dict[str, str], *, whole: bool) -> dict[str, Any]:
    fitting = [
        each
        for each in wrong
        if _fits(each.miss, chosen) and chosen["place"] in {"", each.miss.place}
    ]
    ordered = sorted(fitting, key=ORDERS[chosen["by"] or "size"][1])
    shown = ordered if whole else ordered[:SHOWN]
    return {"wrong": shown, "more": len(ordered) - len(shown)}
