"""The scoreboard: issued and hindcast apart, misses first, nobody's outlook shown to others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.brief import compose, scoreboard, stored
from tocsin.brief.inputs import Inputs
from tocsin.brief.scoreboard import Scoreboard
from tocsin.desk import storage
from tocsin.desk.outlook.archive import Archive, Kind
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.scoreboard import Standing
from tocsin.world import month as months
from tocsin.world.marking import Marking

Prepare = Callable[..., Inputs]
CALM = [[0.0], [0.0]]
DEATHS = st.integers(0, 60)
TOTALS = st.lists(DEATHS, min_size=1, max_size=12)


@pytest.fixture
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An empty archive."""
    return Archive(tmp_path_factory.mktemp("archive"))


def _add(archive: Archive, paths: Paths, *, later: int = 0, marking: str = "CLEAR") -> None:
    day = months.last_day(paths.origin)
    archive.add(
        paths,
        organisation="two",
        as_of=day,
        made_at=dt.datetime.combine(day, dt.time(12), dt.UTC) + dt.timedelta(days=later),
        figures_release="then",
        seed=1,
        marking=Marking.parse(marking),
    )


def _history(arm: Any, geo: Any = 0.0) -> Any:
    values = np.zeros((2, 84))
    values[0, -12:], values[1, -12:] = arm, geo
    return values


@given(deaths=DEATHS, other=DEATHS, totals=TOTALS)
def test_misses_come_first(judged: Prepare, deaths: int, other: int, totals: list[int]) -> None:
    """No place that went as said stands before one that did not."""
    values = _history([deaths] + [0] * 11, [other] + [0] * 11)
    held = scoreboard.scoreboard(judged(values, CALM, [totals, totals])).outlooks[0]
    missed = [bool(line.verdict.miss) for line in held.lines]
    assert missed == sorted(missed, reverse=True)


@given(holes=st.sets(st.integers(0, 11), min_size=1), deaths=DEATHS, totals=TOTALS)
def test_no_score_over_months_not_observed(
    judged: Prepare, holes: set[int], deaths: int, totals: list[int]
) -> None:
    """With months missing a place has no score, and stands nowhere unless it is surely above."""
    observed = np.full(12, deaths / 4)
    observed[list(holes)] = np.nan
    made = scoreboard.scoreboard(judged(_history(observed), CALM, [totals, totals]))
    line = next(line for line in made.outlooks[0].lines if line.verdict.place == "ARM")
    assert line.verdict.missing == len(holes)
    assert line.standing in {Standing.ABOVE, Standing.UNKNOWN}
    assert (line.standing is Standing.UNKNOWN) == (line.verdict.happened is None)
    assert line.score is None
    assert line.baselines == {}


def test_without_an_outlook_there_is_nothing_to_hold(judged: Prepare) -> None:
    """Figures too short for an outlook of a year before give an empty scoreboard."""
    made = scoreboard.scoreboard(judged(_history(0.0), CALM))
    assert (made.outlooks, made.summaries, made.left_out) == ([], [], 0)


def test_a_hindcast_is_named_so(prepared: Prepare) -> None:
    """Where nothing was issued, what is judged is called a hindcast in kind and words."""
    made = scoreboard.scoreboard(prepared())
    assert [held.kind for held in made.outlooks] == [Kind.HINDCAST]
    assert "not what was said" in made.outlooks[0].said
    assert [summary.kind for summary in made.summaries] == [Kind.HINDCAST]
    assert set(made.summaries[0].baselines) == {"conflictology", "last"}


def _shifted(paths: Paths, origin: dt.date) -> Paths:
    return replace(paths, origin=origin)


def _filled(prepared: Prepare, archive: Archive) -> tuple[Inputs, Scoreboard]:
    """An archive with issued outlooks of a year and of half a year before, and hindcasts."""
    before = prepared().before
    assert before is not None
    half = months.shift(before.origin, 6)
    _add(archive, before)
    _add(archive, _shifted(before, half))
    _add(archive, _shifted(before, months.shift(before.origin, -1)), later=400)
    inputs = prepared(archive=archive)
    return inputs, scoreboard.scoreboard(inputs, archive)


def test_issued_outlooks_stand_first(prepared: Prepare, archive: Archive) -> None:
    """What was issued stands before hindcasts, the newest first, and is summed up apart."""
    _, made = _filled(prepared, archive)
    assert [(held.kind, f"{held.origin:%Y-%m}", held.to_come) for held in made.outlooks] == [
        (Kind.ISSUED, "2013-02", 6),
        (Kind.ISSUED, "2012-08", 0),
        (Kind.HINDCAST, "2012-07", 0),
    ]
    assert [(s.kind, s.outlooks) for s in made.summaries] == [(Kind.ISSUED, 2), (Kind.HINDCAST, 1)]
    assert made.outlooks[0].said == "The outlook issued as of February 2013, unchanged."


def test_a_year_that_is_not_over_is_not_judged(prepared: Prepare, archive: Archive) -> None:
    """Of a year with months to come there is no score, only what is already too much."""
    _, made = _filled(prepared, archive)
    running = made.outlooks[0]
    assert {line.verdict.missing for line in running.lines} == {6}
    assert {line.score for line in running.lines} == {None}
    assert {line.standing for line in running.lines} <= {Standing.ABOVE, Standing.UNKNOWN}


def test_later_outlooks_are_not_seen(prepared: Prepare, archive: Archive) -> None:
    """An outlook made as of a later day makes no difference."""
    inputs, made = _filled(prepared, archive)
    _add(archive, _shifted(inputs.now, months.shift(inputs.now.origin, 1)))
    assert scoreboard.scoreboard(inputs, archive) == made


def test_what_readers_may_not_see_is_left_out(prepared: Prepare, archive: Archive) -> None:
    """An outlook for a closer audience is left out, and its number is said."""
    before = prepared().before
    assert before is not None
    _add(archive, _shifted(before, months.shift(before.origin, -2)), marking="RED:ARM")
    made = scoreboard.scoreboard(prepared(archive=archive), archive)
    assert made.left_out == 1
    assert [held.kind for held in made.outlooks] == [Kind.HINDCAST]


def test_summaries_count_every_line(prepared: Prepare, archive: Archive) -> None:
    """Standings add up to the lines of all outlooks of a kind, and scores rest on whole years."""
    _, made = _filled(prepared, archive)
    for summary in made.summaries:
        lines = [ln for held in made.outlooks if held.kind is summary.kind for ln in held.lines]
        assert sum(summary.standings.values()) == len(lines)
        assert summary.scored == sum(line.score is not None for line in lines)


def test_scores_are_kept(
    prepared: Prepare, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An outlook is scored once on the same figures, also by the next process; anew on others."""
    monkeypatch.setattr(storage, "_kept", {})
    inputs, made = _filled(prepared, archive)
    monkeypatch.setattr(storage, "_kept", {})
    monkeypatch.setattr(scoreboard, "_held", lambda *_: pytest.fail("It was scored again."))
    assert scoreboard.scoreboard(inputs, archive) == made
    other = replace(inputs, cube=replace(inputs.cube, values=inputs.cube.values + 1))
    with pytest.raises(pytest.fail.Exception, match="scored again"):
        scoreboard.scoreboard(other, archive)


def test_a_scoreboard_can_be_stored(prepared: Prepare, archive: Archive) -> None:
    """Days, moments, kinds and what is unknown come back as they were."""
    _, made = _filled(prepared, archive)
    assert stored.from_json(Scoreboard, stored.to_json(made)) == made


def test_places_of_which_nothing_was_said(prepared: Prepare, figures: pl.DataFrame) -> None:
    """A place without an outlook then is named, and has no line."""
    unseen = (pl.col("iso3") == "GEO") & (pl.col("month") > dt.date(2011, 6, 1))
    held = scoreboard.scoreboard(prepared(figures.filter(~unseen))).outlooks[0]
    assert held.unsaid == ["Georgia"]
    assert "GEO" not in {line.verdict.place for line in held.lines}


def test_old_outlooks_count_but_are_not_told_one_by_one(
    prepared: Prepare, archive: Archive
) -> None:
    """What is older than three years is in the sums alone."""
    before = prepared().before
    assert before is not None
    old = months.shift(before.origin, -30)
    _add(archive, _shifted(before, old), later=1000)
    made = scoreboard.scoreboard(prepared(archive=archive), archive)
    (whole,) = made.summaries
    assert (whole.outlooks, whole.first) == (2, old)
    assert old not in {held.origin for held in made.outlooks}


def test_hindcasts_of_another_model_are_not_ours(prepared: Prepare, archive: Archive) -> None:
    """A baseline kept in the archive does not count as what we would have said."""
    before = prepared().before
    assert before is not None
    other = replace(_shifted(before, months.shift(before.origin, -1)), model="zero")
    _add(archive, other, later=400)
    made = scoreboard.scoreboard(prepared(archive=archive), archive)
    assert [held.model for held in made.outlooks] == [before.model]


def test_hindcasts_of_the_world_serve_where_there_are_no_own(
    prepared: Prepare, archive: Archive
) -> None:
    """The world's count for the places that the organisation watched then."""
    before = prepared().before
    assert before is not None
    origin = months.shift(before.origin, -1)
    wide = before.over([*before.places, "FRA"], before.vectors)
    archive.add(
        _shifted(wide, origin),
        organisation="world",
        as_of=months.last_day(origin),
        made_at=dt.datetime(2014, 1, 1, tzinfo=dt.UTC),
        figures_release="then",
        seed=1,
    )
    made = scoreboard.scoreboard(prepared(archive=archive), archive)
    held = next(each for each in made.outlooks if each.origin == origin)
    assert {line.verdict.place for line in held.lines} == set(before.places)


def test_the_brief_tells_the_worst_of_each_place(
    prepared: Prepare, archive: Archive, all_of: Callable[..., list[str]]
) -> None:
    """Page, terminal and JSON say how good past outlooks were; each place is told of once."""
    before = prepared().before
    assert before is not None
    nothing = replace(before, draws=np.zeros_like(before.draws))
    _add(archive, nothing)
    inputs = prepared(archive=archive)
    made = compose.compose(inputs, scoreboard.scoreboard(inputs, archive))
    (past,) = made.past
    places = [each.miss.place for each in past.wrong]
    assert len(places) == len(set(places)) > 0
    text, page, wide, _ = all_of(made)
    for each in past.wrong:
        assert each.why in text
        assert each.why in page
    assert "How good" in page
    assert "How good" in wide
    assert compose.compose(inputs).past == []
