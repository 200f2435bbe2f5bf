"""What an action is given: one schema for a page's form and for a program."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from django.utils.functional import Promise
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

if TYPE_CHECKING:
    from tocsin.council.record.action import Actor

Words = str | Promise


@dataclass(frozen=True)
class Shown:
    """How a field appears in a form: its label, help, choices for the actor, rows of text.

    `marking` makes it a choice of level and audience; `hidden` takes it from the page's address.
    """

    label: Words = ""
    help: Words = ""
    choices: Callable[[Actor], list[tuple[Any, Words]]] | None = None
    rows: int = 0
    hidden: bool = False
    marking: bool = False


class Given(BaseModel):
    """What an action is given; a `ticket` makes sure that what is sent twice is done once."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    ticket: Annotated[uuid.UUID | None, Shown(hidden=True)] = Field(
        default=None, description="Any new identifier: what is sent twice with it is done once."
    )

    @classmethod
    def initially(cls, actor: Actor, asked: dict[str, str]) -> dict[str, Any]:
        """What the form holds at first, beyond what its address asks for."""
        return {}

    @classmethod
    def about(cls, actor: Actor, asked: dict[str, str]) -> str:
        """What the form is about, in words above it; empty where its label says enough."""
        return ""


Line = Annotated[
    str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]
"""A line of text."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=r"^[^\x00]*$")]
"""Paragraphs of text."""
