import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.desk import panel
from tocsin.desk.panel import COVERAGE, Spread
from tocsin.desk.sources import ucdp
from tocsin.desk.tables import FIGURES, PANEL, SIGNALS
from tocsin.world.month import between, shift
from tocsin.world.place import country

FIRST, LAST = dt.date(1990, 1, 1), dt.date(1993, 12, 1)
MONTHS = between(FIRST, LAST)
PLACES = ["TJK", "RUS", "YUG", "YMD", "AFG-TJK"]
VECTORS = ["one_sided", "state_based"]


def events(rows: list[tuple[str, str, dt.date, int, int]]) -> pl.DataFrame:
    """Signals from place, vector, first day, days after it and deaths."""
    given_ = pl.DataFrame(
        [
            (str(n), place, vector, day, day + dt.timedelta(days=more), float(deaths))
            for n, (place, vector, day, more, deaths) in enumerate(rows)
        ],
        schema=["source_id", "place", "vector", "start", "end", "value"],
        orient="row",
    )
    missing = {name: pl.lit(None, kind) for name, kind in SIGNALS.items()}
    return given_.with_columns(
        **{name: null for name, null in missing.items() if name not in given_.columns}
    ).select(pl.col(name).cast(kind) for name, kind in SIGNALS.items())


def covered(cells: set[tuple[str, str, dt.date]]) -> pl.DataFrame:
    """A coverage table of whole months."""
    return pl.DataFrame([(*cell, 1.0) for cell in cells], schema=COVERAGE, orient="row")


signals = st.lists(
    st.tuples(
        st.sampled_from(PLACES),
        st.sampled_from(VECTORS),
        st.dates(FIRST, dt.date(1993, 11, 30)),
        st.one_of(st.just(0), st.integers(0, 400)),
        st.integers(0, 1000),
    ),
    min_size=1,
    max_size=12,
).map(events)
coverages = st.sets(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(VECTORS), st.sampled_from(MONTHS)),
    min_size=1,
    max_size=40,
).map(covered)
hows = st.sampled_from(Spread)


@settings(max_examples=50)
@given(signals, hows)
def test_spreading_preserves_totals(table: pl.DataFrame, how: Spread) -> None:
    """However events are spread, every place and vector keeps its deaths, and months are months."""
    spread = panel.spread(table, how)
    before = table.group_by("place", "vector").agg(pl.col("value").sum()).sort("place", "vector")
    after = spread.group_by("place", "vector").agg(pl.col("value").sum()).sort("place", "vector")
    assert after.drop("value").equals(before.drop("value"))
    assert after["value"].to_list() == pytest.approx(before["value"].to_list())
    assert (spread["month"] == spread["month"].dt.month_start()).all()


@settings(max_examples=50)
@given(signals, coverages, hows)
def test_unknown_stays_unknown(table: pl.DataFrame, coverage: pl.DataFrame, how: Spread) -> None:
    """A cell nobody observed is null with coverage 0 whatever happened; an observed one is not."""
    made = panel.from_signals(table, coverage, how)
    seen = made.join(coverage, on=["place", "vector", "month"], how="semi")
    unseen = made.join(coverage, on=["place", "vector", "month"], how="anti")
    assert unseen["value"].is_null().all()
    assert (unseen["coverage"] == 0).all()
    assert seen["value"].is_not_null().all()
    assert (seen["coverage"] == 1).all()


@settings(max_examples=50)
@given(signals, coverages, hows)
def test_no_death_is_lost_unseen(table: pl.DataFrame, coverage: pl.DataFrame, how: Spread) -> None:
    """What the panel holds and what it had to leave out are together all the deaths there are."""
    made = panel.from_signals(table, coverage, how)
    left_out = panel.unplaced(table, made, how)
    assert made["value"].sum() + left_out["value"].sum() == pytest.approx(table["value"].sum())


@settings(max_examples=50)
@given(signals, coverages, hows)
def test_states_have_rows_while_they_exist(
    table: pl.DataFrame, coverage: pl.DataFrame, how: Spread
) -> None:
    """Before a state existed and after it ended there is no row; otherwise there is just one."""
    made = panel.from_signals(table, coverage, how)
    assert made.schema == PANEL
    assert all(country(p).existed_in(m) for p, m in made.select("place", "month").unique().rows())
    assert made.select("place", "vector", "month").is_unique().all()
    months = between(coverage["month"].min(), coverage["month"].max())
    for key in ("TJK", "YMD"):
        lived = [m for m in months if country(key).existed_in(m)]
        rows = made.filter(pl.col("place") == key)
        assert rows.height == len(lived) * coverage["vector"].n_unique()


@settings(max_examples=50)
@given(signals, coverages, hows)
def test_figures_and_back(table: pl.DataFrame, coverage: pl.DataFrame, how: Spread) -> None:
    """A panel written as figures and read again says the same of every month observed."""
    made = panel.from_signals(table, coverage, how)
    written = panel.figures(made)
    assert written.schema == FIGURES
    known = made.filter(pl.col("coverage") == 1)
    again = panel.from_figures(written)
    assert again.filter(pl.col("coverage") == 1).equals(known)


def test_a_month_seen_in_part_is_no_figure() -> None:
    """Figures cannot say that a month was seen in part, so such a month is not among them."""
    half = pl.DataFrame([("TJK", "one_sided", FIRST, 0.5)], schema=COVERAGE, orient="row")
    made = panel.from_signals(events([]), half.with_columns(month=dt.date(1992, 1, 1)))
    assert made.filter(place="TJK").rows() == [("TJK", "one_sided", dt.date(1992, 1, 1), 0.0, 0.5)]
    assert panel.figures(made).is_empty()


def test_no_coverage_no_panel() -> None:
    """Events alone, without anybody who says where they looked, make no panel at all."""
    table = events([("TJK", "one_sided", dt.date(1992, 5, 5), 0, 3)])
    made = panel.from_signals(table, pl.DataFrame(schema=COVERAGE))
    assert made.is_empty()
    assert panel.unplaced(table, made)["value"].to_list() == [3.0]


@pytest.mark.parametrize(
    ("how", "shares"),
    [
        (Spread.START, {1: 60.0}),
        (Spread.END, {3: 60.0}),
        (Spread.DAYS, {1: 2.0, 2: 28.0, 3: 30.0}),
    ],
)
def test_the_month_of_an_event_that_lasts(how: Spread, shares: dict[int, float]) -> None:
    """An event of 60 days and 60 deaths from 30 January counts where the option says."""
    table = events([("TJK", "one_sided", dt.date(1993, 1, 30), 59, 60)])
    spread = panel.spread(table, how)
    found = {m.month: value for m, value in spread.select("month", "value").rows()}
    assert found == pytest.approx(shares)


def test_what_cannot_be_placed_says_why() -> None:
    """Deaths under a state that was not there, and in months not covered, are told apart."""
    table = events(
        [
            ("YMD", "one_sided", dt.date(1992, 5, 5), 0, 2),
            ("TJK", "one_sided", dt.date(1992, 5, 5), 0, 3),
            ("RUS", "one_sided", dt.date(1992, 5, 5), 0, 4),
        ]
    )
    made = panel.from_signals(table, covered({("RUS", "one_sided", dt.date(1992, 5, 1))}))
    reasons = panel.unplaced(table, made).select("place", "value", "reason").rows()
    assert reasons == [("TJK", 3.0, "not covered"), ("YMD", 2.0, "no such state")]


def test_the_grid_is_sorted_and_can_be_narrowed() -> None:
    """The grid comes sorted by place, vector and month, for all countries or for some."""
    whole = panel.grid(MONTHS, ["state_based", "one_sided"])
    assert whole.equals(whole.sort("place", "vector", "month"))
    some = panel.grid(MONTHS, ["state_based", "one_sided"], ["TJK", "YMD"])
    assert some.equals(whole.filter(pl.col("place").is_in(["TJK", "YMD"])))


def test_until_hides_what_came_later() -> None:
    """The panel as it was knowable ends at the origin."""
    made = panel.from_signals(events([]), covered({("RUS", v, m) for v in VECTORS for m in MONTHS}))
    origin = shift(LAST, -5)
    assert panel.until(made, origin)["month"].max() == origin


@pytest.mark.parametrize("name", ["pakistan_1989_2021", "ukraine_2014_2021"])
def test_real_events_give_the_monthly_figures_of_views(shared: Path, name: str) -> None:
    """Booked in the month of their end, GED events give the VIEWS challenge's monthly deaths.

    The two are of different releases, so a few months differ; booked otherwise far more would.
    """
    data = shared / "data"
    release = ucdp.read(data / "events" / f"ged_{name}.parquet", detail=False)
    views = (
        pl.read_parquet(data / "fatalities" / "country_month_1989_2021.parquet")
        .filter(pl.col("month") >= dt.date(1990, 1, 1))
        .select(place="iso3", month="month", deaths="state_based", vector=pl.lit("state_based"))
    )
    agreement = {}
    for how in Spread:
        made = panel.from_signals(release.signals, release.coverage, how)
        both = made.join(views, on=["place", "vector", "month"]).drop_nulls("value")
        assert both.height == (384 if name.startswith("pakistan") else 96)
        agreement[how] = (both["value"] == both["deaths"]).sum() / both.height
    assert agreement[Spread.END] > 0.8
    assert agreement[Spread.END] > max(agreement[Spread.START], agreement[Spread.DAYS])
