"""What is done with warnings, and how they are shown."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from ninja import Schema
from pydantic import Field

from tocsin.council.desk.models import Addressee, Warning
from tocsin.council.people.actions import require_voice
from tocsin.council.people.models import Party
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown, Text
from tocsin.council.site.kind import Kind, register
from tocsin.world.errors import ConflictError, RequestError
from tocsin.world.place import country
from tocsin.world.vector import vectors


def _places(actor: Actor) -> list[tuple[Any, Any]]:
    return [(key, country(key).name) for key in organisation().watched(clock.today())]


def _vectors(actor: Actor) -> list[tuple[Any, Any]]:
    return [("all", _("all vectors")), *((v.key, v.name) for v in vectors().values())]


class Issue(Given):
    """A warning to named offices."""

    title: Annotated[Line, Shown(label=_l("Title"))]
    place: Annotated[str, Shown(label=_l("Place"), choices=_places)]
    vector: Annotated[str, Shown(label=_l("Vector"), choices=_vectors)] = "all"
    what: Annotated[Text, Shown(label=_l("What is warned of, and why"), rows=8)]
    threshold: Annotated[int, Shown(label=_l("Deaths at least"))] = Field(default=25, ge=1)
    months: Annotated[int, Shown(label=_l("Within months"))] = Field(default=12, ge=1, le=36)
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]
    offices: Annotated[
        Text,
        Shown(
            label=_l("Addressees"),
            help=_l("One office a line, after its party: ARM: Ministry of Foreign Affairs"),
            rows=4,
        ),
    ]
    answer_by: Annotated[dt.datetime, Shown(label=_l("Answer by"))]


@action("warning.issue", _l("Issue a warning"), Role.ANALYST)
def issue(actor: Actor, given: Issue) -> Warning:
    """Issue a warning by hand."""
    borne = marking.marking(given.marking, maker=actor.person)
    warning = Warning(
        marking=borne,
        originator=actor.person.party,
        issued_by=actor.person,
        **given.model_dump(exclude={"ticket", "marking", "offices"}),
    )
    warning.save()
    for line in given.offices.splitlines():
        _addressed(warning, line).save()
    return warning


def _addressed(warning: Warning, line: str) -> Addressee:
    key, _colon, office = (part.strip() for part in line.partition(":"))
    party = Party.objects.filter(key=key).first()
    if party is None or not office:
        raise RequestError(
            _("“%(line)s” names no office of a party.") % {"line": line},
            remedy=_("Write each as ARM: Ministry of Foreign Affairs."),
        )
    if not warning.marking.value.admits(key) and warning.marking.value.level < 4:
        raise RequestError(
            _("%(party)s may not see this warning.") % {"party": party.name},
            remedy=_("Add it to the audience, or do not address it."),
        )
    return Addressee(warning=warning, party=party, office=office)


class Receive(Given):
    """An office that confirms receipt."""

    addressee: Annotated[uuid.UUID, Shown(hidden=True)]


@action("warning.receive", _l("Confirm receipt"), Role.DELEGATE, Role.OFFICER, Role.CHAIR)
def receive(actor: Actor, given: Receive) -> Warning:
    """Confirm that a warning was received by an office of the actor's party."""
    row = Addressee.held(given.addressee)
    warning: Warning = Warning.objects.seen(actor.person, row.warning_id)
    require_voice(actor, row.party)
    if row.received_at:
        raise ConflictError(_("It was received already."))
    row.received_at = clock.now()
    row.save()
    return warning


class Close(Given):
    """The end of a warning."""

    warning: Annotated[uuid.UUID, Shown(hidden=True)]
    closing: Annotated[Text, Shown(label=_l("Why it is closed"), rows=4)]


@action("warning.close", _l("Close"), Role.ANALYST, Role.OFFICER)
def close(actor: Actor, given: Close) -> Warning:
    """Close a warning, with the reason."""
    Warning.objects.seen(actor.person, given.warning)
    warning = Warning.held(given.warning)
    if warning.closed_at:
        raise ConflictError(_("It is closed already."))
    warning.closed_at, warning.closing = clock.now(), given.closing
    warning.save()
    return warning


class WarningLine(Schema):
    """A warning in a list."""

    id: uuid.UUID
    title: str
    place: str
    made_at: dt.datetime
    standing: str


class WarningOut(WarningLine):
    """A warning."""

    what: str


def _ready(warning: Warning, actor: Actor) -> set[str]:
    return set() if warning.closed_at else {"warning.close"}


register(
    Kind(
        name="warnings",
        label=_l("Warnings"),
        model=Warning,
        line=WarningLine,
        shown=WarningOut,
        subject="warning",
        search=("title", "what"),
        filters={"place": lambda found, value: found.filter(place=value)},
        makes=("warning.issue",),
        acts=("warning.close",),
        ready=_ready,
    )
)
