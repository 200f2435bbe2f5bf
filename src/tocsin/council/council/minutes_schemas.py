"""What programs are told of minutes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from ninja import Schema
from pydantic import Field

from tocsin.council.council.minutes import Correction
from tocsin.council.desk.warning_schemas import Marked


class MinutesLine(Marked):
    """Minutes in a list."""

    title: str
    language: str | None = Field(description="A code such as en; null: unknown.")
    left_out: int = Field(description="How many things their readers may not all see.")
    head: str = Field(description="The record’s head before they were drawn up, then adopted.")
    adopted_at: dt.datetime | None = Field(description="null: they can be corrected.")

    @staticmethod
    def resolve_title(thing: Any) -> str:
        """What they are called."""
        return str(thing)


class CorrectionOut(Schema):
    """A correction of a passage."""

    id: uuid.UUID
    before: str
    words: str = Field(description="Empty: the passage is to be left out.")
    reason: str
    at: dt.datetime
    by: str
    fate: Correction.Ruling = Field(description="proposed, taken or refused.")
    judged_at: dt.datetime | None
    judged_by: str | None

    @staticmethod
    def resolve_by(row: Any) -> str:
        """Who proposed it."""
        return str(row.by)

    @staticmethod
    def resolve_judged_by(row: Any) -> str | None:
        """Who decided on it."""
        return str(row.judged_by) if row.judged_by else None


class PassageOut(Schema):
    """A passage of minutes."""

    id: uuid.UUID
    number: int
    heading: bool
    drawn: str = Field(description="As it was drawn up.")
    words: str = Field(description="As it reads now; empty: left out.")
    corrections: list[CorrectionOut]

    @staticmethod
    def resolve_corrections(row: Any) -> list[Any]:
        """Its corrections, oldest first."""
        return list(row.corrections.all())


class MinutesOut(MinutesLine):
    """Minutes, passage by passage."""

    drawn_by: str | None
    adopted_by: str | None
    passages: list[PassageOut]

    @staticmethod
    def resolve_drawn_by(thing: Any) -> str | None:
        """Who drew them up."""
        return str(thing.drawn_by) if thing.drawn_by else None

    @staticmethod
    def resolve_adopted_by(thing: Any) -> str | None:
        """Who adopted them."""
        return str(thing.adopted_by) if thing.adopted_by else None

    @staticmethod
    def resolve_passages(thing: Any) -> list[Any]:
        """The passages in order, with their corrections."""
        found = thing.passages.prefetch_related("corrections__by", "corrections__judged_by")
        return list(found)
