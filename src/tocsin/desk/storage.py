"""Writing files whole or not at all, and where caches and archives live."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_cache_path

from tocsin.world.errors import StorageError

REMEDIES = {
    errno.ENOSPC: "Free some space or choose another disk.",
    errno.EDQUOT: "Free some space or choose another disk.",
    errno.EFBIG: "Raise the limit on file sizes or choose another disk.",
    errno.EACCES: "Choose a folder that you may write to.",
    errno.EPERM: "Choose a folder that you may write to.",
    errno.EROFS: "Choose a folder that you may write to.",
}


def write(path: Path, content: bytes | str) -> None:
    """Write a file so that it is there whole or, after any failure, as it was before.

    Folders on the way are made. Raises `StorageError` naming the file and the reason.
    """
    _put(path, content, lambda temporary: temporary.replace(path))


def create(path: Path, content: bytes | str) -> bool:
    """Write a new file whole; one that is there already stays as it is, and False is returned.

    Of several processes that create the same file at once exactly one succeeds. Raises
    `StorageError` as `write` does.
    """
    try:
        _put(path, content, path.hardlink_to)
    except FileExistsError:
        return False
    return True


def _put(path: Path, content: bytes | str, place: Callable[[Path], object]) -> None:
    """Write a file beside `path` and `place` it there once it is whole."""
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _written(path, data) as temporary:
            place(temporary)
    except OSError as error:
        if isinstance(error, FileExistsError) and path.exists():
            raise
        raise StorageError(
            f"It could not be written: {error.strerror or error}.",
            where=str(path),
            remedy=REMEDIES.get(error.errno or 0, ""),
        ) from None


@contextmanager
def _written(path: Path, data: bytes) -> Iterator[Path]:
    """A temporary file with the data, safe on the disk; it is removed in the end."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def cache_folder() -> Path:
    """Where trained models and drawn charts are kept: `TOCSIN_CACHE` or the user's cache."""
    if named := os.environ.get("TOCSIN_CACHE"):
        return Path(named)
    return user_cache_path("tocsin")


HELD = 64
"""Texts of the cache that a process holds in memory at once."""

_kept: dict[str, str] = {}


def recall(key: str) -> str | None:
    """The text kept in the cache under a key, or None if there is none or it is damaged."""
    if key in _kept:
        return _kept[key]
    try:
        checksum, _, text = (cache_folder() / key).read_bytes().decode().partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return text if checksum == digest(text) else None


def keep(key: str, text: str) -> None:
    """Keep a text in the cache; a cache that cannot be written only costs time."""
    _kept[key] = text
    if len(_kept) > HELD:
        del _kept[next(iter(_kept))]
    try:
        write(cache_folder() / key, f"{digest(text)}\n{text}")
    except StorageError as error:
        logging.getLogger("tocsin").warning("Nothing is cached. %s", error)


def digest(*parts: str | bytes) -> str:
    """The SHA-256 of some texts or bytes, each with its length, as hexadecimal."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()
