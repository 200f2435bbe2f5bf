"""What a reader found as Polars tables: statements, their spans, and what is done by them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from tocsin.desk.reading.statement import Act, Found, Precision, Span, Statement

STATEMENTS = dict.fromkeys(
    ("statement", "report", "kind", "speaker", "office", "party", "topic"), pl.String
)
SPANS = {
    "statement": pl.String,
    "role": pl.String,
    "part": pl.Int64,
    "start": pl.Int64,
    "end": pl.Int64,
}
PLACED = ("act", "modality", "giver", "receiver", "object", "condition", "place", "vector", "due")
"""What of an act has a span of its own, in `…_start` and `…_end`."""
ACTS: dict[str, Any] = {
    "statement": pl.String,
    **dict.fromkeys(("act", "polarity", "modality"), pl.String),
    **dict.fromkeys(("giver", "receiver", "object", "condition", "place", "vector"), pl.String),
    "due": pl.Date,
    "precision": pl.String,
    **{f"{name}_{edge}": pl.Int64 for name in PLACED for edge in ("start", "end")},
}


def statements(found: Found, report: str = "") -> pl.DataFrame:
    """Who said what: a row for each statement, `kind` being in whose words it stands.

    `report` names the document; a statement's key is that name, `#` and its number from 1. What
    is not known is null.
    """
    rows = [
        (key, report, str(one.attribution.voice), *_known(one))
        for key, one in _keyed(found, report)
    ]
    return pl.DataFrame(rows, schema=STATEMENTS, orient="row")


def spans(found: Found, report: str = "") -> pl.DataFrame:
    """Where statements stand: characters `start` up to `end` of the text, a row for each part."""
    rows = [
        (key, role, part, span.start, span.end)
        for key, one in _keyed(found, report)
        for role, placed in _roles(one)
        for part, span in enumerate(placed)
    ]
    return pl.DataFrame(rows, schema=SPANS, orient="row")


def acts(found: Found, text: str, report: str = "") -> pl.DataFrame:
    """What is done by statements, in the text's own words, each with the span of its own.

    `due` is the last day of what is told, with its `precision`; null where it is open or untold.
    """
    rows = [
        {"statement": key, **_act(act, text)}
        for key, one in _keyed(found, report)
        for act in one.acts
    ]
    return pl.DataFrame(rows, schema=ACTS)


def _keyed(found: Found, report: str) -> Iterator[tuple[str, Statement]]:
    for number, one in enumerate(found.statements, 1):
        yield f"{report}#{number}", one


def _known(one: Statement) -> tuple[str | None, ...]:
    speaker = one.speaker
    return tuple(said or None for said in (speaker.name, speaker.office, speaker.party, one.topic))


def _roles(one: Statement) -> list[tuple[str, tuple[Span, ...]]]:
    told = one.attribution
    source = (told.source,) if told.source else ()
    return [("source", source), ("cue", told.cue), ("content", told.content)]


def _act(act: Act, text: str) -> dict[str, Any]:
    placed = _placed(act)
    words = {name: span and span.of(text) for name, span in placed.items()}
    due = act.due if act.due and act.due.precision is not Precision.OPEN else None
    edges = {
        f"{name}_{edge}": span and getattr(span, edge)
        for name, span in placed.items()
        for edge in ("start", "end")
    }
    return (
        words
        | edges
        | {
            "act": str(act.act),
            "polarity": "positive" if act.positive else "negative",
            "place": act.place or None,
            "vector": act.vector or None,
            "due": due and (due.last or due.first),
            "precision": act.due and str(act.due.precision),
        }
    )


def _placed(act: Act) -> dict[str, Span | None]:
    """The span of each thing that has one."""
    return {
        "act": act.span,
        "modality": act.modality,
        "giver": act.giver,
        "receiver": act.receiver,
        "object": act.object,
        "condition": act.condition,
        "place": act.place_span,
        "vector": act.vector_span,
        "due": act.due.span if act.due else None,
    }
