"""Outlooks in the long form of the Hubverse: quantiles, joint samples and the tasks beside them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tocsin.desk import storage
from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.tables import OUTLOOK
from tocsin.world.errors import DataError, RequestError, StorageError
from tocsin.world.vector import vector

SCHEMA = "https://raw.githubusercontent.com/hubverse-org/schemas/main/v5.0.0/tasks-schema.json"
QUANTILES = (0.01, 0.025, *(round(0.05 * n, 2) for n in range(1, 20)), 0.975, 0.99)
"""The 23 levels that hubs commonly ask for."""


def table(
    paths: Paths, *, quantiles: Sequence[float] = QUANTILES, samples: bool | int = True
) -> pl.DataFrame:
    """The outlook table of joint paths: quantile and sample rows, columns as in `tables.OUTLOOK`.

    One quantile row for each place × vector × month × level, linear between draws, and one sample
    row for each joint path, all of them or about evenly spaced `samples`, numbered from 1: rows
    with the same number are one possible future over all places, vectors and months. Values are
    deaths a month; null where nothing is known to say. Raises `RequestError` for a level outside
    0–1 or more samples than there are draws.
    """
    if any(not 0 <= level <= 1 for level in quantiles):
        raise RequestError("A quantile level lies between 0 and 1.")
    levels = np.quantile(paths.draws, quantiles, axis=-1) if quantiles else None
    chosen = _chosen(paths, samples)
    names = [f"{n + 1}" for n in range(len(chosen))]
    parts = [_long(paths, "sample", names, paths.draws[..., chosen])]
    if levels is not None:
        labels = [f"{level:g}" for level in quantiles]
        parts.insert(0, _long(paths, "quantile", labels, np.moveaxis(levels, 0, -1)))
    return pl.concat(parts)


def _chosen(paths: Paths, samples: bool | int) -> NDArray[np.intp]:
    """Positions of the draws to hand out: evenly spaced, since draws follow the calendar."""
    count = paths.draws.shape[-1]
    wanted = count * samples if isinstance(samples, bool) else samples
    if not 0 <= wanted <= count:
        raise RequestError(f"There are {count} joint paths; {samples} cannot be handed out.")
    spaced: NDArray[np.intp] = np.arange(wanted) * count // max(wanted, 1)
    return spaced


def _long(paths: Paths, kind: str, ids: list[str], values: Array) -> pl.DataFrame:
    """One row for each cell of `values`, shape (places, vectors, leads, ids)."""
    leads = range(1, values.shape[2] + 1)
    ahead = {"month": [paths.month(lead) for lead in leads], "horizon": list(leads)}
    frames = [
        pl.LazyFrame({"place": paths.places}, schema={"place": pl.String}),
        pl.LazyFrame({"vector": paths.vectors}, schema={"vector": pl.String}),
        pl.LazyFrame(ahead, schema={"month": pl.Date, "horizon": pl.Int32}),
        pl.LazyFrame({"output_type_id": ids}, schema={"output_type_id": pl.String}),
    ]
    cells = frames[0]
    for frame in frames[1:]:
        cells = cells.join(frame, how="cross", maintain_order="left_right")
    return (
        cells.with_columns(
            value=pl.Series(values.reshape(-1), dtype=pl.Float64).fill_nan(None),
            origin=pl.lit(paths.origin),
            output_type=pl.lit(kind),
            model_id=pl.lit(paths.model),
        )
        .select(OUTLOOK.names())
        .collect()
    )


def tasks(
    paths: Paths, *, quantiles: Sequence[float] = QUANTILES, samples: bool | int = True
) -> dict[str, Any]:
    """What a `hub-config/tasks.json` says of such a table, after the Hubverse schema 5.0.0.

    The round is the origin; samples are joint over places, vectors and months. Places of which
    nothing is known to say are optional. The schema stands at the address in `SCHEMA`.
    """
    output: dict[str, Any] = {}
    value = {"type": "double", "minimum": 0}
    if quantiles:
        levels = {"required": list(quantiles)}
        output["quantile"] = {"output_type_id": levels, "value": value, "is_required": True}
    if count := len(_chosen(paths, samples)):
        drawn = {
            "type": "integer",
            "min_samples_per_task": count,
            "max_samples_per_task": count,
            "compound_taskid_set": ["origin"],
        }
        output["sample"] = {"output_type_id_params": drawn, "value": value, "is_required": True}
    model_tasks = {
        "task_ids": _task_ids(paths),
        "output_type": output,
        "target_metadata": [_target(key) for key in paths.vectors],
    }
    round_ = {
        "round_id_from_variable": True,
        "round_id": "origin",
        "model_tasks": [model_tasks],
        "submissions_due": {"relative_to": "origin", "start": 0, "end": 62},
    }
    return {
        "schema_version": SCHEMA,
        "rounds": [round_],
        "output_type_id_datatype": "character",
        "derived_task_ids": ["month"],
    }


def _task_ids(paths: Paths) -> dict[str, Any]:
    said = {place: np.isfinite(paths.of(place)).all() for place in paths.places}
    known, unknown = ([p for p in said if said[p] == which] for which in (True, False))
    leads = list(range(1, paths.draws.shape[2] + 1))
    return {
        "origin": {"required": [paths.origin.isoformat()], "optional": None},
        "place": {"required": known or None, "optional": unknown or None},
        "vector": {"required": list(paths.vectors), "optional": None},
        "month": {"required": [paths.month(n).isoformat() for n in leads], "optional": None},
        "horizon": {"required": leads, "optional": None},
    }


def _target(key: str) -> dict[str, Any]:
    strand = vector(key)
    return {
        "target_id": key,
        "target_name": f"{strand.name}: {strand.unit} in a month",
        "target_units": strand.unit,
        "target_keys": {"vector": key},
        "target_type": "discrete",
        "description": f"{strand.counts}, by country and month",
        "is_step_ahead": True,
        "time_unit": "month",
    }


def write(paths: Paths, file: Path, *, samples: bool | int = True) -> None:
    """Write the outlook table as Parquet, and `hub-config/tasks.json` in the folder beside it.

    Raises `StorageError` if a file cannot be written; each is there whole or not at all.
    """
    text = json.dumps(tasks(paths, samples=samples), indent=2, ensure_ascii=False)
    storage.write(file.parent / "hub-config" / "tasks.json", f"{text}\n")
    storage.write(file, parquet(table(paths, samples=samples)))


def parquet(frame: pl.DataFrame) -> bytes:
    """A table as the bytes of a Parquet file."""
    buffer = BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def read(file: Path) -> Paths:
    """Read joint paths back from the sample rows of an outlook file.

    Raises `StorageError` for a file that cannot be read and `DataError` for one that does not hold
    each sample of one model at one origin for each place, vector and month.
    """
    try:
        frame = pl.read_parquet(file)
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        reason = str(error).partition("\n")[0]
        raise StorageError(f"It cannot be read as Parquet: {reason}.", where=str(file)) from None
    return from_table(frame, where=file.name)


def from_table(frame: pl.DataFrame, *, where: str) -> Paths:
    """The joint paths that the sample rows of an outlook table hold; `where` names it in errors.

    Raises `DataError` as `read` does.
    """
    if missing := sorted(set(OUTLOOK.names()) - set(frame.columns)):
        raise DataError(f"Columns are missing: {', '.join(missing)}.", where=where)
    rows = frame.filter(output_type="sample")
    said = rows.select("origin", "model_id").unique()
    if said.height != 1:
        raise DataError(
            f"It holds samples of {said.height} models and origins.",
            where=where,
            remedy="A file holds the sample rows of one model at one origin.",
        )
    origin, model = said.row(0)
    names = {key: rows[key].unique(maintain_order=True).to_list() for key in ("place", "vector")}
    return Paths(origin, names["place"], names["vector"], _draws(rows, names, where), model)


def _draws(rows: pl.DataFrame, names: dict[str, list[str]], where: str) -> Array:
    """The values of sample rows, in any order, shape (places, vectors, leads, draws)."""
    codes = [pl.col(key).cast(pl.Enum(found)).to_physical() for key, found in names.items()]
    try:
        cell = rows.select(
            *codes, pl.col("horizon") - 1, pl.col("output_type_id").cast(pl.Int64) - 1
        )
    except pl.exceptions.InvalidOperationError:
        raise DataError("A sample's output_type_id is not a number.", where=where) from None
    position = [column.cast(pl.Int64).to_numpy() for column in cell]
    shape = [int(index.max()) + 1 for index in position]
    if min(int(index.min()) for index in position) < 0 or math.prod(shape) != rows.height:
        raise _gaps(where)
    at = np.ravel_multi_index(position, shape)
    if np.bincount(at).max() > 1:
        raise _gaps(where)
    draws = np.empty(rows.height, dtype=np.float32)
    draws[at] = rows["value"].cast(pl.Float32).fill_null(float("nan")).to_numpy()
    return draws.reshape(shape)


def _gaps(where: str) -> DataError:
    return DataError(
        "Samples are missing or stand there twice.",
        where=where,
        remedy="Each place, vector and month needs the samples 1, 2, 3 … once.",
    )
