"""Outlooks leave and come back whole in the form that forecast hubs read."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.outlook import hubverse
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.tables import OUTLOOK
from tocsin.world.errors import DataError, RequestError, StorageError


def _same(first: Paths, second: Paths) -> bool:
    return (first.origin, first.places, first.vectors, first.model) == (
        second.origin,
        second.places,
        second.vectors,
        second.model,
    ) and np.array_equal(first.draws, second.draws, equal_nan=True)


def test_what_is_written_is_read_back(paths: Paths, tmp_path: Path) -> None:
    """Places, vectors, origin, model and every draw survive the file, in their order."""
    hubverse.write(paths, tmp_path / "outlook.parquet")
    assert _same(hubverse.read(tmp_path / "outlook.parquet"), paths)


def test_rows_may_come_in_any_order(paths: Paths) -> None:
    """A shuffled table holds the same draws."""
    rows = hubverse.table(paths).sample(fraction=1, shuffle=True, seed=1)
    read = hubverse.from_table(rows, where="table")
    assert sorted(read.places) == sorted(paths.places)
    assert np.array_equal(read.of("TJK")[read.vectors.index("state_based")], paths.draws[1, 1])


def test_the_table_has_the_agreed_columns_and_rows(paths: Paths) -> None:
    """Each place, vector and month has 23 quantiles and one row for each draw."""
    table = hubverse.table(paths)
    assert table.schema == OUTLOOK
    cells = table.group_by("place", "vector", "month", "output_type").len()
    assert set(cells.select("output_type", "len").rows()) == {("quantile", 23), ("sample", 40)}
    assert (
        not table.select("place", "vector", "month", "output_type", "output_type_id")
        .is_duplicated()
        .any()
    )


def test_months_follow_the_origin(paths: Paths) -> None:
    """Horizon 1 is the month after the origin, horizon 36 three years on."""
    ahead = hubverse.table(paths).select("horizon", "month").unique().sort("horizon").rows()
    assert ahead[0] == (1, dt.date(2013, 9, 1))
    assert ahead[-1] == (36, dt.date(2016, 8, 1))


def test_quantiles_are_those_of_the_draws(paths: Paths) -> None:
    """The value at 0.5 is the median of the draws in that month."""
    rows = hubverse.table(paths, samples=False).filter(
        place="TJK", vector="state_based", output_type_id="0.5"
    )
    assert rows["value"].to_list() == np.median(paths.draws[1, 1], axis=-1).tolist()


def test_unknown_is_null(paths: Paths) -> None:
    """A place of which nothing is known has rows with null, never 0 and never NaN."""
    rows = hubverse.table(paths).filter(place="KAZ")
    assert rows.height == 2 * 36 * (23 + 40)
    assert rows["value"].null_count() == rows.height
    assert hubverse.table(paths).filter(pl.col("place") != "KAZ")["value"].null_count() == 0


@given(wanted=st.integers(1, 40))
def test_fewer_samples_are_spread_over_all(paths: Paths, wanted: int) -> None:
    """Samples are numbered from 1 and each is one whole joint path of the outlook."""
    table = hubverse.table(paths, quantiles=(), samples=wanted)
    read = hubverse.from_table(table, where="table")
    assert read.draws.shape[-1] == wanted
    whole = {path.tobytes() for path in np.moveaxis(paths.draws, -1, 0)}
    assert all(path.tobytes() in whole for path in np.moveaxis(read.draws, -1, 0))


def test_what_cannot_be_handed_out_is_refused(paths: Paths) -> None:
    """More samples than draws, or a level that is no probability."""
    with pytest.raises(RequestError, match="40 joint paths"):
        hubverse.table(paths, samples=41)
    with pytest.raises(RequestError, match="between 0 and 1"):
        hubverse.table(paths, quantiles=(1.5,))


def test_the_tasks_describe_the_table(paths: Paths) -> None:
    """Every value of every task column is listed, and every listed value is in the table."""
    table = hubverse.table(paths)
    tasks = _only(hubverse.tasks(paths))
    for column, values in tasks["task_ids"].items():
        listed = [*(values["required"] or []), *(values["optional"] or [])]
        found = table[column].cast(pl.String).unique().sort().to_list()
        assert sorted(map(str, listed)) == found
    kinds = tasks["output_type"]
    assert set(kinds) == {"quantile", "sample"}
    levels = table.filter(output_type="quantile")["output_type_id"].unique().to_list()
    assert sorted(kinds["quantile"]["output_type_id"]["required"]) == sorted(map(float, levels))
    assert kinds["sample"]["output_type_id_params"]["min_samples_per_task"] == 40


def test_the_tasks_have_what_the_hubverse_requires(paths: Paths) -> None:
    """The fields that schema 5.0.0 requires are there, and target keys name a vector each."""
    config = hubverse.tasks(paths)
    assert set(config) == {
        "schema_version",
        "rounds",
        "output_type_id_datatype",
        "derived_task_ids",
    }
    (round_,) = config["rounds"]
    assert round_["round_id_from_variable"]
    tasks = _only(config)
    assert round_["round_id"] in tasks["task_ids"]
    assert round_["submissions_due"]["relative_to"] in tasks["task_ids"]
    for target in tasks["target_metadata"]:
        assert target["target_keys"] == {"vector": target["target_id"]}
        assert len(target["target_id"]) <= 30
        assert len(target["target_name"]) <= 100
        assert target["is_step_ahead"]
        assert target["time_unit"] == "month"
    joint = tasks["output_type"]["sample"]["output_type_id_params"]["compound_taskid_set"]
    assert joint == ["origin"]


def test_unknown_places_are_optional(paths: Paths) -> None:
    """Nobody is required to forecast where nothing is known."""
    place = _only(hubverse.tasks(paths))["task_ids"]["place"]
    assert place == {"required": ["ARM", "TJK"], "optional": ["KAZ"]}


def _only(config: dict[str, Any]) -> dict[str, Any]:
    (round_,) = config["rounds"]
    (tasks,) = round_["model_tasks"]
    assert isinstance(tasks, dict)
    return tasks


def test_the_tasks_lie_beside_the_file(paths: Paths, tmp_path: Path) -> None:
    """`hub-config/tasks.json` is valid JSON and says what `tasks` says."""
    hubverse.write(paths, tmp_path / "made/outlook.parquet", samples=10)
    text = (tmp_path / "made/hub-config/tasks.json").read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(json.dumps(hubverse.tasks(paths, samples=10)))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda t: t.drop("horizon"), "Columns are missing: horizon"),
        (lambda t: t.clear(), "samples of 0 models"),
        (lambda t: t.slice(1), "missing or stand there twice"),
        (lambda t: pl.concat([t.slice(1), t.slice(1, 1)]), "missing or stand there twice"),
        (lambda t: t.with_columns(output_type_id=pl.lit("a")), "not a number"),
        (lambda t: t.with_columns(output_type_id=pl.lit("0")), "missing or stand there twice"),
        (lambda t: pl.concat([t, t.with_columns(model_id=pl.lit("x"))]), "samples of 2 models"),
    ],
)
def test_a_table_that_is_no_outlook_is_refused(paths: Paths, spoil: Any, words: str) -> None:
    """Whatever is missing or said twice is named, with the file."""
    with pytest.raises(DataError, match=words) as caught:
        hubverse.from_table(spoil(hubverse.table(paths, quantiles=())), where="theirs.parquet")
    assert caught.value.where == "theirs.parquet"


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no parquet at all"])
def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    """It is named in the error."""
    (tmp_path / "broken.parquet").write_bytes(content)
    with pytest.raises(StorageError, match=r"broken\.parquet"):
        hubverse.read(tmp_path / "broken.parquet")
