"""Processes that do not outlive the one that started them."""

from __future__ import annotations

import ctypes
import os
import signal

PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def die_with_parent(parent: int) -> None:
    """Let the kernel end this process when its `parent` dies, however that dies (Linux)."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)
