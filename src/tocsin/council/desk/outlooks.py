"""How an outlook is issued, and how its editions are listed and told to programs."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.desk.models import Edition, Sheet
from tocsin.council.desk.warning_schemas import Marked
from tocsin.council.people.models import Party
from tocsin.council.people.party import SECRETARIAT
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line
from tocsin.council.site.kind import Kind, register
from tocsin.world.month import shift


class Identity(Given):
    """What tells one edition from another: from the same there comes the same."""

    origin: dt.date = Field(description="The last month known, as its first day.")
    release: str = Field(min_length=1, max_length=200)
    model: str = Field(min_length=1, max_length=40)
    seed: int = Field(ge=0)
    places: tuple[str, ...]


class Issue(Identity):
    """An outlook that was computed; the bodies of its sheets stay out of the record's payload."""

    as_of: dt.date
    moved: int = Field(ge=0)
    kind: Line
    program: Line
    archived: Line
    digest: str = Field(max_length=64)
    marking: str
    sheets: dict[str, str] = Field(exclude=True, repr=False)


@action("outlook.issue", _l("Issue an outlook"), on_page=False)
def issue(actor: Actor, given: Issue) -> Edition:
    """Issue an outlook with its sheets; one that is there already stays as it is."""
    if (before := found(given)) is not None:
        return before
    edition = Edition(
        marking=marking.marking(given.marking),
        originator=Party.objects.get(key=SECRETARIAT),
        sheets={name: digest(body) for name, body in given.sheets.items()},
        places=list(given.places),
        **given.model_dump(exclude={"ticket", "marking", "places"}),
    )
    edition.save()
    rows = [Sheet(edition=edition, name=name, body=body) for name, body in given.sheets.items()]
    Sheet.objects.bulk_create(rows)
    return edition


def found(asked: Identity) -> Edition | None:
    """The newest edition of an identity, if there is one."""
    same = Edition.objects.filter(
        **asked.model_dump(include={"origin", "release", "model", "seed"})
    )
    rows = same.order_by("-made_at").defer("sheets")
    return next((row for row in rows if row.places == list(asked.places)), None)


def digest(body: str) -> str:
    """The SHA-256 of a sheet's body, as hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


class EditionLine(Marked):
    """An edition of the outlook in a list."""

    origin: dt.date = Field(description="The last month known, as its first day.")
    as_of: dt.date = Field(description="It sees nothing later than this day.")
    moved: int = Field(description="Months by which late figures moved the origin back.")
    kind: str = Field(description="issued: made on that very day; hindcast: made later.")
    model: str
    release: str = Field(description="The release of the figures.")


class EditionOut(EditionLine):
    """An edition of the outlook, and where it can be found again."""

    seed: int
    program: str = Field(description="The version of tocsin that made it.")
    places: list[str]
    archived: str = Field(description="Its file in the archive.")
    digest: str = Field(description="Of the archived paths.")
    sheets: dict[str, str] = Field(description="The SHA-256 of each sheet by its name.")


def _by_kind(rows: Any, value: str) -> Any:
    return rows.filter(kind=value)


def ready(edition: Edition, actor: Actor) -> set[str]:
    """A review makes sense once a month that the outlook speaks of is over."""
    return {"review.draw"} if clock.today() >= shift(edition.first, 1) else set()


register(
    Kind(
        name="outlooks",
        label=_l("Outlooks issued"),
        model=Edition,
        line=EditionLine,
        shown=EditionOut,
        subject="edition",
        search=("release", "model"),
        filters={"kind": _by_kind},
        acts=("review.draw",),
        ready=ready,
    )
)
