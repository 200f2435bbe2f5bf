"""Sections that other parts of the council add to the page of a thing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.council.record.action import Actor
    from tocsin.council.record.marking import Marked


@dataclass(frozen=True)
class Section:
    """A template, which is shown with what `context` gives as `part`."""

    template: str
    context: Callable[[Any, Actor], dict[str, Any]]


sections: dict[type[Marked], list[Section]] = {}
"""What is shown below the things of a model, in the order in which it was added."""


def add(model: type[Marked], section: Section) -> None:
    """Show something on the pages of all things of a model."""
    sections.setdefault(model, []).append(section)


def of(thing: Marked, actor: Actor) -> list[tuple[str, dict[str, Any]]]:
    """The sections of a thing for a reader: each template with what it is shown with."""
    found = sections.get(type(thing), [])
    return [(section.template, section.context(thing, actor)) for section in found]
