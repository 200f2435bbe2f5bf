"""The reader's lexicons: words as data, those that ship and a user's own beside them.

A user's folder holds TOML files named as the built-in ones. Lists, and texts of several lines that
list words, are added to; tables are merged; single values are replaced.
"""

from __future__ import annotations

import functools
import sys
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from tocsin.desk.storage import digest as digest_of
from tocsin.world import place, vector
from tocsin.world.errors import DataError, RequestError, StorageError

Made = TypeVar("Made")
Words = dict[str, Any]

_CACHE = type(functools.cache(len))

_own: dict[str, tuple[str, Words]] = {}
_made: list[Any] = []


def cached(make: Callable[[], Made]) -> Callable[[], Made]:
    """Keep what a function makes of lexicons until others are used; see `use` and `prepare`."""
    kept = functools.cache(make)
    _made.append(kept)
    return kept


def prepare() -> None:
    """Load all lexicons, and what is known of the world, so that no file is opened afterwards."""
    for name in names():
        _shipped(name)
    for known in (place.countries, vector.vectors):
        known()
    place.neighbours("AFG")
    for kept in _made:
        kept()


def names() -> list[str]:
    """The names of the lexicons that ship."""
    folder = files("tocsin.desk.reading").joinpath("data")
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith("toml"))


def table(name: str) -> Words:
    """A lexicon as it ships, with the user's own words in it."""
    shipped = tomllib.loads(_shipped(name))
    own = _own[name][1] if name in _own else {}
    found: Words = _merged(shipped, own, f"{name}.toml")
    return found


def use(folder: Path | None) -> None:
    """Read with the words of a user's folder too, or with those that ship alone.

    Raises `StorageError` for what cannot be read, `RequestError` for a folder without lexicons or
    a file named as none that ships, and `DataError` for words of another shape.
    """
    found = {} if folder is None else _read(folder)
    _own.clear()
    _own.update(found)
    _forget()


def digest() -> str:
    """The SHA-256 of all words in use, in hexadecimal."""
    own = [part for name in sorted(_own) for part in (name, _own[name][0])]
    return digest_of(*(part for name in names() for part in (name, _shipped(name))), *own)


def _forget() -> None:
    """Drop all that the reader's modules keep, since it may be made of other words."""
    own = [module for name, module in sys.modules.items() if name.startswith(f"{__package__}.")]
    for module in own:
        for kept in vars(module).values():
            if isinstance(kept, _CACHE):
                kept.cache_clear()


@functools.cache
def _shipped(name: str) -> str:
    return files("tocsin.desk.reading").joinpath(f"data/{name}.toml").read_text(encoding="utf-8")


def _read(folder: Path) -> dict[str, tuple[str, Words]]:
    if not folder.is_dir():
        raise RequestError("There is no such folder.", where=str(folder), remedy="Check --lexicon.")
    known, found = names(), {}
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in known:
            raise RequestError(
                "No lexicon has this name.",
                where=str(path),
                remedy=f"Known are {', '.join(known)}.",
            )
        found[path.stem] = _parsed(path)
    if not found:
        remedy = f"Put files there named as {', '.join(f'{name}.toml' for name in known)}."
        raise RequestError("There is no lexicon in it.", where=str(folder), remedy=remedy)
    return found


def _parsed(path: Path) -> tuple[str, Words]:
    try:
        text = path.read_text(encoding="utf-8")
        words = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"It cannot be read: {error}.", where=str(path)) from None
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"This is not valid TOML: {error}.", where=str(path)) from None
    _merged(tomllib.loads(_shipped(path.stem)), words, str(path))
    return text, words


def _merged(shipped: Any, own: Any, where: str) -> Any:
    """The user's words laid over those that ship."""
    if isinstance(shipped, dict) and isinstance(own, dict):
        new = {key: value for key, value in own.items() if key not in shipped}
        both = {key: _merged(shipped[key], own[key], where) for key in shipped.keys() & own.keys()}
        return {**{key: both.get(key, value) for key, value in shipped.items()}, **new}
    if isinstance(shipped, list) and isinstance(own, list):
        if {type(word) for word in own} - {type(word) for word in shipped or own}:
            raise DataError(f"It lists {own[0]!r} among words of another kind.", where=where)
        return shipped + [word for word in own if word not in shipped]
    if type(shipped) is not type(own):
        raise DataError(
            f"It has {own!r} in place of a {_kind(shipped)}.",
            where=where,
            remedy="Write it as the lexicon that ships does.",
        )
    if isinstance(shipped, str) and "\n" in shipped:
        return shipped.rstrip(" \n,") + ("," if "," in shipped else "") + "\n" + own
    return own


def _kind(value: object) -> str:
    kind = type(value).__name__
    return {"dict": "table", "str": "text"}.get(kind, kind)
