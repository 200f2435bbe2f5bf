"""Hindcasts in bulk: made once, whole or not at all, each as if it were made alone."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tocsin.desk import hindcasts, hindsight, panel, warning
from tocsin.desk.hindcasts import Asked, Failure, Kept
from tocsin.desk.outlook import forecast, threads
from tocsin.desk.outlook.archive import Archive, Kind
from tocsin.desk.sources import figures
from tocsin.world import month as months
from tocsin.world.errors import RequestError
from tocsin.world.organisation import WORLD, load

ORIGINS = months.parse_months("2004-12..2006-12", 8)
MODEL = "conflictology"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Figures of a few countries, as a file."""
    known = figures.shipped().filter(
        pl.col("iso3").is_in(["AFG", "TJK", "ARM", "YUG"])
        & (pl.col("month") >= dt.date(1999, 1, 1))
        & (pl.col("month") <= dt.date(2010, 12, 1))
    )
    file = tmp_path_factory.mktemp("figures") / "small.parquet"
    file.write_bytes(figures.encode(known, file))
    return file


@pytest.fixture
def asked(small: Path, tmp_path: Path) -> Asked:
    """Hindcasts of two places, into an empty archive."""
    return Asked(named=("AFG", "TJK"), figures=small, model=MODEL, folder=tmp_path / "kept")


def _kept(asked: Asked, jobs: int = 1) -> list[Kept]:
    done = list(hindcasts.fill(asked, ORIGINS, jobs))
    assert [each.origin for each in done] == ORIGINS
    return [each for each in done if isinstance(each, Kept)]


def test_each_is_as_if_made_alone(asked: Asked, small: Path) -> None:
    """From every origin the archive holds the outlook that its figures give, called a hindcast."""
    made = _kept(asked)
    table = panel.from_figures(figures.read(small))
    archive = Archive(asked.folder)
    assert archive.origins("places", Kind.HINDCAST) == ORIGINS
    for each in made:
        (entry,) = archive.find("places", each.origin)
        alone = forecast.forecast(
            panel.until(table, each.origin), ["AFG", "TJK"], origin=each.origin, model=MODEL
        )
        assert (entry.kind, entry.path) == (Kind.HINDCAST, each.path)
        assert np.array_equal(archive.read(entry).draws, alone.draws, equal_nan=True)


def test_it_goes_on_where_it_was(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there is not made again, what was lost is; another seed or model is not there."""
    first = _kept(asked)
    first[1].path.unlink()
    assert [each.before for each in _kept(asked)] == [True, False, True, True]
    monkeypatch.setattr(forecast, "forecast", lambda *_, **__: pytest.fail("It was made again."))
    assert all(each.before for each in _kept(asked))
    with pytest.raises(pytest.fail.Exception, match="made again"):
        _kept(replace(asked, seed=2))


def test_one_that_fails_leaves_the_others(asked: Asked) -> None:
    """An origin without enough figures, or past them, or to come, is named; the rest is made."""
    today = months.shift(dt.date.today().replace(day=1), 0)
    wanted = [dt.date(2001, 1, 1), dt.date(2005, 1, 1), dt.date(2015, 1, 1), today]
    done = list(hindcasts.fill(asked, wanted))
    assert [isinstance(each, Failure) for each in done] == [True, False, True, True]
    assert [each.status for each in done if isinstance(each, Failure)] == [5, 5, 2]
    assert "1 hindcasts made, 0 were there, 3 failed" in hindcasts.account(done, asked)


def test_the_world_serves_everybody(asked: Asked) -> None:
    """The world is all that existed in the month, and an organisation finds its places there."""
    _kept(replace(asked, named=(), world=True))
    archive = Archive(asked.folder)
    before, after = ORIGINS[0], ORIGINS[-1]
    (entry,) = archive.find(WORLD, before)
    assert archive.places(entry) == ["AFG", "ARM", "TJK", "YUG"]
    (entry,) = archive.find(WORLD, after)
    assert "YUG" not in archive.places(entry)
    shelf = hindsight.Shelf(archive, "csto", entry.release, asked.marking)
    found = shelf.find(["TJK"], after, MODEL, 1)
    assert found is not None
    assert np.array_equal(found.draws[0], archive.read(entry).of("TJK"), equal_nan=True)
    assert shelf.origins(["TJK", "YUG"], MODEL, 1) == ORIGINS[:3]
    assert all(each.before for each in _kept(asked))


def test_what_makes_no_sense_is_refused(asked: Asked) -> None:
    """An unknown model, or the world and a part of it, fails at once and leaves nothing."""
    for bad in (replace(asked, model="oracle"), replace(asked, world=True), Asked()):
        with pytest.raises(RequestError):
            next(hindcasts.fill(bad, ORIGINS))
    assert not asked.folder.exists()


def test_processes_make_the_same(asked: Asked, tmp_path: Path) -> None:
    """Two processes beside each other keep the very files that one keeps, and fail the same."""
    wanted = [dt.date(2001, 1, 1), *ORIGINS[:2]]
    other = replace(asked, folder=tmp_path / "other")
    one = list(hindcasts.fill(asked, wanted, 1))
    two = list(hindcasts.fill(other, wanted, 2))
    assert isinstance(two[0], Failure)
    assert two[0] == one[0]
    digests = [
        [Archive(each.folder).find("places", origin)[0].digest for origin in ORIGINS[:2]]
        for each in (asked, other)
    ]
    assert digests[0] == digests[1]


def test_an_interruption_leaves_whole_files(asked: Asked, small: Path) -> None:
    """Interrupted amid the work, it ends as documented, and every file that is there is whole."""
    program = Path(sys.executable).with_name("tocsin")
    command = ("outlook", "--origins", "2004-12..2010-12", "--place", "AFG", "--model", MODEL)
    where = ("--figures", small, "--archive", asked.folder, "--jobs", "2")
    with subprocess.Popen([program, *command, *where], stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60
        while not list(asked.folder.rglob("*.parquet")) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"interrupted" in said
    assert b"Traceback" not in said
    archive = Archive(asked.folder)
    for origin in archive.origins("places", Kind.HINDCAST):
        for entry in archive.find("places", origin):
            assert archive.read(entry).places == ["AFG"]
    assert not [file for file in asked.folder.rglob(".*") if file.is_file()]


# --- records of triggers


def test_a_record_rests_on_all_that_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a fill a record has all its origins, computes none anew, and none too late."""
    body, day, folder = load("csto"), dt.date(2013, 9, 23), tmp_path / "kept"
    wanted = months.parse_months("2012-02,2012-08,2012-11")
    asked = Asked(organisation=body, model=MODEL, folder=folder)
    made = list(hindcasts.fill(asked, wanted))
    assert all(isinstance(each, Kept) for each in made)
    calls: list[dt.date] = []
    plain = forecast.forecast

    def counted(*given: object, origin: dt.date, **more: object) -> object:
        calls.append(origin)
        return plain(*given, origin=origin, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(forecast, "forecast", counted)
    table = figures.shipped()
    found = warning.weigh(
        body,
        day,
        table,
        hindsight_note="",
        model=MODEL,
        past=1,
        archive=Archive(folder),
        release=figures.release(table, None),
    )
    assert calls == [dt.date(2013, 8, 1)]
    for each in found.weighed:
        assert each.track is not None
        assert each.track.origins == wanted[:2]


# --- threads


def test_threads_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as are said, else one for each processor; anything else is refused."""
    monkeypatch.delenv(threads.VARIABLE, raising=False)
    assert threads.threads() == len(os.sched_getaffinity(0))
    monkeypatch.setenv(threads.VARIABLE, "1")
    assert threads.threads() == 1
    for bad in ("0", "-1", "two", "1.5", "²"):
        monkeypatch.setenv(threads.VARIABLE, bad)
        with pytest.raises(RequestError, match=threads.VARIABLE):
            threads.threads()
