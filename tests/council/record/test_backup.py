"""A backup taken under writes is one moment, and comes back whole on either database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent


def _empty(folder: Path) -> dict[str, str]:
    """A house of which nothing was made yet, on SQLite."""
    folder.mkdir(exist_ok=True)
    return {**os.environ, "TOCSIN_DATA": str(folder), "DATABASE_URL": ""}


def _tocsin(house: dict[str, str], *arguments: object, code: int = 0) -> str:
    program = [sys.executable, "-m", "tocsin", *map(str, arguments)]
    done = subprocess.run(program, env=house, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def _written(house: dict[str, str], file: Path) -> dict[str, object]:
    """Take a backup while a process goes on acting in the house."""
    outlook = Path(house["TOCSIN_DATA"]) / "outlooks/2013-09.parquet"
    outlook.parent.mkdir()
    outlook.write_bytes(b"as it was said")
    program = [sys.executable, str(HERE / "acting.py"), "backup"]
    with subprocess.Popen(program, env=house, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for _line in range(20):
            process.stdout.readline()
        told = json.loads(_tocsin(house, "backup", file, "--json"))
        process.kill()
    return dict(told)


def test_a_backup_under_writes_comes_back_whole(tmp_path: Path, grounds: Any) -> None:
    """The same head, all rows, the outlooks, never the key; from the database under test to SQLite
    and back onto it."""
    server = os.environ.get("DATABASE_URL", "")
    source, file = grounds(tmp_path / "one", server), tmp_path / "house.backup"
    told = _written(source, file)
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as pack:
        assert not [name for name in pack.namelist() if "key" in name or "sessions." in name]
    other = _empty(tmp_path / "two")
    assert json.loads(_tocsin(other, "restore", file, "--json")) == told
    assert (tmp_path / "two/outlooks/2013-09.parquet").read_bytes() == b"as it was said"
    assert "all as recorded" in _tocsin(other, "verify", "--head", told["head"])
    assert "not empty" in _tocsin(source, "restore", file, code=2)
    assert json.loads(_tocsin(source, "restore", file, "--replace", "--json")) == told
    program = [sys.executable, str(HERE / "acting.py"), "after", "5"]
    subprocess.run(program, env=source, check=True, capture_output=True)
    assert "all as recorded" in _tocsin(source, "verify", "--head", told["head"])


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, grounds: Any) -> Path:
    """A backup of a small house."""
    folder = tmp_path_factory.mktemp("house")
    _written(grounds(folder / "one", ""), folder / "house.backup")
    return folder / "house.backup"


@pytest.mark.parametrize("what", ["cut", "changed", "other"])
def test_what_is_no_whole_backup_is_refused(what: str, saved: Path, tmp_path: Path) -> None:
    """A file cut short, one whose rows were changed, and something else leave a database empty."""
    file = tmp_path / "house.backup"
    file.write_bytes(saved.read_bytes())
    content = file.read_bytes()
    if what == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif what == "other":
        file.write_text("nothing")
    else:
        _changed(file)
    other = _empty(tmp_path / "two")
    assert "nothing was changed" in _tocsin(other, "restore", file, code=3)
    empty = what == "changed"  # the others are refused before the tables are made
    said = _tocsin(other, "verify", code=0 if empty else 4)
    assert ("0 entries and 0 rows" if empty else "The database cannot be read") in said


def _changed(file: Path) -> None:
    with zipfile.ZipFile(file) as pack:
        held = {name: pack.read(name) for name in pack.namelist()}
    held["people.party.jsonl"] = held["people.party.jsonl"].replace(b"Armenia", b"Nowhere")
    with zipfile.ZipFile(file, "w") as pack:
        for name, text in held.items():
            pack.writestr(name, text)
