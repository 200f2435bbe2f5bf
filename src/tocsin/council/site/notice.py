"""Notices: that something awaits a person, or happened to what they may see."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.council.people.models import Party, User
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked
from tocsin.council.record.recorded import Recorded


class Code(models.TextChoices):
    """What happened, in words that give away nothing of the thing itself."""

    WARNED = "warned", _("A warning awaits your party’s answer")
    ANSWERED = "answered", _("A warning of yours was answered")
    ASKED = "asked", _("A warning of yours raised a question")
    REPLIED = "replied", _("Your party’s question was replied to")
    OVERDUE = "overdue", _("The time to answer a warning has run out")
    CLOSED = "closed", _("A warning addressed to your party was closed")
    FIRED = "fired", _("A trigger fired and awaits a decision")
    READ = "read", _("A report that you filed was read")
    UNREADABLE = "unreadable", _("A report that you filed could not be read")
    CANDIDATES = "candidates", _("Statements await confirmation")
    CONSENT = "consent", _("Your party is asked to let others see something")
    CALLED = "called", _("A session of the council was called or moved")
    AGENDA = "agenda", _("The agenda of a session was agreed")
    CANCELLED = "cancelled", _("A session of the council was cancelled")
    PROPOSED = "proposed", _("An item was proposed for the council")
    DRAFTED = "drafted", _("There is a new version of a text")
    AMENDED = "amended", _("An amendment was tabled or withdrawn")
    TAKEN = "taken", _("A party has taken a position")
    PUT = "put", _("The council is asked to decide")
    SILENCE = "silence", _("A text lies under silence: object in writing before it expires")
    TIMED = "timed", _("The time of a silence procedure was changed")
    KEPT = "kept", _("A silence procedure has run out and awaits the declaration of the chair")
    HELD = "held", _("The result of a silence procedure is held after an outage")
    BROKEN = "broken", _("A silence procedure was broken by an objection")
    ADOPTED = "adopted", _("A decision was adopted")
    FALLEN = "fallen", _("A decision was not adopted")
    MINUTES = "minutes", _("Minutes await corrections, or were adopted")
    BOUND = "bound", _("An undertaking of your party was entered")
    EVIDENCE = "evidence", _("Evidence on an undertaking was filed or judged")
    STALLED = "stalled", _("An undertaking is late or stalled")
    OFFERED = "offered", _("An offer from outside was entered or decided on")
    BRIEF = "brief", _("The brief of a session is ready")


class Failure(models.TextChoices):
    """Why a notice has not been sent by e-mail."""

    UNKNOWN = "unknown", _("begun, and not known to have ended")
    UNREACHED = "unreached", _("the mail server could not be reached")
    REFUSED = "refused", _("the mail server refused it")
    HIDDEN = "hidden", _("its reader may no longer see what it is about")


class Notice(Recorded):
    """A notice to one person about one thing: `kind` is its kind's name, `thing` its identifier.

    `part` tells apart the parts of a thing that it may be about. `due_at` is when an e-mail is to
    be tried next, null once it was sent or given up; `tries` counts. Once it was sent `digest`
    (SHA-256 of the message), `message`, its Message-ID, `server` and `mailed_at` prove it.
    """

    unrecorded = frozenset({"read_at", "due_at", "tries", "failure"})

    user = models.ForeignKey(User, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    thing = models.UUIDField(db_index=True)
    part = models.UUIDField(null=True)
    code = models.CharField(max_length=20)
    made_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, default=clock.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=20, blank=True)
    message = models.CharField(max_length=200, null=True)
    digest = models.CharField(max_length=64, null=True)
    server = models.CharField(max_length=200, null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "read_at", "-made_at"])]

    @property
    def words(self) -> str:
        """What happened, in the language of the page."""
        return str(Code(self.code).label)


def people_of(*parties: Party) -> list[User]:
    """The people with an open account who act for some parties."""
    return list(User.objects.filter(party__in=parties, is_active=True))


def holders(*roles: Role) -> list[User]:
    """The people with an open account who hold one of some roles today."""
    people = User.objects.filter(is_active=True, appointments__role__in=roles).distinct()
    return [user for user in people if user.roles(clock.today()) & set(roles)]


def notify(
    thing: Marked,
    code: Code,
    people: Iterable[User | None],
    *,
    but: User | None = None,
    part: uuid.UUID | None = None,
) -> list[Notice]:
    """Tell people that something happened to a thing; only within the action that causes it.

    Only those are told who may see the thing, each once, and `but`, who did it, never.
    """
    from tocsin.council.site.kind import kind_of  # noqa: PLC0415 (kinds are registered later)

    kind = kind_of(type(thing))
    if kind is None:
        raise ValueError(f"{type(thing).__name__} has no pages that a notice could lead to.")
    made = []
    for user in {user.pk: user for user in people if user}.values():
        if (but is None or user.pk != but.pk) and sees(user, type(thing), thing.pk):
            notice = Notice(user=user, kind=kind.name, thing=thing.pk, part=part, code=code)
            notice.save()
            made.append(notice)
    return made


def sees(user: User, model: type[Marked], id: uuid.UUID) -> bool:
    """Whether a person with an open account may see a thing now."""
    return user.is_active and model.objects.visible(user).filter(pk=id).exists()
