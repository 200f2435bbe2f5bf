"""The installed program: what it prints and writes, the same every time, also when interrupted."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tocsin import __version__
from tocsin.desk.outlook import hubverse, views
from tocsin.desk.outlook.archive import Archive
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.outlook.window import Window
from tocsin.desk.sources import figures
from tocsin.world import organisation
from tocsin.world.place import challenge

PROGRAM = Path(sys.executable).with_name("tocsin")
BRIEF = ("brief", "--org", "csto", "--as-of", "2013-09-23", "--model", "conflictology")
COMMANDS = {
    "brief": 15,
    "outlook": 15,
    "warn": 9,
    "review": 11,
    "panel": 5,
    "read": 11,
    "backtest": 9,
    "setup": 1,
    "administrator": 2,
    "serve": 3,
    "demo": 4,
    "work": 1,
    "due": 1,
    "verify": 2,
    "export record": 3,
    "backup": 1,
    "restore": 2,
}
"""Each command, with how many options it has."""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache that the programs of these tests share."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def run(tmp_path: Path, drawings: str) -> Run:
    """Run the installed program in a folder of its own; it must succeed."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [PROGRAM, *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env=os.environ | {"TOCSIN_CACHE": drawings, "COLUMNS": "120"} | environment,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        return done

    return run


def test_the_version(run: Run) -> None:
    """The version is that of the package."""
    assert run("--version").stdout.strip() == __version__


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(run: Run, command: str) -> None:
    """Help names each option and says what it is for."""
    text = run(*command.split(), "--help", NO_COLOR="1", TERM="dumb").stdout
    options = re.findall(r"^\W*(--[\w-]+)\s+(.*)", text, re.MULTILINE)
    assert len(options) == COMMANDS[command] + 1, "and --help"
    assert not [option for option, rest in options if not re.search(r"[a-z]{3}", rest)]


def test_help_names_every_command(run: Run) -> None:
    """Help lists the commands with a sentence each."""
    text = run("--help").stdout + run("export", "--help").stdout
    words = [word for command in COMMANDS for word in command.split()]
    assert all(re.search(rf"\b{word}\s+[A-Z]\w+ ", text) for word in words)
    listed = re.findall(r"^\W*([a-z]+)\s+[A-Z]\w+ ", text, re.MULTILINE)
    assert set(listed) == set(words)


def test_two_processes_write_the_same(run: Run, tmp_path: Path) -> None:
    """Page, text and JSON are the same to the byte in two processes with caches of their own."""
    seen = []
    for name in ("one", "other"):
        done = run(*BRIEF, "--out", f"{name}.html", TOCSIN_CACHE=str(tmp_path / name))
        asjson = run(*BRIEF, "--json", PYTHONHASHSEED=str(len(name)))
        seen.append([(tmp_path / f"{name}.html").read_bytes(), done.stdout, asjson.stdout])
    assert seen[0] == seen[1]


def test_the_brief_as_json(run: Run) -> None:
    """JSON holds the state, the rows and null for what is unknown."""
    read = json.loads(run(*BRIEF, "--json").stdout)
    assert read["short"] == "CSTO"
    assert read["origin"] == "2013-08-01"
    assert sum(row["member"] for row in read["rows"]) == 6
    assert read["state"]["calm"] in {True, False, None}


def test_an_organisation_of_ones_own(run: Run, tmp_path: Path) -> None:
    """A copy of a bundled organisation's file makes the same brief."""
    source = Path(organisation.__file__).with_name("data") / "organisations/csto.toml"
    own = tmp_path / "own.toml"
    own.write_bytes(source.read_bytes())
    ours = run(*BRIEF, "--json").stdout
    assert run("brief", "--org", own, *BRIEF[3:], "--json").stdout == ours


def test_figures_of_ones_own(run: Run, tmp_path: Path) -> None:
    """The shipped figures handed in as CSV give the same outlook, and nothing is vouched for."""
    figures.shipped().write_csv(tmp_path / "own.csv")
    ours, own = (
        json.loads(run(*BRIEF, "--json", *more).stdout) for more in ((), ("--figures", "own.csv"))
    )
    assert own["rows"] == ours["rows"]
    assert "owner’s to state" in own["sources"]


def test_rows_handed_in(run: Run, tmp_path: Path) -> None:
    """Warnings for those who may see them are shown, the others are counted."""
    (tmp_path / "w.csv").write_text(
        "place,issued,what,chance,standing,marking\n"
        "TJK,2013-09-01,Border post attacked,0.2,received,CLEAR\n"
        "ARM,2013-09-02,Secret,0.2,received,RED:ARM\n"
        "TJK,2013-09-24,Later,0.2,received,CLEAR\n",
        encoding="utf-8",
    )
    text = run(*BRIEF, "--warnings", "w.csv").stdout
    assert "Border post attacked" in text
    assert "Secret" not in text
    assert "Later" not in text
    assert "One of the warnings may not be seen" in text


def test_the_outlook_as_json(run: Run) -> None:
    """The outlook of a place without figures is null, of one with figures it is whole."""
    arguments = ("--place", "TJK", "--place", "VAT", "--as-of", "2013-09-23")
    done = run("outlook", *arguments, "--model", "conflictology", "--json")
    known, unknown = json.loads(done.stdout)["places"]
    assert unknown["totals"]["12"] == {"quantiles": None, "at_least_25": None}
    assert set(known["totals"]) == {"1", "3", "12", "36"}
    assert all(len(rows) == 36 for rows in known["vectors"].values())
    assert "NaN" not in done.stdout


@pytest.mark.parametrize("what", [("--org", "csto"), ("--place", "TJK", "--place", "VAT")])
def test_the_outlook_on_the_terminal(run: Run, what: tuple[str, ...]) -> None:
    """What is unknown reads unknown, and what is known is an interval."""
    text = run("outlook", *what, "--as-of", "2013-09", "--model", "conflictology").stdout
    assert text.startswith("Outlook from 2013-09, model conflictology")
    assert "0 – 0 – " in text
    assert ("unknown" in text) == ("VAT" in what)


def test_an_outlook_with_its_tasks(run: Run, tmp_path: Path) -> None:
    """The Hubverse table is written with the tasks that it answers in a folder beside it."""
    arguments = ("--place", "TJK", "--as-of", "2013-09", "--model", "conflictology")
    run("outlook", *arguments, "--out", "hub/x.parquet")
    tasks = json.loads((tmp_path / "hub/hub-config/tasks.json").read_text(encoding="utf-8"))
    assert tasks["rounds"][0]["round_id"] == "origin"
    assert hubverse.read(tmp_path / "hub/x.parquet").places == ["TJK"]
    assert {p.name for p in (tmp_path / "hub").iterdir()} == {"x.parquet", "hub-config"}


def test_an_outlook_of_the_past_is_archived_as_hindcast(run: Run, tmp_path: Path) -> None:
    """What is computed today for a past day lies apart from what was issued."""
    arguments = ("--org", "csto", "--as-of", "2012-08-31", "--model", "conflictology")
    run("outlook", *arguments, "--archive", "kept")
    run("outlook", *arguments, "--archive", "kept")
    assert [p.name for p in (tmp_path / "kept").iterdir()] == ["hindcast"]
    assert len(list((tmp_path / "kept").rglob("*.parquet"))) == 1
    read = json.loads(run(*BRIEF, "--archive", "kept", "--json").stdout)
    assert "hindcast, not what was said" in read["said"]


def test_a_brief_holds_against_what_was_issued(run: Run, tmp_path: Path) -> None:
    """An outlook that was issued a year before is what the year is held against."""
    day = dt.date(2012, 8, 31)
    places = organisation.load("csto").watched(day)
    draws = np.full((len(places), 3, 36, 100), 7, dtype=np.float32)
    vectors = ["non_state", "one_sided", "state_based"]
    Archive(tmp_path / "kept").add(
        Paths(dt.date(2012, 8, 1), places, vectors, draws, "then"),
        organisation="csto",
        as_of=day,
        made_at=dt.datetime(2012, 8, 31, 12, tzinfo=dt.UTC),
        figures_release="then",
        seed=1,
    )
    read = json.loads(run(*BRIEF, "--archive", "kept", "--json").stdout)
    assert read["said"].startswith("The outlook issued as of August 2012")
    assert {verdict["median"] for verdict in read["verdicts"]} == {7 * 3 * 12}


def test_events_become_figures(run: Run, tmp_path: Path) -> None:
    """Events are counted by month, and a brief's figures can be made of them."""
    head = "id,type_of_violence,country_id,country,date_start,date_end,date_prec,best,low,high,"
    head += "side_a,side_b,latitude,longitude,where_coordinates\n"
    row = "{n},1,702,Tajikistan,2013-0{n}-01,2013-0{n}-02,1,{n},1,9,A,B,38.5,68.7,Dushanbe\n"
    (tmp_path / "ged.csv").write_text(head + "".join(row.format(n=n) for n in (1, 2, 3)))
    done = run("panel", "ged.csv", "--out", "figures.csv", "--covers", "TJK")
    assert "6 deaths" in done.stderr
    made = figures.read(tmp_path / "figures.csv").filter(pl.col("vector") == "state_based")
    assert made["deaths"].to_list()[:3] == [1, 2, 3]


# --- backtest


def test_a_backtest_with_our_own_draws_against_us(run: Run, tmp_path: Path) -> None:
    """Ours, trained on small figures, written and handed in again, has the same scores twice."""
    _short(tmp_path / "own.parquet")
    asked = ("backtest", "--windows", "2016", "--figures", "own.parquet")
    rows = json.loads(run(*asked, "--out", "draws", "--json").stdout)
    assert [row["model"] for row in rows] == [
        "tocsin", "zero", "last", "conflictology", "bootstrap"
    ]  # fmt: skip
    assert {(row["window"], row["n"]) for row in rows} == {(2016, 60)}
    again = run(*asked, "--against", "draws", "--calibration").stdout
    ours, theirs = (
        next(line for line in again.splitlines() if line.startswith(f"| {name} "))
        for name in ("tocsin", "tocsin, submitted")
    )
    assert ours.split("|")[2:9] == theirs.split("|")[2:9]
    assert "+0.000 [+0.000, +0.000] cannot be told" in again
    assert "what happened is unknown" in again


def test_a_backtest_without_what_lacks_a_country(tmp_path: Path) -> None:
    """What can be scored is printed; the end tells what is left out, and that it is an error."""
    _short(tmp_path / "own.parquet")
    draws = np.zeros((191, 12, 3), dtype=np.float32)
    draws[list(challenge()).index("AFG")] = np.nan
    views.table(draws, Window(2016)).write_parquet(tmp_path / "theirs_2016.parquet")
    code, out, error = _failed(
        tmp_path, "--windows", "2016", "--figures", "own.parquet",
        "--against", "theirs_2016.parquet",
    )  # fmt: skip
    assert code == 3
    assert "| tocsin " in out
    assert "| theirs " not in out
    assert "theirs_2016.parquet: no draws for all months of AFG. theirs is left out" in error


def _short(path: Path) -> None:
    """Figures of five countries from 2010 on."""
    few = figures.shipped().filter(pl.col("iso3").is_in(["AFG", "TJK", "RUS", "ARM", "IRN"]))
    few.filter(pl.col("month") >= dt.date(2010, 1, 1)).write_parquet(path)


def _failed(tmp_path: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and error of a backtest that does not succeed."""
    done = subprocess.run(
        [PROGRAM, "backtest", *arguments],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def test_a_backtest_that_cannot_be_made(tmp_path: Path) -> None:
    """A window beyond the figures, or a file that is no submission, ends before all work."""
    code, out, error = _failed(tmp_path, "--windows", "2021,2022", "--json")
    assert (code, out) == (5, "")
    assert "end in 2021-12: window 2022 needs figures up to 2022-12. Nothing was scored." in error
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    code, out, error = _failed(tmp_path, "--windows", "2018", "--against", "notes.csv")
    assert (code, out) == (3, "")
    assert "notes.csv: It is in no format that is known: its columns are a, b." in error
    assert not [path for path in tmp_path.iterdir() if path.name not in {"home", "notes.csv"}]


# --- reports

SAID = "“We will send aid if asked,” the minister said."


def test_reports_are_read(run: Run, tmp_path: Path) -> None:
    """Text, JSON, CSV and the page tell of the same statement."""
    (tmp_path / "2013-09-23.txt").write_text(SAID, encoding="utf-8")
    assert "minister" in run("read", "2013-09-23.txt").stdout.lower()
    (read,) = map(json.loads, run("read", "2013-09-23.txt", "--json").stdout.splitlines())
    assert (read["date"], read["text"]) == ("2013-09-23", SAID)
    (content,) = read["statements"][0]["content"]
    assert SAID[content["start"] : content["end"]] == content["text"]
    assert "We will send aid" in run("read", ".", "--csv", "--out", "page.html").stdout
    assert "minister" in (tmp_path / "page.html").read_text(encoding="utf-8").lower()


def test_two_processes_read_the_same(run: Run, tmp_path: Path, shared: Path) -> None:
    """Whatever the hash seed and the number of processes, JSON and results are the same bytes."""
    documents = shared / "documents"
    printed = {
        run("read", documents, "--json", "--jobs", jobs, PYTHONHASHSEED=jobs).stdout
        for jobs in ("1", "2")
    }
    assert len(printed) == 1
    for jobs in ("1", "2"):
        run("read", documents, "--results", f"r{jobs}", "--jobs", jobs)
    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in _files(tmp_path / name)}
        for name in ("r1", "r2")
    )
    assert one == two
    assert len(one) == len(list(documents.glob("*.txt")))


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_results_go_on_where_they_were(run: Run, tmp_path: Path) -> None:
    """What was read is not read again; what came since is."""
    (tmp_path / "in").mkdir()
    for n in range(3):
        (tmp_path / f"in/{n}.txt").write_text(SAID, encoding="utf-8")
    assert "Read: 3 reports." in run("read", "in", "--results", "out").stderr
    (tmp_path / "in/3.txt").write_text(SAID, encoding="utf-8")
    told = json.loads(run("read", "in", "--results", "out", "--json").stdout)
    assert told == {"read": 1, "kept": 3, "failed": 0}


def test_a_brief_with_reports(run: Run, tmp_path: Path) -> None:
    """Reports up to the day come in, later ones not at all, and what is unknown is said."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/2013-09-20.txt").write_text(SAID, encoding="utf-8")
    (tmp_path / "in/2013-08-20.txt").write_text(SAID.replace("aid", "men"), encoding="utf-8")
    (tmp_path / "in/2013-09-24.txt").write_text(SAID.replace("aid", "arms"), encoding="utf-8")
    (tmp_path / "in/some.txt").write_text(SAID.replace("aid", "food"), encoding="utf-8")
    given = ("--reports", "in", "--since", "2013-09-01", "--out", "b.html")
    text = run(*BRIEF, *given).stdout
    page = (tmp_path / "b.html").read_text(encoding="utf-8")
    read = run(*BRIEF, *given, "--json").stdout
    for told in (text, page, read):
        assert "We will send aid if asked" in told
        assert "some.txt" in told
        assert not [word for word in ("arms", "send men", "food") if f"send {word}" in told]
    (row,) = json.loads(read)["statements"]
    assert row["date"] == "2013-09-20"


# --- interrupted


def _few(path: Path) -> Path:
    """Figures of a few countries."""
    known = figures.shipped().filter(pl.col("iso3").is_in(["AFG", "TJK", "RUS", "ARM", "IRN"]))
    known.write_csv(path)
    return path


def _children(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if "home" not in path.parts)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_while_training(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C in the middle of training ends in 130 and leaves things as they were."""
    out = tmp_path / "out.html"
    out.write_text("An earlier brief.")
    own = _few(tmp_path / "own.csv")
    arguments = [*BRIEF[:5], "--figures", own, "--out", out]
    code = (
        "import sys\n"
        "from tocsin.desk.outlook import hurdle\n"
        "boost = hurdle.boost\n"
        "def told(*arguments):\n"
        "    print('training', flush=True)\n"
        "    return boost(*arguments)\n"
        "hurdle.boost = told\n"
        "hurdle.ROUNDS = {'occurrence': 100_000, 'relative': 1, 'plain': 1}\n"
        "from tocsin.cli import main\n"
        f"sys.argv = {['tocsin', *map(str, arguments)]!r}\n"
        "main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as started:  # fmt: skip
        assert started.stdout is not None
        assert started.stdout.readline().startswith("training")  # two fits say so at once
        time.sleep(0.3)
        os.killpg(started.pid, number)
        _, message = started.communicate(timeout=60)
    assert started.returncode == 130
    assert message.strip().endswith("tocsin: interrupted; nothing half-written was left.")
    assert "Traceback" not in message
    assert out.read_text() == "An earlier brief."
    assert _children(tmp_path) == sorted([out, own])


def test_interrupted_while_writing(tmp_path: Path) -> None:
    """Ctrl-C between writing a file and putting it in its place leaves the earlier one."""
    out = tmp_path / "out.html"
    out.write_text("An earlier brief.")
    code = (
        "import os, signal, sys\n"
        "sync = os.fsync\n"
        "def stopped(handle):\n"
        "    sync(handle)\n"
        "    if 'out.html' in os.readlink(f'/proc/self/fd/{handle}'):\n"
        "        os.killpg(0, signal.SIGINT)\n"
        "os.fsync = stopped\n"
        "from tocsin.cli import main\n"
        f"sys.argv = {['tocsin', *BRIEF, '--out', str(out)]!r}\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, check=False, timeout=120, start_new_session=True,
    )  # fmt: skip
    assert done.returncode == 130
    assert done.stderr.strip().endswith("tocsin: interrupted; nothing half-written was left.")
    assert out.read_text() == "An earlier brief."
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_interrupted_while_reading(tmp_path: Path, number: signal.Signals, jobs: str) -> None:
    """Ctrl-C among many reports ends in 130; each result is there whole or not at all."""
    (tmp_path / "in").mkdir()
    for n in range(3000):
        (tmp_path / f"in/{n:04}.txt").write_text(SAID * 20, encoding="utf-8")
    command = [PROGRAM, "read", "in", "--results", "out", "--jobs", jobs]
    with subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as started:
        until = time.monotonic() + 60
        while not (tmp_path / "out/in/0010.txt.json").exists() and time.monotonic() < until:
            time.sleep(0.01)
        os.killpg(started.pid, number)
        _, message = started.communicate(timeout=60)
    assert started.returncode == 130
    assert message.strip() == "tocsin: interrupted; nothing half-written was left."
    kept = _files(tmp_path / "out")
    assert 10 < len(kept) < 3000
    assert all(json.loads(path.read_bytes())["text"] for path in kept if path.suffix == ".json")
    assert not [path for path in kept if path.name.startswith(".")]
