"""Long runs: kills at any moment leave whole files or none, and no input gets past our errors."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.desk import panel as panels
from tocsin.desk import storage
from tocsin.desk.outlook.archive import Archive, Kind
from tocsin.desk.sources import figures
from tocsin.world import organisation
from tocsin.world.errors import TocsinError
from tocsin.world.marking import Marking
from tocsin.world.month import parse_as_of

pytestmark = pytest.mark.soak

PROGRAM = Path(sys.executable).with_name("tocsin")
KILLS = 40
SIGNALS = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM)
ORIGIN = dt.date(2013, 8, 1)


@pytest.fixture
def commands(tmp_path: Path) -> list[list[str]]:
    """A brief and an outlook, both from few figures, so that training is quick."""
    few = figures.shipped().filter(pl.col("iso3").is_in(["ARM", "TJK", "RUS", "AFG"]))
    few.write_parquet(tmp_path / "few.parquet")
    asked = ["--org", "csto", "--as-of", "2013-09-23", "--figures", "few.parquet"]
    return [
        [str(PROGRAM), "brief", *asked, "--out", "brief.html"],
        [str(PROGRAM), "outlook", *asked, "--out", "hub/x.parquet", "--archive", "kept"],
    ]


def _start(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=folder,
        env=os.environ | {"TOCSIN_CACHE": str(folder / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _whole(folder: Path) -> None:
    """Everything that is there is whole."""
    if (page := folder / "brief.html").exists():
        assert page.read_text(encoding="utf-8").rstrip().endswith("</html>")
    if (table := folder / "hub/x.parquet").exists():
        assert pl.read_parquet(table).height > 0
    if (tasks := folder / "hub/hub-config/tasks.json").exists():
        json.loads(tasks.read_text(encoding="utf-8"))
    archive = Archive(folder / "kept")
    for entry in archive.find("csto", ORIGIN):
        assert entry.kind is Kind.HINDCAST
        archive.read(entry)
    for kept in (folder / "cache").rglob("[!.]*.*"):
        checksum, _, text = kept.read_text(encoding="utf-8").partition("\n")
        assert checksum == storage.digest(text)


def _temporary(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".*") if "home" not in path.parts]


def test_kills_at_any_moment(tmp_path: Path, commands: list[list[str]]) -> None:
    """After each of many kills all files are whole or absent, and the next run works."""
    chance = random.Random(20130923)  # noqa: S311
    for n in range(KILLS):
        if n % 10 == 0:
            for kept in (tmp_path / "cache").rglob("*.*"):
                kept.unlink()
        number = chance.choice(SIGNALS)
        left = _temporary(tmp_path)
        process = _start(commands[n % 2], tmp_path)
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, 5))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        _, message = process.communicate(timeout=60)
        _whole(tmp_path)
        if number != signal.SIGKILL and process.returncode == 130:
            assert b"Traceback" not in message
            assert _temporary(tmp_path) == left
    for command in commands:
        process = _start(command, tmp_path)
        _, message = process.communicate(timeout=120)
        assert process.returncode == 0, message
    _whole(tmp_path)
    assert len(Archive(tmp_path / "kept").find("csto", ORIGIN)) == 1


CELLS = st.one_of(
    st.sampled_from(
        ["TJK", "AFG", "RUS", "2013-01", "2013-01-31", "0001-01", "9999-12", "state_based", "3"]
    ),
    st.sampled_from(["", " ", '"', "-1", "1e308", "1e999", "nan", "NULL", "½", "０", "\ufeff"]),
    st.text(max_size=6),
)
HEADS = st.permutations(["iso3", "month", "vector", "deaths"]) | st.lists(CELLS, max_size=5)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=6)


@settings(max_examples=2000, suppress_health_check=list(HealthCheck))
@given(head=HEADS, rows=TABLES, encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_any_table_is_figures_or_refused(
    tmp_path_factory: pytest.TempPathFactory, head: list[str], rows: list[list[str]], encoding: str
) -> None:
    """Whatever a CSV holds: figures that make a panel, or one of our errors."""
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    text = "\n".join(",".join(row) for row in [head, *rows])
    path.write_bytes(text.encode(encoding, errors="surrogatepass"))
    with suppress(TocsinError):
        table = figures.read(path)
        assert table["deaths"].drop_nulls().is_between(0, float("inf"), closed="left").all()
        _, last = figures.months(table)
        if table["month"].n_unique() < 3:
            panels.from_figures(table, last)


@settings(max_examples=1000, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300), st.sampled_from(["csv", "parquet"]))
def test_any_bytes_are_figures_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    """Whatever bytes a file holds, only our errors come out."""
    path = tmp_path_factory.getbasetemp() / f"fuzz.{suffix}"
    path.write_bytes(content)
    with suppress(TocsinError):
        figures.read(path)


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.integers(-9, 10**12).map(str),
        st.booleans().map(lambda value: str(value).lower()),
        st.dates().map(str),
        st.datetimes().map(lambda value: value.replace(microsecond=0).isoformat()),
        st.sampled_from(['"ARM"', '"member"', '"observer"', '"XXX"', '""', "1994-04-20", "nan"]),
        st.text(max_size=5).map(json.dumps),
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda values: f"[{', '.join(values)}]"),
    max_leaves=4,
)
KEYS = st.sampled_from(
    ["name", "short", "party", "place", "body", "role", "since", "until", "note", "x"]
)
BLOCKS = st.lists(
    st.sampled_from(["", "[[party]]", "[party]", "[[party.party]]"]).flatmap(
        lambda head: st.dictionaries(KEYS, VALUES, max_size=6).map(
            lambda rows: "\n".join([head, *(f"{key} = {value}" for key, value in rows.items())])
        )
    ),
    max_size=3,
).map("\n".join)


@settings(suppress_health_check=list(HealthCheck))
@given(BLOCKS | st.text(max_size=80))
def test_any_text_is_an_organisation_or_refused(text: str) -> None:
    """Whatever a TOML file holds: an organisation that answers, or one of our errors."""
    with suppress(TocsinError):
        found = organisation.parse(text, key="x", where="x.toml")
        found.watched(dt.date(2013, 9, 23))


@settings(suppress_health_check=list(HealthCheck))
@given(st.text(max_size=12) | st.from_regex(r"\d{4}-\d{2}(-\d{2})?", fullmatch=True))
def test_any_word_is_a_day_or_refused(text: str) -> None:
    """Whatever is written for a day or a marking, only our errors come out."""
    for read in (parse_as_of, Marking.parse):
        with suppress(TocsinError):
            read(text)
