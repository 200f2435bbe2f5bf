"""How things are said: word lists kept as data beside the code, one TOML file for each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

GAP = r"(?:[^\S\n]{1,3}\n?[^\S\n]{0,3}|\n[^\S\n]{0,3})"
"""As a pattern: white space between two words of a paragraph."""


@cache
def said(name: str) -> dict[str, Any]:
    """The table `data/<name>.toml`."""
    path = files("tocsin.desk.reading").joinpath(f"data/{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def either(words: Iterable[str]) -> str:
    """A pattern for any of these words or phrases, the longest first."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", GAP) for word in ordered) + ")"
