"""What is done with the organisation and its people."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field, field_validator

from tocsin.council.people import factors, invitation
from tocsin.council.people.models import (
    Appointment,
    Credential,
    Organisation,
    Party,
    Token,
    User,
)
from tocsin.council.people.party import SECRETARIAT
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown, Text
from tocsin.council.record.marking import ADMINISTRATION
from tocsin.world import organisation as world
from tocsin.world.errors import (
    AccessError,
    ConflictError,
    DataError,
    MissingError,
    RequestError,
)

NAMES = {SECRETARIAT: "Secretariat", ADMINISTRATION: "Administration"}


def _people(actor: Actor) -> list[tuple[Any, Any]]:
    return [(u.pk, f"{u.name}, {u.party}") for u in User.objects.select_related("party")]


def _parties(actor: Actor) -> list[tuple[Any, Any]]:
    return [(party.key, party.name) for party in Party.objects.order_by("name")]


Someone = Annotated[uuid.UUID, Shown(label=_l("Person"), choices=_people)]
PartyKey = Annotated[str, Shown(label=_l("Party"), choices=_parties)]
Since = Annotated[dt.date, Shown(label=_l("From"))]
Until = Annotated[dt.date | None, Shown(label=_l("Until"), help=_l("Empty: until further notice."))]


class Adopt(Given):
    """The organisation's file."""

    key: Annotated[Line, Shown(label=_l("Key"))]
    text: Annotated[Text, Shown(label=_l("File"), rows=24)]


@action("organisation.adopt", _l("Adopt the organisation’s file"), Role.ADMINISTRATOR)
def adopt(actor: Actor, given: Adopt) -> Organisation:
    """Set the organisation up from its file, or follow a change of it."""
    read = _read(given)
    row = Organisation.objects.first() or Organisation()
    row.key, row.text = given.key, given.text
    row.save()
    known = set(Party.objects.values_list("key", flat=True))
    for key, name in {**NAMES, **{party.key: party.name for party in read.parties}}.items():
        if key not in known:
            Party(key=key, name=name).save()
    return row


def _read(given: Adopt) -> world.Organisation:
    try:
        return world.parse(given.text, key=given.key, where=f"{given.key}.toml")
    except DataError as error:  # here it is what somebody sent, and not what we keep
        raise RequestError(error.what, where=error.where, remedy=error.remedy) from None


class Admit(Given):
    """A person who is to have an account."""

    email: Annotated[Line, Shown(label=_l("E-mail address"))]
    name: Annotated[Line, Shown(label=_l("Name"))]
    office: Annotated[str, Shown(label=_l("Office"))] = Field(default="", max_length=200)
    party: PartyKey

    @field_validator("email")
    @classmethod
    def _an_address(cls, value: str) -> str:
        try:
            validate_email(value)
        except ValidationError:
            raise ValueError("This is not an e-mail address.") from None
        return value.lower()


@action("person.admit", _l("Give an account"), Role.ADMINISTRATOR)
def admit(actor: Actor, given: Admit) -> User:
    """Give a person an account, without a password: they set it by the link they are sent."""
    if User.objects.filter(email__iexact=given.email).exists():
        raise ConflictError(_("There is an account with this address already."))
    user = User(email=given.email, name=given.name, office=given.office, party=_party(given.party))
    user.set_unusable_password()
    user.save()
    invitation.send(user)
    return user


class Appoint(Given):
    """A role and from when to when it is held."""

    user: Someone
    role: Annotated[Role, Shown(label=_l("Role"))]
    since: Since
    until: Until = None


@action("person.appoint", _l("Give a role"), Role.ADMINISTRATOR)
def appoint(actor: Actor, given: Appoint) -> Appointment:
    """Give a person a role; who runs the system holds no other and belongs to no party."""
    user = _person(given.user)
    _in_order(given.since, given.until)
    runs = user.party.key == ADMINISTRATION
    if runs != (given.role is Role.ADMINISTRATOR):
        raise RequestError(
            _("The administration alone administers, and does nothing else."),
            remedy=_("Give the person a second account."),
        )
    row = Appointment(user=user, role=given.role, since=given.since, until=given.until)
    row.save()
    return row


class Accredit(Given):
    """Who speaks for which party, from when to when."""

    user: Someone
    party: PartyKey
    since: Since
    until: Until = None


@action("person.accredit", _l("Enter credentials"), Role.OFFICER)
def accredit(actor: Actor, given: Accredit) -> Credential:
    """Enter that a person's credentials to speak for a party were received."""
    user, party = _person(given.user), _party(given.party)
    _in_order(given.since, given.until)
    if user.party_id != party.pk:
        raise RequestError(_("A person speaks for the party they belong to."))
    row = Credential(user=user, party=party, since=given.since, until=given.until)
    row.save()
    return row


class End(Given):
    """A role or credential that ends, and its last day."""

    tenure: Annotated[uuid.UUID, Shown(hidden=True)]
    until: Annotated[dt.date, Shown(label=_l("Last day"))]


@action("person.relieve", _l("End a role"), Role.ADMINISTRATOR)
def relieve(actor: Actor, given: End) -> Appointment:
    """End a role."""
    row = Appointment.held(given.tenure)
    _end(row, given.until)
    return row


@action("person.discredit", _l("End credentials"), Role.OFFICER)
def discredit(actor: Actor, given: End) -> Credential:
    """End a credential."""
    row = Credential.held(given.tenure)
    _end(row, given.until)
    return row


class Close(Given):
    """An account."""

    user: Someone


@action("person.close", _l("Close an account"), Role.ADMINISTRATOR)
def close(actor: Actor, given: Close) -> User:
    """Close an account: its owner can no longer sign in; what they did stays."""
    user = _person(given.user)
    user.is_active = False
    user.save()
    for token in user.tokens.filter(revoked_at=None):
        token.revoked_at = clock.now()
        token.save()
    return user


class Mint(Given):
    """A token's name and how long it is good for."""

    name: str = Field(min_length=1, max_length=80)
    days: int = Field(default=90, ge=1, le=365)
    digest: str = Field(pattern="^[0-9a-f]{64}$")


@action("token.mint", _l("Make a token"), anyone=True, on_page=False)
def mint(actor: Actor, given: Mint) -> Token:
    """Let a person's programs act for them by a token, of which only the digest is kept."""
    if factors.lacking(actor.person):
        raise AccessError(_("Set up your second factor first."))
    expires = clock.now() + dt.timedelta(days=given.days)
    row = Token(user=actor.person, name=given.name, digest=given.digest, expires=expires)
    row.save()
    return row


class Revoke(Given):
    """A token."""

    token: Annotated[uuid.UUID, Shown(hidden=True)]


@action("token.revoke", _l("Revoke a token"), anyone=True)
def revoke(actor: Actor, given: Revoke) -> Token:
    """Make a token useless."""
    row = Token.held(given.token)
    if row.user_id != actor.person.pk:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    row.revoked_at = row.revoked_at or clock.now()
    row.save()
    return row


def require_voice(actor: Actor, party: Party) -> None:
    """Raise `AccessError` unless the actor's credential entitles them to speak for a party."""
    if not actor.person.speaks_for(party, clock.today()):
        raise AccessError(
            _("You hold no credential to speak for %(party)s.") % {"party": party.name},
            remedy=_("The secretariat enters credentials."),
        )


def _party(key: str) -> Party:
    if (found := Party.objects.filter(key=key).first()) is None:
        raise RequestError(_("There is no party “%(key)s”.") % {"key": key})
    return found  # type: ignore[no-any-return]


def _person(id: uuid.UUID) -> User:
    return User.held(id)


def _in_order(since: dt.date, until: dt.date | None) -> None:
    if until and until < since:
        raise RequestError(_("It ends before it begins."))


def _end(row: Appointment | Credential, until: dt.date) -> None:
    _in_order(row.since, until)
    row.until = until
    row.save()
