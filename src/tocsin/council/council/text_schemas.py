"""What programs are told of texts: all that their pages show to everybody who sees them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from ninja import Schema
from pydantic import Field

from tocsin.council.council import linked, renderings, texts
from tocsin.council.council.models import Item
from tocsin.council.council.text import AmendmentFate, Change, TextStage
from tocsin.council.desk.warning_schemas import Marked


class TextLine(Marked):
    """A text in a list."""

    title: str
    language: str = Field(description="The language it is drafted in, such as ru.")
    authentic: list[str] = Field(description="The languages in which it is authentic.")
    stage: TextStage = Field(description="open, frozen, adopted or fallen.")


class VersionOut(Schema):
    """A version of a text."""

    number: int
    made_at: dt.datetime
    made_by: str | None
    reason: str

    @staticmethod
    def resolve_made_by(row: Any) -> str | None:
        """Who made it."""
        return str(row.made_by) if row.made_by else None


class RenderedOut(Schema):
    """A paragraph in another language."""

    language: str
    words: str


class ParagraphOut(Schema):
    """A paragraph of the newest version."""

    id: uuid.UUID = Field(description="Of these words: with others it is another one.")
    line: uuid.UUID = Field(description="Stays the same whatever becomes of the words.")
    number: int
    words: str
    renderings: list[RenderedOut]


class AmendmentOut(Schema):
    """A change of a paragraph that a party has tabled."""

    id: uuid.UUID
    number: int
    paragraph: uuid.UUID | None = Field(description="null: before the first one.")
    change: Change = Field(description="replace, delete or insert (after it).")
    words: str
    reason: str
    party: str
    tabled_at: dt.datetime
    fate: AmendmentFate = Field(description="tabled, carried, fallen or withdrawn.")
    ended_at: dt.datetime | None

    @staticmethod
    def resolve_party(row: Any) -> str:
        """The party's key."""
        return str(row.party.key)

    @staticmethod
    def resolve_paragraph(row: Any) -> Any:
        """The paragraph that it is to."""
        return row.paragraph_id


class TextOut(TextLine):
    """A text in its newest version."""

    item: uuid.UUID | None = Field(description="Its item; null: it is not marked for you.")
    missing: list[str] = Field(description="Authentic languages that lack a paragraph.")
    paragraphs: list[ParagraphOut]
    versions: list[VersionOut]
    amendments: list[AmendmentOut]

    @staticmethod
    def resolve_item(thing: Any, context: Any) -> uuid.UUID | None:
        """The item, for those who may see it."""
        return linked.identifier(Item, thing.item_id, context)

    @staticmethod
    def resolve_missing(thing: Any) -> list[str]:
        """The authentic languages that are not complete."""
        return renderings.complete(thing)

    @staticmethod
    def resolve_paragraphs(thing: Any) -> list[dict[str, Any]]:
        """The paragraphs in their order, in all languages."""
        said = renderings.rendered(thing)
        return [
            {
                "id": row.paragraph_id,
                "line": row.paragraph.line,
                "number": row.number,
                "words": row.paragraph.words,
                "renderings": [
                    {"language": code, "words": words}
                    for (paragraph, code), words in sorted(said.items(), key=lambda one: one[0][1])
                    if paragraph == row.paragraph_id
                ],
            }
            for row in texts.placed(thing)
        ]

    @staticmethod
    def resolve_versions(thing: Any) -> list[Any]:
        """The versions, oldest first."""
        return list(thing.versions.select_related("made_by"))

    @staticmethod
    def resolve_amendments(thing: Any) -> list[Any]:
        """The amendments by number."""
        return list(thing.amendments.select_related("party"))
