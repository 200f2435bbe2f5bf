"""An outlook for reading: intervals in order, and null or unknown where nothing is known."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from tocsin.desk.outlook import report
from tocsin.desk.outlook.forecast import Origin
from tocsin.desk.outlook.paths import Paths
from tocsin.world import organisation
from tocsin.world.errors import CoverageError, RequestError

DAY = dt.date(2013, 9, 23)
ORIGIN = Origin(dt.date(2013, 8, 1), 0)


def _shown(paths: Paths, *, by_month: bool, moved: int = 0) -> str:
    file = io.StringIO()
    console = Console(file=file, width=160)
    report.show(paths, Origin(ORIGIN.month, moved), console, by_month=by_month)
    return file.getvalue()


def _summaries(read: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [row for place in read["places"] for rows in place["vectors"].values() for row in rows]
    return rows + [total for place in read["places"] for total in place["totals"].values()]


def test_quantiles_rise(paths: Paths) -> None:
    """In JSON the quantiles of every month and span are in order, and chances are chances."""
    for row in _summaries(report.as_json(paths, ORIGIN)):
        if row["quantiles"] is not None:
            values = list(row["quantiles"].values())
            assert values == sorted(values)
            assert 0 <= row["at_least_25"] <= 1


def test_unknown_is_null(paths: Paths) -> None:
    """A place of which nothing is known has null everywhere, and only it."""
    read = report.as_json(paths, ORIGIN)
    for place in read["places"]:
        rows = _summaries({"places": [place]})
        unknown = place["place"] == "KAZ"
        assert {row["quantiles"] is None for row in rows} == {unknown}
        assert {row["at_least_25"] is None for row in rows} == {unknown}
    json.dumps(read, allow_nan=False)


def test_leads_are_months(paths: Paths) -> None:
    """Lead 1 is the month after the origin, and 36 come."""
    rows = report.as_json(paths, ORIGIN)["places"][0]["vectors"]["state_based"]
    assert [row["lead"] for row in rows] == list(range(1, 37))
    assert (rows[0]["month"], rows[-1]["month"]) == ("2013-09-01", "2016-08-01")


def test_a_total_is_of_joint_paths(paths: Paths) -> None:
    """A span's total is read off paths: its median is that of the sums."""
    totals = report.as_json(paths, ORIGIN)["places"][0]["totals"]
    medians = [totals[str(span)]["quantiles"]["0.5"] for span in report.SPANS]
    assert medians == sorted(medians)
    assert medians[2] == np.median(paths.total("ARM", 12))


@pytest.mark.parametrize("by_month", [True, False])
def test_on_the_terminal(paths: Paths, by_month: bool) -> None:
    """Every place stands there by name, and the one that is not known as unknown."""
    text = _shown(paths, by_month=by_month)
    assert all(name in text for name in ("Armenia", "Tajikistan", "Kazakhstan"))
    lines = text.split("Kazakhstan")[1].splitlines()
    assert "unknown" in (lines[3] if by_month else lines[0])


@pytest.mark.parametrize(("moved", "said"), [(0, False), (3, True)])
def test_figures_that_end_early_are_told(paths: Paths, moved: int, said: bool) -> None:
    """An origin that was moved back is told with the number of months."""
    assert ("the figures end 3 months early" in _shown(paths, by_month=False, moved=moved)) is said
    assert report.as_json(paths, Origin(ORIGIN.month, moved))["moved_back_months"] == moved


def test_the_places_of_an_organisation() -> None:
    """Without places, all that the organisation watches are meant; with them, only these."""
    csto = organisation.load("csto")
    assert report.places(csto, [], DAY) == csto.watched(DAY)
    assert report.places(csto, ["TJK", "ARM", "TJK"], DAY) == ["TJK", "ARM"]
    assert report.places(None, ["TJK"], DAY) == ["TJK"]


def test_places_that_make_no_sense() -> None:
    """Nothing asked for, a border and an unknown place are refused with a way out."""
    with pytest.raises(RequestError, match="--org or --place"):
        report.places(None, [], DAY)
    with pytest.raises(CoverageError, match=r"border AFG-TJK.*two countries"):
        report.places(None, ["AFG-TJK"], DAY)
    with pytest.raises(RequestError, match="XXX"):
        report.places(None, ["XXX"], DAY)
