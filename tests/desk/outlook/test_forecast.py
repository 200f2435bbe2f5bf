"""A forecast sees nothing after its origin, knows what it does not know, and repeats itself."""

import datetime as dt
import logging
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.desk import storage
from tocsin.desk.outlook import forecast, hubverse, hurdle
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.forecast import Origin
from tocsin.world.errors import CoverageError, RequestError

ORIGIN = dt.date(2006, 9, 1)
TODAY = dt.date(2026, 1, 15)
PLACES = ["AFG", "TJK", "KAZ"]
LATER = st.lists(
    st.one_of(st.none(), st.sampled_from([0.0, 1e6]), st.floats(0, 1e6)), min_size=9, max_size=9
)


@pytest.fixture
def few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Train fast, and remember no model between tests."""
    monkeypatch.setattr(hurdle, "ROUNDS", {"occurrence": 8, "relative": 4, "plain": 4})
    monkeypatch.setattr(storage, "_kept", {})


def _later(panel: pl.DataFrame, values: list[float | None], *, drop: bool) -> pl.DataFrame:
    """The panel with other values after the origin, or without those of a vector."""
    months = pl.DataFrame(
        {"month": [dt.date(2006 + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(9)]}
    ).with_columns(other=pl.Series(values, dtype=pl.Float64))
    changed = (
        panel.join(months, on="month", how="left", maintain_order="left")
        .with_columns(
            value=pl.when(pl.col("month") > ORIGIN).then("other").otherwise("value"),
        )
        .drop("other")
    )
    late = (pl.col("month") > ORIGIN) & (pl.col("place") == "AFG")
    return changed.filter(~late) if drop else changed


@settings(max_examples=12)
@given(model=st.sampled_from(list(forecast.BASELINES)), values=LATER, drop=st.booleans())
def test_baselines_see_nothing_after_the_origin(
    panel: pl.DataFrame, model: str, values: list[float | None], drop: bool
) -> None:
    """Whatever is changed, nulled or left out after the origin, not a byte of the paths changes."""
    truth = forecast.forecast(panel, PLACES, origin=ORIGIN, model=model)
    other = forecast.forecast(_later(panel, values, drop=drop), PLACES, origin=ORIGIN, model=model)
    assert truth.draws.tobytes() == other.draws.tobytes()


@pytest.mark.usefixtures("few_trees")
@pytest.mark.parametrize("drop", [False, True])
def test_the_trained_model_sees_nothing_after_the_origin(
    panel: pl.DataFrame, drop: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Trained afresh on a panel with another future, it says the same to the byte."""
    truth = forecast.forecast(panel, PLACES, origin=ORIGIN)
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / "other"))
    monkeypatch.setattr(storage, "_kept", {})
    later = _later(panel, [1e5, None, 0.0] * 3, drop=drop)
    other = forecast.forecast(later, PLACES, origin=ORIGIN)
    assert truth.draws.tobytes() == other.draws.tobytes()


@pytest.mark.usefixtures("few_trees")
@pytest.mark.parametrize("model", forecast.models())
def test_a_place_does_not_depend_on_who_else_is_asked(panel: pl.DataFrame, model: str) -> None:
    """Tajikistan alone and among others is the same to the byte, by every model."""
    alone = forecast.forecast(panel, ["TJK"], origin=ORIGIN, model=model)
    among = forecast.forecast(panel, ["PAK", "TJK", "AFG"], origin=ORIGIN, model=model)
    assert alone.of("TJK").tobytes() == among.of("TJK").tobytes()


@pytest.mark.usefixtures("few_trees")
@pytest.mark.parametrize("model", forecast.models())
def test_what_is_unknown_stays_unknown(panel: pl.DataFrame, model: str) -> None:
    """A place that is not in the panel, or unseen for a year, has NaN and null in the table."""
    year = pl.col("month").is_between(dt.date(2005, 10, 1), ORIGIN) & (pl.col("place") == "KAZ")
    blind = panel.with_columns(value=pl.when(~year).then("value"))
    said = forecast.forecast(blind, [*PLACES, "FRA"], origin=ORIGIN, model=model)
    assert said.places == [*PLACES, "FRA"]
    assert np.isnan(said.of("KAZ")).all()
    assert np.isnan(said.of("FRA")).all()
    assert np.isfinite(said.of("TJK")).all()
    table = hubverse.table(said, samples=2)
    empty = table.filter(pl.col("value").is_null())["place"].unique().to_list()
    assert sorted(empty) == ["FRA", "KAZ"]


@pytest.mark.usefixtures("few_trees")
def test_a_model_is_trained_once(cube: Cube, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time it comes from the cache, and says the same."""
    first = forecast.trained(cube)
    monkeypatch.setattr(storage, "_kept", {})
    monkeypatch.setattr(hurdle, "train", None)
    again = forecast.trained(cube)
    assert again.to_text() == first.to_text()


def test_what_was_said_once_is_said_again_from_the_cache(
    cube: Cube, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same outlook again needs no trees and is equal; other places or weights need them."""
    first = forecast.draws(cube, cube.places)
    monkeypatch.setattr(forecast, "trained", None)
    assert np.array_equal(forecast.draws(cube, cube.places), first)
    with pytest.raises(TypeError):
        forecast.draws(cube, cube.places[:1])
    monkeypatch.setattr(forecast.blend, "weights", lambda *_: np.ones((36, 3)) / 2)
    with pytest.raises(TypeError):
        forecast.draws(cube, cube.places)


@pytest.mark.usefixtures("few_trees")
@pytest.mark.parametrize("damage", ["half", "flip", "empty", "bytes"])
def test_a_damaged_model_is_noticed_and_trained_again(
    cube: Cube, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    """A cached file that was cut or altered is not used; a whole one takes its place."""
    first = forecast.trained(cube).to_text()
    (file,) = (storage.cache_folder() / "models").iterdir()
    whole = file.read_bytes()
    middle = len(whole) // 2
    spoilt = {
        "half": whole[:middle],
        "flip": whole[:middle] + b"7" + whole[middle + 1 :],
        "empty": b"",
        "bytes": b"\xff\xfe" + whole,
    }
    file.write_bytes(spoilt[damage])
    monkeypatch.setattr(storage, "_kept", {})
    assert forecast.trained(cube).to_text() == first
    assert file.read_bytes() == whole


@pytest.mark.usefixtures("few_trees")
def test_a_cache_that_cannot_be_written_only_warns(
    cube: Cube, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With a file where the cache's folder should be the model is trained all the same."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / "file"))
    with caplog.at_level(logging.WARNING, logger="tocsin"):
        forecast.trained(cube)
    assert "Nothing is cached" in caplog.text


@pytest.mark.usefixtures("few_trees")
def test_other_data_another_model(cube: Cube) -> None:
    """One death more in one month, or another seed, and the model is another."""
    values = cube.values.copy()
    values[0, 0, 5] += 1
    other = Cube(cube.places, cube.vectors, cube.first, values)
    keys = {forecast._key(cube, 1), forecast._key(other, 1), forecast._key(cube, 2)}
    assert len(keys) == 3


def test_an_unknown_model_is_refused(panel: pl.DataFrame) -> None:
    """The error names those there are."""
    with pytest.raises(RequestError, match="conflictology"):
        forecast.forecast(panel, PLACES, origin=ORIGIN, model="oracle")


def test_a_panel_that_ends_before_the_origin_is_refused(panel: pl.DataFrame) -> None:
    """Nothing is filled in silently."""
    with pytest.raises(CoverageError, match="2007-06"):
        forecast.forecast(panel, PLACES, origin=dt.date(2008, 1, 1))


@pytest.mark.parametrize(
    ("as_of", "end", "lag", "month", "moved"),
    [
        ("2013-09-23", "2021-12-01", 0, "2013-08-01", 0),
        ("2013-09-30", "2021-12-01", 0, "2013-09-01", 0),
        ("2013-09-23", "2021-12-01", 2, "2013-06-01", 0),
        ("2013-09-23", "2013-08-01", 0, "2013-08-01", 0),
        ("2013-09-23", "2013-05-01", 0, "2013-05-01", 3),
        ("2013-09-23", "2013-05-01", 1, "2013-05-01", 2),
        ("2024-12-31", "2021-12-01", 0, "2021-12-01", 36),
        ("2026-01-15", "2025-12-01", 0, "2025-12-01", 0),
    ],
)
def test_the_origin_is_the_last_complete_month_that_the_figures_reach(
    as_of: str, end: str, lag: int, month: str, moved: int
) -> None:
    """Figures that end earlier move it back, and it says by how many months."""
    found = forecast.origin(_day(as_of), _day(end), today=TODAY, lag=lag)
    assert found == Origin(_day(month), moved)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def test_the_future_is_refused() -> None:
    """No outlook is made as of a day to come."""
    with pytest.raises(RequestError, match="future"):
        forecast.origin(dt.date(2026, 1, 16), dt.date(2025, 12, 1), today=TODAY)


def test_figures_older_than_the_outlook_is_long_are_refused() -> None:
    """37 months past the figures there is nothing left to say."""
    with pytest.raises(CoverageError, match="37 months"):
        forecast.origin(dt.date(2025, 1, 31), dt.date(2021, 12, 1), today=TODAY)


def test_a_negative_lag_is_refused() -> None:
    """Nobody publishes before the fact."""
    with pytest.raises(RequestError, match="lag"):
        forecast.origin(dt.date(2013, 9, 23), dt.date(2021, 12, 1), today=TODAY, lag=-1)
