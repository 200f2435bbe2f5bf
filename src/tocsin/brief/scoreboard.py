"""Past outlooks held against what came: what was issued first, then hindcasts, misses first."""

from __future__ import annotations

import datetime as dt
import inspect
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import StringIO

import polars as pl

from tocsin.brief import content, stored, verdicts
from tocsin.brief.content import Verdict
from tocsin.brief.inputs import Inputs
from tocsin.brief.pasts import Past, pasts
from tocsin.desk import calm, misses, storage
from tocsin.desk import scoreboard as board
from tocsin.desk.misses import Miss
from tocsin.desk.outlook import forecast, marginal, paths, scores
from tocsin.desk.outlook.archive import Archive, Kind
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.scoreboard import Lead, Score, Standing
from tocsin.world import month as months
from tocsin.world.place import country

TOLD = 8
"""Misses that a brief tells of."""
REACH = 36
"""Months back to the oldest outlook that is told by itself; older ones count in the sums."""


@dataclass(frozen=True)
class Line:
    """One place: what was said, what came, and scores beside those of the baselines.

    There is no score while months are missing; `verdict.miss` says in words what went wrong.
    """

    verdict: Verdict
    standing: Standing
    score: Score | None
    baselines: dict[str, Score]


@dataclass(frozen=True)
class Held:
    """One past outlook held against what came in the twelve months after its origin.

    `to_come` of these months lie after the origin of today; `unsaid` are the places of which it
    said nothing; `as_of` and `made_at` are None for a hindcast that was computed now.
    """

    kind: Kind
    origin: dt.date
    as_of: dt.date | None
    made_at: dt.datetime | None
    model: str
    said: str
    to_come: int
    lines: list[Line]
    unsaid: list[str]


@dataclass(frozen=True)
class Scored:
    """A past outlook with its scores and what it said by place, vector and lead."""

    held: Held
    cells: pl.DataFrame
    said: pl.DataFrame

    def to_text(self) -> str:
        """All of it as text."""
        tables = {"cells": self.cells.write_csv(), "said": self.said.write_csv()}
        return json.dumps({"held": stored.to_json(self.held), **tables})

    @classmethod
    def from_text(cls, text: str) -> Scored:
        """What `to_text` wrote."""
        parts = json.loads(text)
        cells = pl.read_csv(StringIO(parts["cells"]), schema_overrides=board.CELLS)
        said = pl.read_csv(StringIO(parts["said"]), schema=misses.SAID)
        return cls(stored.from_json(Held, parts["held"]), cells, said)


@dataclass(frozen=True)
class Wrong:
    """A miss, and why it had looked as it was said."""

    miss: Miss
    why: str


@dataclass(frozen=True)
class Summary:
    """All outlooks of one kind together: how many places stood where, and mean scores.

    Their origins lie between `first` and `last`; `wrong` are the misses, the largest first.

    The scores are means over the same places for every model; None if none could be scored.
    """

    kind: Kind
    outlooks: int
    standings: dict[str, int]
    misses: int
    scored: int
    score: Score | None
    baselines: dict[str, Score]
    leads: list[Lead]
    first: dt.date | None = None
    last: dt.date | None = None
    wrong: list[Wrong] = field(default_factory=list)


@dataclass(frozen=True)
class Scoreboard:
    """Past outlooks against what came; `left_out` may not be seen by the readers of this one."""

    as_of: dt.date
    origin: dt.date
    marking: str
    outlooks: list[Held]
    summaries: list[Summary]
    left_out: int


def scoreboard(
    given: Inputs,
    archive: Archive | None = None,
    *,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Scoreboard:
    """Hold every past outlook that the readers may see against what came; see `pasts.pasts`.

    All count in the summaries; those of the last three years are told one by one. An outlook is
    scored once; scores are kept in the cache.
    """
    past, left_out = pasts(given, archive)
    code, found = storage.digest(*_code()), []
    for n, each in enumerate(past, start=1):
        tell(f"Scores of outlook {n} of {len(past)}, as of {each.origin:%Y-%m}")
        found.append(_scored(given.cube, each, seed, code))
    kinds = [kind for kind in Kind if any(each.held.kind is kind for each in found)]
    summaries = [summary(k, [each for each in found if each.held.kind is k]) for k in kinds]
    oldest = months.shift(given.now.origin, -REACH)
    return Scoreboard(
        as_of=given.as_of,
        origin=given.now.origin,
        marking=str(given.marking),
        outlooks=[each.held for each in found if each.held.origin >= oldest],
        summaries=[stored.rounded(each) for each in summaries],
        left_out=left_out,
    )


def _scored(cube: Cube, past: Past, seed: int, code: str) -> Scored:
    """A past outlook held against a cube, from the cache if it was scored on the same before."""
    what = [past.kind, str(past.origin), str(past.as_of), str(past.made_at), past.model, past.said]
    ended = cube.until(min(cube.last, months.shift(past.origin, marginal.LEADS)))
    key = f"scores/{storage.digest(*what, past.digest, str(seed), _figures(ended), code)}.json"
    if text := storage.recall(key):
        return Scored.from_text(text)
    read = past.read()
    outlook = read.over(read.places, ended.vectors)
    others = board.baselines(ended, outlook.places, past.origin, seed=seed)
    held: Held = stored.rounded(_held(ended, past, outlook, others))
    scored = Scored(
        held, board.cells(ended, {"outlook": outlook} | others), misses.said(ended, outlook)
    )
    storage.keep(key, scored.to_text())
    return scored


def _figures(cube: Cube) -> str:
    labels = [str(cube.first), *cube.places, "", *cube.vectors]
    return storage.digest(*labels, cube.values.tobytes())


def _code() -> list[str]:
    modules = (board, calm, content, forecast, marginal, misses, paths, scores, stored, verdicts)
    return [*map(inspect.getsource, (*modules, sys.modules[__name__]))]


def _held(cube: Cube, past: Past, outlook: Paths, others: dict[str, Paths]) -> Held:
    judged = [verdicts.verdict(cube, outlook, place) for place in outlook.places]
    said = sorted((each for each in judged if each), key=verdicts.order)
    lines = [_line(outlook, others, each) for each in said]
    ended = months.index(cube.last) - months.index(past.origin)
    told = {line.verdict.place for line in lines}
    return Held(
        kind=past.kind,
        origin=past.origin,
        as_of=past.as_of,
        made_at=past.made_at,
        model=past.model,
        said=past.said,
        to_come=max(0, calm.YEAR - ended),
        lines=lines,
        unsaid=[country(place).name for place in outlook.places if place not in told],
    )


def _line(outlook: Paths, others: dict[str, Paths], verdict: Verdict) -> Line:
    standing = board.standing(verdict.known, verdict.missing, verdict.ninety)
    if verdict.missing:
        return Line(verdict, standing, None, {})
    scored = {
        name: board.score(each, verdict.place, verdict.known) for name, each in others.items()
    }
    return Line(
        verdict,
        standing,
        board.score(outlook, verdict.place, verdict.known),
        {name: score for name, score in scored.items() if score},
    )


def summary(kind: Kind, outlooks: list[Scored]) -> Summary:
    """Outlooks of one kind summed up; what was issued is never summed up with hindcasts."""
    lines = [line for each in outlooks for line in each.held.lines]
    origins = [each.held.origin for each in outlooks]
    missed = misses.worst(pl.concat(each.said for each in outlooks))
    scored = [line for line in lines if line.score and len(line.baselines) == len(board.BASELINES)]
    return Summary(
        kind=kind,
        outlooks=len(outlooks),
        standings={s.value: sum(line.standing is s for line in lines) for s in Standing},
        misses=sum(bool(v.miss) and v.happened is not None for v in (ln.verdict for ln in lines)),
        scored=len(scored),
        score=_mean([line.score for line in scored if line.score]),
        baselines={
            name: mean
            for name in board.BASELINES
            if (mean := _mean([line.baselines[name] for line in scored]))
        },
        leads=board.pooled(pl.concat((each.cells for each in outlooks), how="diagonal")),
        first=min(origins),
        last=max(origins),
        wrong=[Wrong(miss, misses.why(miss)) for miss in missed],
    )


def brief_of(whole: Summary) -> Summary:
    """A summary with its largest misses alone, one for each place, as a brief tells them."""
    worst: dict[str, Wrong] = {}
    for each in whole.wrong:
        worst.setdefault(each.miss.place, each)
    return replace(whole, wrong=list(worst.values())[:TOLD])


def _mean(found: list[Score]) -> Score | None:
    if not found:
        return None
    size = len(found)
    return Score(sum(s.crps for s in found) / size, sum(s.brier for s in found) / size)
