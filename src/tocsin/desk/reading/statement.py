"""What a reader finds: statements with spans and acts, and the meetings and dates beside them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Voice(StrEnum):
    """In whose words a statement stands."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    OWN = "own"


class Deed(StrEnum):
    """What is done by saying something."""

    ASSERT = "assert"
    PRAISE = "praise"
    CRITICISE = "criticise"
    DOUBT = "doubt"
    OFFER = "offer"
    PLEDGE = "pledge"
    REQUEST = "request"
    PROPOSE = "propose"
    AGREE = "agree"
    REFUSE = "refuse"
    ANNOUNCE = "announce"
    DECIDE = "decide"
    REPORT = "report"


class Precision(StrEnum):
    """How precisely a date is told."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    OPEN = "open"


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """Characters `start` up to `end` of a text; never empty."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that it covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that somebody is said to have said: where the source, cue and content stand.

    A content that its cue breaks, or that goes on after a break, has several parts in the order
    of the text. Without `source` and `cue` it goes on from what was attributed before it.
    """

    voice: Voice
    source: Span | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A calendar date or period as it is told; `first` and `last` are None where
    they cannot be told."""

    span: Span
    precision: Precision
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is meant: a person or body by name, the office, and the party as far as it is known.

    `party` is an ISO 3166 alpha-3 code, a body's name, or empty.
    """

    name: str
    office: str = ""
    party: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """What is done by a statement; `span` are the words that show it, parts are None if untold."""

    act: Deed
    span: Span
    positive: bool = True
    modality: Span | None = None
    giver: Span | None = None
    receiver: Span | None = None
    object: Span | None = None
    condition: Span | None = None
    place: str = ""
    place_span: Span | None = None
    vector: str = ""
    vector_span: Span | None = None
    due: Moment | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """How a speaker stands to a party, a place or a proposal, and the words that show it.

    `value` is 1 for, -1 against, 0 reserved.
    """

    target: str
    value: int
    span: Span


@dataclass(frozen=True, slots=True)
class Statement:
    """An attribution with its speaker, its topic, what is done by it and the stances in it."""

    attribution: Attribution
    speaker: Speaker
    topic: str = ""
    acts: tuple[Act, ...] = ()
    stances: tuple[Stance, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """That parties met, spoke or are to meet."""

    span: Span
    parties: tuple[str, ...]
    when: Moment | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement, treaty or other instrument that is named."""

    span: Span
    parties: tuple[str, ...] = ()
    when: Moment | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """All that a reader found in a text, in the order of the text.

    `dropped` counts what a language model proposed and does not stand in the text.
    """

    statements: tuple[Statement, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    dates: tuple[Moment, ...] = ()
    dropped: int = 0
