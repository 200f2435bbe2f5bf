"""A report is parsed in a process of its own that can hurt nothing.

The process has no environment and an empty folder. Before it looks at the report it gives up, for
good, all system calls but those that compute: it can open no file or socket, start no program,
signal nobody and lift no limit. Linux on x86-64 and ARM64 can do this for any user (seccomp);
elsewhere a report is refused rather than parsed unconfined.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import math
import os
import platform
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from threading import Event, Timer
from typing import IO

from tocsin.desk.reading import document
from tocsin.desk.reading.document import Kind
from tocsin.world.errors import DataError, TocsinError


@dataclass(frozen=True)
class Limits:
    """What a report may cost: bytes given, bytes of text, bytes of memory, seconds."""

    given: int = 32 << 20
    text: int = 16 << 20
    memory: int = 1 << 30
    seconds: float = 30.0


@dataclass(frozen=True)
class Extract:
    """A report's kind and plain text, and the SHA-256 of its bytes in hexadecimal."""

    kind: Kind
    text: str
    digest: str


@dataclass(frozen=True)
class _Machine:
    """An architecture as the kernel names it, and its numbers for the calls that stay open."""

    audit: int
    calls: tuple[int, ...]


# read write close mmap mprotect munmap brk mremap madvise rt_sigaction rt_sigprocmask rt_sigreturn
# futex clock_gettime getrandom restart_syscall exit exit_group
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E, (0, 1, 3, 9, 10, 11, 12, 25, 28, 13, 14, 15, 202, 228, 318, 219, 60, 231)
    ),
    "aarch64": _Machine(
        0xC00000B7,
        (63, 64, 57, 222, 226, 215, 214, 216, 233, 134, 135, 139, 98, 113, 278, 128, 93, 94),
    ),
}
_PDEATHSIG, _SECCOMP, _NO_NEW_PRIVS, _FILTER = 1, 22, 38, 2  # <linux/prctl.h>, <linux/seccomp.h>
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # <linux/bpf_common.h>
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050001, 0x7FFF0000  # refused: EPERM
NO_MEMORY = 71
READY = b"\n"
"""White space to JSON, said once confined."""
_CHILD = "from tocsin.desk.reading.confined import answer; answer()"


def extract(data: bytes, name: str = "", *, limits: Limits | None = None) -> Extract:
    """The plain text of a report from outside, parsed in a confined process.

    Raises DataError for a report that is too big, too slow, or cannot be read, and TocsinError
    where this machine cannot confine a process or lacks `tocsin[council]`.
    """
    limits = limits or Limits()
    _machine()
    if len(data) > limits.given:
        raise _too("big", f"{len(data):,} bytes, of {limits.given:,} allowed", name)
    said = run(_CHILD, data, name, limits)
    return _extract(said, data, name)


def run(code: str, data: bytes, name: str, limits: Limits) -> bytes:
    """What a process of its own says that runs some code over data; see `extract` for errors.

    The code is to `confine` itself, to write `READY`, and to say what it found as JSON.
    """
    late, status, said = _run(code, data, name, limits)
    if len(said) > limits.text:
        raise _too("long", f"more than {limits.text:,} bytes of text", name)
    if late or status == -signal.SIGXCPU:
        raise _too("slow", f"not read within {limits.seconds:g} seconds", name)
    if status == NO_MEMORY:
        raise _too("large", f"reading it takes more than {limits.memory >> 20} MiB", name)
    if not said:
        raise TocsinError(
            "The process that reads reports does not start.",
            remedy=f"Check that tocsin is installed for {sys.executable}.",
        )
    if status:
        raise broken(name)
    return said


def confine(limits: Limits) -> None:
    """Give up, for good, everything but computing; call it in a process made for one report.

    Raises TocsinError where the kernel does not allow it.
    """
    machine = _machine()
    _limit(limits)
    _control(_PDEATHSIG, signal.SIGKILL)
    _control(_NO_NEW_PRIVS, 1)
    steps = _steps(machine)
    packed = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), packed)  # named, to stay in place while the kernel reads it
    _control(_SECCOMP, _FILTER, ctypes.addressof(program))


def end_with_parent() -> None:
    """End this process when the one that started it ends, where the kernel can see to that."""
    if platform.system() == "Linux":
        _control(_PDEATHSIG, signal.SIGKILL)


def answer() -> None:
    """Parse the report on standard input, confined, and say on standard output what is in it."""
    say(_found)


def say(find: Callable[..., object]) -> None:
    """Say what is found in the data on standard input, and end the process."""
    head, _, data = sys.stdin.buffer.read().partition(b"\n")
    try:
        rest = memoryview(json.dumps(find(data, **json.loads(head))).encode())
    except MemoryError:
        os._exit(NO_MEMORY)
    while rest:
        rest = rest[os.write(1, rest) :]
    os._exit(0)


def _found(data: bytes, name: str, memory: int, seconds: float) -> dict[str, str]:
    try:
        document.load(document.likely(data))
        confine(Limits(memory=memory, seconds=seconds))
        os.write(1, READY)
        kind = document.kind(data, name)
        return {"kind": kind, "text": document.text(data, kind)}
    except TocsinError as error:
        return {"error": type(error).__name__, "what": error.what, "remedy": error.remedy}


def _run(code: str, data: bytes, name: str, limits: Limits) -> tuple[bool, int, bytes]:
    """Whether the child had to be stopped for lateness, how it ended, and what it said."""
    asked = json.dumps({"name": name, "memory": limits.memory, "seconds": limits.seconds})
    with (
        TemporaryDirectory(prefix="tocsin-") as folder,
        _handed(asked.encode() + b"\n" + data) as given,
        subprocess.Popen(  # noqa: S603 (our own interpreter and code; the report is only input)
            [sys.executable, "-I", "-B", "-c", code],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={},
            start_new_session=True,
        ) as child,
    ):
        late = Event()
        timer = Timer(limits.seconds, _stop, (child, late))
        timer.start()
        try:
            said = child.stdout.read(limits.text + 1) if child.stdout else b""
            if len(said) <= limits.text:
                child.wait()
        finally:
            timer.cancel()
            _stop(child, Event())
    return late.is_set(), child.returncode, said


@contextmanager
def _handed(request: bytes) -> Iterator[IO[bytes]]:
    """A file that stands in memory only, since a report may be marked."""
    with os.fdopen(os.memfd_create("report"), "w+b") as file:
        file.write(request)
        file.seek(0)
        yield file


def _stop(child: subprocess.Popen[bytes], stopped: Event) -> None:
    """End the child and whatever it may have started, unless it has ended by itself."""
    if child.poll() is None:
        stopped.set()
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def _extract(said: bytes, data: bytes, name: str) -> Extract:
    """What the child said, which is believed no more than the report itself."""
    try:
        found = json.loads(said)
        if "error" in found:
            raise _refusal(found, name)
        kind, text = Kind(found["kind"]), document.plain(found["text"])
    except (LookupError, RuntimeError, TypeError, ValueError) as error:
        raise broken(name) from error
    return Extract(kind, text, hashlib.sha256(data).hexdigest())


def _refusal(found: dict[str, str], name: str) -> TocsinError:
    what, remedy = str(found["what"]), str(found["remedy"])
    if found["error"] == TocsinError.__name__:
        return TocsinError(what, remedy=remedy)
    return DataError(what, where=name, remedy=remedy)


def _too(what: str, facts: str, name: str) -> DataError:
    return DataError(
        f"It is too {what}: {facts}.", where=name, remedy="Split it, or save it as plain text."
    )


def broken(name: str) -> DataError:
    """What is said of a report over which its parser broke down."""
    return DataError(
        "Its parser broke down over it.",
        where=name,
        remedy="Save it anew, or as plain text; be wary of where it comes from.",
    )


def _machine() -> _Machine:
    found = _MACHINES.get(platform.machine()) if platform.system() == "Linux" else None
    if found is None or sys.maxsize < 1 << 32:
        raise TocsinError(
            f"Reports cannot be parsed safely on {platform.system()} {platform.machine()}.",
            remedy="Run tocsin on 64-bit Linux (x86-64 or ARM64).",
        )
    return found


def _limit(limits: Limits) -> None:
    """Hold memory and processor time, and forbid writing, dumping, forking and opening."""
    import resource  # noqa: PLC0415 (there is none on Windows, where `_machine` explains)

    wanted = {
        resource.RLIMIT_AS: limits.memory,
        resource.RLIMIT_CPU: math.ceil(limits.seconds),
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 3,
    }
    for what, most in wanted.items():
        hard = resource.getrlimit(what)[1]
        held = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (held, held))


def _control(*arguments: int) -> None:
    """Call prctl(2)."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(*map(ctypes.c_ulong, [*arguments, 0, 0, 0, 0][:5])):
        raise TocsinError(
            f"The kernel refuses to confine a parser: {os.strerror(ctypes.get_errno())}.",
            remedy="Use a kernel and a container that allow seccomp filters.",
        )


class _Program(ctypes.Structure):
    """The kernel's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _steps(machine: _Machine) -> list[tuple[int, int, int, int]]:
    """How the kernel judges each system call: code, jump if equal, jump if not, value."""
    calls = machine.calls
    return [
        (_LOAD, 0, 0, 4),  # the architecture
        (_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # the number of the call
        *((_EQUAL, len(calls) - i, 0, call) for i, call in enumerate(calls)),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
