"""Composing a brief: the same every time, and unknown all the way."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from itertools import product

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.brief import charts, page
from tocsin.brief.content import Brief
from tocsin.world import month as months
from tocsin.world.place import country

ORIGIN = dt.date(2013, 8, 1)
LAST = [months.shift(ORIGIN, -n) for n in range(12)]
PLACES = ("ARM", "AZE", "GEO", "IRN", "RUS", "TUR")
CELLS = sorted(product(PLACES, LAST, ("non_state", "one_sided", "state_based")))
FEW = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])

Write = Callable[..., Brief]
AllOf = Callable[[Brief], list[str]]


def _pierced(figures: pl.DataFrame, holes: pl.Expr, *, absent: bool) -> pl.DataFrame:
    """The figures with holes: rows that are absent, or null."""
    if absent:
        return figures.filter(~holes)
    return figures.with_columns(pl.when(~holes).then("deaths").alias("deaths"))


@pytest.fixture(scope="module")
def undrawn() -> Iterator[None]:
    """Leave the charts out where they are not the matter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "svg", lambda *_, **__: "<svg></svg>")
        yield


@pytest.mark.usefixtures("undrawn")
@FEW
@given(holes=st.sets(st.sampled_from(CELLS), min_size=1, max_size=20), absent=st.booleans())
def test_a_hole_is_named_wherever_it_is(
    written: Write,
    on_terminal: Callable[..., str],
    figures: pl.DataFrame,
    holes: set[tuple[str, dt.date, str]],
    absent: bool,
) -> None:
    """Each place with a hole in its year is told to be unknown, and its total stands with ≥."""
    cell = pl.struct("iso3", "month", "vector")
    keys = ("iso3", "month", "vector")
    pierced = cell.is_in([dict(zip(keys, hole, strict=True)) for hole in holes])
    made = written(_pierced(figures, pierced, absent=absent))
    html, text = page.render(made), on_terminal(made)
    places = {place for place, _, _ in holes}
    assert {row.place for row in made.rows if row.missing} == places
    for row in (row for row in made.rows if row.missing):
        shown = f"≥ {row.year:,.0f}"
        named = any(line.startswith(f"{row.name}: figures are missing") for line in made.unknown)
        assert named
        assert shown in html
        assert any(row.name in line and shown in line for line in text.splitlines())
    assert made.state.calm is not True or not places & {"ARM", "GEO"}


@pytest.mark.usefixtures("undrawn")
@FEW
@given(place=st.sampled_from(PLACES), absent=st.booleans(), whole=st.booleans())
def test_nothing_observed_is_unknown_everywhere(
    written: Write,
    on_terminal: Callable[..., str],
    figures: pl.DataFrame,
    place: str,
    absent: bool,
    whole: bool,
) -> None:
    """A place without figures for a year, or for ever, has “unknown” in every column."""
    holes = (pl.col("iso3") == place) & (whole | pl.col("month").is_in(LAST))
    made = written(_pierced(figures, holes, absent=absent))
    row = next(row for row in made.rows if row.place == place)
    assert (row.chance, row.median, row.half, row.ninety, row.fan) == (None, None, None, None, [])
    assert row.history[-12:] == [None] * 12
    assert any(line.startswith(f"{row.name}: no figures") for line in made.unknown)
    assert any(
        row.name in line and line.split()[-6:] == ["unknown"] * 6
        for line in on_terminal(made).splitlines()
    )
    cells = page.render(made).split(f'<th scope="row">{row.name}')[-1].split("<tr")[0]
    assert cells.count("unknown") == 6
    assert json.loads(made.to_json())["rows"][-1]["chance"] is None


def test_the_same_twice(written: Write, brief: Brief, all_of: AllOf) -> None:
    """The same data gives the same bytes."""
    assert all_of(written()) == all_of(brief)


@given(data=st.data())
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_rows_does_not_matter(
    written: Write, brief: Brief, figures: pl.DataFrame, data: st.DataObject
) -> None:
    """Figures in another order make the same brief."""
    seed = data.draw(st.integers(0, 99))
    assert written(figures.sample(fraction=1, shuffle=True, seed=seed)) == brief


def test_everybody_watched_has_a_row(brief: Brief) -> None:
    """Members and neighbours each stand once in rows, members marked."""
    assert sorted(row.place for row in brief.rows) == sorted(PLACES)
    assert {row.name for row in brief.rows if row.member} == {"Armenia", "Georgia"}
    assert {v.place for v in brief.verdicts} == set(PLACES)
    assert all(row.name == country(row.place).name for row in brief.rows)


def test_figures_that_end_early_are_told(written: Write, figures: pl.DataFrame) -> None:
    """The brief says by how many months the figures moved its origin."""
    made = written(figures.filter(pl.col("month") <= dt.date(2013, 5, 1)))
    assert made.origin == dt.date(2013, 5, 1)
    assert "end in May 2013, three months before" in made.unknown[0]


def test_what_was_not_handed_in_is_told(brief: Brief) -> None:
    """Silence on warnings, statements and undertakings is no claim that there are none."""
    line = brief.unknown[-1]
    assert line.startswith("No warnings, statements or undertakings were handed in")
    assert "Known later." in brief.unknown
