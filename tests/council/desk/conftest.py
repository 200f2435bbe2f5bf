"""Warnings, firings and an outlook to test with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from tocsin.council.desk import triggers, warnings
from tocsin.council.desk.models import Firing, Warning
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, Via

NOON = dt.datetime(2013, 9, 2, 12, tzinfo=dt.UTC)
WORKER = Actor(None, Via.WORKER)


@dataclass(frozen=True)
class Warned:
    """Makes warnings and firings in a house; `noon` is a good moment for them."""

    house: Any
    noon: dt.datetime = NOON

    def raised(self, chance: float = 0.41, place: str = "TJK", **said: Any) -> Firing:
        """A trigger that fired, as the worker enters it."""
        given = triggers.Raise(
            trigger="year-25",
            name="Twenty-five deaths in a year",
            place=place,
            threshold=25,
            months=12,
            chance=chance,
            limit=0.2,
            origin=dt.date(2013, 8, 1),
            outlook=triggers.Outlook(
                median=14,
                intervals=(triggers.Interval(level=0.9, low=0, high=120),),
                model="tocsin-1",
                release="GED 25.1",
                digest="ab" * 32,
            ),
            record=triggers.TrackRecord(hits=31, misses=9, false_alarms=22, value=0.44),
            **said,
        )
        return triggers.raise_once(WORKER, given)

    def issued(
        self,
        marking: str = "AMBER:secretariat,TJK,ARM",
        offices: str = "TJK: Ministry of Foreign Affairs",
        hours: int = 72,
        firing: Firing | None = None,
        **said: Any,
    ) -> Warning:
        """A warning, issued by hand or from a firing."""
        words = {
            "title": "Crossings on the Panj",
            "what": "More armed crossings are likely after the harvest.",
            "marking": marking,
            "offices": offices,
            "answer_by": clock.now() + dt.timedelta(hours=hours),
            **said,
        }
        analyst = self.house.actor("analyst")
        if firing:
            return warnings.from_firing(analyst, warnings.FromFiring(firing=firing.pk, **words))
        return warnings.issue(analyst, warnings.Issue(**{"place": "TJK", **words}))


@pytest.fixture
def warned(house: Any) -> Warned:
    """What makes warnings and firings in the house."""
    return Warned(house)
