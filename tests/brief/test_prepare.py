"""Preparing a brief: nothing later than its day is seen, and nothing unknown is made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.brief import compose
from tocsin.brief.content import Brief
from tocsin.brief.inputs import Inputs
from tocsin.desk.outlook import hurdle
from tocsin.desk.outlook.archive import Archive
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months
from tocsin.world.errors import RequestError
from tocsin.world.organisation import Organisation, Party, Role

ORIGIN = dt.date(2013, 8, 1)
AS_OF = dt.date(2013, 9, 23)
FEW = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])

Prepare = Callable[..., Inputs]
Write = Callable[..., Brief]
AllOf = Callable[[Brief], list[str]]


def _later(figures: pl.DataFrame, how: str, seed: int) -> pl.DataFrame:
    """The figures with everything after the origin changed in one way."""
    past = figures.filter(pl.col("month") <= ORIGIN)
    future = figures.filter(pl.col("month") > ORIGIN)
    rng = np.random.default_rng(seed)
    numbers = pl.Series("deaths", rng.integers(0, 5000, future.height).astype(float))
    match how:
        case "changed":
            future = future.with_columns(numbers)
        case "nulled":
            future = future.with_columns(deaths=pl.lit(None, dtype=pl.Float64))
        case "thinned":
            future = future.filter(numbers < 2500)
        case "removed":
            future = future.clear()
        case "another country":
            future = pl.concat([future, future.with_columns(iso3=pl.lit("SYR")).unique()])
            future = future.unique(["iso3", "month", "vector"], maintain_order=True)
        case _:
            later = pl.col("month").dt.offset_by("24mo")
            future = pl.concat([future, future.with_columns(later)])
            future = future.unique(["iso3", "month", "vector"], maintain_order=True)
    return pl.concat([past, future])


WAYS = st.sampled_from(["changed", "nulled", "thinned", "removed", "another country", "lengthened"])


@FEW
@given(how=WAYS, seed=st.integers(0, 999))
def test_later_figures_alter_nothing(
    written: Write, brief: Brief, all_of: AllOf, figures: pl.DataFrame, how: str, seed: int
) -> None:
    """Page, JSON and terminal stay the same to the byte whatever the figures say afterwards."""
    assert all_of(written(_later(figures, how, seed))) == all_of(brief)


@FEW
@given(
    key=st.sampled_from(["RUS", "TUR", "BEL", "ARM"]),
    since=st.dates(dt.date(2013, 9, 24), dt.date(2020, 1, 1)),
    role=st.sampled_from(list(Role)),
    leaves=st.dates(AS_OF, dt.date(2020, 1, 1)),
)
def test_parties_of_later_alter_nothing(
    written: Write,
    brief: Brief,
    all_of: AllOf,
    two: Organisation,
    key: str,
    since: dt.date,
    role: Role,
    leaves: dt.date,
) -> None:
    """Who joins after the day, or leaves on it or later, makes no difference to the brief."""
    joined = Party(key, key, role, since)
    parties = (*(replace(party, until=leaves) for party in two.parties), joined)
    assert all_of(written(of=replace(two, parties=parties))) == all_of(brief)


def test_our_own_model_sees_nothing_later(
    prepared: Prepare, all_of: AllOf, figures: pl.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trained model's outlook and drivers do not depend on figures after the origin."""
    monkeypatch.setattr(hurdle, "ROUNDS", {"occurrence": 4, "relative": 3, "plain": 3})
    first, second = (
        prepared(table, model="tocsin") for table in (figures, _later(figures, "changed", 1))
    )
    assert np.array_equal(first.now.draws, second.now.draws, equal_nan=True)
    assert all_of(compose.compose(first)) == all_of(compose.compose(second))


def test_a_lag_is_an_earlier_day(written: Write) -> None:
    """Figures published a month late give the outlook of a month before."""
    late, earlier = written(lag=1), written(on=dt.date(2013, 8, 23))
    assert late.origin == dt.date(2013, 7, 1)
    assert late.rows == earlier.rows


@pytest.mark.parametrize(
    ("day", "origin"),
    [("2013-08-30", "2013-07"), ("2013-08-31", "2013-08"), ("2013-09-29", "2013-08")],
)
def test_the_origin_is_the_last_whole_month(prepared: Prepare, day: str, origin: str) -> None:
    """A month counts from its last day on."""
    assert f"{prepared(on=dt.date.fromisoformat(day)).now.origin:%Y-%m}" == origin


def test_no_member_on_that_day(prepared: Prepare, two: Organisation) -> None:
    """An organisation without members has no brief, and the error names a way out."""
    left = tuple(replace(party, until=dt.date(2000, 1, 1)) for party in two.parties)
    with pytest.raises(RequestError, match=r"no member state on 2013-09-23.*since"):
        prepared(of=replace(two, parties=left))


def test_figures_too_short_for_a_year_before(written: Write, figures: pl.DataFrame) -> None:
    """Five years of figures give an outlook, but nothing to hold the past year against."""
    made = written(figures.filter(pl.col("month") > months.shift(ORIGIN, -66)))
    assert made.verdicts == []
    assert made.state.calm is None
    assert "no outlook of a year before" in made.said


def _issue(archive: Archive, paths: Paths, organisation: str = "two") -> None:
    day = months.last_day(paths.origin)
    archive.add(
        paths,
        organisation=organisation,
        as_of=day,
        made_at=dt.datetime.combine(day, dt.time(12), dt.UTC),
        figures_release="then",
        seed=1,
    )


def test_an_issued_outlook_is_what_was_said(
    prepared: Prepare, written: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What was issued a year before is judged, not what would be computed now."""
    archive = Archive(tmp_path_factory.mktemp("archive"))
    hindcast = prepared().before
    assert hindcast is not None
    _issue(archive, replace(hindcast, draws=hindcast.draws + 1000))
    made = written(archive=archive)
    assert made.said.startswith("The outlook issued as of August 2012")
    assert {verdict.miss for verdict in made.verdicts} == {"less than the range had room for"}


def test_an_issued_outlook_may_lack_a_place(
    prepared: Prepare, written: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A neighbour that was not watched a year before has no verdict, and its change is unknown."""
    archive = Archive(tmp_path_factory.mktemp("archive"))
    hindcast = prepared().before
    assert hindcast is not None
    kept = [n for n, place in enumerate(hindcast.places) if place not in {"TUR", "ARM"}]
    places = [hindcast.places[n] for n in kept]
    _issue(archive, replace(hindcast, places=places, draws=hindcast.draws[kept]))
    made = written(archive=archive)
    assert {verdict.place for verdict in made.verdicts} == set(places)
    assert {row.place for row in made.rows if row.change is None} == {"ARM", "TUR"}
    assert made.state.unknown == ["ARM"]


def test_another_organisations_outlook_is_not_ours(
    prepared: Prepare, written: Write, brief: Brief, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An archive without an outlook of this organisation leaves the brief as it is."""
    archive = Archive(tmp_path_factory.mktemp("archive"))
    hindcast = prepared().before
    assert hindcast is not None
    _issue(archive, hindcast, organisation="another")
    assert written(archive=archive) == brief
