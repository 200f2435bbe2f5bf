"""Markings: who may see a thing, as a level of the Traffic Light Protocol 2.0 and an audience."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from tocsin.world.errors import RequestError


class Level(IntEnum):
    """The levels of TLP 2.0 (FIRST, 2022), from open to closed."""

    CLEAR = 0
    GREEN = 1
    AMBER = 2
    AMBER_STRICT = 3
    RED = 4

    def __str__(self) -> str:
        return self.name.replace("_", "+")


@dataclass(frozen=True)
class Marking:
    """A level and the parties, bodies or (for RED) persons that it admits.

    CLEAR admits everybody and has no audience; every other level needs one.
    """

    level: Level = Level.CLEAR
    audience: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.level is Level.CLEAR and self.audience:
            raise RequestError("TLP:CLEAR is for everybody.", remedy="Leave its audience out.")
        if self.level is not Level.CLEAR and not self.audience:
            raise RequestError(
                f"TLP:{self.level} needs an audience.",
                remedy=f"Name who may see it: {self.level}:secretariat,ARM.",
            )

    @classmethod
    def parse(cls, text: str) -> Marking:
        """Read `CLEAR`, `AMBER:secretariat,ARM` or the same with `TLP:` before it."""
        name, _, readers = text.strip().removeprefix("TLP:").partition(":")
        try:
            level = Level[name.upper().replace("+", "_")]
        except KeyError:
            known = ", ".join(str(level) for level in Level)
            raise RequestError(
                f"“{text}” is not a marking.", remedy=f"Its level is one of {known}."
            ) from None
        return cls(level, frozenset(part.strip() for part in readers.split(",") if part.strip()))

    def __str__(self) -> str:
        readers = f":{','.join(sorted(self.audience))}" if self.audience else ""
        return f"TLP:{self.level}{readers}"

    def admits(self, reader: str) -> bool:
        """Whether a party, body or person may see a thing with this marking."""
        return self.level is Level.CLEAR or reader in self.audience

    def may_enter(self, target: Marking) -> bool:
        """Whether a thing so marked may go into one made for `target`.

        It may if the target is at least as closed and all its readers are admitted here.
        """
        if self.level is Level.CLEAR:
            return True
        return target.level >= self.level and target.audience <= self.audience
