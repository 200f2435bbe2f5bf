"""A backtest scores every model over the same cells, and sees nothing after the origin."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tocsin.desk.outlook import backtest, forecast, results, submission, window
from tocsin.desk.outlook.backtest import OURS, Backtest, Settings
from tocsin.desk.outlook.paired import Difference
from tocsin.world import month as months
from tocsin.world.errors import CoverageError, RequestError
from tocsin.world.place import challenge

PLACES = [key for key in challenge() if key not in {"SSD", "MNE", "XKX"}][::8]
SETTINGS = Settings(window.parse("2016,2017"), seeds=2)


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    """Deaths in 24 countries over eight years; three at war, the others mostly calm."""
    rng = np.random.default_rng(7)
    rows = [
        (place, months.shift(dt.date(2010, 1, 1), t), vector, float(rng.poisson(level * share)))
        for place, level in zip(PLACES, [40.0, 12.0, 3.0, *[0.1] * 21], strict=True)
        for vector, share in (("one_sided", 0.3), ("state_based", 1.0))
        for t in range(96)
    ]
    schema = {"iso3": pl.String, "month": pl.Date, "vector": pl.String, "deaths": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Let a baseline stand in for our model: training is proved elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forecast, "DEFAULT", "conflictology")
        rest = {k: v for k, v in forecast.BASELINES.items() if k in {"zero", "last"}}
        whole = {**forecast.BASELINES}
        patch.setattr(forecast, "models", lambda: ["conflictology", *rest])
        patch.setattr(
            forecast, "draws", lambda cube, places, *, model, seed: whole[model](cube, places)
        )
        yield


@pytest.fixture(scope="module")
def found(table: pl.DataFrame) -> Backtest:
    """The backtest of two windows with two seeds."""
    return backtest.run(table, SETTINGS)


def test_every_model_has_the_same_cells(found: Backtest) -> None:
    """Ours comes first and under its own name; n is 24 countries by twelve months."""
    assert found.models == [OURS, "zero", "last"]
    for scored in found.scored:
        assert [card.n for card in scored.cards] == [24 * 12] * 3
        assert [card.n_totals for card in scored.cards] == [24] * 3
        (told,) = scored.left_out
        assert told.startswith("what happened is unknown, left out of every score and total: all")


def test_nothing_after_the_origin_reaches_a_forecast(table: pl.DataFrame, found: Backtest) -> None:
    """Whatever comes after October, the draws stay what they are."""
    later = pl.col("month") > dt.date(2015, 10, 1)
    changed = table.with_columns(deaths=pl.when(later).then(999.0).otherwise("deaths"))
    again = backtest.run(changed, replace(SETTINGS, windows=SETTINGS.windows[:1]))
    assert np.array_equal(again.scored[0].draws, found.scored[0].draws, equal_nan=True)


def test_the_same_twice(table: pl.DataFrame, found: Backtest) -> None:
    """Same figures, same seed, same rows; another seed breaks ties otherwise."""
    again = backtest.run(table, SETTINGS)
    assert results.rows(again, calibration=True) == results.rows(found, calibration=True)
    other = backtest.run(table, replace(SETTINGS, seed=9, seeds=1))
    assert results.rows(other)[0]["pit"] != results.rows(found)[0]["pit"]
    assert results.rows(other)[0]["crps"] == results.rows(found)[0]["crps"]


def test_the_order_of_figures_does_not_matter(table: pl.DataFrame, found: Backtest) -> None:
    """Shuffled rows of figures give the same scores."""
    mixed = table.sample(fraction=1, shuffle=True, seed=1)
    assert results.rows(backtest.run(mixed, SETTINGS)) == results.rows(found)


def test_what_is_written_scores_the_same_when_read(
    table: pl.DataFrame, found: Backtest, tmp_path: Path
) -> None:
    """Our draws, written and handed in, have our scores and no difference to ours."""
    for name, content in results.files(found):
        (tmp_path / name).write_bytes(content)
    entries = submission.gather([tmp_path], SETTINGS.windows)
    again = backtest.run(table, SETTINGS, entries)
    submitted = f"{OURS}, submitted"
    assert again.models == [*found.models, submitted]
    for scored in again.scored:
        card = scored.card(submitted)
        assert card is not None
        assert scored.cards[0].means() | dict.fromkeys(card.means()) | {
            key: value for key, value in card.means().items() if value is not None
        } == scored.cards[0].means() | {"total_crps": None, "total_brier_25": None}
    assert set(again.differences(submitted).values()) == {Difference(0, 0, 0)}


def test_a_submission_that_lacks_a_cell_is_left_out_of_its_window(
    table: pl.DataFrame, found: Backtest, tmp_path: Path
) -> None:
    """The other windows and models keep their scores, and the reason is told."""
    for name, content in results.files(found):
        rows = pl.read_parquet(io.BytesIO(content))
        if "2017" in name:
            number = challenge()[PLACES[3]]
            rows = rows.filter((pl.col("country_id") != number) | (pl.col("month_id") != 448))
        rows.write_parquet(tmp_path / name.replace(OURS, "theirs"))
    again = backtest.run(table, SETTINGS, submission.gather([tmp_path], SETTINGS.windows))
    first, second = again.scored
    assert (first.card("theirs") is None, second.card("theirs") is None) == (False, True)
    assert again.lost == [
        f"theirs_2017.parquet: no draws for 2017-04 of {PLACES[3]}. theirs is left out of every "
        "score of window 2017."
    ]
    told = {(r["model"], r["window"]): r["crps"] for r in results.rows(again)}
    assert (
        told.items() >= {(r["model"], r["window"]): r["crps"] for r in results.rows(found)}.items()
    )


def test_unknown_months_are_left_out_and_named(table: pl.DataFrame) -> None:
    """A month that is unknown costs its cell and its country's total; a silent year the country."""
    one, other = PLACES[1], PLACES[2]
    month = (pl.col("iso3") == one) & (pl.col("month") == dt.date(2016, 5, 1))
    year = (pl.col("iso3") == other) & pl.col("month").is_between(
        dt.date(2014, 11, 1), dt.date(2015, 10, 1)
    )
    gaps = table.with_columns(deaths=pl.when(~(month | year)).then("deaths"))
    (scored,) = backtest.run(gaps, replace(SETTINGS, windows=SETTINGS.windows[:1])).scored
    assert {card.n for card in scored.cards} == {23 * 12 - 1}
    assert {card.n_totals for card in scored.cards} == {22}
    assert scored.left_out[0].endswith(f"2016-05 of {one}.")
    assert "nothing is forecast" in scored.left_out[1]
    assert scored.left_out[1].endswith(f"all months of {other}.")


def test_figures_that_are_too_short_or_silent_are_refused(table: pl.DataFrame) -> None:
    """No window is scored over less than it says."""
    with pytest.raises(CoverageError, match="window 2018 needs figures up to 2018-12"):
        backtest.run(table, Settings(window.parse("2016..2018")))
    silent = pl.col("month").is_between(dt.date(2014, 11, 1), dt.date(2015, 10, 1))
    gap = table.with_columns(deaths=pl.when(~silent).then("deaths"))
    with pytest.raises(CoverageError, match="no country of which both"):
        backtest.run(gap, Settings(window.parse("2016")))


def test_other_vectors_have_no_submissions(
    table: pl.DataFrame, found: Backtest, tmp_path: Path
) -> None:
    """Another vector is scored by itself, and refused against state-based draws."""
    asked = Settings(SETTINGS.windows[:1], vector="one_sided")
    (scored,) = backtest.run(table, asked).scored
    assert scored.cards[0].means() != found.scored[0].cards[0].means()
    ((name, content), *_) = results.files(found)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(RequestError, match="cannot be scored on one_sided"):
        backtest.run(table, asked, submission.gather([tmp_path], asked.windows))


def test_calibration_is_of_all_windows(found: Backtest) -> None:
    """Every lead counts each country once a window; violence is that of the year before."""
    told = found.calibration(OURS)
    assert [flat.lead for flat in told["all"]] == [*range(3, 15), None]
    assert [flat.n for flat in told["all"]] == [48] * 12 + [576]
    hurt = sum(int(scored.violent.sum()) for scored in found.scored)
    assert [flat.n for flat in told["violent"]] == [hurt] * 12 + [12 * hurt]
