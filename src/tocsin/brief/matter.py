"""Statements by what they are on: who wants what, who offers or promises what, and what else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tocsin.desk.reading import words
from tocsin.desk.reading.statement import Deed

Row = dict[str, Any]

REPORTED = words.DEEDS[Deed.REPORT]
"""That another is said to offer something."""

WANTS, GIVES = frozenset({"requests", "proposes"}), frozenset({"offers", "pledges", REPORTED})
REST = "Other matters"
"""The matter of statements that are on none."""


@dataclass(frozen=True)
class Line:
    """A statement as a brief shows it: `told` is what is done, to whom, if what, until when."""

    date: str
    party: str
    speaker: str
    act: str
    told: str
    text: str
    report: str


@dataclass(frozen=True)
class Matter:
    """A topic with the statements on it, in parts with their titles."""

    topic: str
    parts: list[tuple[str, list[Line]]]


def matters(rows: list[Row]) -> list[Matter]:
    """The statements of which it is told what is done by them; those on no topic come last."""
    acting = [row for row in rows if row.get("act")]
    topics = dict.fromkeys(str(row["topic"] or "") for row in acting)
    ordered = [*(topic for topic in topics if topic), *([""] if "" in topics else [])]
    return [_matter(topic, [r for r in acting if (r["topic"] or "") == topic]) for topic in ordered]


def _matter(topic: str, rows: list[Row]) -> Matter:
    titles: list[tuple[str, Callable[[str], bool]]] = [
        ("Who wants what", lambda act: act in WANTS),
        ("Offers and pledges", lambda act: act in GIVES),
        ("Agreed, refused, decided, announced", lambda act: act not in WANTS | GIVES),
    ]
    parts = [(title, [_line(row) for row in rows if holds(_act(row))]) for title, holds in titles]
    return Matter(topic or REST, [(title, lines) for title, lines in parts if lines])


def _act(row: Row) -> str:
    """The act without what is said of it in brackets, such as that it is negated."""
    return str(row["act"]).partition(" (")[0]


def _line(row: Row) -> Line:
    labels = (
        ("by", "by "),
        ("what", ""),
        ("to", "to "),
        ("condition", "on condition: "),
        ("due", "due "),
    )
    told = [f"{label}{row[key]}" for key, label in labels if row.get(key)]
    return Line(
        date=str(row["date"]),
        party=words.party(str(row["party"] or "")),
        speaker=str(row["speaker"] or ""),
        act=str(row["act"]),
        told=" · ".join(told),
        text=str(row["text"]),
        report=str(row["report"]),
    )
