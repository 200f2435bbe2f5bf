"""The sources of a sheet: how far they reach and what they lack, nothing later than the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import polars as pl

from tocsin.brief import sources
from tocsin.brief.inputs import Inputs

Prepare = Callable[..., Inputs]


def test_complete_figures(prepared: Prepare) -> None:
    """Figures without a gap reach to the origin, lack nothing and are not behind."""
    found = sources.sources(prepared(), "figures-1").sources[0]
    assert (found.release, found.text, found.hindsight) == ("figures-1", "Figures.", "Known later.")
    assert (found.first, found.last) == (dt.date(2005, 1, 1), dt.date(2013, 8, 1))
    assert (found.behind, found.lacking) == (0, [])
    assert all(strand.absent == [] and strand.holes == [] for strand in found.strands)


def test_late_partial_and_absent_are_told_apart(prepared: Prepare, figures: pl.DataFrame) -> None:
    """Figures that end early, a place without any and a vector without any are three things."""
    early = figures.filter(
        (pl.col("month") <= dt.date(2013, 5, 1))
        & (pl.col("iso3") != "TUR")
        & (pl.col("vector") != "one_sided")
    )
    made = sources.sources(prepared(early))
    found = made.sources[0]
    assert found.behind == 3
    assert found.lacking == ["one_sided"]
    assert found.strands[0].vector == "one_sided"
    assert {tuple(strand.absent) for strand in found.strands[1:]} == {("TUR",)}
    assert made.names["TUR"] == "Türkiye"
    assert made.names["one_sided"] == "One-sided violence"
    assert found.release is None


def test_a_hole_that_reaches_the_origin_is_late(prepared: Prepare, figures: pl.DataFrame) -> None:
    """One place whose figures stop early has a late hole as long as what is missing."""
    stopped = (pl.col("iso3") == "GEO") & (pl.col("month") > dt.date(2013, 4, 1))
    found = sources.sources(prepared(figures.filter(~stopped))).sources[0]
    assert found.behind == 0
    for strand in found.strands:
        assert [(hole.place, hole.months, hole.late) for hole in strand.holes] == [("GEO", 4, True)]
