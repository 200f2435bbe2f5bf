"""Files of draws are read in both formats, and whatever is wrong in them is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from tocsin.desk.outlook import samples
from tocsin.desk.outlook.samples import Format, Samples
from tocsin.desk.outlook.window import Window
from tocsin.world.errors import DataError, StorageError

VIEWS = pl.DataFrame(
    {"month_id": [457, 457, 458], "country_id": [1, 133, 1], "draw": 0, "outcome": [0.0, 7.0, 1.5]}
)
HUB = pl.DataFrame(
    {
        "origin": dt.date(2017, 10, 1),
        "place": ["GUY", "AFG", "GUY"],
        "vector": "state_based",
        "month": [dt.date(2018, 1, 1), dt.date(2018, 1, 1), dt.date(2018, 2, 1)],
        "horizon": [3, 3, 4],
        "output_type": "sample",
        "output_type_id": "1",
        "value": [0.0, 7.0, 1.5],
        "model_id": "mine",
    }
)


def _read(table: pl.DataFrame, path: Path) -> Samples:
    if path.suffix == ".csv":
        table.write_csv(path)
    else:
        table.write_parquet(path)
    read = samples.read(path)
    assert read is not None
    return read


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_both_formats_tell_the_same(tmp_path: Path, suffix: str) -> None:
    """The same draws have the same places, months and values, however they are written."""
    views = _read(VIEWS, tmp_path / f"mine_2018.{suffix}")
    hub = _read(HUB, tmp_path / f"hub.{suffix}")
    assert (views.model, views.format, views.year) == ("mine", Format.VIEWS, 2018)
    assert (hub.model, hub.format, hub.year) == ("mine", Format.HUBVERSE, None)
    columns = ("row", "place", "month", "value")
    assert views.rows.select(columns).equals(hub.rows.select(columns))
    assert views.of(Window(2018)).height == hub.of(Window(2018)).height == 3
    assert views.of(Window(2019)).is_empty()


def test_horizon_or_month_is_enough(tmp_path: Path) -> None:
    """Each of the two tells the month; together they must agree."""
    for column in ("horizon", "month"):
        read = _read(HUB.drop(column), tmp_path / "hub.parquet")
        assert read.rows["month"].to_list() == [2018 * 12, 2018 * 12, 2018 * 12 + 1]
    with pytest.raises(DataError, match="not so many months"):
        _read(HUB.with_columns(horizon=pl.col("horizon") + 1), tmp_path / "hub.parquet")


def test_only_samples_of_state_based_deaths_are_read(tmp_path: Path) -> None:
    """Quantiles and other vectors are passed over; a file without anything else is refused."""
    quantiles = HUB.with_columns(output_type=pl.lit("quantile"), output_type_id=pl.lit("0.5"))
    other = HUB.with_columns(vector=pl.lit("one_sided"))
    assert _read(pl.concat([quantiles, HUB, other]), tmp_path / "a.parquet").rows.height == 3
    with pytest.raises(DataError, match="no sample rows of state_based"):
        _read(pl.concat([quantiles, other]), tmp_path / "a.parquet")


def test_a_forecast_from_another_month_is_none_of_the_window(tmp_path: Path) -> None:
    """The right months from a later origin are not the challenge's forecast."""
    later = HUB.with_columns(origin=dt.date(2017, 11, 1), horizon=pl.col("horizon") - 1)
    assert _read(later, tmp_path / "a.parquet").of(Window(2018)).is_empty()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"outcome": pl.Series([0.0, -7.0, 1.0])}, r"1 rows with a negative draw .* row 3"),
        ({"outcome": pl.Series([0.0, 7.0, float("inf")])}, "an infinite draw"),
        ({"outcome": pl.Series(["0", "many", "1"])}, "no number in “outcome”: row 3 “many”"),
        ({"month_id": pl.Series([457.5, 457, 458])}, "in “month_id”: row 2"),
        ({"month_id": pl.Series([None, 457, 458])}, "in “month_id”: row 2"),
        ({"country_id": pl.Series(["AFG", "1", "2"])}, "no number in “country_id”"),
        ({"outcome": pl.Series([[0.0], [1.0], [2.0]])}, "holds List"),
    ],
)
def test_wrong_content_is_named(tmp_path: Path, change: dict[str, pl.Series], message: str) -> None:
    """The error says in which file, row and column what stands."""
    with pytest.raises(DataError, match=message) as caught:
        _read(VIEWS.with_columns(**change), tmp_path / "bad_2018.parquet")
    assert caught.value.where == "bad_2018.parquet"


def test_wrong_days_and_models_are_named(tmp_path: Path) -> None:
    """A file of the Hubverse has days for days, and one model."""
    with pytest.raises(DataError, match="no day in “origin”: row 2 “soon”"):
        _read(HUB.with_columns(origin=pl.lit("soon")), tmp_path / "a.csv")
    with pytest.raises(DataError, match="holds 2 models"):
        _read(HUB.with_columns(model_id=pl.Series(["a", "b", "a"])), tmp_path / "a.csv")


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    """Named by itself or looking like a submission, it is refused; else it is none."""
    VIEWS.drop("outcome").write_csv(tmp_path / "draws.csv")
    (tmp_path / "notes.csv").write_text("id,name\n1,Guyana\n")
    with pytest.raises(DataError, match="no format that is known: its columns are id, name"):
        samples.read(tmp_path / "notes.csv")
    assert samples.read(tmp_path / "notes.csv", meant=False) is None
    with pytest.raises(DataError, match="VIEWS has month_id, country_id, draw, outcome"):
        samples.read(tmp_path / "draws.csv", meant=False)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A broken file ends in an error of ours, not in a library's."""
    for name in ("a.parquet", "a.csv"):
        (tmp_path / name).write_bytes(b"PAR1 no more" if "parquet" in name else b"")
        with pytest.raises(DataError, match="not readable as"):
            samples.read(tmp_path / name)
    with pytest.raises(StorageError, match="cannot be read"):
        samples.read(tmp_path / "absent.csv")
