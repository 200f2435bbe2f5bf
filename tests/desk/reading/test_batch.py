"""Many reports: in order, one beside the other, each failure alone, nothing done twice."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from tocsin.desk.reading import batch, folder, lexicon, reader, results
from tocsin.desk.reading.batch import Failure, Kept, Outcome, Passed, Reading, Settings
from tocsin.world.errors import TocsinError

SAID = "“We will help number {n},” the minister said."


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Thirty reports, three of which cannot be read."""
    made = tmp_path / "reports"
    made.mkdir()
    for n in range(30):
        text = "caf\udce9" if n % 10 == 3 else SAID.format(n=n)
        (made / f"{n:02}.txt").write_bytes(text.encode("utf-8", "surrogateescape"))
    return made


def _read(path: Path, settings: Settings | None = None, jobs: int = 1) -> list[Outcome]:
    return list(batch.read_all(folder.entries([path]), settings or Settings(), jobs))


def test_beside_each_other_as_one_by_one(reports: Path) -> None:
    """Several processes find what one finds, in the same order, failures in their places."""
    alone = _read(reports)
    assert _read(reports, jobs=2) == alone
    assert [n for n, one in enumerate(alone) if isinstance(one, Failure)] == [3, 13, 23]
    assert {one.status for one in alone if isinstance(one, Failure)} == {3}
    words = [one.report.text for one in alone if isinstance(one, Reading)]
    assert words == [SAID.format(n=n) for n in range(30) if n % 10 != 3]


def test_no_more_than_a_few_are_held(reports: Path) -> None:
    """Reports are taken as they are needed: the last is not looked at before the first is done."""
    taken = []

    def given() -> object:
        for entry in folder.entries([reports]):
            taken.append(entry)
            yield entry

    coming = batch.read_all(given(), Settings(), 2)
    next(coming)
    assert len(taken) <= batch.FEW + 1 + 2 * batch.AHEAD
    coming.close()


def test_results_are_kept_once(reports: Path, tmp_path: Path) -> None:
    """A second run reads nothing again; a report that changed is read, the others stay."""
    settings = Settings(results=tmp_path / "results")
    first = _read(reports, settings)
    kept = [one for one in first if isinstance(one, Kept)]
    assert len(kept) == 27
    assert not any(one.before for one in kept)
    (reports / "07.txt").write_text("“No,” the minister said.", encoding="utf-8")
    again = [one for one in _read(reports, settings, jobs=2) if isinstance(one, Kept)]
    assert [Path(one.name).name for one in again if not one.before] == ["07.txt"]


def test_results_do_not_depend_on_the_processes(reports: Path, tmp_path: Path) -> None:
    """One process and two write the same files to the byte."""
    made = []
    for jobs in (1, 2):
        place = tmp_path / f"results{jobs}"
        _read(reports, Settings(results=place), jobs)
        files = sorted(path for path in place.rglob("*") if path.is_file())
        made.append([(path.relative_to(place), path.read_bytes()) for path in files])
    assert made[0] == made[1]
    assert len(made[0]) == 27


def test_a_result_holds_all_that_was_found(reports: Path, tmp_path: Path) -> None:
    """What is kept can be loaded again: the report with its text, and all that was found."""
    _read(reports, Settings(results=tmp_path / "results"))
    path = next(iter(sorted((tmp_path / "results").rglob("00.txt.json"))))
    report, found = results.load(path)
    assert report.text == SAID.format(n=0)
    assert found == reader.read(report.text)
    assert json.loads(path.read_bytes())["release"] == reader.release()


@pytest.mark.parametrize("left", [b"", b"{", b"[]", b'{"digest": 7}', b"[" * 100_000, b"\xff"])
def test_a_broken_result_is_made_anew(reports: Path, tmp_path: Path, left: bytes) -> None:
    """Whatever lies in a result's place, only a whole result of the same report counts."""
    settings = Settings(results=tmp_path / "results")
    _read(reports / "00.txt", settings)
    (path,) = (tmp_path / "results").rglob("*.json")
    whole = path.read_bytes()
    path.write_bytes(left)
    (again,) = _read(reports / "00.txt", settings)
    assert isinstance(again, Kept)
    assert not again.before
    assert path.read_bytes() == whole


def test_another_release_or_day_reads_anew(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read by another release, or for another day, is not taken for the same."""
    settings = Settings(results=tmp_path / "results")

    def before() -> bool:
        (one,) = _read(reports / "00.txt", settings)
        assert isinstance(one, Kept)
        return one.before

    assert [before(), before()] == [False, True]
    monkeypatch.setattr(reader, "release", lambda: "2")
    assert [before(), before()] == [False, True]
    settings = Settings(results=tmp_path / "results", date=dt.date(2014, 1, 1))
    assert [before(), before()] == [False, True]


def test_a_long_name_is_cut(tmp_path: Path) -> None:
    """Names as long as a file's can be have results of their own."""
    for end in "ab":
        (tmp_path / ("x" * 249 + end + ".txt")).write_text(SAID)
    settings = Settings(results=tmp_path / "results")
    assert all(isinstance(one, Kept) for one in _read(tmp_path, settings))
    assert len(list((tmp_path / "results").rglob("*.json"))) == 2


def test_what_cannot_be_kept_is_a_failure(reports: Path, tmp_path: Path) -> None:
    """A folder that is none fails each report with the status of storage, and ends nothing."""
    (tmp_path / "results").write_text("a file")
    outcomes = _read(reports, Settings(results=tmp_path / "results"))
    assert len(outcomes) == 30
    assert {one.status for one in outcomes if isinstance(one, Failure)} == {3, 4}


def test_only_what_is_dated_so(tmp_path: Path) -> None:
    """With days given, reports of other times and of no known day are passed over, as such."""
    for name in ("2013-08-31", "2013-09-01", "2013-09-23", "2013-09-24", "undated"):
        (tmp_path / f"{name}.txt").write_text(SAID)
    settings = Settings(since=dt.date(2013, 9, 1), until=dt.date(2013, 9, 23))
    outcomes = _read(tmp_path, settings)
    assert [type(one) for one in outcomes] == [Passed, Reading, Reading, Passed, Passed]
    assert outcomes[-1].date is None


def test_own_words_reach_every_process(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user's lexicon counts in each process, and is gone for the next reading."""
    name = lexicon.names()[0]
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / f"{name}.toml").write_text('added_here = ["word"]')
    own = _read(reports, Settings(lexicon=tmp_path / "own"), jobs=2)
    releases = {one.how["release"] for one in own if isinstance(one, Reading)}
    assert len(releases) == 1
    lexicon.use(None)
    assert releases != {reader.release()}


def test_a_process_that_is_killed_is_told(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a process dies, as for want of memory, one error says so."""
    monkeypatch.setattr(batch, "_outcome", _die)
    with pytest.raises(TocsinError, match="ended from outside"):
        _read(reports, jobs=2)


def _die(*_: object) -> None:
    os._exit(9)
