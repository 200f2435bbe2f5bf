"""Readings as CSV: a line for each act of each statement, and one for a statement without any."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from tocsin.desk.reading import words
from tocsin.desk.reading.batch import Reading
from tocsin.desk.reading.statement import Act, Statement

COLUMNS = (
    "report", "date", "statement", "voice", "speaker", "office", "party", "topic", "content",
    "start", "end", "act", "polarity", "modality", "giver", "receiver", "object", "condition",
    "place", "vector", "due", "precision",
)  # fmt: skip


def head() -> str:
    """The first line."""
    return _line(list(COLUMNS))


def lines(reading: Reading) -> Iterator[str]:
    """The lines of a reading; `start` and `end` bound all that is said, `due` is the last day."""
    report = reading.report
    day = report.date.isoformat() if report.date else ""
    for number, one in enumerate(reading.found.statements, 1):
        said = [report.name, day, str(number), *_said(one, report.text)]
        for act in one.acts or (None,):
            yield _line([*said, *_done(act, report.text)])


def _said(one: Statement, text: str) -> list[str]:
    speaker, parts = one.speaker, one.attribution.content
    who = [str(one.attribution.voice), speaker.name, speaker.office, speaker.party, one.topic]
    bounds = [str(parts[0].start), str(parts[-1].end)]
    return [*who, words.content(one, text), *bounds]


def _done(act: Act | None, text: str) -> list[str]:
    if act is None:
        return [""] * (len(COLUMNS) - COLUMNS.index("act"))
    placed = (act.modality, act.giver, act.receiver, act.object, act.condition)
    last = act.due and (act.due.last or act.due.first)
    return [
        str(act.act),
        "positive" if act.positive else "negative",
        *(words.line(span, text) for span in placed),
        act.place,
        act.vector,
        last.isoformat() if last else "",
        str(act.due.precision) if act.due else "",
    ]


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(map(_still, cells))
    return out.getvalue()


def _still(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: reports come from outside."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
