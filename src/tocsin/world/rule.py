"""Rules of procedure: how an organisation decides, as its file says under `[council]`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from tocsin.world import table
from tocsin.world.errors import DataError

_FIELDS = {
    *("decide", "threshold", "of", "quorum"),
    *("silence_hours", "outage_hours", "stalled_days"),
}


class Rule(StrEnum):
    """When a decision is adopted."""

    CONSENSUS = "consensus"
    CONSENSUS_MINUS = "consensus-minus-concerned"
    MAJORITY = "majority"


class Base(StrEnum):
    """What a majority is a share of: the voices cast without abstentions, or all members."""

    CAST = "cast"
    MEMBERS = "members"


@dataclass(frozen=True)
class Rules:
    """How an organisation decides and follows up.

    A majority is more than half, or at least `threshold` where one is set, of its `base`;
    `quorum` is the least share of the members that has to be present in session. A silence
    procedure lasts at least `silence_hours`, and an outage within the last `outage_hours` holds
    its result. An undertaking without news for `stalled_days` is stalled.
    """

    rule: Rule = Rule.CONSENSUS
    threshold: Fraction | None = None
    base: Base = Base.CAST
    quorum: Fraction = Fraction(1, 2)
    silence_hours: int = 72
    outage_hours: int = 24
    stalled_days: int = 180


def parse(row: object, where: str) -> Rules:
    """Read `[council]` of an organisation's file; what is left out is as in `Rules`.

    Raises `DataError` for anything misspelt or impossible, such as a share above one.
    """
    if not isinstance(row, dict):
        raise DataError("This is not a table.", where=where, remedy="Write it as [council].")
    table.refuse_unknown(row, _FIELDS, where)
    rule = _one_of(Rule, row, "decide", Rule.CONSENSUS, where)
    if rule is not Rule.MAJORITY and {"threshold", "of"} & row.keys():
        raise DataError("Only a majority has a threshold.", where=where)
    return Rules(
        rule=rule,
        threshold=share(row["threshold"], "threshold", where) if "threshold" in row else None,
        base=_one_of(Base, row, "of", Base.CAST, where),
        quorum=share(row.get("quorum", "1/2"), "quorum", where),
        silence_hours=table.count(row, "silence_hours", 72, 24 * 366, where),
        outage_hours=table.count(row, "outage_hours", 24, 24 * 366, where),
        stalled_days=table.count(row, "stalled_days", 180, 3660, where),
    )


def share(value: object, key: str, where: str) -> Fraction:
    """A share above 0 and up to 1, from a number or a text such as 2/3; raises `DataError`."""
    try:
        found = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    if not 0 < found <= 1:
        raise DataError(
            f"“{key}” must be a share above 0 and up to 1.", where=where, remedy="Write 2/3 or 0.5."
        )
    return found


def _one_of(kind: Any, row: dict[str, Any], key: str, default: Any, where: str) -> Any:
    try:
        return kind(row.get(key, default))
    except ValueError:
        raise DataError(
            f"“{row[key]}” is nothing that “{key}” can be.",
            where=where,
            remedy=f"Use {', '.join(kind)}.",
        ) from None
