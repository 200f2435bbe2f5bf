"""Past outlooks held against what came: what was issued first, then hindcasts, misses first."""

from __future__ import annotations

import datetime as dt
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tocsin.brief import content, stored, verdicts
from tocsin.brief.content import Verdict
from tocsin.brief.inputs import Inputs
from tocsin.brief.words import month
from tocsin.desk import calm, storage
from tocsin.desk import scoreboard as board
from tocsin.desk.outlook import forecast, marginal, paths, scores
from tocsin.desk.outlook.archive import Archive, Entry, Kind
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.scoreboard import Lead, Score, Standing
from tocsin.world import month as months
from tocsin.world.place import country

REACH = 36
"""Months back to the oldest outlook that is still held against what came."""


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
    leads: list[Lead]


@dataclass(frozen=True)
class Summary:
    """All outlooks of one kind together: how many places stood where, and mean scores.

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


@dataclass(frozen=True)
class Scoreboard:
    """Past outlooks against what came; `left_out` may not be seen by the readers of this one."""

    as_of: dt.date
    origin: dt.date
    marking: str
    outlooks: list[Held]
    summaries: list[Summary]
    left_out: int


@dataclass(frozen=True)
class Past:
    """An outlook of the past, read only when it has to be scored."""

    kind: Kind
    origin: dt.date
    as_of: dt.date | None
    made_at: dt.datetime | None
    model: str
    said: str
    digest: str
    read: Callable[[], Paths]


def scoreboard(
    given: Inputs,
    archive: Archive | None = None,
    *,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Scoreboard:
    """Hold every outlook of the last three years that the readers may see against what came.

    The last issued and the last hindcast from each origin count, and the outlook of a year before
    that the brief speaks of. An outlook is scored once; scores are kept in the cache.
    """
    entries = [] if archive is None else _entries(given, archive)
    seen = [entry for entry in entries if entry.marking.may_enter(given.marking)]
    past = [*_pasts(given, archive, seen)] if archive else []
    if (before := _before(given)) is not None:
        past = [p for p in past if (p.kind, p.origin) != (before.kind, before.origin)] + [before]
    past.sort(key=lambda p: (p.kind is not Kind.ISSUED, -months.index(p.origin)))
    outlooks = []
    for each in past:
        tell(f"Scores of the outlook as of {each.origin:%Y-%m}")
        outlooks.append(_held(given.cube, each, seed))
    kinds = [kind for kind in Kind if any(held.kind is kind for held in outlooks)]
    summaries = [summary(kind, [held for held in outlooks if held.kind is kind]) for kind in kinds]
    return Scoreboard(
        as_of=given.as_of,
        origin=given.now.origin,
        marking=str(given.marking),
        outlooks=outlooks,
        summaries=[stored.rounded(each) for each in summaries],
        left_out=len(entries) - len(seen),
    )


def _entries(given: Inputs, archive: Archive) -> list[Entry]:
    """All outlooks kept for the organisation that are older than the present one."""
    origins = (months.shift(given.now.origin, -back) for back in range(1, REACH + 1))
    return [
        entry
        for origin in origins
        for entry in archive.find(given.organisation.key, origin)
        if entry.as_of <= given.as_of
    ]


def _pasts(given: Inputs, archive: Archive, seen: list[Entry]) -> Iterator[Past]:
    """The last entry of each kind from each origin."""
    last = {(entry.kind, entry.origin): entry for entry in seen}
    for (kind, origin), entry in last.items():
        yield Past(
            kind,
            origin,
            entry.as_of,
            entry.made_at,
            entry.model,
            _said(kind, origin),
            entry.digest,
            partial(archive.read, entry),
        )


def _said(kind: Kind, origin: dt.date) -> str:
    if kind is Kind.ISSUED:
        return f"The outlook issued as of {month(origin)}, unchanged."
    return (
        f"Computed later from figures up to {month(origin)}, in a later revision: a hindcast, not "
        f"what was said."
    )


def _before(given: Inputs) -> Past | None:
    """The hindcast of a year before that the brief speaks of, if nothing was issued then."""
    if given.before is None or given.issued:
        return None
    outlook = given.before
    digest = storage.digest(*outlook.places, "", *outlook.vectors, outlook.draws.tobytes())
    said = verdicts.said(given)
    return Past(
        Kind.HINDCAST, outlook.origin, None, None, outlook.model, said, digest, lambda: outlook
    )


def _held(cube: Cube, past: Past, seed: int) -> Held:
    """A past outlook held against a cube, from the cache if it was scored on the same before."""
    what = [past.kind, str(past.origin), str(past.as_of), str(past.made_at), past.model, past.said]
    key = f"scores/{storage.digest(*what, past.digest, str(seed), _figures(cube), *_code())}.json"
    if text := storage.recall(key):
        return stored.from_json(Held, text)
    held: Held = stored.rounded(_scored(cube, past, seed))
    storage.keep(key, stored.to_json(held))
    return held


def _figures(cube: Cube) -> str:
    labels = [str(cube.first), *cube.places, "", *cube.vectors]
    return storage.digest(*labels, cube.values.tobytes())


def _code() -> list[str]:
    modules = (board, calm, content, forecast, marginal, paths, scores, stored, verdicts)
    return [*map(inspect.getsource, (*modules, sys.modules[__name__]))]


def _scored(cube: Cube, past: Past, seed: int) -> Held:
    read = past.read()
    outlook = read.over(read.places, cube.vectors)
    others = board.baselines(cube, outlook.places, past.origin, seed=seed)
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
        leads=board.by_lead(cube, {"outlook": outlook} | others),
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


def summary(kind: Kind, outlooks: list[Held]) -> Summary:
    """Outlooks of one kind summed up; what was issued is never summed up with hindcasts."""
    lines = [line for held in outlooks for line in held.lines]
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
        leads=board.pooled([lead for held in outlooks for lead in held.leads]),
    )


def _mean(found: list[Score]) -> Score | None:
    if not found:
        return None
    size = len(found)
    return Score(sum(s.crps for s in found) / size, sum(s.brier for s in found) / size)
