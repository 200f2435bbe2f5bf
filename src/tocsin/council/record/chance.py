"""Identifiers and salts: random, or drawn from a seed so that an exercise can be played again."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_SYSTEM = random.SystemRandom()
_source: ContextVar[random.Random] = ContextVar("source", default=_SYSTEM)


def fresh() -> uuid.UUID:
    """A new identifier, which gives away neither order nor time."""
    return uuid.UUID(int=_source.get().getrandbits(128), version=4)


def salt() -> str:
    """128 random bits in hexadecimal."""
    return f"{_source.get().getrandbits(128):032x}"


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw identifiers and salts from a seed: for exercises only, since they can be guessed."""
    before = _source.set(random.Random(seed))  # noqa: S311 (an exercise has nothing to hide)
    try:
        yield
    finally:
        _source.reset(before)
