"""The confined process: what it gives back, what it may not do, and what it may cost."""

from __future__ import annotations

import errno
import gc
import hashlib
import os
import platform
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.desk.reading import confined, document
from tocsin.desk.reading.confined import Extract, Limits, extract
from tocsin.desk.reading.document import Kind
from tocsin.world.errors import DataError, TocsinError

Make = Callable[..., bytes]
WORDS = "The minister said: “We shall send 200 observers.”\n"
FORBIDDEN = {
    "socket": "socket.socket()",
    "unix socket": "socket.socketpair()",
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "thread": "_thread.start_new_thread(print, ())",
    "read a file": "open('/etc/hostname')",
    "write a file": "open('new', 'w')",
    "remove a file": "os.unlink('kept')",
    "make a folder": "os.mkdir('new')",
    "link": "os.symlink('a', 'new')",
    "list a folder": "os.listdir('.')",
    "signal": "os.kill(os.getppid(), 0)",
    "change user": "os.setuid(1)",
    "lift a limit": "resource.setrlimit(resource.RLIMIT_CPU, (9, 9))",
    "memory file": "os.memfd_create('new')",
    "pipe": "os.pipe()",
}


def _inside(code: str, folder: Path, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run code in a process that has confined itself."""
    start = (
        "import os, socket, resource, _thread\n"
        "from tocsin.desk.reading.confined import Limits, confine\n"
        f"{before}\nconfine(Limits(seconds=5))\n"
    )
    return subprocess.run(
        [sys.executable, "-I", "-c", start + code],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=folder,
    )


@pytest.mark.parametrize("code", FORBIDDEN.values(), ids=FORBIDDEN)
def test_the_confined_can_only_compute(code: str, tmp_path: Path) -> None:
    """Network, files, processes, signals and limits are out of reach, and the process lives on."""
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "kept").touch()
    refused = "except (PermissionError, RuntimeError, ValueError): os.write(1, b'refused')"
    tried = f"try: {code}\n{refused}"
    run = _inside(tried, folder)
    assert (run.returncode, run.stdout) == (0, "refused"), run.stderr
    assert [path.name for path in folder.iterdir()] == ["kept"]


def test_the_confined_can_compute(tmp_path: Path) -> None:
    """What a parser needs still works: memory, numbers, errors, an orderly end."""
    run = _inside("print(sum(len(bytes(10**n)) for n in range(8)))", tmp_path)
    assert (run.returncode, run.stdout) == (0, "11111111\n"), run.stderr


def test_a_plain_user_is_confined_too(tmp_path: Path) -> None:
    """Confinement needs no rights of the administrator, and takes away those that there are."""
    before = "os.geteuid() or os.setuid(65534)"
    code = "try: socket.socket()\nexcept PermissionError: os.write(1, b'refused')"
    run = _inside(code, tmp_path, before)
    assert (run.returncode, run.stdout) == (0, "refused"), run.stderr


def _verdict(steps: list[tuple[int, int, int, int]], audit: int, call: int) -> int:
    """What the kernel concludes from the steps, by the rules of its little machine."""
    at = held = 0
    while True:
        code, equal, other, value = steps[at]
        if code == 0x06:
            return value
        if code == 0x20:
            held = {0: call, 4: audit}[value]
        at += 1 + (0 if code == 0x20 else equal if held == value else other)


@pytest.mark.parametrize("machine", confined._MACHINES.values(), ids=confined._MACHINES)
def test_only_what_is_listed_passes(machine: confined._Machine) -> None:
    """On either machine the listed calls pass, others fail, and foreign ones end the process."""
    steps = confined._steps(machine)
    verdicts = {call: _verdict(steps, machine.audit, call) for call in range(600)}
    assert {call for call, verdict in verdicts.items() if verdict == 0x7FFF0000} == {*machine.calls}
    assert set(verdicts.values()) == {0x7FFF0000, 0x00050000 | errno.EPERM}
    assert _verdict(steps, machine.audit, 0x40000000 | machine.calls[0]) == 0x00050001
    assert _verdict(steps, 0x40000003, machine.calls[0]) == 0x80000000


def test_the_kernel_judges(tmp_path: Path) -> None:
    """A call that goes past Python, straight to the C library, is refused as well."""
    before = "import ctypes; library = ctypes.CDLL(None, use_errno=True)"
    run = _inside("print(library.socket(2, 1, 0), ctypes.get_errno())", tmp_path, before)
    assert run.stdout == f"-1 {errno.EPERM}\n", run.stderr


def test_every_document(shared: Path) -> None:
    """Documents come through the confined process as the same text."""
    for file in sorted((shared / "documents").glob("*.txt"))[::5]:
        data = file.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        assert extract(data, file.name) == Extract(Kind.TXT, data.decode(), digest)


def test_every_kind_is_read_as_unconfined(letter: bytes, printed: bytes) -> None:
    """Nothing that a parser needs is missing behind the locked door."""
    page = '<meta charset="windows-1251"><p>Граница'.encode("cp1251")
    for data in (letter, printed, page, WORDS.encode("utf-16"), b"\xef\xbb\xbfx"):
        found = extract(data)
        assert found.text == document.text(data, found.kind)


def test_eastern_scripts(one_page: Make) -> None:
    """A PDF in an encoding of its own finds its tables, though no file can be opened."""
    data = one_page(b"BT /F 12 Tf 9 9 Td <b9fab1df> Tj ET").replace(
        b"/Type1/BaseFont/Helvetica>>", b"/Type1/BaseFont/X/Encoding/GBK-EUC-H>>"
    )
    assert extract(data).text == document.text(data, Kind.PDF)


def test_speed() -> None:
    """A short report takes well under half a second, with the start of its process."""
    took = []
    for _ in range(3):
        start = time.perf_counter()
        extract(WORDS.encode())
        took.append(time.perf_counter() - start)
    assert min(took) < 0.5


@pytest.mark.parametrize(
    ("data", "limits", "said"),
    [
        (b"x" * 11, Limits(given=10), "too big"),
        (b"x" * 2000, Limits(text=1000), "too long"),
        (b"x", Limits(seconds=0.01), "too slow"),
        (b"x" * 9_000_000, Limits(memory=32 << 20), "too large"),
        (b"<p>" * 3_000_000, Limits(memory=128 << 20), "too large"),
        (b"MZ\0", Limits(), "Windows program"),
        (b" \n", Limits(), "no text in it"),
    ],
    ids=["bytes", "text", "seconds", "memory", "tree", "program", "empty"],
)
def test_limits_are_told(data: bytes, limits: Limits, said: str) -> None:
    """A report beyond a limit is refused with what was too much, where, and what to do."""
    with pytest.raises(DataError, match=said) as refused:
        extract(data, "report", limits=limits)
    assert refused.value.where == "report"
    assert refused.value.remedy


def test_a_slow_report_is_stopped(one_page: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page drawn in millions of steps ends at the limit, and leaves no process behind."""
    started: list[subprocess.Popen[bytes]] = []

    class Seen(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Seen)
    endless = one_page(b"BT /F 12 Tf " + b"1 0 0 1 0 0 Tm (a) Tj " * 3_000_000 + b"ET")
    assert len(endless) < 1 << 20
    start = time.perf_counter()
    with pytest.raises(DataError, match="too slow"):
        extract(endless, limits=Limits(seconds=1.5))
    assert time.perf_counter() - start < 10
    for child in started:
        with pytest.raises(ProcessLookupError):
            os.killpg(child.pid, 0)


def test_a_huge_stream(one_page: Make) -> None:
    """A PDF whose stream unpacks a thousandfold is refused within its limits."""
    with pytest.raises(DataError):
        extract(one_page(b" " * 400_000_000), limits=Limits(memory=256 << 20, seconds=10))


def test_a_bomb(word: Make) -> None:
    """A Word document that unpacks to hundreds of megabytes is refused."""
    with pytest.raises(DataError, match="unpacks to more"):
        extract(word("", media=bytes(document.UNPACKED)))


@settings(max_examples=15)
@given(
    st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<p>"]), st.binary(max_size=99), st.text()
)
def test_any_bytes_under_any_name(start: bytes, data: bytes, name: str) -> None:
    """Whatever is sent, under whatever name, ends in text or in a DataError."""
    try:
        found = extract(start + data, name).text
    except DataError as error:
        found = error.remedy
    assert found.strip()


@pytest.mark.parametrize(
    "said",
    [
        b"\n", b"{}", b"[]", b"1", b"\xff", b'{"kind": "exe", "text": "x"}',
        b'{"kind": "txt", "text": 1}', b"[" * 100_000, b'{"error": "SystemExit"}',
    ],
)  # fmt: skip
def test_a_child_is_not_believed(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    """Should a parser be taken over, what it says is still only data, or an error."""
    monkeypatch.setattr(confined, "_run", lambda *_: (False, 0, said))
    with pytest.raises(DataError, match="broke down"):
        extract(b"x")


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with the installation is not blamed on the report."""
    said = b'{"error": "TocsinError", "what": "It needs pypdf.", "remedy": "Install it."}'
    monkeypatch.setattr(confined, "_run", lambda *_: (False, 0, said))
    with pytest.raises(TocsinError, match=r"It needs pypdf\. Install it\.") as told:
        extract(b"x")
    assert type(told.value) is TocsinError


def test_a_process_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken installation is not blamed on the report either."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(TocsinError, match="does not start"):
        extract(b"x")


def test_what_a_child_says_is_cleaned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text from a process taken over holds no control characters either."""
    said = rb'{"kind": "txt", "text": "a\u0000\u001b[2J\ud800b"}'
    monkeypatch.setattr(confined, "_run", lambda *_: (False, 0, said))
    assert extract(b"x").text == "a[2Jb"


@pytest.mark.parametrize(("system", "machine"), [("Darwin", "arm64"), ("Linux", "riscv64")])
def test_elsewhere_nothing_is_parsed(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str
) -> None:
    """Where a process cannot be confined, a report is refused."""
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    with pytest.raises(TocsinError, match=f"safely on {system} {machine}"):
        extract(b"x")


def test_nothing_is_left_behind() -> None:
    """Reports, good and bad, leave no open file and no folder."""
    extract(WORDS.encode())
    gc.collect()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for data in (WORDS.encode(), b"MZ\0", zlib.compress(b"x" * 99)):
        try:
            extract(data)
        except DataError:
            continue
    assert len(list(Path("/proc/self/fd").iterdir())) == before
