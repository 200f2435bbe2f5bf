"""Warnings, firings and an outlook to test with."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.council.conftest import Furniture, cheaply, furnished, held

from tocsin.council.desk import sheets, triggers, warnings
from tocsin.council.desk.models import Edition, Firing, Warning
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, Via

MOMENT = dt.datetime(2013, 9, 23, 9, tzinfo=dt.UTC)
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


@dataclass(frozen=True)
class Computed:
    """A house with its outlook: all rows, and the folder of the archive."""

    rows: Furniture
    folder: Path


@pytest.fixture
def cheap(tmp_path: Path) -> Iterator[None]:
    """Outlooks cost little, and go to a folder of the test's own."""
    yield from cheaply(tmp_path)


@pytest.fixture(scope="session")
def computed(
    furniture: Furniture, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Computed:
    """The outlook as of 23 September 2013, computed once for all tests that only read it."""
    folder = tmp_path_factory.mktemp("computed")
    with django_db_blocker.unblock(), transaction.atomic():
        furnished(furniture)
        for _ in cheaply(folder):
            with clock.stopped(MOMENT):
                assert sheets.compute_due(MOMENT) == 1
        rows = held()
        transaction.set_rollback(True)
    return Computed(rows, folder)


@pytest.fixture
def edition(house: Any, cheap: None, computed: Computed, tmp_path: Path) -> Edition:
    """That outlook, in the house."""
    furnished(computed.rows)
    shutil.copytree(computed.folder, tmp_path, dirs_exist_ok=True)
    return Edition.objects.get()
