"""What programs are told of sessions: all that their pages show to the same reader."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from ninja import Schema
from pydantic import Field

from tocsin.council.council.agenda import on_agenda
from tocsin.council.council.item import ItemStage
from tocsin.council.council.quorum import quorum_of
from tocsin.council.council.session import Format, SessionStage
from tocsin.council.desk.warning_schemas import Marked
from tocsin.council.site.api_access import actor


class SessionLine(Marked):
    """A session in a list."""

    title: str
    format: Format = Field(description="plenary, restricted or margins.")
    stage: SessionStage = Field(description="planned, open, closed or cancelled.")
    begins_at: dt.datetime
    ends_at: dt.datetime
    zone: str = Field(description="The time zone of the place, such as Europe/Moscow.")
    venue: str


class QuorumOut(Schema):
    """Whether enough members are present."""

    present: int
    members: int
    needed: int
    there: bool


class PresenceOut(Schema):
    """A party at a session."""

    id: uuid.UUID
    party: str
    office: str
    since: dt.datetime
    until: dt.datetime | None = Field(description="null: it has not left.")

    @staticmethod
    def resolve_party(row: Any) -> str:
        """The party's key."""
        return str(row.party.key)


class SpeakerOut(Schema):
    """A party on the list of speakers."""

    id: uuid.UUID
    party: str
    on: str
    asked_at: dt.datetime
    called_at: dt.datetime | None = Field(description="null: it waits, or withdrew.")
    ended_at: dt.datetime | None
    withdrawn_at: dt.datetime | None

    @staticmethod
    def resolve_party(row: Any) -> str:
        """The party's key."""
        return str(row.party.key)


class ListingOut(Schema):
    """An item before a session."""

    id: uuid.UUID
    item: uuid.UUID
    title: str
    number: int | None = Field(description="On the agenda; null: proposed.")
    agreed_at: dt.datetime | None
    stage: ItemStage = Field(description="The item’s: open, decided or dropped.")

    @staticmethod
    def resolve_item(row: Any) -> uuid.UUID:
        """The item's identifier."""
        found: uuid.UUID = row.item_id
        return found

    @staticmethod
    def resolve_title(row: Any) -> str:
        """The item's title."""
        return str(row.item.title)

    @staticmethod
    def resolve_number(row: Any) -> int | None:
        """The number on the agenda."""
        return row.number if row.agreed_at else None

    @staticmethod
    def resolve_stage(row: Any) -> str:
        """Where the item stands."""
        return str(row.item.stage)


class SessionOut(SessionLine):
    """A session, who is there, who speaks, and the items that its reader may see."""

    called_by: str | None
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None = Field(description="When it was closed or cancelled.")
    closing: str = Field(description="Closing words, or why it was cancelled.")
    quorum: QuorumOut
    presences: list[PresenceOut]
    speakers: list[SpeakerOut] = Field(description="In order.")
    agenda: list[ListingOut] = Field(description="Agreed items by number, then proposed ones.")

    @staticmethod
    def resolve_called_by(session: Any) -> str | None:
        """Who called it."""
        return str(session.called_by) if session.called_by else None

    @staticmethod
    def resolve_quorum(session: Any) -> Any:
        """The quorum of the moment."""
        return quorum_of(session)

    @staticmethod
    def resolve_presences(session: Any) -> list[Any]:
        """Who is or was there."""
        return list(session.presences.select_related("party"))

    @staticmethod
    def resolve_speakers(session: Any) -> list[Any]:
        """The list of speakers."""
        return list(session.speakers.select_related("party"))

    @staticmethod
    def resolve_agenda(session: Any, context: Any) -> list[Any]:
        """The items before it, as far as who asks may see them."""
        return on_agenda(session, actor(context["request"]).person) if context else []
