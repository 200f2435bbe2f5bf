"""A file is there whole or not at all, whatever goes wrong in between."""

import errno
import logging
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tocsin.desk import storage
from tocsin.world.errors import StorageError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    made = tmp_path / "folder"
    made.mkdir()
    return made


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("content", ["Тоҷикистон\n", b"\x00\xff", "", b""])
def test_what_is_written_is_there(folder: Path, content: str | bytes) -> None:
    """Text as UTF-8, bytes as they are, in folders made on the way, and nothing else beside."""
    file = folder / "a/b/file"
    storage.write(file, content)
    assert file.read_bytes() == (content.encode() if isinstance(content, str) else content)
    assert _left(file.parent) == ["file"]


def test_writing_again_replaces(folder: Path) -> None:
    """The new content stands where the old one stood."""
    storage.write(folder / "file", "old and longer")
    storage.write(folder / "file", "new")
    assert (folder / "file").read_text() == "new"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit, OSError(errno.EIO, "I/O error")])
@pytest.mark.parametrize("before", [None, "old"])
def test_an_interrupted_write_leaves_all_as_it_was(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    stop: type[BaseException] | BaseException,
    before: str | None,
) -> None:
    """Ctrl-C, a signal or a failing disk: the old file stays, and no half one lies around."""
    file = folder / "file"
    if before:
        file.write_text(before)

    def fail(_: int) -> None:
        raise stop

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises((KeyboardInterrupt, SystemExit, StorageError)):
        storage.write(file, "new")
    assert _left(folder) == (["file"] if before else [])
    assert not before or file.read_text() == before


LIMITED = """
import resource, signal, sys
from pathlib import Path
from tocsin.desk import storage
from tocsin.world.errors import StorageError

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    storage.write(Path(sys.argv[1]), b"x" * 5000)
except StorageError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def test_a_file_too_large_is_not_cut_short(folder: Path) -> None:
    """Under a limit on file sizes the old file stays, and the error names it and a remedy."""
    file = folder / "file"
    file.write_text("old")
    command = [sys.executable, "-c", LIMITED, str(file)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (StorageError.exit_code, "")
    assert str(file) in run.stdout
    assert "Raise the limit" in run.stdout
    assert _left(folder) == ["file"]
    assert file.read_text() == "old"


def test_a_full_disk_is_not_filled_with_half_a_file(small_disk: Path) -> None:
    """On a full disk the old file stays, and the space is free again."""
    storage.write(small_disk / "file", "old")
    with pytest.raises(StorageError, match="Free some space"):
        storage.write(small_disk / "file", b"x" * (1 << 21))
    assert _left(small_disk) == ["file"]
    assert (small_disk / "file").read_text() == "old"


def test_a_file_where_a_folder_should_be_is_an_error(folder: Path) -> None:
    """The error says which file could not be written."""
    (folder / "file").write_text("")
    with pytest.raises(StorageError) as caught:
        storage.write(folder / "file/below", "new")
    assert caught.value.where == str(folder / "file/below")


def test_a_folder_where_the_file_should_be_is_an_error(folder: Path) -> None:
    """A folder is not replaced."""
    (folder / "file").mkdir()
    with pytest.raises(StorageError):
        storage.write(folder / "file", "new")
    with pytest.raises(StorageError):
        storage.write(Path("/"), "new")
    assert _left(folder) == ["file"]


def test_a_folder_that_may_not_be_written_to_is_an_error(folder: Path) -> None:
    """Without permission, or for root on /proc where nobody may write, the remedy is named."""
    closed = folder / "closed"
    closed.mkdir(mode=0o500)
    file = closed / "file" if os.geteuid() else Path("/proc/tocsin/file")
    with pytest.raises(StorageError) as caught:
        storage.write(file, "new")
    assert caught.value.where == str(file)


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_permissions_follow_the_umask(folder: Path, mask: int, mode: int) -> None:
    """A file gets the permissions that any other new file would get."""
    before = os.umask(mask)
    try:
        storage.write(folder / "file", "new")
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "file").stat().st_mode) == mode


def test_creating_never_replaces(folder: Path) -> None:
    """The first one is kept, and the second is told so."""
    file = folder / "folder/file"
    assert storage.create(file, "first")
    assert not storage.create(file, "second")
    assert file.read_text() == "first"
    assert _left(file.parent) == ["file"]


def test_creating_is_whole_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Interrupted, it leaves nothing."""

    def fail(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(KeyboardInterrupt):
        storage.create(folder / "file", "new")
    assert _left(folder) == []


KILLED = """
import sys
from pathlib import Path
from tocsin.desk import storage

while True:
    for letter in "ab":
        storage.write(Path(sys.argv[1]), letter * 200_000)
"""


def test_a_killed_writer_leaves_a_whole_file(folder: Path) -> None:
    """Killed without warning while it writes again and again, it leaves one of its contents."""
    file = folder / "file"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(file)]) as process:
        while not file.exists():
            assert process.poll() is None
        for _ in range(200):
            assert set(file.read_text()) in ({"a"}, {"b"})
        process.send_signal(signal.SIGKILL)
    assert len(file.read_text()) == 200_000
    assert len(set(file.read_text())) == 1


def test_the_cache_lies_where_it_is_told(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """`TOCSIN_CACHE` names the folder; without it, it is the user's cache."""
    monkeypatch.setenv("TOCSIN_CACHE", str(folder))
    assert storage.cache_folder() == folder
    monkeypatch.delenv("TOCSIN_CACHE")
    assert storage.cache_folder().name == "tocsin"


@given(st.text())
@example("one\r\ntwo\rthree\n")
def test_what_is_kept_is_recalled(text: str) -> None:
    """Any text comes back from the cache's file as it was, line ends and all."""
    storage.keep("key", text)
    storage._kept.clear()
    assert storage.recall("key") == text


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff\xff", b"0" * 64 + b"\ntext"])
def test_a_damaged_cache_is_not_recalled(damage: bytes) -> None:
    """What does not fit its checksum is as good as absent."""
    storage.keep("key", "text")
    storage._kept.clear()
    (storage.cache_folder() / "key").write_bytes(damage)
    assert storage.recall("key") is None


def test_a_cache_that_cannot_be_written_only_warns(
    monkeypatch: pytest.MonkeyPatch, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The reason stands in the log, and work goes on."""
    (folder / "file").write_text("")
    monkeypatch.setenv("TOCSIN_CACHE", str(folder / "file"))
    with caplog.at_level(logging.WARNING, logger="tocsin"):
        storage.keep("key", "text")
    assert "Nothing is cached" in caplog.text
    storage._kept.clear()


@given(st.lists(st.text(max_size=3), max_size=3), st.lists(st.text(max_size=3), max_size=3))
def test_digests_tell_parts_apart(first: list[str], second: list[str]) -> None:
    """Two lists of texts have the same digest only if they are the same list."""
    assert (storage.digest(*first) == storage.digest(*second)) == (first == second)
