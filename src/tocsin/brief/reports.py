"""What was said in a folder of reports up to a day, as rows for a brief's statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from tocsin.brief import handed
from tocsin.brief.words import day, number
from tocsin.desk.reading import batch, folder, words
from tocsin.desk.reading.batch import Failure, Passed, Reading
from tocsin.desk.reading.statement import Act, Deed, Statement
from tocsin.world.errors import RequestError

SHOWN = frozenset(
    {
        Deed.OFFER,
        Deed.PLEDGE,
        Deed.REQUEST,
        Deed.PROPOSE,
        Deed.AGREE,
        Deed.REFUSE,
        Deed.ANNOUNCE,
        Deed.DECIDE,
        Deed.REPORT,
    }
)
"""What a statement has to do for a council to be told of it."""

LISTED = 12
"""Reports that a note names at most."""

SCHEMA = dict.fromkeys((*handed.COLUMNS["statements"], *handed.DONE), pl.String)


@dataclass
class _Seen:
    """What became of the reports so far."""

    read: int = 0
    other: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def add(
    tables: dict[str, Any],
    path: Path,
    *,
    as_of: dt.date,
    since: dt.date | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """The tables handed to a brief, with what reports say added to their statements, and `notes`.

    Reports dated after `as_of` are not read, nor those before `since`; those of no known day are
    left out, which a note says. Raises RequestError if there is no such folder or the days stand
    in the wrong order.
    """
    if not path.is_dir():
        raise RequestError("There is no such folder.", where=str(path), remedy="Check --reports.")
    if since and since > as_of:
        raise RequestError(
            f"--since {since} lies after the brief’s day, {as_of}.", remedy="Choose an earlier day."
        )
    tell("Reading reports")
    seen = _seen(path, since or dt.date.min, as_of)
    own = handed.check(pl.DataFrame(seen.rows, schema=SCHEMA), "statements", str(path))
    given = [table for table in (tables.get("statements"), own) if table is not None]
    both = pl.concat(given, how="diagonal_relaxed")
    return tables | {"statements": both, "notes": list(_notes(seen, since, as_of))}


def _seen(path: Path, since: dt.date, as_of: dt.date) -> _Seen:
    seen = _Seen()
    settings = batch.Settings(since=since, until=as_of)
    for outcome in batch.read_all(folder.entries([path]), settings):
        if isinstance(outcome, Failure):
            seen.failed.append(outcome.said)
        elif isinstance(outcome, Passed) and outcome.date is None:
            seen.undated.append(Path(outcome.name).name)
        elif isinstance(outcome, Reading):
            seen.read += 1
            _add(outcome, seen)
    return seen


def _add(reading: Reading, seen: _Seen) -> None:
    for one in reading.found.statements:
        acts = [act for act in one.acts if act.act in SHOWN]
        seen.other += not acts
        seen.rows += [_row(reading, one, act) for act in acts]


def _row(reading: Reading, one: Statement, act: Act) -> dict[str, Any]:
    report, parts = reading.report, one.attribution.content
    speaker = words.speaker(one.speaker)
    office = f", {one.speaker.office}" if one.speaker.office not in ("", speaker) else ""
    deed = words.DEEDS[act.act]
    return {
        "date": report.date and report.date.isoformat(),
        "speaker": f"{speaker}{office}",
        "party": one.speaker.party,
        "topic": one.topic,
        "text": words.content(one, report.text),
        "report": f"{Path(report.name).name}, characters {parts[0].start}–{parts[-1].end}",
        "act": deed if act.positive else f"{deed} (negated)",
        "by": words.line(act.giver, report.text) or None if act.act is Deed.REPORT else None,
        "what": words.line(act.object, report.text) or None,
        "to": words.line(act.receiver, report.text) or None,
        "condition": words.line(act.condition, report.text) or None,
        "due": words.due(act.due, report.text) if act.due else None,
    }


def _notes(seen: _Seen, since: dt.date | None, as_of: dt.date) -> Iterator[str]:
    span = f"from {day(since)} to {day(as_of)}" if since else f"up to {day(as_of)}"
    yield (
        f"{number(seen.read).capitalize()} {'report' if seen.read == 1 else 'reports'} dated "
        f"{span} {'was' if seen.read == 1 else 'were'} read by rules; what stands here of them was "
        "confirmed by nobody, and rules miss some statements."
    )
    if seen.other:
        yield (
            f"Not shown: {number(seen.other)} {'statement' if seen.other == 1 else 'statements'} "
            "in them that only assert, praise, criticise or doubt."
        )
    if seen.undated:
        yield f"No day is known of these reports, so they were left out: {_listed(seen.undated)}."
    yield from (f"A report could not be read. {said}" for said in seen.failed[:LISTED])
    if (more := len(seen.failed) - LISTED) > 0:
        yield f"{number(more).capitalize()} more reports could not be read."


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:LISTED])
    more = len(names) - LISTED
    return f"{shown} and {number(more)} more" if more > 0 else shown
