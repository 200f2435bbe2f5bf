"""What a decision decides on: the paragraphs of the version that was frozen, and their digest."""

from __future__ import annotations

from tocsin.council.council.models import Version
from tocsin.council.record import canonical


def paragraphs(version: Version) -> list[str]:
    """The words of every paragraph, in order."""
    return [row.paragraph.words for row in version.placings.select_related("paragraph")]


def digest(number: int, words: list[str]) -> str:
    """The SHA-256 of the canonical JSON of a version's number and paragraphs."""
    return canonical.digest(canonical.text({"number": number, "paragraphs": words}))
