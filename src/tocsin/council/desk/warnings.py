"""What is done with warnings: issued, received, put on an agenda, closed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import AfterValidator, Field

from tocsin.council.desk.models import Addressee, Firing, Opinion, Warning
from tocsin.council.desk.trigger import Fate
from tocsin.council.people.actions import require_voice
from tocsin.council.people.models import Party, User
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown, Text
from tocsin.council.record.marking import ADMINISTRATION, Marking
from tocsin.council.site.notice import Code, notify, people_of
from tocsin.world.errors import ConflictError, MissingError, RequestError
from tocsin.world.marking import Level
from tocsin.world.month import last_complete
from tocsin.world.place import neighbours, place
from tocsin.world.vector import vector, vectors

LONGEST = dt.timedelta(days=3652)
"""How much time an office is given to answer, at most."""
OFFICES = 100


def _places(actor: Actor) -> list[tuple[Any, Any]]:
    house, today = organisation(), clock.today()
    watched = [place(key) for key in house.watched(today)]
    borders = {
        place("-".join(sorted((member, other))))
        for member in house.members(today)
        for other in neighbours(member, today)
    }
    found = [*watched, *sorted(borders, key=lambda border: border.name)]
    return [(one.key, one.name) for one in found]


def _vectors(actor: Actor) -> list[tuple[Any, Any]]:
    return [("all", _("all vectors")), *((v.key, v.name) for v in vectors().values())]


def _zoned(at: dt.datetime) -> dt.datetime:
    if at.tzinfo is None:
        raise ValueError("A time needs its zone, such as 2013-09-23T10:00:00Z.")
    return at


class Foretelling(Given):
    """What is warned of: so many deaths in a place within some months."""

    place: Annotated[str, Shown(label=_l("Place"), choices=_places)]
    vector: Annotated[str, Shown(label=_l("Vector"), choices=_vectors)] = "all"
    threshold: Annotated[int, Shown(label=_l("Deaths at least"))] = Field(
        default=25, ge=1, le=1_000_000
    )
    months: Annotated[int, Shown(label=_l("Within months"))] = Field(default=12, ge=1, le=36)


class Addressing(Given):
    """A warning's words, its readers and the offices that are to answer it."""

    title: Annotated[Line, Shown(label=_l("Title"))]
    what: Annotated[Text, Shown(label=_l("What is warned of, and why"), rows=8)]
    own: Annotated[
        float | None,
        Shown(
            label=_l("Your own probability"),
            help=_l("From 0 to 1. It is shown beside the model’s and scored alike afterwards."),
        ),
    ] = Field(default=None, ge=0, le=1)
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]
    offices: Annotated[
        Text,
        Shown(
            label=_l("Addressees"),
            help=_l("One office a line, after its party: ARM: Ministry of Foreign Affairs"),
            rows=4,
        ),
    ]
    answer_by: Annotated[dt.datetime, AfterValidator(_zoned), Shown(label=_l("Answer by"))]


class Issue(Addressing, Foretelling):
    """A warning to named offices."""


@action("warning.issue", _l("Issue a warning"), Role.ANALYST)
def issue(actor: Actor, given: Issue) -> Warning:
    """Issue a warning by hand."""
    place(given.place)
    if given.vector != "all":
        vector(given.vector)
    foretold = given.model_dump(include=set(Foretelling.model_fields) - {"ticket"})
    return _issued(actor, given, Warning(origin=last_complete(clock.today()), **foretold))


class FromFiring(Addressing):
    """A warning by a trigger that fired."""

    firing: Annotated[uuid.UUID, Shown(hidden=True)]


@action("warning.from_firing", _l("Issue as a warning"), Role.ANALYST)
def from_firing(actor: Actor, given: FromFiring) -> Warning:
    """Issue a warning by a trigger that fired, with what was known then frozen in it."""
    Firing.objects.seen(actor.person, given.firing)
    firing = Firing.held(given.firing)
    if firing.fate != Fate.OPEN:
        raise ConflictError(_("It was issued or let pass already."))
    firing.fate, firing.decided_at, firing.decided_by = Fate.ISSUED, clock.now(), actor.person
    firing.save()
    copied = ("place", "vector", "threshold", "months", "origin", "chance", "trigger")
    warning = Warning(firing=firing, **{name: getattr(firing, name) for name in copied})
    warning.known = _known(firing)
    return _issued(actor, given, warning)


def _known(firing: Firing) -> dict[str, Any]:
    agreed = {"key": firing.trigger, "name": firing.name, "limit": firing.limit}
    fired = {"chance": firing.chance, "origin": firing.origin.isoformat()}
    return {**firing.known, "trigger": agreed, **fired}


def _issued(actor: Actor, given: Addressing, warning: Warning) -> Warning:
    person, now = actor.person, clock.now()
    if not now < given.answer_by <= now + LONGEST:
        raise RequestError(_("The time to answer ends in the future, and within ten years."))
    warning.marking = marking.marking(given.marking, maker=person)
    warning.originator, warning.issued_by = person.party, person
    _may_carry(warning)
    warning.title, warning.what = given.title, given.what
    warning.answer_by = warning.due_at = given.answer_by
    warning.save()
    for party, office in _offices(warning.marking, given.offices):
        row = Addressee(warning=warning, party=party, office=office, answer_by=given.answer_by)
        row.save()
    if given.own is not None:
        Opinion(warning=warning, by=person, chance=given.own).save()
    notify(warning, Code.WARNED, addressed(warning), but=person)
    return warning


def addressed(warning: Warning) -> list[User]:
    """The people of the parties whose offices are to answer a warning."""
    return people_of(*{row.party for row in warning.addressees.select_related("party")})


def _may_carry(warning: Warning) -> None:
    """Refuse to carry a firing to readers that its originator has not admitted."""
    firing = warning.firing
    if firing is None or firing.originator_id == warning.originator_id:
        return
    if not firing.marking.value.may_enter(warning.marking.value):
        raise RequestError(
            _("The firing is not marked for all of these readers."),
            remedy=_("Narrow the audience, or ask %(party)s.") % {"party": firing.originator},
        )


def _offices(borne: Marking, text: str) -> list[tuple[Party, str]]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = list(dict.fromkeys(_office(borne, line) for line in lines))
    if not 0 < len(found) <= OFFICES:
        raise RequestError(_("Address between 1 and %(most)s offices.") % {"most": OFFICES})
    return found


def _office(borne: Marking, line: str) -> tuple[Party, str]:
    key, _colon, office = (part.strip() for part in line.partition(":"))
    party = Party.objects.filter(key=key).exclude(key=ADMINISTRATION).first()
    if party is None or not 0 < len(office) <= 200:
        raise RequestError(
            _("“%(line)s” names no office of a party.") % {"line": line[:80]},
            remedy=_("Write each as ARM: Ministry of Foreign Affairs."),
        )
    if not _reaches(borne, party):
        raise RequestError(
            _("%(party)s may not see this warning.") % {"party": party.name},
            remedy=_("Add it to the audience, or do not address it."),
        )
    return party, office


def _reaches(borne: Marking, party: Party) -> bool:
    """Whether a marking admits a party, or for RED one of its people."""
    if borne.value.level is Level.RED:
        return bool(borne.readers.filter(user__party=party).exists())
    return borne.value.admits(party.key)


def held(actor: Actor, id: uuid.UUID) -> Warning:
    """A warning that the actor sees, held, and not closed; the system sees all."""
    if actor.user:
        Warning.objects.seen(actor.user, id)
    warning = Warning.held(id)
    if warning.closed_at:
        raise ConflictError(
            _("It is closed."), remedy=_("A closed warning stays closed: issue a new one.")
        )
    return warning


def part(actor: Actor, id: uuid.UUID) -> Addressee:
    """An addressee of such a warning, both held, the warning first."""
    if (found := Addressee.objects.filter(pk=id).first()) is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    warning = held(actor, found.warning_id)
    row = Addressee.held(id)
    row.warning = warning
    return row


class Receive(Given):
    """An office that confirms receipt."""

    addressee: Annotated[uuid.UUID, Shown(hidden=True)]


@action("warning.receive", _l("Confirm receipt"), Role.DELEGATE, Role.OFFICER, Role.CHAIR)
def receive(actor: Actor, given: Receive) -> Warning:
    """Confirm that a warning was received by an office of the actor's party."""
    row = part(actor, given.addressee)
    require_voice(actor, row.party)
    if row.received_at:
        raise ConflictError(_("It was received already."))
    row.received_at, row.received_by = clock.now(), actor.person
    row.save()
    row.warning.follow()
    return row.warning


class Table(Given):
    """The council's agenda that a warning is put on."""

    warning: Annotated[uuid.UUID, Shown(hidden=True)]
    on: Annotated[dt.date, Shown(label=_l("Day of the session"))]
    words: Annotated[Text, Shown(label=_l("Which session and item"), rows=3)]


@action("warning.table", _l("Put on the agenda"), Role.OFFICER)
def table(actor: Actor, given: Table) -> Warning:
    """Enter that a warning is on the agenda of a session of the council."""
    warning = held(actor, given.warning)
    if warning.tabled_at:
        raise ConflictError(_("It is on an agenda already."))
    warning.tabled_at, warning.tabled_on, warning.tabling = clock.now(), given.on, given.words
    warning.save()
    return warning


class Close(Given):
    """The end of a warning."""

    warning: Annotated[uuid.UUID, Shown(hidden=True)]
    closing: Annotated[Text, Shown(label=_l("Why it is closed"), rows=4)]


@action("warning.close", _l("Close"), Role.ANALYST, Role.OFFICER)
def close(actor: Actor, given: Close) -> Warning:
    """Close a warning for good, with the reason; every clock of it stops."""
    warning = held(actor, given.warning)
    warning.closed_at, warning.closed_by = clock.now(), actor.person
    warning.closing = given.closing
    warning.follow()
    notify(warning, Code.CLOSED, addressed(warning), but=actor.user)
    return warning
