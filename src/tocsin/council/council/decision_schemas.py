"""What programs are told of decisions: what their pages show of the decision itself."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, WithJsonSchema

from tocsin.council.council.decision import Choice, Method, Move, Stage
from tocsin.council.desk.warning_schemas import Marked

Standing = Annotated[str, WithJsonSchema({"type": "string", "enum": list(Stage.values)})]
"""Where a decision stands; spelt out, since other things have stages of their own."""
Moved = Annotated[str, WithJsonSchema({"type": "string", "enum": list(Move.values)})]
"""What changed the clock."""


class DecisionLine(Marked):
    """A decision in a list."""

    title: str
    method: Method = Field(description="session or silence.")
    stage: Standing
    rule: str = Field(description="As the organisation’s file has it, on the day it was put.")
    expires_at: dt.datetime | None = Field(description="Of a silence, in UTC; null: in session.")
    zone: str = Field(description="The zone that the expiry was set in.")
    ended_at: dt.datetime | None


class OfParty(Schema):
    """Something of a party."""

    party: str = Field(description="The party’s key.")

    @staticmethod
    def resolve_party(row: Any) -> str:
        """The party's key."""
        return str(row.party.key)


class ConcernOut(OfParty):
    """A party that is concerned."""

    why: str
    marked_at: dt.datetime


class WordsOut(OfParty):
    """What a party said or wrote."""

    words: str
    at: dt.datetime = Field(description="When it reached the house.")
    by: str

    @staticmethod
    def resolve_by(row: Any) -> str:
        """Who entered it."""
        return str(row.by)


class VoiceOut(WordsOut):
    """A voice in session; the last of each party counts."""

    choice: Choice


class ObjectionOut(WordsOut):
    """A written objection."""

    id: uuid.UUID
    entered_at: dt.datetime
    means: str = Field(description="By which other means it came; empty: by this system.")
    proof: str
    withdrawn_at: dt.datetime | None
    withdrawal: str


class TimingOut(Schema):
    """A change of the clock of a silence."""

    move: Moved
    at: dt.datetime
    reason: str
    before: dt.datetime | None
    after: dt.datetime | None


class DecisionOut(DecisionLine):
    """A decision."""

    words: str = Field(description="Empty where a text is decided on.")
    threshold: str = Field(description="An exact share such as 2/3; empty: more than half.")
    base: str = Field(description="What a majority is a share of: cast or members.")
    quorum: str
    put_by: str | None
    suspended_at: dt.datetime | None
    holding: str = Field(description="The outages that hold a result, one a line: since/until.")
    ending: str
    tally: dict[str, Any] | None = Field(description="Frozen when it ended; null: not ended.")
    concerns: list[ConcernOut]
    voices: list[VoiceOut]
    objections: list[ObjectionOut]
    timings: list[TimingOut]

    @staticmethod
    def resolve_put_by(thing: Any) -> str | None:
        """Who put it."""
        return str(thing.put_by) if thing.put_by else None

    @staticmethod
    def resolve_concerns(thing: Any) -> list[Any]:
        """The parties concerned."""
        return list(thing.concerns.select_related("party"))

    @staticmethod
    def resolve_voices(thing: Any) -> list[Any]:
        """All voices, oldest first."""
        return list(thing.voices.select_related("party", "by"))

    @staticmethod
    def resolve_objections(thing: Any) -> list[Any]:
        """All objections, also those taken back."""
        return list(thing.objections.select_related("party", "by"))

    @staticmethod
    def resolve_timings(thing: Any) -> list[Any]:
        """The changes of the clock, oldest first."""
        return list(thing.timings.all())
