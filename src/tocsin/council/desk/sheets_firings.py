"""The triggers that fire for an outlook, entered once, with their record on hindcasts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from tocsin.council.desk import triggers
from tocsin.council.desk.models import Edition
from tocsin.council.people.party import organisation
from tocsin.council.record.action import Actor
from tocsin.desk import hindsight, storage, warning
from tocsin.desk.outlook.archive import Archive
from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.trigger import Firing, Track
from tocsin.desk.warning import Weighed
from tocsin.world.trigger import ALL, Trigger

RANGES = ((0.5, 0.25), (0.9, 0.05))
"""Levels of the ranges that are frozen with a firing, and what lies below each."""


def agreed(edition: Edition) -> str:
    """What tells whether an edition was held against the triggers in force: both, in short."""
    rules = [repr(trigger) for trigger in organisation().triggers_on(edition.as_of)]
    return storage.digest(str(edition.pk), *rules) if rules else ""


def raise_all(actor: Actor, edition: Edition, figures: pl.DataFrame, archive: Archive) -> int:
    """Enter each trigger that fires for an edition, once; returns how many fire."""
    found = warning.weigh(
        organisation(),
        edition.as_of,
        figures,
        hindsight_note="",
        model=edition.model,
        seed=edition.seed,
        past=hindsight.ORIGINS,
        archive=archive,
        release=edition.release,
    )
    paths = kept(edition, archive)
    given = [each for weighed in found.weighed for each in _raised(weighed, edition, paths)]
    for each in given:
        triggers.raise_once(actor, each)
    return len(given)


def kept(edition: Edition, archive: Archive) -> Paths | None:
    """The paths behind an edition, None if the archive does not hold them."""
    found = archive.find(organisation().key, edition.origin)
    entry = next((each for each in found if each.digest == edition.digest), None)
    return archive.read(entry) if entry else None


def _raised(weighed: Weighed, edition: Edition, paths: Paths | None) -> Iterator[triggers.Raise]:
    trigger = weighed.trigger
    for firing in weighed.firings:
        if firing.warn and firing.chance is not None:
            yield triggers.Raise(
                trigger=trigger.key,
                name=trigger.name,
                place=firing.place,
                vector=trigger.vector,
                threshold=trigger.threshold,
                months=trigger.months,
                chance=firing.chance,
                limit=firing.limit,
                origin=edition.origin,
                outlook=_outlook(trigger, firing, edition, paths),
                record=_record(weighed.track),
            )


def _outlook(
    trigger: Trigger, firing: Firing, edition: Edition, paths: Paths | None
) -> triggers.Outlook:
    draws = _draws(trigger, firing.place, paths)
    return triggers.Outlook(
        median=None if draws is None else float(np.median(draws)),
        intervals=() if draws is None else tuple(_range(draws, *pair) for pair in RANGES),
        model=edition.model,
        version=edition.program,
        release=edition.release,
        digest=edition.digest,
    )


def _draws(trigger: Trigger, place: str, paths: Paths | None) -> Array | None:
    """The deaths in all of a trigger's months together, by path; None where one is unknown."""
    if paths is None or place not in paths.places:
        return None
    kept = [n for n, key in enumerate(paths.vectors) if trigger.vector in {ALL, key}]
    draws: Array = paths.of(place)[kept, : trigger.months].sum(axis=(0, 1))
    return draws if kept and np.isfinite(draws).all() else None


def _range(draws: Array, level: float, tail: float) -> triggers.Interval:
    low, high = np.quantile(draws, [tail, 1 - tail])
    return triggers.Interval(level=level, low=float(low), high=float(high))


def _record(track: Track | None) -> triggers.TrackRecord | None:
    if track is None or not track.cases:
        return None
    said, origins = track.overall, track.origins
    return triggers.TrackRecord(
        hits=said.hits,
        misses=said.misses,
        false_alarms=said.false_alarms,
        quiet=said.rejections,
        value=said.value,
        first=f"{origins[0]:%Y-%m}",
        last=f"{origins[-1]:%Y-%m}",
    )
