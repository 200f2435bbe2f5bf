"""The brief for the terminal."""

from __future__ import annotations

from math import log1p
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

from tocsin.brief.content import Brief, Row
from tocsin.brief.handed import COLUMNS
from tocsin.brief.matter import Line, Matter
from tocsin.brief.scoreboard import Summary, Wrong
from tocsin.brief.words import (
    ahead,
    count,
    day,
    interval,
    listed,
    month,
    percent,
    points,
    scores,
    toll,
)
from tocsin.desk.outlook.archive import Kind
from tocsin.world.vector import vector

BARS = "▁▂▃▄▅▆▇█"


def show(brief: Brief, console: Console) -> None:
    """Print a brief; wide tables lose their less important columns on a narrow terminal."""
    for part in _parts(brief, wide=console.width >= 100):
        console.print(part)


def _parts(brief: Brief, *, wide: bool) -> list[RenderableType]:
    span = f"{month(brief.first)} to {month(brief.last)}"
    parts: list[RenderableType] = [
        Text(f"\n{brief.organisation} · as of {day(brief.as_of)} · {brief.marking}", style="dim"),
        Text(f"\n{brief.headline}\n", style="bold"),
        Group(*map(Text, brief.sentences)),
        _heading("What was said last time, and what happened"),
        Text(brief.said, style="dim"),
        *_said(brief),
        _heading(f"Outlook for {span}"),
        _outlooks(brief, wide=wide),
        Text(_footnote(brief), style="dim"),
        _heading("What moved"),
        _movers(brief),
    ]
    for whole in brief.past:
        parts += _past(whole)
    for name in ("warnings", "statements", "undertakings"):
        if rows := getattr(brief, name):
            parts += [_heading(name.capitalize()), *_told(brief, name, rows)]
    parts += [_heading("Unknown, late, or known only with hindsight"), _bullets(brief.unknown)]
    parts += [
        _heading("Sources"),
        Padding(Markdown(brief.sources.partition("\n")[2] or brief.sources), (0, 0, 0, 2)),
    ]
    return parts


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold underline")


def _bullets(lines: list[str]) -> Group:
    return Group(*(Padding(Text(f"· {line}"), (0, 0, 0, 2)) for line in lines))


def _said(brief: Brief) -> list[RenderableType]:
    return [_verdicts(brief), Text(_quiet(brief), style="dim")] if brief.verdicts else []


def _verdicts(brief: Brief) -> Table:
    table = Table(box=None, padding=(0, 1))
    for name in ("Place", "Said: median", "90% range", "P(≥ 25)", "Happened", "Verdict"):
        table.add_column(name, justify="left" if name in {"Place", "Verdict"} else "right")
    for v in (v for v in brief.verdicts if not v.quiet):
        happened = toll(v.known, v.missing)
        cells = (v.name, count(v.median), interval(v.ninety), percent(v.chance), happened)
        table.add_row(*cells, v.miss or "within the range", style="bold" if v.miss else "")
    return table


def _outlooks(brief: Brief, *, wide: bool) -> Table:
    table = Table(box=None, padding=(0, 1))
    table.add_column("Place")
    if wide:
        table.add_column("Last five years")
    for name in ("Last 12 months", "Next 12: median", "50%", "90%", "P(≥ 25)", "Change"):
        if wide or name != "50%":
            table.add_column(name, justify="right")
    for row in (row for row in brief.rows if not row.quiet):
        table.add_row(*_cells(row, wide=wide), style="" if row.member else "dim")
    return table


def _quiet(brief: Brief) -> str:
    names = [v.name for v in brief.verdicts if v.quiet]
    return f"Nothing was expected and nothing happened in {listed(names)}." if names else ""


def _footnote(brief: Brief) -> str:
    names = [row.name for row in brief.rows if row.quiet]
    quiet = f" No deaths and a chance under 1% for the neighbours {listed(names)}." if names else ""
    return f"● member, ○ neighbour; change in points against the outlook of a year before.{quiet}"


def _cells(row: Row, *, wide: bool) -> list[str]:
    known = toll(row.year, row.missing)
    name = f"{'●' if row.member else '○'} {row.name}"
    cells = [name, known, count(row.median), interval(row.ninety)]
    if wide:
        cells = [name, _bars(row), known, count(row.median), interval(row.half), cells[-1]]
    return [*cells, percent(row.chance), points(row.change)]


def _bars(row: Row) -> str:
    """Three months a bar, on a log scale; a gap where anything is unknown."""
    groups = [row.history[i : i + 3] for i in range(0, len(row.history), 3)]
    sums = [None if None in group else sum(v or 0 for v in group) for group in groups]
    top = log1p(max([30, *(value for value in sums if value)]))
    return "".join(
        " " if value is None else BARS[round(log1p(value) / top * (len(BARS) - 1))]
        for value in sums
    )


def _movers(brief: Brief) -> RenderableType:
    if not brief.movers:
        return Text("No place’s outlook differs much from that of a year before.")
    lines: list[RenderableType] = []
    for mover in brief.movers:
        lines.append(Text.assemble((mover.name, "bold"), f": {mover.summary}"))
        lines.append(_bullets(mover.drivers))
    return Group(*lines)


def _past(whole: Summary) -> list[RenderableType]:
    """How good past outlooks of a kind were, and where they were wrong."""
    kind = "issued outlooks" if whole.kind is Kind.ISSUED else "hindcasts"
    rivals = listed(list(whole.baselines))
    return [
        _heading(f"How good {whole.outlooks} {kind} were"),
        Text(f"Log CRPS by month: ours, {rivals}; lower is better. Last: our lead.", style="dim"),
        _leads(whole),
        _bullets([_wrong(each) for each in whole.wrong]),
    ]


def _leads(whole: Summary) -> Table:
    table = Table("Vector", "Ahead", box=None, padding=(0, 1))
    for name in ("Known", "In 90%", "Log CRPS"):
        table.add_column(name, justify="right")
    table.add_column("Against conflictology")
    for lead in whole.leads:
        inside = "unknown" if lead.inside is None else f"{lead.inside:.0%}"
        edge = lead.edges.get("crps_log", {}).get("conflictology")
        cells = (count(lead.cells), inside, scores(lead.crps_log, 3), ahead(edge))
        table.add_row(vector(lead.vector).name, f"{lead.first}–{lead.last}", *cells)
    return table


def _wrong(each: Wrong) -> str:
    m = each.miss
    return (
        f"{m.name}, {vector(m.vector).name.lower()}, {m.first}–{m.last} months after "
        f"{month(m.origin)}: said {count(m.median)} ({interval((m.low, m.high))}), came "
        f"{count(m.came)}. {each.why}"
    )


def _told(brief: Brief, name: str, rows: list[dict[str, Any]]) -> list[RenderableType]:
    """The rows of a table; statements that do something stand by what they are on."""
    if name != "statements" or not brief.matters:
        return [_rows(rows)]
    plain = [{key: row[key] for key in COLUMNS["statements"]} for row in brief.quoted]
    return [*([_rows(plain)] if plain else []), *map(_matter, brief.matters)]


def _matter(matter: Matter) -> Group:
    lines: list[RenderableType] = [Text(f"\n{matter.topic}", style="bold")]
    for title, said in matter.parts:
        lines.append(Text(title, style="dim"))
        lines += [Padding(_line(line), (0, 0, 0, 2)) for line in said]
    return Group(*lines)


def _line(line: Line) -> Text:
    who = " · ".join(part for part in (line.party, line.speaker) if part)
    told = f": {line.told}" if line.told else ""
    source = f"  {line.date}, {line.report}"
    return Text.assemble(
        (f"{who} ", "bold"), (line.act, "bold"), f"{told}\n", line.text, (source, "dim")
    )


def _rows(rows: list[dict[str, Any]]) -> Table:
    heads = (Column(Text(key.capitalize())) for key in rows[0])
    table = Table(*heads, box=None, padding=(0, 1))
    for row in rows:
        values = ("unknown" if value is None else str(value) for value in row.values())
        table.add_row(*map(Text, values))
    return table
