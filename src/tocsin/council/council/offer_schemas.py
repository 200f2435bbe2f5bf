"""What programs are told of offers."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from ninja import Schema
from pydantic import Field

from tocsin.council.council.offer import OfferStage
from tocsin.council.desk.warning_schemas import Marked


class OfferLine(Marked):
    """An offer in a list."""

    title: str
    giver: str
    receiver: str | None = Field(description="The key of the party it was made to; null: to all.")
    worth: Decimal | None = Field(description="In `currency`; null: unknown.")
    currency: str = Field(description="ISO 4217; empty: no amount is known.")
    received_on: dt.date
    until: dt.date | None = Field(description="Open until; null: unknown.")
    stage: OfferStage = Field(description="open, taken, declined or lapsed.")
    kinds: list[str] = Field(description="The kinds of its strings, each once.")

    @staticmethod
    def resolve_receiver(thing: Any) -> str | None:
        """The receiver's key."""
        return str(thing.receiver.key) if thing.receiver else None

    @staticmethod
    def resolve_kinds(thing: Any) -> list[str]:
        """The kinds of its strings."""
        return sorted({row.kind for row in thing.strings.all()})


class StringOut(Schema):
    """A string of an offer."""

    id: uuid.UUID
    number: int
    kind: str = Field(description="A key of the taxonomy.")
    words: str


class OfferOut(OfferLine):
    """An offer."""

    what: str
    replaces: str = Field(description="What it would replace; empty: unknown.")
    own: str = Field(description="The members’ own measure instead; empty: unknown.")
    own_cost: Decimal | None = Field(description="In `currency`; null: unknown.")
    difference: Decimal | None = Field(
        description="Cost of the own measure less the worth; null: one of them is unknown."
    )
    entered_by: str
    ended_at: dt.datetime | None
    ending: str
    strings: list[StringOut]

    @staticmethod
    def resolve_entered_by(thing: Any) -> str:
        """Who entered it."""
        return str(thing.entered_by)

    @staticmethod
    def resolve_difference(thing: Any) -> Decimal | None:
        """The difference, where both are known."""
        return difference(thing)

    @staticmethod
    def resolve_strings(thing: Any) -> list[Any]:
        """The strings, in order."""
        return list(thing.strings.all())


def difference(offer: Any) -> Decimal | None:
    """What the members' own measure costs more than the offer is worth; None if not known."""
    if offer.worth is None or offer.own_cost is None:
        return None
    found: Decimal = offer.own_cost - offer.worth
    return found
