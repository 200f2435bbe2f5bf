"""What came is entered once its months are over and in the figures, and never before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.council.desk.conftest import Warned

from tocsin.council.desk import outcome, outcomes, sheets
from tocsin.council.desk.models import Firing, Warning
from tocsin.council.record import clock, verify

BEFORE = dt.datetime(2014, 8, 31, 12, tzinfo=dt.UTC)
AFTER = dt.datetime(2014, 9, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def foretold(house: Any, warned: Warned, settings: Any, tmp_path: Path) -> Warned:
    """A warning on a country, one on a border and a firing, all of the year to August 2014."""
    settings.DATA, settings.FIGURES = tmp_path, ""
    with clock.stopped(dt.datetime(2013, 9, 23, 9, tzinfo=dt.UTC)):
        warned.raised(place="AFG")
        warned.issued(title="Country", place="AFG", vector="state_based", threshold=5000)
        warned.issued(title="Border", place="AFG-TJK")
    return warned


def settle(moment: dt.datetime) -> int:
    """Do what is due at a moment."""
    with clock.stopped(moment):
        return outcomes.settle_due(moment)


def test_it_is_entered_once_the_months_are_over(foretold: Warned) -> None:
    """On the last day nothing is entered; on the next one all of it, once, from the figures."""
    assert settle(BEFORE) == 0
    assert settle(AFTER) == 3
    assert settle(AFTER + dt.timedelta(days=400)) == 0
    year = sheets.figures().table.filter(
        pl.col("iso3") == "AFG", pl.col("month").is_between(dt.date(2013, 9, 1), BEFORE.date())
    )
    country = Warning.objects.get(title="Country")
    assert country.deaths == year.filter(pl.col("vector") == "state_based")["deaths"].sum()
    assert (country.missing, country.came) == (0, True)
    assert country.source == sheets.figures().release
    assert Firing.objects.get().deaths == year["deaths"].sum()
    assert not list(verify.findings())


def test_a_border_stays_unknown(foretold: Warned) -> None:
    """Where there are no figures nothing is said to have come, nor to have stayed away."""
    settle(AFTER)
    border = Warning.objects.get(title="Border")
    assert (border.deaths, border.missing, border.came) == (None, 12, None)


def test_figures_that_end_early_settle_nothing(foretold: Warned, settings: Any) -> None:
    """While the figures do not reach to the last month, it waits."""
    path = Path(settings.DATA) / "own.parquet"
    table = sheets.figures().table
    table.filter(pl.col("month") < dt.date(2014, 8, 1)).write_parquet(path)
    settings.FIGURES = str(path)
    assert settle(AFTER) == 0


def test_what_somebody_entered_stays(foretold: Warned, house: Any) -> None:
    """What an analyst entered from elsewhere is not overwritten."""
    given = {"warning": Warning.objects.get(title="Border").pk, "deaths": 31, "source": "Posts"}
    with clock.stopped(AFTER):
        outcome.warning(house.actor("analyst"), outcome.SettleWarning(**given))
    assert settle(AFTER + dt.timedelta(days=1)) == 2
    assert Warning.objects.get(title="Border").deaths == 31
