"""What programs are told of items: what they hold, and nothing of what they came from."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from tocsin.council.council.item import ItemStage
from tocsin.council.desk.warning_schemas import Marked


class ItemLine(Marked):
    """An item in a list."""

    title: str
    stage: ItemStage = Field(description="open, decided or dropped.")
    ended_at: dt.datetime | None


class ItemOut(ItemLine):
    """An item."""

    words: str
    proposed_by: str | None = Field(description="null: out of what waited, by the system.")
    ending: str
    papers: int = Field(description="How many reports are laid under it, for whoever they are.")

    @staticmethod
    def resolve_proposed_by(item: Any) -> str | None:
        """Who proposed it."""
        return str(item.proposed_by) if item.proposed_by else None

    @staticmethod
    def resolve_papers(item: Any) -> int:
        """The number of its papers."""
        return int(item.papers.count())
