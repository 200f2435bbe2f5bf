"""What a reader found as plain values for JSON, and back: each span with the words it covers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tocsin.desk.reading.statement import (
    Act,
    Agreement,
    Attribution,
    Deed,
    Found,
    Meeting,
    Moment,
    Precision,
    Span,
    Speaker,
    Stance,
    Statement,
    Voice,
)

Plain = dict[str, Any]


def plain(found: Found, text: str) -> Plain:
    """What was found in a text; what is untold is None."""
    return {
        "statements": [_statement(one, text) for one in found.statements],
        "meetings": [_event(one, text) for one in found.meetings],
        "agreements": [_event(one, text) for one in found.agreements],
        "dates": [_moment(one, text) for one in found.dates],
        "dropped": found.dropped,
    }


def found(given: Plain) -> Found:
    """What `plain` was made from; raises LookupError, TypeError or ValueError for anything else."""
    return Found(
        statements=tuple(_as_statement(one) for one in given["statements"]),
        meetings=tuple(Meeting(*_as_event(one)) for one in given["meetings"]),
        agreements=tuple(Agreement(*_as_event(one)) for one in given["agreements"]),
        dates=tuple(_as_moment(one) for one in given["dates"]),
        dropped=int(given["dropped"]),
    )


def _span(span: Span | None, text: str) -> Plain | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.of(text)}


def _spans(spans: tuple[Span, ...], text: str) -> list[Plain | None]:
    return [_span(span, text) for span in spans]


def _statement(one: Statement, text: str) -> Plain:
    told = one.attribution
    return {
        "voice": str(told.voice),
        "speaker": one.speaker.name,
        "office": one.speaker.office,
        "party": one.speaker.party,
        "topic": one.topic,
        "source": _span(told.source, text),
        "cue": _spans(told.cue, text),
        "content": _spans(told.content, text),
        "acts": [_act(act, text) for act in one.acts],
        "stances": [
            {"target": s.target, "value": s.value, "span": _span(s.span, text)} for s in one.stances
        ],
    }


def _act(act: Act, text: str) -> Plain:
    return {
        "act": str(act.act),
        "span": _span(act.span, text),
        "polarity": "positive" if act.positive else "negative",
        "modality": _span(act.modality, text),
        "giver": _span(act.giver, text),
        "receiver": _span(act.receiver, text),
        "object": _span(act.object, text),
        "condition": _span(act.condition, text),
        "place": act.place,
        "place_span": _span(act.place_span, text),
        "vector": act.vector,
        "vector_span": _span(act.vector_span, text),
        "due": act.due and _moment(act.due, text),
    }


def _moment(moment: Moment, text: str) -> Plain:
    return {
        "span": _span(moment.span, text),
        "precision": str(moment.precision),
        "first": moment.first and moment.first.isoformat(),
        "last": moment.last and moment.last.isoformat(),
    }


def _event(one: Meeting | Agreement, text: str) -> Plain:
    return {
        "span": _span(one.span, text),
        "parties": list(one.parties),
        "when": one.when and _moment(one.when, text),
    }


def _as_span(given: Plain) -> Span:
    start, end = int(given["start"]), int(given["end"])
    if not 0 <= start < end:
        raise ValueError(f"{start} to {end} is no span")
    return Span(start, end)


def _maybe(given: Plain | None) -> Span | None:
    return None if given is None else _as_span(given)


def _as_statement(given: Plain) -> Statement:
    return Statement(
        attribution=Attribution(
            voice=Voice(given["voice"]),
            source=_maybe(given["source"]),
            cue=tuple(map(_as_span, given["cue"])),
            content=tuple(map(_as_span, given["content"])),
        ),
        speaker=Speaker(str(given["speaker"]), str(given["office"]), str(given["party"])),
        topic=str(given["topic"]),
        acts=tuple(map(_as_act, given["acts"])),
        stances=tuple(
            Stance(str(one["target"]), int(one["value"]), _as_span(one["span"]))
            for one in given["stances"]
        ),
    )


def _as_act(given: Plain) -> Act:
    return Act(
        act=Deed(given["act"]),
        span=_as_span(given["span"]),
        positive=given["polarity"] == "positive",
        modality=_maybe(given["modality"]),
        giver=_maybe(given["giver"]),
        receiver=_maybe(given["receiver"]),
        object=_maybe(given["object"]),
        condition=_maybe(given["condition"]),
        place=str(given["place"]),
        place_span=_maybe(given["place_span"]),
        vector=str(given["vector"]),
        vector_span=_maybe(given["vector_span"]),
        due=given["due"] and _as_moment(given["due"]),
    )


def _as_moment(given: Plain) -> Moment:
    return Moment(
        span=_as_span(given["span"]),
        precision=Precision(given["precision"]),
        first=_as_day(given["first"]),
        last=_as_day(given["last"]),
    )


def _as_day(given: str | None) -> dt.date | None:
    return None if given is None else dt.date.fromisoformat(given)


def _as_event(given: Plain) -> tuple[Span, tuple[str, ...], Moment | None]:
    when = given["when"] and _as_moment(given["when"])
    return _as_span(given["span"]), tuple(map(str, given["parties"])), when
