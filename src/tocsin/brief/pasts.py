"""The outlooks of the past that may be held against what came: which they are, and for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.brief import verdicts
from tocsin.brief.inputs import Inputs
from tocsin.brief.words import month
from tocsin.desk import storage
from tocsin.desk.outlook.archive import Archive, Entry, Kind
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months
from tocsin.world.organisation import WORLD


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


def pasts(given: Inputs, archive: Archive | None) -> tuple[list[Past], int]:
    """All outlooks from earlier origins that the readers may see, and how many they may not.

    The last issued and the last hindcast of the brief's model from each origin count, and the
    outlook of a year before that the brief speaks of. What was issued stands first, the newest
    first.
    """
    entries = [] if archive is None else _entries(given, archive)
    seen = [entry for entry in entries if entry.marking.may_enter(given.marking)]
    found = [_past(given, archive, entry) for entry in _last(seen)] if archive else []
    if (before := _before(given)) is not None:
        found = [p for p in found if (p.kind, p.origin) != (before.kind, before.origin)] + [before]
    found.sort(key=lambda p: (p.kind is not Kind.ISSUED, -months.index(p.origin)))
    return found, len(entries) - len(seen)


def _entries(given: Inputs, archive: Archive) -> list[Entry]:
    """All outlooks of the organisation, then of the world, that are older than the present one."""
    key = given.organisation.key
    found = [
        entry
        for owner, kind in ((WORLD, Kind.HINDCAST), (key, Kind.HINDCAST), (key, Kind.ISSUED))
        for origin in archive.origins(owner, kind)
        if origin < given.now.origin
        for entry in archive.find(owner, origin, kind)
    ]
    return [
        entry
        for entry in found
        if entry.as_of <= given.as_of
        and (entry.kind is Kind.ISSUED or entry.model == given.now.model)
    ]


def _last(seen: list[Entry]) -> list[Entry]:
    """The last entry of each kind from each origin, the organisation's own before the world's."""
    return list({(entry.kind, entry.origin): entry for entry in seen}.values())


def _past(given: Inputs, archive: Archive, entry: Entry) -> Past:
    own = entry.organisation == given.organisation.key
    watched = [] if own else given.organisation.watched(entry.as_of)

    def read() -> Paths:
        paths = archive.read(entry)
        return paths if own else paths.over(watched, paths.vectors)

    return Past(
        entry.kind,
        entry.origin,
        entry.as_of,
        entry.made_at,
        entry.model,
        _said(entry.kind, entry.origin),
        storage.digest(entry.digest, *watched),
        read,
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
