"""Undertakings for the house full of things, with steps, evidence and standings set by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tocsin.council.council import undertaking_evidence, undertaking_steps, undertakings
from tocsin.council.council.models import Undertaking
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked

if TYPE_CHECKING:
    from tests.council.population import Audience

SPEAKERS = {"armenia": "ARM", "belarus": "BLR", "tajikistan": "TJK"}


def make(house: Any, audience: Audience) -> list[Marked]:
    """One that an officer or a delegation entered, as far as its readers can go on with it."""
    maker = next((name for name in ("officer", *SPEAKERS) if name in audience.holds), "")
    if not maker:
        return []
    word = audience.word
    thing = undertakings.enter(
        house.actor(maker),
        undertakings.Enter(
            track="accession",
            party=SPEAKERS.get(maker, "ARM"),
            title=word,
            what=word,
            whom=word,
            made_on=clock.today(),
            condition=word,
            steps=f"1. {word} | ARM\n2. {word} | after 1",
            marking=audience.marking,
        ),
    )
    _filed(house, maker, thing, word)
    if maker == "officer":
        _managed(house, thing, word)
    return [thing]


def _filed(house: Any, maker: str, thing: Undertaking, word: str) -> None:
    """Evidence with a file on a step, judged where the chair sees it."""
    row = undertaking_evidence.file(
        house.actor(maker),
        undertaking_evidence.File(
            undertaking=thing.pk,
            step=thing.steps.get(number=1).pk,
            shows="progress",
            words=word,
            dated=clock.today(),
            file=f"It is {word}.".encode(),
            filename=f"{word}.txt",
        ),
    )
    if thing.marking.value.admits("RUS"):
        judge = undertaking_evidence.Judge(evidence=row.pk, verdict="accepted", reason=word)
        undertaking_evidence.judge(house.actor("chair"), judge)


def _managed(house: Any, thing: Undertaking, word: str) -> None:
    """What an officer does with it: its condition, its dates, a standing set by hand."""
    officer, on = house.actor("officer"), {"undertaking": thing.pk, "reason": word}
    undertakings.met(officer, undertakings.Met(**on, on=clock.today()))
    undertakings.move(officer, undertakings.Move(**on, due=clock.today(), precision="year"))
    undertaking_steps.add(officer, undertaking_steps.Add(undertaking=thing.pk, what=word))
    undertakings.override(officer, undertakings.Overrule(**on, standing="late"))
