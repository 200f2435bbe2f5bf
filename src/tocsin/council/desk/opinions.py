"""What analysts hold likely themselves, and how all probabilities did afterwards."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.desk.models import Opinion, Warning
from tocsin.council.desk.warnings import held
from tocsin.council.people.role import Role
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown
from tocsin.desk.outlook.scores import brier
from tocsin.world.errors import ConflictError


class Opine(Given):
    """An analyst's own probability of what a warning warns of."""

    warning: Annotated[uuid.UUID, Shown(hidden=True)]
    chance: Annotated[float, Shown(label=_l("Your probability"), help=_l("From 0 to 1."))] = Field(
        ge=0, le=1
    )
    words: Annotated[str, Shown(label=_l("Why"), rows=5)] = Field(
        default="", max_length=20_000, pattern=r"^[^\x00]*$"
    )


@action("warning.opine", _l("Give your probability"), Role.ANALYST)
def opine(actor: Actor, given: Opine) -> Warning:
    """Put one's own probability beside the model's, while what it is of can still be foretold."""
    warning = held(actor, given.warning)
    if warning.over:
        raise ConflictError(_("Its months are over: it can no longer be foretold."))
    Opinion(warning=warning, by=actor.person, chance=given.chance, words=given.words).save()
    return warning


@dataclass(frozen=True)
class Scored:
    """A probability beside the others: whose, when and why it was given, and its Brier score.

    `score` is None while it is not known what came; `kind` is model, own or dissent, and `last`
    whether its giver has given none after it.
    """

    kind: str
    who: str
    at: dt.datetime
    chance: float
    words: str
    last: bool
    score: float | None


def scored(warning: Warning) -> list[Scored]:
    """All probabilities of a warning, the model's first, each with its Brier score."""
    opinions = list(warning.opinions.all())
    latest = {opinion.by_id: opinion.pk for opinion in opinions}
    rows = [
        Scored(
            "dissent" if opinion.by_id != warning.issued_by_id else "own",
            opinion.by.name,
            opinion.at,
            opinion.chance,
            opinion.words,
            latest[opinion.by_id] == opinion.pk,
            _score(warning, opinion.chance),
        )
        for opinion in opinions
    ]
    if warning.chance is None:
        return rows
    model = (warning.known.get("outlook") or {}).get("model", "")
    own = _score(warning, warning.chance)
    return [Scored("model", model, warning.made_at, warning.chance, "", True, own), *rows]


def _score(warning: Warning, chance: float) -> float | None:
    return None if warning.came is None else float(brier(warning.came, chance))
