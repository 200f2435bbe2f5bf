"""What programs are told of positions."""

from __future__ import annotations

import uuid
from typing import Any

from pydantic import Field

from tocsin.council.council import linked, positions
from tocsin.council.council.models import Item, Offer, Text
from tocsin.council.council.position import Stand
from tocsin.council.desk.warning_schemas import Marked


class PositionLine(Marked):
    """A position in a list."""

    party: str = Field(description="The key of the party whose position it is.")
    stand: Stand = Field(description="support, accept, reserve or object.")
    on: str = Field(description="item, text, paragraph, amendment or string.")
    red: bool = Field(description="Whether it names a red line.")

    @staticmethod
    def resolve_party(thing: Any) -> str:
        """The party's key."""
        return str(thing.party.key)

    @staticmethod
    def resolve_on(thing: Any) -> str:
        """What it is about."""
        return positions.target(thing)[0]

    @staticmethod
    def resolve_red(thing: Any) -> bool:
        """Whether it names a red line."""
        return bool(thing.red_line)


class PositionOut(PositionLine):
    """A position; what it is about is null where that is not marked for you."""

    words: str
    condition: str
    red_line: str
    unless: list[uuid.UUID] = Field(description="Amendments, any one of which lifts it.")
    item: uuid.UUID | None
    text: uuid.UUID | None
    paragraph: uuid.UUID | None
    amendment: uuid.UUID | None
    offer: uuid.UUID | None
    string: uuid.UUID | None

    @staticmethod
    def resolve_item(thing: Any, context: Any) -> uuid.UUID | None:
        """The item, for those who may see it."""
        return linked.identifier(Item, thing.item_id, context)

    @staticmethod
    def resolve_text(thing: Any, context: Any) -> uuid.UUID | None:
        """The text, for those who may see it."""
        return linked.identifier(Text, thing.text_id, context)

    @staticmethod
    def resolve_paragraph(thing: Any, context: Any) -> uuid.UUID | None:
        """The paragraph, for those who may see its text."""
        seen = linked.identifier(Text, thing.text_id, context)
        return thing.paragraph_id if seen else None

    @staticmethod
    def resolve_amendment(thing: Any, context: Any) -> uuid.UUID | None:
        """The amendment, for those who may see its text."""
        seen = linked.identifier(Text, thing.text_id, context)
        return thing.amendment_id if seen else None

    @staticmethod
    def resolve_unless(thing: Any, context: Any) -> list[Any]:
        """The amendments, for those who may see their text."""
        return thing.unless if linked.identifier(Text, thing.text_id, context) else []

    @staticmethod
    def resolve_offer(thing: Any, context: Any) -> uuid.UUID | None:
        """The offer, for those who may see it."""
        return linked.identifier(Offer, thing.string.offer_id if thing.string else None, context)

    @staticmethod
    def resolve_string(thing: Any, context: Any) -> uuid.UUID | None:
        """The string, for those who may see its offer."""
        offer = thing.string.offer_id if thing.string else None
        return thing.string_id if linked.identifier(Offer, offer, context) else None
