"""Whatever is asked or handed in wrongly: one clear message, a documented status, nothing left."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tocsin import cli

BRIEF = ("brief", "--org", "csto", "--as-of", "2013-09-23", "--model", "zero")
OUTLOOK = ("outlook", "--place", "TJK", "--as-of", "2013-09-23", "--model", "zero")
REQUEST, DATA, STORAGE, COVERAGE = 2, 3, 4, 5
UNTOUCHED = "An earlier brief."

Run = Callable[..., subprocess.CompletedProcess[str]]
Refuse = Callable[..., str]


@pytest.fixture(scope="session")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache that the programs of these tests share."""
    return str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def run(tmp_path: Path, drawings: str) -> Run:
    """Run the installed program in a folder of its own."""
    folder = tmp_path / "here"
    folder.mkdir()
    program = Path(sys.executable).with_name("tocsin")

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            env=os.environ | {"TOCSIN_CACHE": drawings} | environment,
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture
def refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Refuse:
    """Give a command that must be refused, in this process, and return its message.

    The output file exists before and must be untouched; nothing may come beside it.
    """
    here = tmp_path / "here"
    here.mkdir()
    out = here / "out.html"
    out.write_text(UNTOUCHED)
    monkeypatch.chdir(here)

    def refuse(status: int, *arguments: str | Path) -> str:
        monkeypatch.setattr(sys, "argv", ["tocsin", *map(str, arguments), "--out", str(out)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        printed = capfd.readouterr()
        assert (end.value.code, printed.out) == (status, "")
        assert printed.err.startswith("tocsin: ")
        assert len(printed.err.strip().splitlines()) == 1
        assert out.read_text() == UNTOUCHED
        assert list(here.iterdir()) == [out]
        return printed.err

    return refuse


@pytest.mark.parametrize(
    ("status", "changed"),
    [
        (REQUEST, ("--org", "nato")),
        (DATA, ("--figures", "bad.csv")),
        (STORAGE, ("--out", "bad.csv/brief.html")),
        (COVERAGE, ("--as-of", "1994-06-30")),
    ],
    ids=["request", "data", "storage", "coverage"],
)
def test_the_program_ends_in_the_documented_status(
    run: Run, tmp_path: Path, status: int, changed: tuple[str, ...]
) -> None:
    """Each kind of error has its status, one line on standard error and nothing on the other."""
    bad = tmp_path / "here/bad.csv"
    bad.write_text("no figures")
    done = run(*BRIEF, *changed)
    assert (done.returncode, done.stdout) == (status, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith("tocsin: ")
    assert list((tmp_path / "here").iterdir()) == [bad]


@pytest.mark.parametrize(
    ("status", "changed", "said"),
    [
        (REQUEST, ("--org", "nato"), ["no organisation “nato”", "csto, ecowas", "TOML"]),
        (REQUEST, ("--as-of", "2013-02-30"), ["2013-02-30", "calendar", "2013-09-23"]),
        (REQUEST, ("--as-of", "soon"), ["“soon”", "calendar"]),
        (REQUEST, ("--as-of", ""), ["calendar"]),
        (REQUEST, ("--as-of", "2999-01-01"), ["2999-01-01", "future", "up to today"]),
        (COVERAGE, ("--as-of", "2025-02-28"), ["end in 2021-12", "38 months", "--figures"]),
        (COVERAGE, ("--as-of", "1994-06-30"), ["months of figures", "at least 60", "later day"]),
        (REQUEST, ("--as-of", "1991-01-01"), ["no member state on 1991-01-01", "later day"]),
        (REQUEST, ("--model", "oracle"), ["no model “oracle”", "tocsin, zero"]),
        (REQUEST, ("--marking", "SECRET"), ["“SECRET” is not a marking", "CLEAR, GREEN"]),
        (REQUEST, ("--marking", "RED"), ["needs an audience", "RED:"]),
        (REQUEST, ("--marking", "CLEAR:ARM"), ["for everybody"]),
        (REQUEST, ("--figures", "none.csv"), ["none.csv", "no such file", "--figures"]),
        (REQUEST, ("--warnings", "none.csv"), ["none.csv", "no such file", "--warnings"]),
        (STORAGE, ("--org", "none.toml"), ["none.toml", "cannot be read"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_requests_that_make_no_sense(
    refused: Refuse, status: int, changed: tuple[str, ...], said: list[str]
) -> None:
    """What does not exist, or lies outside the figures, is told with what to do instead."""
    message = refused(status, *BRIEF, *changed)
    assert not [part for part in said if part not in message]


@pytest.mark.parametrize(
    ("status", "place", "said"),
    [
        (REQUEST, "XXX", "no country “XXX”"),
        (REQUEST, "tjk", "alpha-3"),
        (REQUEST, "TJK-AFG", "alphabetical order"),
        (REQUEST, "ARM-TJK", "do not share"),
        (COVERAGE, "AFG-TJK", "by country and say nothing of the border AFG-TJK"),
    ],
)
def test_places_that_cannot_be_forecast(
    refused: Refuse, status: int, place: str, said: str
) -> None:
    """A place that is none, or a border, is refused with the reason."""
    assert said in refused(status, *OUTLOOK, "--place", place)


@pytest.mark.parametrize(
    "arguments",
    [("brief",), ("nonsense",), ("outlook", "--lag", "99"), (*BRIEF, "--seed", "x"), ("panel",)],
    ids=" ".join,
)
def test_usage(run: Run, arguments: tuple[str, ...]) -> None:
    """A command line that cannot be read ends in 2 with the usage."""
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage" in done.stderr
    assert "Traceback" not in done.stderr


PARTY = '[[party]]\nplace = "ARM"\nrole = "member"\nsince = 1994-04-20\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name =", "not valid TOML"),
        ("", "no party"),
        ('name = "X"\n', "[[party]]"),
        (PARTY, "“name” is missing"),
        ('name = "X"\nmotto = "Y"\n' + PARTY, "motto"),
        ('name = "X"\n' + PARTY + "rank = 1\n", "party 1"),
        ('name = "X"\n' + PARTY.replace("ARM", "XXX"), "no country “XXX”"),
        ('name = "X"\n' + PARTY.replace("member", "boss"), "“boss” is not a role"),
        ('name = "X"\n' + PARTY.replace("1994-04-20", '"soon"'), "2013-09-23"),
        ('name = "X"\n' + PARTY + "until = 1990-01-01\n", "ends before it begins"),
        ('name = "X"\nparty = 7\n', "no party"),
        ('name = "X"\nparty = [7]\n', "not a table"),
        ("name = 7\n" + PARTY, "“name” is missing"),
    ],
)
def test_organisations_that_cannot_be_read(
    refused: Refuse, tmp_path: Path, text: str, said: str
) -> None:
    """A file of one's own is refused with its name, the party and the fault."""
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    message = refused(DATA, *BRIEF, "--org", file)
    assert "own.toml" in message
    assert said in message


def test_an_organisation_that_is_no_text(refused: Refuse, tmp_path: Path) -> None:
    """A file that is not UTF-8, and a folder, cannot be read as an organisation."""
    file = tmp_path / "own.toml"
    file.write_bytes(b'name = "\xff"')
    assert "own.toml" in refused(STORAGE, *BRIEF, "--org", file)
    file.unlink()
    file.mkdir()
    assert "own.toml" in refused(STORAGE, *BRIEF, "--org", file)


HEAD = "iso3,month,vector,deaths\n"
ROW = "TJK,2013-01,state_based,3\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("iso3,month\nTJK,2013-01\n", "Columns are missing: deaths, vector"),
        (HEAD + "TJK,2013-01,state_based,-3\n", "negative"),
        (HEAD + "TJK,2013-01,state_based,many\n", "row 2 “many”"),
        (HEAD + "TJK,2013-01,state_based,inf\n", "row 2 “inf”"),
        (HEAD + "TJK,2013-01,state_based,NaN\n", "row 2 “NaN”"),
        (HEAD + ROW + "TJK,2013-13,state_based,3\n", "row 3 “2013-13”"),
        (HEAD + "TJK,2013-02-30,state_based,3\n", "row 2 “2013-02-30”"),
        (HEAD + "TJK,,state_based,3\n", "month"),
        (HEAD + "Tajikistan,2013-01,state_based,3\n", "row 2 “Tajikistan”"),
        (HEAD + "TJK,2013-01,war,3\n", "row 2 “war”"),
        (HEAD + ROW + ROW, "twice"),
        (HEAD, "no rows"),
        ("", "own.csv"),
        ("\0\0\0", "own.csv"),
        (HEAD + "TJK,2013-01,state_based,3,4,5\n", "own.csv"),
        (HEAD + "Côte,2013-01,state_based,3\n", "own.csv"),
    ],
)
def test_figures_that_cannot_be_used(
    refused: Refuse, tmp_path: Path, content: str, said: str
) -> None:
    """Wrong figures are refused whole, with file, row and value."""
    file = tmp_path / "own.csv"
    file.write_bytes(content.encode("latin-1"))
    message = refused(DATA, *OUTLOOK, "--figures", file)
    assert "own.csv" in message
    assert said in message


def test_figures_that_are_no_file(refused: Refuse, tmp_path: Path) -> None:
    """A folder is no figures, and a broken Parquet file is refused."""
    assert "no such file" in refused(REQUEST, *OUTLOOK, "--figures", tmp_path)
    broken = tmp_path / "own.parquet"
    broken.write_bytes(b"PAR1 and no more")
    assert "own.parquet" in refused(DATA, *OUTLOOK, "--figures", broken)


GED = "id,year,type_of_violence,country_id,date_start,date_end,best,low,high\n"


def _truncated(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ged.csv", GED + "1,2013,1,702,2013-01-01,2013-01-01,1,1,1\n" * 999)
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ged.csv", b""),
        ("ged.csv", b"a,b\n1,2\n"),
        ("ged.csv", GED.encode()),
        ("ged.csv", GED.encode() + b"1,2013,1,702,2013-02-30,2013-01-01,1,1,1\n"),
        ("ged.csv", b"\xff\xfe\x00"),
        ("ged.zip", b"PK no zip"),
        ("ged.zip", None),
        ("ged.csv", "folder"),
        ("ged.csv", "absent"),
    ],
    ids=["empty", "columns", "no rows", "cut", "binary", "no zip", "cut zip", "folder", "absent"],
)
def test_events_that_cannot_be_used(
    run: Run, tmp_path: Path, name: str, content: bytes | str | None
) -> None:
    """A release that is broken or no release is refused by name, and no figures are written."""
    path = tmp_path / name
    match content:
        case bytes():
            path.write_bytes(content)
        case None:
            _truncated(path)
        case "folder":
            path.mkdir()
    out = tmp_path / "here/figures.csv"
    done = run("panel", path, "--out", out)
    assert done.returncode in {REQUEST, DATA, STORAGE}
    assert "Traceback" not in done.stderr
    assert name in done.stderr
    assert list((tmp_path / "here").iterdir()) == []


# --- where it is written


def test_an_output_that_is_a_folder(run: Run, tmp_path: Path) -> None:
    """A folder is not replaced by a brief."""
    out = tmp_path / "here/brief.html"
    out.mkdir()
    done = run(*BRIEF, "--out", out)
    assert (done.returncode, "Traceback" in done.stderr) == (STORAGE, False)
    assert str(out) in done.stderr
    assert list((tmp_path / "here").iterdir()) == [out]
    assert list(out.iterdir()) == []


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A place below which nobody, not even root, can write."""
    file = tmp_path / "file"
    file.write_text("not a folder")
    yield file / "below"
    assert file.read_text() == "not a folder"


def test_an_output_that_cannot_be_written(run: Run, tmp_path: Path, closed: Path) -> None:
    """The message names the file and the reason."""
    done = run(*BRIEF, "--out", closed / "brief.html")
    assert done.returncode == STORAGE
    assert "Not a directory" in done.stderr
    assert str(closed / "brief.html") in done.stderr
    done = run(*OUTLOOK, "--archive", closed)
    assert done.returncode == STORAGE
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "here").iterdir()) == []


def test_a_disk_that_may_only_be_read(run: Run, small_disk: Path) -> None:
    """Where nobody may write, the remedy is another folder."""
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    done = run(*BRIEF, "--out", small_disk / "brief.html")
    assert done.returncode == STORAGE
    assert "Choose a folder that you may write to." in done.stderr


def test_a_full_disk(run: Run, small_disk: Path) -> None:
    """On a full disk the earlier brief stays, nothing is left beside it, and the remedy is told."""
    out = small_disk / "brief.html"
    out.write_text(UNTOUCHED)
    filler = small_disk / "filler"
    with filler.open("wb") as stream:
        stream.write(bytes(900 * 1024))
    done = run(*BRIEF, "--out", out)
    assert done.returncode == STORAGE
    assert "No space left" in done.stderr
    assert "Free some space" in done.stderr
    assert out.read_text() == UNTOUCHED
    assert sorted(small_disk.iterdir()) == [out, filler]


def test_an_outlook_on_a_full_disk(run: Run, small_disk: Path) -> None:
    """An outlook that does not fit leaves no half file behind, nor does the archive."""
    (small_disk / "filler").write_bytes(bytes(1000 * 1024))
    for option in ("--out", "--archive"):
        done = run(
            "outlook", "--org", "csto", "--as-of", "2013-09", "--model", "bootstrap",
            option, small_disk / "outlook.parquet",
        )  # fmt: skip
        assert done.returncode == STORAGE
        assert "Free some space" in done.stderr
    left = {path.name for path in small_disk.rglob("*") if path.is_file()}
    assert left <= {"filler", "tasks.json"}


def test_a_cache_that_cannot_be_written(run: Run, tmp_path: Path, closed: Path) -> None:
    """Without a cache all works; a warning tells that it takes longer every time."""
    out = tmp_path / "here/brief.html"
    done = run(*BRIEF, "--out", out, TOCSIN_CACHE=str(closed))
    assert done.returncode == 0
    assert "Nothing is cached" in done.stderr
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_cache_on_a_full_disk(run: Run, small_disk: Path, tmp_path: Path) -> None:
    """A full disk under the cache only costs time."""
    (small_disk / "filler").write_bytes(bytes(1020 * 1024))
    out = tmp_path / "here/brief.html"
    done = run(*BRIEF, "--out", out, TOCSIN_CACHE=str(small_disk / "cache"))
    assert done.returncode == 0
    assert "Nothing is cached" in done.stderr
    assert not [path for path in small_disk.rglob("*") if path.name.startswith(".")]


@pytest.mark.parametrize("arguments", [BRIEF, (*BRIEF, "--json"), OUTLOOK], ids=" ".join)
@pytest.mark.skipif(not shutil.which("bash"), reason="bash tells how each side of a pipe ended")
def test_a_reader_that_leaves_early(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """When `head` has seen enough there is no traceback."""
    program = Path(sys.executable).with_name("tocsin")
    done = subprocess.run(
        ["bash", "-c", f"{program} {' '.join(arguments)} | true"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr
    assert "Exception ignored" not in done.stderr


# --- reports


@pytest.mark.parametrize(
    ("status", "arguments", "said"),
    [
        (REQUEST, ("missing.txt",), ["missing.txt", "no such file"]),
        (REQUEST, ("--date", "soon", "x"), ["“soon”", "calendar"]),
        (REQUEST, ("--org", "nato", "x"), ["no organisation “nato”"]),
        (REQUEST, ("--lexicon", "nowhere", "x"), ["nowhere", "no such folder", "--lexicon"]),
        (REQUEST, ("--csv", "--json", "x"), ["--csv", "--json"]),
        (REQUEST, ("--results", "r", "x"), ["--out", "--results"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_read_is_told(
    refused: Refuse, status: int, arguments: tuple[str, ...], said: list[str]
) -> None:
    """Files that are not there and options that make no sense are told in one line."""
    message = refused(status, "read", *arguments)
    assert not [part for part in said if part not in message]


def test_bad_reports_stop_no_good_one(run: Run, tmp_path: Path) -> None:
    """Each bad report has its line, good ones are read, and the status is the first failure's."""
    folder = tmp_path / "here/in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"caf\xe9")
    (folder / "b.txt").write_bytes(b"\x7fELF\x00\xff")
    (folder / "c.txt").write_bytes(b"")
    (folder / "d.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "e.html").write_text("<html><script>“No,” the minister said.</script></html>")
    (folder / "f.txt").write_bytes(b"x" * 10_000_000)
    (folder / "g.html").write_text("<p>“We will help,” the minister said.</p><script>x()</script>")
    done = run("read", "in", "missing.txt", "--json")
    lines = done.stderr.strip().splitlines()
    assert done.returncode == DATA
    assert len(lines) == 7
    assert all(line.startswith("tocsin: ") for line in lines)
    for name, line in zip("abcdef", lines, strict=False):
        assert line.startswith(f"tocsin: in/{name}.")
    (read,) = done.stdout.strip().splitlines()
    assert "We will help" in read
    assert "x()" not in read


def test_a_brief_of_reports_that_are_not_there(refused: Refuse, tmp_path: Path) -> None:
    """A folder that is not there, and a session after the brief’s day, are told."""
    assert "no such folder" in refused(REQUEST, *BRIEF, "--reports", "nowhere")
    folder = str(tmp_path)
    message = refused(REQUEST, *BRIEF, "--reports", folder, "--since", "2013-10-01")
    assert "--since 2013-10-01" in message
