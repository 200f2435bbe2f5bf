"""Which files are meant: all below a folder, in order, each once, whatever lies there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tocsin.desk.reading import folder
from tocsin.desk.reading.folder import Entry
from tocsin.world.errors import RequestError, StorageError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with reports and other things."""
    place = tmp_path / "here"
    for name in ("b.txt", "a.html", "deep/er/c.PDF", "deep/d.docx", "deep/x.png", ".hidden/e.txt"):
        path = place / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (place / "reports/.f.txt").write_text("x")
    (place / "other.log").write_text("x")
    monkeypatch.chdir(place)
    return place


def _names(*paths: str) -> list[str]:
    return [one.name for one in folder.entries(map(Path, paths)) if isinstance(one, Entry)]


def test_a_folder_is_searched_in_order(here: Path) -> None:
    """Reports of every kind are found at any depth, by name; what is hidden or no report is not."""
    found = ["reports/a.html", "reports/b.txt", "reports/deep/d.docx", "reports/deep/er/c.PDF"]
    assert _names("reports") == found
    assert folder.count([Path("reports")]) == 4


def test_what_is_named_is_meant(here: Path) -> None:
    """A file that is named is read whatever it is called, in its place; so is what is missing."""
    assert _names("other.log", "missing.txt", "-") == ["other.log", "missing.txt", "-"]


def test_each_once(here: Path) -> None:
    """A file inside a folder that is named too, or named twice, comes once."""
    assert _names("reports/b.txt", "reports", "reports/deep", str(here / "reports")) == _names(
        "reports"
    )


def test_names_lead_out_of_no_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name never climbs up nor starts at the root, so that results stay in their folder."""
    monkeypatch.chdir(here / "reports")
    assert _names("../other.log") == ["other.log"]
    (name,) = _names(str(here / "other.log"))
    assert not Path(name).is_absolute()


def test_two_of_one_name_are_refused(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two files would have the same name, nothing is read."""
    (here / "reports/other.log").write_text("x")
    monkeypatch.chdir(here / "reports")
    with pytest.raises(RequestError, match="same names"):
        _names("../other.log", "other.log")


def test_links_in_a_circle_end(here: Path) -> None:
    """A link to a folder is not followed, one to a file is."""
    (here / "reports/circle").symlink_to(here / "reports")
    (here / "reports/link.txt").symlink_to(here / "other.log")
    (here / "reports/broken.txt").symlink_to(here / "nowhere")
    assert "reports/link.txt" in _names("reports")
    assert len(_names("reports")) == 5


def test_a_folder_that_may_not_be_looked_into(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes as an error in its place, and the rest is found."""
    scan = os.scandir

    def refuse(path: Path) -> object:
        if path.name == "deep":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = list(folder.entries([Path("reports")]))
    assert isinstance(found[-1], StorageError)
    assert found[-1].where == "reports/deep"
    assert _names("reports") == ["reports/a.html", "reports/b.txt"]


def test_folders_deeper_than_calls(here: Path) -> None:
    """A thousand folders in each other are no deeper than can be searched."""
    depth = 1200
    at = os.open(here, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=at)
        inner = os.open("d", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = inner
    os.close(os.open("x.txt", os.O_CREAT, dir_fd=at))
    os.close(at)
    assert len(_names("d")) == 1
    subprocess.run(["rm", "-r", "d"], check=True)  # pytest would recurse to clear it


def test_a_name_that_is_no_text(here: Path) -> None:
    """Bytes that are no UTF-8 are shown as such and not stumbled over."""
    try:
        (here / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    except OSError:
        pytest.skip("this file system refuses such names")
    assert _names(".")[0] == "caf\ufffd.txt"
