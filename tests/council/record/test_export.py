"""An outsider gets the whole chain, opened as far as they may see, and verifies it alone."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tocsin.council.record import actions, export
from tocsin.council.record.chain import Entry, Head
from tocsin.world.errors import RequestError, StorageError

MARK = "More armed crossings"


@pytest.fixture(scope="module")
def page(repository: Path) -> dict[str, str]:
    """The scripts on the page of documented steps, by language."""
    text = (repository / "docs/record.md").read_text(encoding="utf-8")
    return dict(re.findall(r"```(python|sh)\n(.*?)```", text, re.DOTALL))


def _checked(script: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-I", "-W", "ignore", "-c", script]
    if "jq" in script:
        program = ["bash", "-c", script]
    else:
        program += ["record.jsonl", *arguments]
    return subprocess.run(program, cwd=folder, capture_output=True, text=True, check=False)


def _lines(folder: Path) -> list[dict[str, Any]]:
    text = (folder / export.NAME).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("language", ["python", "sh"])
def test_the_documented_steps_verify_an_export(
    language: str, make: Any, page: dict[str, str], tmp_path: Path
) -> None:
    """Both scripts accept what was exported and name the first thing that was tampered with."""
    if language == "sh" and not shutil.which("jq"):
        pytest.skip("there is no jq; install Debian's package jq")
    make()
    told = export.write("TJK", tmp_path / "out")
    assert told.head == Head.objects.get().hash
    right = _checked(page[language], tmp_path / "out")
    assert right.returncode == 0, right.stdout + right.stderr
    assert told.head in right.stdout
    lines = _lines(tmp_path / "out")
    last = lines[-1]
    last["said"]["body"] = last["said"]["body"].replace("Crossings", "Nothing")
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (tmp_path / "out" / export.NAME).write_text(text, encoding="utf-8")
    wrong = _checked(page[language], tmp_path / "out")
    assert wrong.returncode == 1
    assert f"entry {told.entries}: wrong words" in wrong.stdout


@pytest.mark.parametrize("field", ["seq", "at", "previous", "payload", "rows", "hash", "gone"])
def test_the_script_finds_each_changed_field(
    field: str, make: Any, page: dict[str, str], tmp_path: Path
) -> None:
    """Whatever field of a withheld entry is changed, or if it is taken out, the script says so."""
    export.write("public", tmp_path / "out")
    lines = _lines(tmp_path / "out")
    if field == "gone":
        del lines[3]
    else:
        lines[3][field] = 9 if field == "seq" else "2001"
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (tmp_path / "out" / export.NAME).write_text(text, encoding="utf-8")
    assert "entry 4" in _checked(page["python"], tmp_path / "out").stdout


def test_the_script_holds_the_chain_against_a_printed_hash(
    make: Any, page: dict[str, str], tmp_path: Path
) -> None:
    """A hash printed earlier is found in the chain, and another is not."""
    export.write("public", tmp_path / "out")
    known = Entry.objects.get(seq=2).hash
    assert _checked(page["python"], tmp_path / "out", known).returncode == 0
    assert _checked(page["python"], tmp_path / "out", "0" * 64).returncode == 1


def test_nobody_gets_more_than_they_may_see(make: Any, house: Any, tmp_path: Path) -> None:
    """A warning's words reach the parties and persons of its audience who are not kept from it."""
    warning = make()
    analyst = house.actor("analyst")
    given = actions.Keep(
        table="desk.warning", thing=warning.pk, user=house.people["tajikistan"].pk, reason="Ill."
    )
    see = {"secretariat": True, "TJK": True, "analyst@example.org": True, "ARM": False}
    see |= {"public": False, "administration": False, "administrator@example.org": False}
    for reader, may in see.items():
        export.write(reader, tmp_path / reader)
        assert (MARK in (tmp_path / reader / export.NAME).read_text("utf-8")) is may, reader
    actions.bar(analyst, given)
    for reader in ("TJK", "tajikistan@example.org"):
        export.write(reader, tmp_path / "later" / reader)
        assert MARK not in (tmp_path / "later" / reader / export.NAME).read_text("utf-8")


def test_every_entry_is_in_every_export(make: Any, tmp_path: Path) -> None:
    """The chain is whole whoever reads it; its README tells the head."""
    make()
    told = export.write("public", tmp_path / "out")
    assert [line["seq"] for line in _lines(tmp_path / "out")] == list(range(1, told.entries + 1))
    assert told.head in (tmp_path / "out/README.md").read_text("utf-8")


def test_what_makes_no_sense_is_refused(house: Any, tmp_path: Path) -> None:
    """An unknown reader, and a folder that holds something."""
    with pytest.raises(RequestError, match="no reader"):
        export.write("nobody", tmp_path / "out")
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="not empty"):
        export.write("public", tmp_path)
