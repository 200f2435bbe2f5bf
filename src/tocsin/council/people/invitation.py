"""The link by which a person sets their password: by mail, or printed while mail is off."""

from __future__ import annotations

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from tocsin.council.people.models import Organisation, User


def link(user: User) -> str:
    """An address where the person sets a password: good once, for three days."""
    key = default_token_generator.make_token(user)
    where = {"uidb36": user_pk_to_url_str(user), "key": key}
    return f"{settings.URL}{reverse('account_reset_password_from_key', kwargs=where)}"


def mail_is_on() -> bool:
    """Whether this house sends mail."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def send(user: User) -> None:
    """Mail the link once the present action is done; a mail server that is away is logged."""
    if mail_is_on():
        transaction.on_commit(lambda: _post(user), robust=True)


def _post(user: User) -> None:
    row = Organisation.objects.first()
    said = {"user": user, "link": link(user), "organisation": row.value.name if row else "tocsin"}
    text = render_to_string("people/invitation.txt", said)
    send_mail(_("Your account"), text, settings.DEFAULT_FROM_EMAIL, [user.email])
