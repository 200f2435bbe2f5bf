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

    def __init__(self, folder: str, options: dict[str, Any]) -> None:
        super().__init__(folder, options)
        self.folder = Path(folder)

    def add(self, key: Any, value: Any, *arguments: Any, **options: Any) -> bool:
        """Keep a value unless there is one; true for the one who kept it."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return bool(super().add(key, value, *arguments, **options))
