"""Composing a brief: from panel, outlooks and handed-in rows to what it says."""

from __future__ import annotations

from tocsin import __version__
from tocsin.brief import handed
from tocsin.brief.content import Brief, Row
from tocsin.brief.headline import headline, sentences, unseen
from tocsin.brief.inputs import Inputs
from tocsin.brief.outlooks import moved, mover, ranked, row
from tocsin.brief.scoreboard import Scoreboard, brief_of
from tocsin.brief.verdicts import said, verdicts
from tocsin.brief.words import count, listed, month, number
from tocsin.desk import calm


def compose(given: Inputs, scored: Scoreboard | None = None) -> Brief:
    """Write the brief of an organisation as of a day; deterministic in its inputs.

    With a scoreboard it also tells how good past outlooks were.
    """
    members = given.organisation.members(given.as_of)
    state = calm.assess(given.cube, members, given.before, given.now)
    rows = ranked([row(given, place) for place in given.now.places])
    tables, left_out = handed.select(given)
    return Brief(
        organisation=given.organisation.name,
        short=given.organisation.short,
        as_of=given.as_of,
        origin=given.now.origin,
        marking=str(given.marking),
        version=__version__,
        model=given.now.model,
        headline=headline(given, state),
        sentences=sentences(given, state),
        state=state,
        said=said(given),
        verdicts=verdicts(given),
        rows=rows,
        movers=[mover(r, given.drivers.get(r.place, [])) for r in rows if moved(r)],
        unknown=unknown(given, rows) + given.notes + left_out,
        outlines=given.outlines,
        sources=given.sources,
        past=[brief_of(each) for each in scored.summaries] if scored else [],
        **tables,
    )


def unknown(given: Inputs, rows: list[Row]) -> list[str]:
    """What is unknown, late or known only with hindsight, a sentence each."""
    lines = []
    if given.moved:
        lines.append(
            f"The figures end in {month(given.now.origin)}, {number(given.moved)} months before "
            f"the last complete month: everything here starts that much earlier."
        )
    if unwatched := unseen(given):
        lines.append(unwatched)
    for r in rows:
        if r.chance is None:
            lines.append(f"{r.name}: no figures for the last twelve months, so no outlook.")
        elif r.missing:
            lines.append(
                f"{r.name}: figures are missing in {number(r.missing)} of the last twelve months; "
                f"the {count(r.year)} deaths shown are what is known."
            )
    lines.append(given.hindsight)
    return lines + not_handed(given)


def not_handed(given: Inputs) -> list[str]:
    """That other parts of the house handed nothing in, a sentence if any did not."""
    tables = ("warnings", "statements", "undertakings")
    absent = [name for name in tables if getattr(given, name) is None]
    if not absent:
        return []
    return [
        f"No {listed(absent).replace(' and ', ' or ')} were handed in: this brief says nothing "
        f"of them, which does not mean that there are none."
    ]
