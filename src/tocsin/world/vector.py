"""Vectors: the strands of threat that are watched. A new one is a row of `vectors.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tocsin.world.errors import RequestError


@dataclass(frozen=True)
class Vector:
    """A strand of threat: its key in tables, a name to print, its unit and what it counts."""

    key: str
    name: str
    unit: str
    counts: str
    ged_type: int | None = None


@cache
def vectors() -> dict[str, Vector]:
    """All vectors by key, in the order of the table."""
    text = files("tocsin.world").joinpath("data/vectors.toml").read_text(encoding="utf-8")
    return {key: Vector(key=key, **row) for key, row in tomllib.loads(text).items()}


def vector(key: str) -> Vector:
    """The vector with this key; raises `RequestError` if there is none."""
    try:
        return vectors()[key]
    except KeyError:
        raise RequestError(
            f"There is no vector “{key}”.", remedy=f"Known are {', '.join(vectors())}."
        ) from None
