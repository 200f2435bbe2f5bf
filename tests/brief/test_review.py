"""The review: what was said against what came, nothing past its end, the worst told first."""

from __future__ import annotations

import datetime as dt
import io

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from tocsin.brief import review_terminal, stored
from tocsin.brief.review import SPANS, Review, of_day, review
from tocsin.desk.outlook.paths import Paths
from tocsin.world import organisation as organisations
from tocsin.world.errors import RequestError
from tocsin.world.organisation import Organisation
from tocsin.world.trigger import ALL

AS_OF, ORIGIN = dt.date(2010, 9, 23), dt.date(2010, 8, 1)
PLACES, VECTORS = ["ARM", "GEO", "RUS"], ["non_state", "one_sided", "state_based"]


def _said(level: float = 0.0) -> Paths:
    """An outlook in which the same is said of every place, vector and month."""
    draws = np.full((len(PLACES), len(VECTORS), 36, 20), level, dtype=np.float32)
    return Paths(ORIGIN, PLACES, VECTORS, draws, "stated")


def _figures(figures: pl.DataFrame, deaths: dict[str, float]) -> pl.DataFrame:
    """Figures in which these places have so many deaths in each month and vector after ORIGIN."""
    new = pl.col("iso3").replace_strict(deaths, default=None, return_dtype=pl.Float64)
    came = pl.when(pl.col("month") > ORIGIN).then(new).otherwise(None)
    return figures.with_columns(deaths=pl.coalesce(came, pl.col("deaths")))


@given(deaths=st.lists(st.integers(0, 9), min_size=3, max_size=3), level=st.integers(0, 3))
@settings(max_examples=20)
def test_what_came_is_the_sum_of_the_figures(
    figures: pl.DataFrame, two: Organisation, deaths: list[int], level: int
) -> None:
    """Each number is the sum over its months, and a miss is what the range had no room for."""
    table = _figures(figures, dict(zip(PLACES, map(float, deaths), strict=True)))
    found = review(two, AS_OF, _said(level), table)
    assert [(each.vector, each.months) for each in found.held] == [
        (vector, span) for vector in (ALL, *VECTORS) for span in SPANS
    ]
    for each in found.held:
        strands = len(VECTORS) if each.vector == ALL else 1
        for verdict in each.verdicts:
            monthly = deaths[PLACES.index(verdict.place)]
            assert verdict.happened == monthly * each.months * strands
            assert verdict.median == level * each.months * strands
            assert bool(verdict.miss) == (monthly != level)
    for course in found.courses:
        monthly = deaths[PLACES.index(course.place)]
        assert all(y.deaths == 3 * monthly * y.months and not y.missing for y in course.years)
        assert sum(year.months for year in course.years) == 52


def test_nothing_after_its_end_is_looked_at(figures: pl.DataFrame, two: Organisation) -> None:
    """With later figures altered or cut off, a review up to a month says the same."""
    until = dt.date(2011, 12, 1)
    later = pl.col("month") > until
    altered = figures.with_columns(deaths=pl.when(later).then(9e4).otherwise(pl.col("deaths")))
    first, *others = (
        review(two, AS_OF, _said(1), table, until=until)
        for table in (figures, altered, figures.filter(~later))
    )
    assert all(other == first for other in others)
    assert first.until == until
    assert first.calm.startswith("The chance that the year to August 2011 would be calm")


def test_months_to_come_are_unknown(figures: pl.DataFrame, two: Organisation) -> None:
    """A span that is not over is not judged, unless what is known is too much already."""
    found = review(two, AS_OF, _said(1), figures, until=dt.date(2011, 2, 1))
    assert found.calm == ""
    assert any(
        "too little is known yet" in line or "it went as said" in line for line in found.wrong
    )
    early = review(two, AS_OF, _said(9e3), figures, until=dt.date(2011, 2, 1))
    assert early.wrong[0].startswith("Of the twelve months to August 2011 too little is known")
    for verdict in found.held[0].verdicts:
        assert verdict.missing == 6
        assert verdict.happened is None or verdict.happened > verdict.ninety[1]
    assert not any(course.quiet for course in found.courses if course.place == "RUS")


def test_the_worst_and_the_silence_are_told(figures: pl.DataFrame, two: Organisation) -> None:
    """A war that was not expected stands in the first lines, and so does one beyond the reach."""
    table = _figures(figures, {"ARM": 100.0, "GEO": 0.0, "RUS": 0.0})
    found = review(two, AS_OF, _said(), table)
    assert found.wrong[1] == (
        "Armenia: the chance of 25 or more deaths was put at <1%; 3,600 people were killed."
    )
    assert "Armenia (3,600 killed in 2014)" in found.silent[1]
    assert "says nothing of borders" in found.silent[0]
    assert found.calm.endswith("at >99%, and it was not.")


def test_a_place_without_an_outlook_is_named(figures: pl.DataFrame, two: Organisation) -> None:
    """Where nothing was said there is no verdict, and the silence is told."""
    outlook = _said(1)
    outlook.draws[1] = np.nan
    found = review(two, AS_OF, outlook, figures)
    assert [v.place for each in found.held for v in each.verdicts].count("GEO") == 0
    assert "Too little was known to say anything of Georgia." in found.silent


def test_triggers_are_judged_by_what_came(figures: pl.DataFrame, toml: str) -> None:
    """Each place of a trigger stands where its warning and what came put it."""
    rule = '[[trigger]]\nkey = "war"\nname = "War"\nvector = "all"\nthreshold = 25\nmonths = 12\n'
    text = f'{toml}\n{rule}cost = 1\nloss = 10\nplaces = ["ARM", "GEO"]\nsince = 2000-01-01\n'
    body = organisations.parse(text, key="two", where="two.toml")
    said = _said()
    said.draws[1] = 30
    table = _figures(figures, {"ARM": 10.0, "GEO": 0.0, "RUS": 0.0})
    (judged,) = review(body, AS_OF, said, table).triggers
    assert (judged.misses, judged.false_alarms) == (["Armenia"], ["Georgia"])
    assert judged.hits == judged.quiet == judged.unknown == []


def test_a_day_is_reviewed_from_its_own_figures(figures: pl.DataFrame, two: Organisation) -> None:
    """The outlook of a day is made from what was known then, for all places or those named."""
    whole = of_day(two, AS_OF, figures, model="conflictology")
    later = pl.col("month") > dt.date(2011, 8, 1)
    altered = figures.with_columns(deaths=pl.when(later).then(9e4).otherwise(pl.col("deaths")))
    part = of_day(two, AS_OF, altered, model="conflictology", places=("RUS",))
    russia = next(v for v in whole.held[0].verdicts if v.place == "RUS")
    assert part.held[0].verdicts == [russia]
    assert whole.origin == ORIGIN
    assert not whole.issued


def test_nothing_to_review_is_said(figures: pl.DataFrame, two: Organisation) -> None:
    """A day with nothing after it, and a place that is not watched, are refused."""
    with pytest.raises(RequestError, match="hold nothing that came after 2010-08"):
        review(two, AS_OF, _said(), figures, until=ORIGIN)
    with pytest.raises(RequestError, match="does not watch “FRA”"):
        of_day(two, AS_OF, figures, model="conflictology", places=("FRA",))


def test_it_is_stored_and_printed_whole(figures: pl.DataFrame, two: Organisation) -> None:
    """JSON comes back equal, and the terminal shows every miss; named places by vector."""
    found = review(two, AS_OF, _said(1), figures)
    assert stored.from_json(Review, stored.to_json(found)) == found
    for places in ((), ("RUS",)):
        console = Console(file=io.StringIO(), width=80)
        review_terminal.show(found, console, places=places)
        text = console.file.getvalue()  # type: ignore[attr-defined]
        assert "Where it was wrong" in text
        assert "Russia" in text
        assert ("non-state conflict" in text) == bool(places)
