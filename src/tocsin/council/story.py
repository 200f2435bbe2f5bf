"""Stories: exercises kept as data, which anybody can write for their own organisation.

A string of a step may name what was made before as `@name`, for its identifier, or one of its
parts as `@name/addressees/TJK` (by party) or `@name/statements/1` (by order).
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from tocsin.council.people.role import Role
from tocsin.world import organisation
from tocsin.world.errors import DataError, RequestError, StorageError

WORKER = "worker"
"""Who does what the system does by itself: no person has this key."""

KEY = r"^[a-z][a-z0-9_]*$"
NAMED = re.compile(r"(?<!\w)@([a-z][a-z0-9_]*)(?:/([a-z]+)/(\w+))?")
TALLEST = 2**20
"""How many bytes a story's file has at most."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Person(_Part):
    """Somebody in the story: the name of their part, their office, and how they are shown."""

    key: str = Field(pattern=KEY)
    name: str
    office: str
    party: str
    role: Role


class Step(_Part):
    """One action of the story: when, by whom, which, with what, and what its result is called.

    `told` says in plain words what happened, and `kept` what the system did with it; a step
    without either is named beside the one before. What the worker does is one of its jobs.
    """

    at: AwareDatetime
    by: str
    do: str
    name: str = Field(default="", pattern=rf"{KEY}|^$")
    told: str = ""
    kept: str = ""
    given: dict[str, Any] = {}


class Chapter(_Part):
    """Steps under one heading, with words of its own; one without steps is still to come.

    It may show the members' `positions` on the items of the agenda, unknown where there is none.
    """

    title: str
    words: str = ""
    show: Literal["", "positions"] = ""
    step: list[Step] = []


class Story(_Part):
    """An exercise: its organisation, when people enter it, who they are, and what came before.

    `onlooker` is the person with whose eyes a visitor without an account reads, and `reads` the
    name of the step that files the text in which everything is found.
    """

    title: str
    about: str = ""
    organisation: str
    now: AwareDatetime
    since: dt.date
    onlooker: str
    reads: str = ""
    person: list[Person] = Field(min_length=1)
    chapter: list[Chapter] = Field(min_length=1)

    def steps(self) -> Iterator[Step]:
        """Every step, in order."""
        return (step for chapter in self.chapter for step in chapter.step)


@dataclass(frozen=True)
class Told:
    """A story with the text of its file, its organisation's key and file, and where it stands."""

    story: Story
    text: str
    key: str
    organisation: str
    where: str


def stories() -> list[str]:
    """The keys of the stories that ship."""
    return _shipped()


@cache
def _shipped() -> list[str]:
    folder = files("tocsin.council").joinpath("data/stories")
    return sorted(Path(file.name).stem for file in folder.iterdir() if file.name.endswith(".toml"))


def told(name: str) -> Told:
    """A story that ships, by its key, or one from a file whose name ends in .toml.

    An organisation of one's own is named by its file, seen from where the story lies. Raises
    `RequestError` for an unknown key, `StorageError` for a file that cannot be read, and
    `DataError` for one that is no story.
    """
    where, text = _source(name)
    story = parse(text, where=where)
    named = Path(story.organisation)
    beside = Path(name).parent / named if named.suffix == ".toml" else named
    key, own = organisation.source(str(beside))
    return Told(story, text, key, own, where)


def _source(name: str) -> tuple[str, str]:
    path = Path(name)
    if path.suffix == ".toml":
        return name, read(path)
    if name not in stories():
        raise RequestError(
            f"There is no story “{name}”.",
            remedy=f"Those that ship are {', '.join(stories())}; or name a TOML file of your own.",
        )
    file = files("tocsin.council").joinpath(f"data/stories/{name}.toml")
    return f"{name}.toml", file.read_text("utf-8")


def read(path: Path) -> str:
    """The text of a file; raises `StorageError` where it cannot be read, or is far too long."""
    try:
        with path.open("rb") as file:
            held = file.read(TALLEST + 1)
        text = held.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(f"It cannot be read: {error}.", where=str(path)) from None
    if len(held) > TALLEST:
        raise StorageError("It is longer than any story.", where=str(path))
    return text.replace("\r\n", "\n")


def parse(text: str, *, where: str) -> Story:
    """The story of a file; raises `DataError` naming the part that does not fit."""
    try:
        return Story.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"This is no TOML: {error}.", where=where) from None
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"{first['msg']}.", where=f"{where}, {_place(first['loc'])}") from None


def _place(path: tuple[int | str, ...]) -> str:
    """Where in a file something stands, in words: chapter 2, step 3, at."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int):
            words[-1] += f" {part + 1}"
        else:
            words.append(part)
    return ", ".join(words)


def place(told: Told, step: Step) -> str:
    """Where a step stands, for whoever mends it."""
    number = next(n for n, one in enumerate(told.story.steps(), 1) if one is step)
    return f"{told.where}, step {number} ({step.do}, {step.at:%Y-%m-%dT%H:%M})"
