"""How a house begins: its organisation, and the first who administers it."""

from __future__ import annotations

import pydantic
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import transaction

from tocsin.council.people import actions, invitation, securing
from tocsin.council.people.models import Organisation, User
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, Via
from tocsin.council.record.marking import ADMINISTRATION
from tocsin.world import organisation as world
from tocsin.world.errors import ConflictError, RequestError

COMMAND = Actor(None, Via.COMMAND)


def adopt(name: str) -> Organisation:
    """Adopt a bundled organisation by its key, or the file of one's own; make the tables first."""
    call_command("migrate", verbosity=0)
    key, text = world.source(name)
    row: Organisation = actions.adopt(COMMAND, actions.Adopt(key=key, text=text))
    return row


def administrator(email: str, name: str) -> User:
    """Who administers this house, with an account that is made if there is none yet.

    Raises `RequestError` before an organisation was set up and `ConflictError` if the address
    belongs to somebody else.
    """
    call_command("migrate", verbosity=0)
    organisation()
    found: User | None = User.objects.filter(email__iexact=email).first()
    if found is None:
        return _admit(email, name)
    if not (found.is_active and Role.ADMINISTRATOR in found.roles(clock.today())):
        raise ConflictError(
            "There is an account with this address, and it does not administer.",
            where=email,
            remedy="Name another address: who administers does nothing else.",
        )
    return found


def link(user: User) -> str:
    """A link by which a person sets their password, to be shown this once; it is in the record."""
    securing.invite(COMMAND, securing.Invite(user=user.pk, shown=True))
    return invitation.link(user)


def password(user: User, chosen: str) -> None:
    """Set a person's password; raises `RequestError` for a weak one."""
    try:
        validate_password(chosen, user)
    except ValidationError as error:
        raise RequestError(" ".join(error.messages), remedy="Choose another password.") from None
    with transaction.atomic():
        user.set_password(chosen)
        user.save(update_fields=["password"])
        securing.enter(user, securing.Change.PASSWORD_RESET)


def _admit(email: str, name: str) -> User:
    try:
        given = actions.Admit(email=email, name=name, party=ADMINISTRATION)
    except pydantic.ValidationError as error:
        said = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise RequestError(said, where=email) from None
    with transaction.atomic():
        user: User = actions.admit(COMMAND, given)
        role = Role.ADMINISTRATOR
        actions.appoint(COMMAND, actions.Appoint(user=user.pk, role=role, since=clock.today()))
    return user
