"""Reports read for statements by the worker, each once by each release of the reader."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db.models import Exists, OuterRef, Q

from tocsin.council.desk.report import Report, State
from tocsin.council.desk.statement import Deed, Part, Polarity, Precision, Reading, Span, Voice
from tocsin.council.desk.statement_proposals import (
    MOST,
    Propose,
    ProposedAct,
    ProposedSpan,
    ProposedStatement,
    propose,
)
from tocsin.council.people.models import Party
from tocsin.council.record.action import Actor, Via
from tocsin.council.record.marking import ADMINISTRATION
from tocsin.desk.reading import apart, reader, statement, words
from tocsin.desk.reading.confined import Limits
from tocsin.world.errors import ConflictError, DataError

WORKER = Actor(None, Via.WORKER)
AT_ONCE = 50
"""Reports that are read in one run, so that others get their turn."""
PIECES = 1000
"""Parts that a proposed statement may be broken into."""
LIMITS = Limits(memory=1 << 30, seconds=60.0)

Bounds = tuple[tuple[int, int], ...]
_DUE = {
    statement.Precision.HALF: Precision.VAGUE,
    statement.Precision.OPEN: Precision.VAGUE,
}
"""What a reader tells apart and the council does not: half a year, and a date that is left open."""
log = logging.getLogger(__name__)


def read_due(now: dt.datetime) -> int:
    """Read the English reports that this release has not read; how many these were.

    What somebody else reads at the same time is left to them. Raises `TocsinError` where this
    machine cannot confine a process; the reports then go on waiting.
    """
    release = reader.release()
    done = 0
    for id in waiting(release):
        with suppress(ConflictError):
            propose(WORKER, _read(id, release))
            done += 1
    return done


def waiting(release: str) -> list[uuid.UUID]:
    """The first of the reports that wait to be read by a release, the newest first."""
    read = Reading.objects.filter(report=OuterRef("pk"), model=reader.NAME, release=release)
    english = Q(language="en") | Q(language__startswith="en-")
    found = Report.objects.filter(~Exists(read), english, state=State.PARSED, withdrawn_at=None)
    return list(found.order_by("-made_at").values_list("pk", flat=True)[:AT_ONCE])


def _read(id: uuid.UUID, release: str) -> Propose:
    """Read one report, outside of any transaction, since it may take long.

    Only what stands in the report goes in: its source may be known to fewer than it is.
    """
    report = Report.objects.get(pk=id)
    text = report.text
    try:
        found = apart.read(text, report.dated, limits=LIMITS)
    except DataError as error:
        log.warning("Report %s was not read for statements: %s", id, type(error).__name__)
        return Propose(report=id, model=reader.NAME, release=release, candidates=(), failed=True)
    parties = set(Party.objects.exclude(key=ADMINISTRATION).values_list("key", flat=True))
    known = _known(report)
    new = [one for one in found.statements if _bounds(one) not in known and _held(one)]
    return Propose(
        report=id,
        model=reader.NAME,
        release=release,
        candidates=tuple(_candidate(one, text, parties) for one in new[:MOST]),
    )


def _known(report: Report) -> set[Bounds]:
    """Where the statements stand that were marked or proposed before, whatever became of them."""
    spans = Span.objects.filter(statement__report=report, act=None, role=Part.CONTENT)
    found: dict[Any, list[tuple[int, int]]] = {}
    for one, start, end in spans.order_by("part").values_list("statement", "start", "end"):
        found.setdefault(one, []).append((start, end))
    return {tuple(bounds) for bounds in found.values()}


def _bounds(one: statement.Statement) -> Bounds:
    return tuple((part.start, part.end) for part in one.attribution.content)


def _held(one: statement.Statement) -> bool:
    """Whether it is in no more pieces than a proposal may have."""
    told = one.attribution
    return max(len(told.content), len(told.cue)) <= PIECES


def _candidate(one: statement.Statement, text: str, parties: set[str]) -> ProposedStatement:
    told, who = one.attribution, one.speaker
    source = (told.source,) if told.source else ()
    roles = ((Part.SOURCE, source), (Part.CUE, told.cue), (Part.CONTENT, told.content))
    return ProposedStatement(
        voice=Voice(told.voice),
        speaker=_cut(words.speaker(who), 200),
        office=_cut(who.office, 200),
        party=who.party if who.party in parties else "",
        topic=_cut(one.topic, 200),
        spans=tuple(
            _span(role, part, span, text)
            for role, placed in roles
            for part, span in enumerate(placed)
        ),
        acts=tuple(_act(act, text) for act in one.acts),
    )


def _act(act: statement.Act, text: str) -> ProposedAct:
    due = act.due
    told = {name: getattr(act, name) for name in ("giver", "receiver", "object", "condition")}
    return ProposedAct(
        act=Deed(act.act),
        polarity=Polarity.POSITIVE if act.positive else Polarity.NEGATIVE,
        modality=_cut(words.line(act.modality, text), 40),
        **{name: _cut(words.line(span, text), 500) for name, span in told.items()},
        place=act.place,
        vector=act.vector,
        due=(due.last or due.first) if due else None,
        precision=(_DUE.get(due.precision) or Precision(due.precision)) if due else None,
        spans=tuple(_placed(act, text)),
    )


def _placed(act: statement.Act, text: str) -> Iterator[ProposedSpan]:
    placed = {
        Part.ACT: act.span,
        Part.MODALITY: act.modality,
        Part.GIVER: act.giver,
        Part.RECEIVER: act.receiver,
        Part.OBJECT: act.object,
        Part.CONDITION: act.condition,
        Part.PLACE: act.place_span,
        Part.VECTOR: act.vector_span,
        Part.DUE: act.due.span if act.due else None,
    }
    return (_span(role, 0, span, text) for role, span in placed.items() if span)


def _span(role: Part, part: int, span: statement.Span, text: str) -> ProposedSpan:
    return ProposedSpan(role=role, part=part, start=span.start, end=span.end, surface=span.of(text))


def _cut(said: str, most: int) -> str:
    return said if len(said) <= most else f"{said[: most - 1]}…"
