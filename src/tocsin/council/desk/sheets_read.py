"""Reading the sheets of an edition, held against the digests that the edition names."""

from __future__ import annotations

import uuid
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from tocsin.brief import stored
from tocsin.brief.placesheet import PlaceSheet
from tocsin.brief.scoreboard import Scoreboard
from tocsin.brief.sheet import OutlookSheet
from tocsin.brief.sources import Sources
from tocsin.council.desk.models import Edition, Sheet
from tocsin.council.desk.outlooks import digest
from tocsin.world.errors import DataError

SHAPES: dict[str, type[Any]] = {
    "outlook": OutlookSheet,
    "place": PlaceSheet,
    "scoreboard": Scoreboard,
    "sources": Sources,
}


def outlook(edition: Edition) -> OutlookSheet:
    """The first sheet of an edition; raises `DataError` as all of these do."""
    found: OutlookSheet = _read(edition, "outlook")
    return found


def scoreboard(edition: Edition) -> Scoreboard:
    """The sheet on past outlooks."""
    found: Scoreboard = _read(edition, "scoreboard")
    return found


def sources(edition: Edition) -> Sources:
    """The sheet on the figures."""
    found: Sources = _read(edition, "sources")
    return found


def place(edition: Edition, key: str) -> PlaceSheet | None:
    """The sheet of a place, None if the edition has no outlook for it."""
    name = f"place/{key}"
    return _read(edition, name) if name in edition.sheets else None


def _read(edition: Edition, name: str) -> Any:
    """A sheet that its reader was admitted to before; it is read once as long as it is in use."""
    return _parsed(edition.pk, name, edition.sheets[name])


@lru_cache(maxsize=64)
def _parsed(edition: uuid.UUID, name: str, expected: str) -> Any:
    body = Sheet.objects.filter(edition=edition, name=name).values_list("body", flat=True).first()
    if body is None or digest(body) != expected:
        raise DataError(
            _("This sheet is not the one that was issued; it is not shown."),
            where=name,
            remedy=_("Tell the administrator to run tocsin verify."),
        )
    return stored.from_json(SHAPES[name.partition("/")[0]], body)


def forget() -> None:
    """Drop what was read."""
    _parsed.cache_clear()
