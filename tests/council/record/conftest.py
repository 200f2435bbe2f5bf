"""Things to mark, and a house in a database file of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tocsin.council.desk import warnings
from tocsin.council.desk.models import Warning
from tocsin.council.record import clock

Made = Callable[..., Warning]


@pytest.fixture
def make(house: Any) -> Made:
    """Makes a marked thing that comes from the secretariat."""

    def made(marking: str = "AMBER:secretariat,TJK", title: str = "Crossings") -> Warning:
        warning: Warning = warnings.issue(
            house.actor("analyst"),
            warnings.Issue(
                title=title,
                place="TJK",
                what="More armed crossings are likely.",
                marking=marking,
                offices="TJK: Ministry" if "TJK" in marking else "secretariat: Analysts",
                answer_by=clock.now() + dt.timedelta(days=3),
            ),
        )
        return warning

    return made
