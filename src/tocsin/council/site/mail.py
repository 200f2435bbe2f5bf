"""Notices by e-mail: a link and a neutral sentence, with proof that it was sent.

An attempt is entered before it is made, so that a crash in between repeats it once and no more.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import smtplib
import uuid
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, Via, action
from tocsin.council.record.given import Given, Line
from tocsin.council.site.kind import kinds
from tocsin.council.site.notice import Failure, Notice, sees

WORKER = Actor(None, Via.WORKER)
TRIES = 8
FIRST_WAIT = dt.timedelta(minutes=1)
"""The wait after the first failure; each further one is twice as long."""

STALE = dt.timedelta(days=7)
"""Older notices wait in the inbox only."""


class Sent(Given):
    """That a notice was handed to a mail server, and what proves it."""

    notice: uuid.UUID
    message: Line
    digest: str
    server: Line
    at: dt.datetime


@action("notice.sent", _l("Enter that a notice was sent"), on_page=False)
def sent(actor: Actor, given: Sent) -> Notice:
    """Enter that a mail server took a notice."""
    notice = Notice.held(given.notice)
    notice.message, notice.digest = given.message, given.digest
    notice.server, notice.mailed_at = given.server, given.at
    notice.failure, notice.due_at = "", None
    notice.save()
    return notice


def server() -> str:
    """The mail server, such as mail.example.org:587; empty if there is none."""
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if settings.EMAIL_HOST else ""


def deliver(now: dt.datetime) -> int:
    """Send the notices that are due and not read yet; how many were sent."""
    if not server():
        return 0
    due = Notice.objects.filter(due_at__lte=now, read_at=None, made_at__gt=now - STALE)
    waiting = list(due.select_related("user").order_by("due_at", "pk"))
    return sum(_delivered(notice, now) for notice in waiting)


def _delivered(notice: Notice, now: dt.datetime) -> bool:
    kind = kinds.get(notice.kind)
    if kind is None or not sees(notice.user, kind.model, notice.thing):
        _settle(notice, Failure.HIDDEN, due_at=None)
        return False
    if not _begun(notice, now):
        return False
    mail = message(notice)
    try:
        mail.send()
    except smtplib.SMTPException as error:
        _settle(notice, Failure.UNREACHED if _passing(error) else Failure.REFUSED)
        return False
    except OSError:
        _settle(notice, Failure.UNREACHED)
        return False
    digest = hashlib.sha256(_wire(mail)).hexdigest()
    name = mail.extra_headers["Message-ID"]
    proof = Sent(notice=notice.pk, message=name, digest=digest, server=server(), at=clock.now())
    sent(WORKER, proof)
    return True


def _begun(notice: Notice, now: dt.datetime) -> bool:
    """Enter an attempt before it is made; whether nobody else has entered it first."""
    last = notice.tries + 1 >= TRIES or notice.failure == Failure.UNKNOWN
    following = None if last else now + FIRST_WAIT * 2**notice.tries
    mine = Notice.objects.filter(pk=notice.pk, tries=notice.tries, mailed_at=None)
    return bool(
        mine.rewrite(tries=notice.tries + 1, due_at=following, failure=Failure.UNKNOWN.value)
    )


def _settle(notice: Notice, failure: Failure, **more: None) -> None:
    Notice.objects.filter(pk=notice.pk).rewrite(failure=failure.value, **more)


def _passing(error: smtplib.SMTPException) -> bool:
    """Whether the connection failed rather than the message."""
    return isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPServerDisconnected)


def message(notice: Notice) -> EmailMessage:
    """The e-mail of a notice: the same bytes whenever it is made."""
    host = urlsplit(settings.URL).hostname or "localhost"
    with translation.override(language(notice.user)):
        link = settings.URL + reverse("notice", args=[notice.pk])
        return EmailMessage(
            subject=_("A notice awaits you"),
            body=render_to_string("site/notice.txt", {"link": link}),
            to=[notice.user.email],
            headers={
                "Message-ID": f"<{notice.pk}@{host}>",
                "Date": format_datetime(notice.made_at),
                "Auto-Submitted": "auto-generated",
            },
        )


def _wire(mail: EmailMessage) -> bytes:
    """A message as it goes over the wire."""
    made: Any = mail.message()
    return bytes(made.as_bytes(linesep="\r\n"))


def language(user: User) -> str:
    """The language to write to a person in."""
    return user.language or str(settings.LANGUAGE_CODE)
