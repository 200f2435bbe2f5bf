"""What programs are told of warnings and of triggers that fired: all that their pages show."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from ninja import Schema
from pydantic import Field

from tocsin.council.desk.opinions import scored
from tocsin.council.desk.trigger import Fate
from tocsin.council.desk.warning import Standing, Turn


class Marked(Schema):
    """What every marked thing has."""

    id: uuid.UUID
    marking: str = Field(description="Level and audience: TLP:AMBER:ARM,secretariat.")
    originator: str = Field(description="The key of the party that it comes from.")
    made_at: dt.datetime

    @staticmethod
    def resolve_marking(thing: Any) -> str:
        """The marking's text."""
        return str(thing.marking)

    @staticmethod
    def resolve_originator(thing: Any) -> str:
        """The originator's key."""
        return str(thing.originator.key)


class ForetoldOut(Marked):
    """So many deaths in a place within some months, and what came."""

    place: str = Field(description="ISO 3166 alpha-3, or a border such as AFG-TJK.")
    vector: str = Field(description="A vector’s key, or all.")
    threshold: int = Field(description="Deaths at least.")
    months: int
    begins: dt.date
    ends: dt.date
    chance: float | None = Field(description="The model’s, 0–1; null: issued by hand.")
    deaths: int | None = Field(description="In the months that are known; null: unknown.")
    missing: int | None = Field(description="Months not known; null: not settled yet.")
    came: bool | None = Field(description="null while not settled or a month is missing.")


class WarningLine(ForetoldOut):
    """A warning in a list."""

    title: str
    standing: Standing = Field(description="open, received, answered, overdue or closed.")
    due_at: dt.datetime | None = Field(description="When the next clock runs out; null: none runs.")
    untabled: bool = Field(description="Answered, overdue or closed without being on an agenda.")
    tabled_on: dt.date | None
    closed_at: dt.datetime | None
    addressed: list[str] = Field(description="The keys of the parties addressed.")

    @staticmethod
    def resolve_addressed(thing: Any) -> list[str]:
        """The keys of the parties addressed, in order."""
        return sorted({row.party.key for row in thing.addressees.all()})


class Said(Schema):
    """A turn in the exchange with an office."""

    kind: Turn.Kind = Field(description="act, decline, ask or reply.")
    words: str
    at: dt.datetime
    by: str

    @staticmethod
    def resolve_by(turn: Any) -> str:
        """Who spoke."""
        return str(turn.by)


class AddresseeOut(Schema):
    """An office and its part in a warning."""

    id: uuid.UUID
    party: str
    office: str
    standing: Standing
    answer_by: dt.datetime = Field(description="Later by what the office waited for replies.")
    received_at: dt.datetime | None
    asked_at: dt.datetime | None = Field(description="Since when its question waits for a reply.")
    answered_at: dt.datetime | None
    took: dt.timedelta | None = Field(description="How long its clock ran; null: not answered.")
    turns: list[Said]

    @staticmethod
    def resolve_party(row: Any) -> str:
        """The party's key."""
        return str(row.party.key)

    @staticmethod
    def resolve_turns(row: Any) -> list[Any]:
        """The turns, oldest first."""
        return list(row.turns.all())

    @staticmethod
    def resolve_took(row: Any) -> dt.timedelta | None:
        """The time in whole seconds: RFC 3339 knows no durations with parts of them."""
        return None if row.took is None else dt.timedelta(seconds=round(row.took.total_seconds()))


class Probability(Schema):
    """A probability, the model's or a person's, and how it did."""

    kind: str = Field(description="model, own (who issued it) or dissent.")
    who: str
    at: dt.datetime
    chance: float
    words: str
    last: bool = Field(description="Whether its giver has given none after it.")
    score: float | None = Field(description="Brier score, 0 is best; null: not known what came.")


class WarningOut(WarningLine):
    """A warning."""

    what: str
    trigger: str = Field(description="The key of the trigger; empty: issued by hand.")
    known: dict[str, Any] = Field(description="What was known when it was issued, frozen.")
    issued_by: str | None
    answer_by: dt.datetime
    tabling: str
    closing: str
    source: str
    settled_at: dt.datetime | None
    addressees: list[AddresseeOut]
    probabilities: list[Probability]

    @staticmethod
    def resolve_issued_by(thing: Any) -> str | None:
        """Who issued it."""
        return str(thing.issued_by) if thing.issued_by else None

    @staticmethod
    def resolve_addressees(thing: Any) -> list[Any]:
        """The offices with what they said."""
        return list(
            thing.addressees.select_related("party", "warning").prefetch_related("turns__by")
        )

    @staticmethod
    def resolve_probabilities(thing: Any) -> list[Any]:
        """All probabilities, the model's first."""
        return scored(thing)


class FiringLine(ForetoldOut):
    """A trigger that fired, in a list."""

    trigger: str
    name: str
    limit: float = Field(description="The chance above which it was agreed to warn.")
    fate: Fate = Field(description="open, issued or passed.")


class FiringOut(FiringLine):
    """A trigger that fired."""

    known: dict[str, Any] = Field(description="The outlook and the trigger’s record, frozen.")
    reason: str = Field(description="Why it was let pass.")
    decided_at: dt.datetime | None
    source: str
    settled_at: dt.datetime | None
