"""What an office answers to a warning: it acts, declines or asks, and is replied to."""

from __future__ import annotations

import uuid
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.desk.models import Addressee, Turn, Warning
from tocsin.council.desk.warnings import part
from tocsin.council.people.actions import require_voice
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown, Text
from tocsin.council.site.notice import Code, notify, people_of
from tocsin.world.errors import ConflictError

OFFICES = (Role.DELEGATE, Role.OFFICER, Role.CHAIR)


class Act(Given):
    """What an office will do."""

    addressee: Annotated[uuid.UUID, Shown(hidden=True)]
    words: Annotated[Text, Shown(label=_l("What will be done, by whom and when"), rows=6)]


@action("warning.act", _l("Answer: we act"), *OFFICES)
def act(actor: Actor, given: Act) -> Warning:
    """Answer that an office acts, and how; it may answer anew while the warning is open."""
    return _answered(_spoken(actor, given.addressee), actor, Turn.Kind.ACT, given.words)


class Decline(Given):
    """Why an office does not act."""

    addressee: Annotated[uuid.UUID, Shown(hidden=True)]
    words: Annotated[Text, Shown(label=_l("Why it is declined"), rows=6)]


@action("warning.decline", _l("Decline"), *OFFICES)
def decline(actor: Actor, given: Decline) -> Warning:
    """Answer that an office does not act, with the reason."""
    return _answered(_spoken(actor, given.addressee), actor, Turn.Kind.DECLINE, given.words)


class Ask(Given):
    """A question that an office has before it answers."""

    addressee: Annotated[uuid.UUID, Shown(hidden=True)]
    words: Annotated[Text, Shown(label=_l("Your question"), rows=6)]


@action("warning.ask", _l("Ask"), *OFFICES)
def ask(actor: Actor, given: Ask) -> Warning:
    """Ask before answering: the office's clock stands until the reply."""
    row = _spoken(actor, given.addressee)
    if row.answered_at:
        raise ConflictError(_("This office has answered already."))
    if row.asked_at:
        raise ConflictError(_("A question of this office waits for a reply already."))
    row.asked_at = clock.now()
    notify(row.warning, Code.ASKED, [row.warning.issued_by], but=actor.user, part=row.pk)
    return _turned(row, actor, Turn.Kind.ASK, given.words)


class Reply(Given):
    """The reply to an office's question."""

    addressee: Annotated[uuid.UUID, Shown(hidden=True)]
    words: Annotated[Text, Shown(label=_l("The reply"), rows=6)]


@action("warning.reply", _l("Reply"), Role.ANALYST)
def reply(actor: Actor, given: Reply) -> Warning:
    """Reply to an office's question: its clock goes on, later by the time that it waited."""
    row = part(actor, given.addressee)
    if row.asked_at is None:
        raise ConflictError(_("No question of this office waits for a reply."))
    row.resume(clock.now())
    notify(row.warning, Code.REPLIED, people_of(row.party), but=actor.user, part=row.pk)
    return _turned(row, actor, Turn.Kind.REPLY, given.words)


def _spoken(actor: Actor, id: uuid.UUID) -> Addressee:
    """An office for which the actor speaks; whoever speaks to a warning has received it."""
    row = part(actor, id)
    require_voice(actor, row.party)
    if row.received_at is None:
        row.received_at, row.received_by = clock.now(), actor.person
    return row


def _answered(row: Addressee, actor: Actor, kind: Turn.Kind, words: str) -> Warning:
    """Answer; a question that still waits is dropped, and the time it waited is given back."""
    now = clock.now()
    row.resume(now)
    row.answered_at = row.answered_at or now
    notify(row.warning, Code.ANSWERED, [row.warning.issued_by], but=actor.user, part=row.pk)
    return _turned(row, actor, kind, words)


def _turned(row: Addressee, actor: Actor, kind: Turn.Kind, words: str) -> Warning:
    row.save()
    Turn(addressee=row, kind=kind, words=words, by=actor.person).save()
    row.warning.follow()
    return row.warning
