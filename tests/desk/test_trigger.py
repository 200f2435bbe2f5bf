"""Triggers: they fire above the limit, keep the unknown apart, and answer for the past."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk import hindsight, panel, trigger, warning
from tocsin.desk.hindsight import Shelf
from tocsin.desk.outlook.archive import Archive
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.sources import figures
from tocsin.desk.trigger import Tally
from tocsin.world import month as months
from tocsin.world.errors import CoverageError, RequestError
from tocsin.world.marking import Marking
from tocsin.world.organisation import load
from tocsin.world.trigger import Trigger, Whose

FIRST, SPAN = dt.date(2001, 1, 1), 84
PLACES, VECTORS = ["ARM", "GEO", "TJK"], ["one_sided", "state_based"]
RULE = Trigger("k", "n", "all", Whose.MEMBERS, 25, 12, 1, 10)
DAY = dt.date(2013, 9, 23)
COUNTS = st.lists(st.integers(0, 50), min_size=4, max_size=4)
LIMITS = st.floats(0.01, 0.99)
CELLS = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(0, SPAN - 1), st.sampled_from([np.nan, 1, 24, 25, 90])
    ),
    max_size=20,
)


def _outlook(origin: dt.date, sure: dict[str, float], draws: int = 10) -> Paths:
    """An outlook that gives these chances of 25 deaths in the first month, in tenths."""
    values = np.zeros((len(PLACES), 2, 36, draws), dtype=np.float32)
    for place, chance in sure.items():
        row = PLACES.index(place)
        values[row, 1, 0] = np.nan if np.isnan(chance) else 25 * (np.arange(draws) < chance * draws)
    return Paths(origin, PLACES, VECTORS, values, "drawn")


def _cube(cells: Any = ()) -> Cube:
    """Figures without deaths, but for these (place, month, deaths) on the second vector."""
    values = np.zeros((len(PLACES), 2, SPAN), dtype=np.float32)
    for row, month, deaths in cells:
        values[row, 1, month] = deaths
    return Cube(PLACES, VECTORS, FIRST, values)


def _counts(tally: Tally) -> tuple[int, ...]:
    return tally.hits, tally.misses, tally.false_alarms, tally.rejections, tally.unknown


ORIGINS = [months.shift(FIRST, n) for n in (11, 23, 35, 47, 59, 71)]


# --- what fires now


@given(st.integers(0, 10), st.integers(1, 9))
def test_a_chance_fires_only_above_the_limit(tenths: int, cost: int) -> None:
    """At exactly cost/loss acting is worth nothing, and the trigger stays quiet."""
    rule = replace(RULE, cost=cost / 10, loss=1)
    (firing,) = trigger.fired(rule, _outlook(FIRST, {"ARM": tenths / 10}), ["ARM"])
    assert firing.chance == tenths / 10
    assert firing.warn is (tenths > cost)


@pytest.mark.parametrize("place", ["GEO", "VAT"])
def test_unknown_stays_unknown(place: str) -> None:
    """An outlook that says nothing of a place neither fires nor stays quiet there."""
    (firing,) = trigger.fired(RULE, _outlook(FIRST, {"GEO": np.nan}), [place])
    assert (firing.chance, firing.warn) == (None, None)


def test_a_vector_that_the_outlook_lacks_is_unknown() -> None:
    """A trigger on a vector without an outlook says nothing."""
    rule = replace(RULE, vector="non_state")
    assert trigger.fired(rule, _outlook(FIRST, {}), ["ARM"])[0].warn is None


def test_only_the_vector_and_the_months_asked_for_count() -> None:
    """Deaths on another vector, or after the months, do not fire a trigger."""
    outlook = _outlook(FIRST, {"ARM": 1})
    assert trigger.chance(replace(RULE, vector="one_sided"), outlook, "ARM") == 0
    later = replace(outlook, draws=np.roll(outlook.draws, 6, axis=2))
    assert trigger.chance(replace(RULE, months=6), later, "ARM") == 0
    assert trigger.chance(replace(RULE, months=7), later, "ARM") == 1


@given(st.lists(st.integers(0, 10), min_size=3, max_size=3), LIMITS, LIMITS)
def test_a_dearer_measure_never_fires_more(tenths: list[int], one: float, other: float) -> None:
    """Raising the cost can only take warnings away."""
    outlook = _outlook(FIRST, {p: n / 10 for p, n in zip(PLACES, tenths, strict=True)})
    cheap, dear = (
        {f.place for f in trigger.fired(replace(RULE, cost=c, loss=1), outlook, PLACES) if f.warn}
        for c in sorted([one, other])
    )
    assert dear <= cheap


# --- relative economic value


@given(COUNTS, LIMITS)
def test_perfect_warnings_are_worth_one(counts: list[int], limit: float) -> None:
    """Neither missing nor alarming falsely reaches all that can be gained."""
    perfect = [counts[0] + 1, 0, 0, counts[3] + 1]
    assert trigger.value(np.array(perfect), limit) == pytest.approx(1)


@given(COUNTS, LIMITS)
def test_no_warnings_are_worth_more_than_perfect_ones(counts: list[int], limit: float) -> None:
    """The value never exceeds 1, and is undefined just where nothing can be gained."""
    worth = trigger.value(np.array(counts), limit)
    events, n = counts[0] + counts[1], sum(counts)
    assert bool(np.isnan(worth)) is (events in {0, n})
    assert np.isnan(worth) or worth <= 1 + 1e-9


@given(st.integers(1, 50), st.integers(1, 50), LIMITS)
def test_warning_always_or_never_is_no_better_than_climate(
    events: int, others: int, limit: float
) -> None:
    """Both ways of not looking are worth at most 0, and the better of them exactly 0."""
    ways = trigger.value(np.array([[events, 0, others, 0], [0, events, 0, others]]), limit)
    assert ways.max() == pytest.approx(0, abs=1e-9)


@given(st.integers(1, 50), st.integers(1, 50), LIMITS)
def test_warning_always_wrongly_is_worse_than_climate(
    events: int, others: int, limit: float
) -> None:
    """To warn exactly when nothing comes costs more than never to look."""
    assert trigger.value(np.array([0, events, others, 0]), limit) < 0


def test_a_value_worked_out_by_hand() -> None:
    """Of 100 cases 20 came; 15 warned of, 10 warned of in vain, at a cost of a quarter."""
    # climate min(25, 20) = 20; forecast 25/4 + 5 = 11.25; perfect 20/4 = 5
    assert trigger.value(np.array([15, 5, 10, 70]), 0.25) == pytest.approx(8.75 / 15)


# --- the record


@given(CELLS, st.lists(st.sampled_from([0, 0.1, 0.2, 1, np.nan]), min_size=18, max_size=18))
def test_every_case_is_counted_once(
    cells: list[tuple[int, int, float]], chances: list[float]
) -> None:
    """Hits, misses, false alarms, rejections and unknown are all cases, and onsets some of them."""
    said = np.array(chances).reshape(6, 3)
    made = [
        _outlook(origin, dict(zip(PLACES, row, strict=True)))
        for origin, row in zip(ORIGINS, said, strict=True)
    ]
    track = trigger.track(RULE, made, _cube(cells))
    assert sum(_counts(track.overall)) == track.overall.n == len(track.cases) == 18
    assert track.onsets.n == sum(case.quiet is not False for case in track.cases)
    assert all(
        a <= b for a, b in zip(_counts(track.onsets)[:4], _counts(track.overall), strict=False)
    )


@given(CELLS, st.sampled_from([0, 30]))
def test_what_came_holds_however_the_gaps_are_filled(
    cells: list[tuple[int, int, float]], filling: int
) -> None:
    """A verdict given over unknown months is the one that full figures would give."""
    filled = [(row, month, filling if np.isnan(n) else n) for row, month, n in cells]
    made = [_outlook(origin, {}) for origin in ORIGINS]
    over_gaps, full = (trigger.track(RULE, made, _cube(c)).cases for c in (cells, filled))
    for some, all_ in zip(over_gaps, full, strict=True):
        assert some.came in {None, all_.came}
        assert some.quiet in {None, all_.quiet}
        assert some.lead in {None, all_.lead}


def test_the_lead_is_the_month_in_which_it_was_reached() -> None:
    """Deaths add up month by month until the threshold is reached."""
    made = [_outlook(ORIGINS[0], {"ARM": 1})]
    track = trigger.track(RULE, made, _cube([(0, 12, 10), (0, 15, 10), (0, 17, 5)]), ["ARM"])
    assert (track.overall.hits, track.overall.lead) == (1, 6)


def test_a_war_that_goes_on_is_not_many_onsets() -> None:
    """Of warnings year after year in one war only the first, in a quiet place, is of an onset."""
    war = [(0, month, 10) for month in range(24, SPAN)]
    track = trigger.track(RULE, [_outlook(o, {"ARM": 1}) for o in ORIGINS], _cube(war), ["ARM"])
    assert _counts(track.overall) == (5, 0, 1, 0, 0)
    assert _counts(track.onsets) == (1, 0, 1, 0, 0)


def test_an_onset_after_an_unknown_year_is_unknown() -> None:
    """Whether a place had been quiet is not guessed."""
    cells = [(0, 11, np.nan), (0, 12, 30)]
    track = trigger.track(RULE, [_outlook(ORIGINS[0], {"ARM": 1})], _cube(cells), ["ARM"])
    assert _counts(track.overall) == (1, 0, 0, 0, 0)
    assert _counts(track.onsets) == (0, 0, 0, 0, 1)


def test_months_that_are_not_over_are_unknown() -> None:
    """Deaths that came early in a window do not count before the others could have come."""
    last = months.shift(FIRST, SPAN - 7)
    made = [_outlook(last, {"ARM": 1})]
    track = trigger.track(RULE, made, _cube([(0, SPAN - 6, 90)]), ["ARM"])
    assert _counts(track.overall) == (0, 0, 0, 0, 1)


def test_the_interval_is_the_same_every_time_and_holds_the_value() -> None:
    """Same cases and seed, same interval; one place alone has none."""
    cells = [(row, month, 30) for row in range(3) for month in range(12 * row, SPAN, 24)]
    made = [_outlook(o, {"ARM": 1, "GEO": n % 2}) for n, o in enumerate(ORIGINS)]
    one, two = (trigger.track(RULE, made, _cube(cells), seed=3).overall for _ in range(2))
    assert one == two
    assert one.interval is not None
    assert one.value is not None
    assert one.interval[0] <= one.value <= one.interval[1]
    assert trigger.track(RULE, made, _cube(cells), ["ARM"]).overall.interval is None


# --- hindcasts


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    """The panel of the figures that ship, of a few countries."""
    known = figures.shipped().filter(pl.col("iso3").is_in(["AFG", "TJK", "RUS", "ARM", "IRN"]))
    return panel.from_figures(known)


def test_origins_are_yearly_and_their_months_are_over(table: pl.DataFrame) -> None:
    """Each lies whole years back, with all its months known, and with figures before it."""
    found = hindsight.origins(table, dt.date(2013, 8, 1), 18)
    assert found == [dt.date(year, 8, 1) for year in range(2004, 2012)]
    assert hindsight.origins(table, dt.date(1996, 8, 1), 12) == [dt.date(1995, 8, 1)]
    assert hindsight.origins(table, dt.date(1993, 8, 1), 12) == []


def test_a_hindcast_sees_nothing_later(table: pl.DataFrame) -> None:
    """Whatever comes after an origin, the hindcast from it is the same."""
    origin = dt.date(2005, 8, 1)
    later = pl.when(pl.col("month") > origin).then(9999.0).otherwise(pl.col("value"))
    one, two = (
        next(hindsight.outlooks(p, ["TJK"], [origin], model="conflictology"))
        for p in (table, table.with_columns(value=later))
    )
    assert one.draws.tobytes() == two.draws.tobytes()


def test_what_is_on_the_shelf_is_not_made_again(table: pl.DataFrame, tmp_path: Path) -> None:
    """A kept hindcast is read, as it was, and only by those for whom it is."""
    shelf = Shelf(Archive(tmp_path / "kept"), "own", "figures", Marking.parse("AMBER:ARM"))
    origin, model = dt.date(2005, 8, 1), "conflictology"
    (made,) = hindsight.outlooks(table, ["AFG", "TJK"], [origin], shelf=shelf, model=model)
    nothing = panel.until(table, dt.date(1990, 2, 1))
    (kept,) = hindsight.outlooks(nothing, ["TJK"], [origin], shelf=shelf, model=model)
    assert kept.draws.tobytes() == made.over(["TJK"], made.vectors).draws.tobytes()
    assert [path.name for path in shelf.archive.folder.iterdir()] == ["hindcast"]
    for other in (
        replace(shelf, marking=Marking.parse("AMBER:ARM,BLR")),
        replace(shelf, release="other figures"),
    ):
        assert other.find(["TJK"], origin, "conflictology", 1) is None
    assert shelf.find(["TJK", "IRN"], origin, "conflictology", 1) is None
    with pytest.raises(CoverageError):
        next(hindsight.outlooks(nothing, ["TJK"], [origin], shelf=shelf, model=model, seed=2))


# --- all of it, for an organisation


def test_an_organisation_without_triggers_is_told_so() -> None:
    """The refusal says what to add to its file."""
    bare = replace(load("csto"), triggers=())
    with pytest.raises(RequestError, match=r"no trigger in force.*\[\[trigger\]\]"):
        warning.weigh(bare, DAY, figures.shipped(), hindsight_note="")


def test_the_record_sees_nothing_after_the_day() -> None:
    """Figures of later years change neither what fires nor the record."""
    table = figures.shipped()
    known = table.filter(pl.col("month") <= dt.date(2013, 8, 1))
    one, two = (
        warning.as_json(
            warning.weigh(load("csto"), DAY, t, hindsight_note="", model="conflictology", past=3)
        )
        for t in (table, known)
    )
    assert one == two


def test_the_command_on_the_figures_that_ship(tmp_path: Path) -> None:
    """Both triggers give places and record, as JSON and, with hindcasts kept, as text."""
    program = Path(sys.executable).with_name("tocsin")
    asked = ["warn", "--org", "csto", "--as-of", "2013-09-23", "--model", "conflictology"]
    asked += ["--track", "--archive", str(tmp_path / "kept")]

    def run(*more: str) -> str:
        done = subprocess.run(
            [program, *asked, *more], capture_output=True, text=True, check=True, timeout=120
        )
        return done.stdout

    read = json.loads(run("--json"))
    assert [each["key"] for each in read["triggers"]] == [t.key for t in load("csto").triggers]
    for each in read["triggers"]:
        assert {firing["place"] for firing in each["firings"]} == set(load("csto").watched(DAY))
        assert all(f["warn"] is (f["chance"] > f["limit"]) for f in each["firings"])
        assert each["track"]["overall"]["n"] == 8 * len(each["firings"])
        assert each["track"]["overall"]["unknown"] == 0
    text = run()
    assert "TLP:AMBER:" in text
    assert "WARN" in text
    assert "Onsets" in text
