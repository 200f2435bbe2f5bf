"""Outlooks and reviews in a house with everything in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from tocsin.brief import charts, sheet
from tocsin.council.council import reviews
from tocsin.council.desk import outlooks, sheets_firings
from tocsin.council.desk import sheets as desk_sheets
from tocsin.council.desk.models import Edition
from tocsin.council.record.action import Actor, Via
from tocsin.council.record.marking import Marked
from tocsin.desk import hindsight
from tocsin.desk.outlook.paths import Paths
from tocsin.world import organisation
from tocsin.world.vector import vectors

if TYPE_CHECKING:
    from tests.council.population import Audience

SYSTEM = Actor(None, Via.WORKER)
PLACE = "Tajikistan"


def _outlooks(house: Any, audience: Audience) -> list[Marked]:
    return [_edition(audience, origin=dt.date(2013, 8, 1), as_of=dt.date(2013, 9, 23))]


def _reviews(house: Any, audience: Audience) -> list[Marked]:
    name = next((name for name in ("analyst", "officer") if name in audience.holds), None)
    if name is None or audience.narrowed:  # nothing is for more readers than its outlook
        return []
    readers = "AMBER:ARM,secretariat" if audience.barred else audience.marking
    seen = replace(audience, marking=readers)
    edition = _edition(seen, origin=dt.date(2013, 6, 1), as_of=dt.date(2013, 7, 5))
    strands = sorted(vectors())
    said = np.zeros((1, len(strands), 36, 4), dtype=np.float32)
    paths = Paths(edition.origin, ["TJK"], strands, said, audience.word)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets_firings, "kept", lambda *_: paths)
        return [reviews.draw(house.actor(name), reviews.Draw(edition=edition.pk, marking=readers))]


def _edition(audience: Audience, *, origin: dt.date, as_of: dt.date) -> Edition:
    word = audience.word
    drawn = {name: body.replace(PLACE, f"{PLACE} {word}") for name, body in sheets().items()}
    issued = outlooks.Issue(
        origin=origin,
        release=word,
        model=word,
        seed=1,
        places=("TJK",),
        as_of=as_of,
        moved=0,
        kind="issued",
        program=word,
        archived=word,
        digest="0" * 64,
        marking=audience.marking,
        sheets=drawn,
    )
    made: Edition = outlooks.issue(SYSTEM, issued)
    return made


@cache
def sheets() -> dict[str, str]:
    """Small sheets of an outlook on one place, drawn once."""
    text = files("tocsin.world").joinpath("data/organisations/csto.toml").read_text("utf-8")
    figures = desk_sheets.figures().table
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            charts, "svg", lambda draw, *, of, title: f"<svg><title>{title}</title></svg>"
        )
        patch.setattr(hindsight, "ORIGINS", 1)
        made = sheet.make(
            organisation.parse(text, key="csto", where="csto.toml"),
            dt.date(2013, 9, 23),
            figures,
            sources=PLACE,
            hindsight=PLACE,
            release=PLACE,
            model="conflictology",
        )
    shown = ("outlook", "scoreboard", "sources", "place/TJK")
    return {name: body for name, body in desk_sheets.bodies(made).items() if name in shown}


MAKERS = {"outlooks": _outlooks, "reviews": _reviews}
