"""Every change of a secret is in the record, and no secret is."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account import signals as account
from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.people import invitation
from tocsin.council.people.actions import Close, Someone
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record.action import Actor, Via, action
from tocsin.council.record.given import Given
from tocsin.world.errors import AccessError, ConflictError


class Change(models.TextChoices):
    """What can be done to the secrets of an account."""

    PASSWORD_CHANGED = "password changed", _l("Password changed")
    PASSWORD_RESET = "password reset", _l("Password set by a link")
    FACTOR_ADDED = "factor added", _l("Second factor added")
    FACTOR_REMOVED = "factor removed", _l("Second factor removed")
    SESSION_ENDED = "session ended", _l("Session ended")


class Secured(Given):
    """Whose secrets changed, and how."""

    user: uuid.UUID
    change: Change
    factor: str = ""


@action("account.secured", _l("Secrets of an account changed"), on_page=False)
def secured(actor: Actor, given: Secured) -> User:
    """Enter in the record that the secrets of an account changed."""
    return User.held(given.user)


def enter(user: User, change: Change, factor: str = "") -> None:
    """Enter a change of a person's secrets, as the house itself saw it."""
    given = Secured(user=user.pk, change=change, factor=factor)
    secured(Actor(None, Via.WORKER), given)


class Invite(Given):
    """Who is to get a link to set their password, and whether it is shown instead of mailed."""

    user: Someone
    shown: bool = False


@action("person.invite", _l("Make a link to set the password"), Role.ADMINISTRATOR, on_page=False)
def invite(actor: Actor, given: Invite) -> User:
    """Have a person set their password by a link, mailed, or shown to the one who acts.

    It is shown only as long as no password was set: nobody takes over an account by it.
    """
    user = User.held(given.user)
    if not user.is_active:
        raise ConflictError(_("This account is closed."))
    if given.shown and actor.user and user.has_usable_password():
        raise AccessError(
            _("This person has a password already."),
            remedy=_("A new link goes to their own e-mail address only."),
        )
    if not given.shown:
        invitation.send(user)
    return user


@action("person.unlock", _l("Remove second factors"), Role.ADMINISTRATOR)
def unlock(actor: Actor, given: Close) -> User:
    """Let a person who lost their second factor set up another one."""
    user = User.held(given.user)
    Authenticator.objects.filter(user_id=user.pk).delete()
    return user


@receiver(account.password_changed)
def _password_changed(user: User, **_: Any) -> None:
    enter(user, Change.PASSWORD_CHANGED)


@receiver([account.password_reset, account.password_set])
def _password_reset(user: User, **_: Any) -> None:
    enter(user, Change.PASSWORD_RESET)


@receiver(post_save, sender=Authenticator)
def _factor_added(instance: Authenticator, created: bool, raw: bool, **_: Any) -> None:
    if created and not raw:
        enter(instance.user, Change.FACTOR_ADDED, instance.type)


@receiver(post_delete, sender=Authenticator)
def _factor_removed(instance: Authenticator, **_: Any) -> None:
    enter(instance.user, Change.FACTOR_REMOVED, instance.type)
