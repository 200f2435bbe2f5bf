"""What a brief says, as plain values: made once, then rendered as a page or for the terminal."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from tocsin.brief.matter import Matter, matters
from tocsin.desk.calm import State
from tocsin.world.month import shift

if TYPE_CHECKING:
    from tocsin.brief.scoreboard import Summary

Bounds = tuple[float, float]
SLIGHT = 0.01


@dataclass(frozen=True)
class Row:
    """The outlook of one place for the twelve months after the origin, from all vectors.

    `history` holds the deaths of the last sixty months, None where unknown; `fan` the lower 90%
    bound, median and upper bound of the next twelve; `year` the deaths of the last twelve months as
    far as known, with the number of months `missing`. What cannot be said is None.
    """

    place: str
    name: str
    member: bool
    history: list[float | None]
    fan: list[tuple[float, float, float]]
    year: float
    missing: int
    median: float | None
    half: Bounds | None
    ninety: Bounds | None
    chance: float | None
    chance_before: float | None
    median_before: float | None

    @property
    def quiet(self) -> bool:
        """Whether a neighbour with no deaths and next to no risk needs no line of its own."""
        silent = not self.member and not self.missing and not self.year
        safe = self.chance is not None and self.chance < SLIGHT
        return silent and safe and abs(self.change or 0) < SLIGHT

    @property
    def change(self) -> float | None:
        """Change of the chance of 25 or more deaths against the outlook made a year before."""
        if self.chance is None or self.chance_before is None:
            return None
        return self.chance - self.chance_before


@dataclass(frozen=True)
class Verdict:
    """What was said of one place a year ago and what happened since."""

    place: str
    name: str
    median: float
    ninety: Bounds
    chance: float
    happened: float | None
    known: float
    missing: int

    @property
    def quiet(self) -> bool:
        """Whether nothing was expected and nothing happened."""
        return self.happened == 0 and self.ninety[1] == 0 and not self.miss

    @property
    def miss(self) -> str:
        """How the outlook missed, in words; empty if it did not."""
        if self.happened is None:
            return f"cannot be judged: {self.missing} months unknown"
        if self.happened > self.ninety[1]:
            return "more than the range had room for"
        if self.happened < self.ninety[0]:
            return "less than the range had room for"
        if (self.happened >= 25) != (self.chance >= 0.5):
            return "thought unlikely, but came" if self.happened >= 25 else "expected, did not come"
        return ""


@dataclass(frozen=True)
class Mover:
    """A place whose outlook moved against the year before, with its drivers in sentences."""

    place: str
    name: str
    summary: str
    drivers: list[str]


@dataclass(frozen=True)
class Brief:
    """A whole brief; see `compose.compose`."""

    organisation: str
    short: str
    as_of: dt.date
    origin: dt.date
    marking: str
    version: str
    model: str
    headline: str
    sentences: list[str]
    state: State
    said: str
    verdicts: list[Verdict]
    rows: list[Row]
    movers: list[Mover]
    unknown: list[str]
    outlines: list[str]
    sources: str
    warnings: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    undertakings: list[dict[str, Any]] = field(default_factory=list)
    past: list[Summary] = field(default_factory=list)

    @property
    def quoted(self) -> list[dict[str, Any]]:
        """The statements of which it is not told what is done by them."""
        return [row for row in self.statements if not row.get("act")]

    @property
    def matters(self) -> list[Matter]:
        """The other statements, by what they are on."""
        return matters(self.statements)

    @property
    def judged(self) -> list[Verdict]:
        """The verdicts on places whose figures for the year are complete enough."""
        return [verdict for verdict in self.verdicts if verdict.happened is not None]

    @property
    def misses(self) -> list[Verdict]:
        """The verdicts that are misses."""
        return [verdict for verdict in self.judged if verdict.miss]

    @property
    def first(self) -> dt.date:
        """The first month of the outlook's year."""
        return shift(self.origin, 1)

    @property
    def last(self) -> dt.date:
        """The last month of the outlook's year."""
        return shift(self.origin, 12)

    def to_json(self) -> str:
        """The brief as JSON; what is unknown is null."""
        return json.dumps(asdict(self), default=str, ensure_ascii=False, allow_nan=False)
