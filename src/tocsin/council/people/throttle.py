"""Where attempts are counted: files that all the server's processes share, and nobody backs up."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache


class Cache(FileBasedCache):
    """Django's cache in files, with an `add` that only one process can win.

    Counts of attempts and the codes that were used already rest on it.
    """

    def add(self, key: Any, value: Any, *arguments: Any, **options: Any) -> bool:
        """Keep a value unless there is one; true for the one who kept it."""
        self._createdir()
        with Path(self._dir, ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return bool(super().add(key, value, *arguments, **options))
