"""Evidence on undertakings: filed by those concerned, judged by somebody else."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from contextlib import suppress
from typing import Annotated, Any, Self

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field, PrivateAttr, model_validator

from tocsin.council.council import seat
from tocsin.council.council.models import Evidence, Step, Undertaking
from tocsin.council.council.undertaking import Shows
from tocsin.council.council.undertaking_held import held, part
from tocsin.council.desk.report_file import checked, safe_name
from tocsin.council.people.actions import require_voice
from tocsin.council.people.models import Party
from tocsin.council.people.party import SECRETARIAT
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown, Text
from tocsin.council.site.notice import Code, holders, notify, people_of
from tocsin.world.errors import AccessError, ConflictError, MissingError

FILERS = (Role.OFFICER, Role.ANALYST, Role.DELEGATE, Role.CHAIR, Role.OBSERVER)
JUDGES = (Role.OFFICER, Role.CHAIR)


class File(Given):
    """What shows progress, delivery or a breach, of the whole or of one step."""

    undertaking: Annotated[uuid.UUID, Shown(hidden=True)]
    step: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    party: Annotated[
        str,
        Shown(
            label=_l("For which party"),
            help=_l("The secretariat leaves it empty."),
            choices=seat.spoken,
        ),
    ] = Field(default="", max_length=40)
    shows: Annotated[Shows, Shown(label=_l("What it shows"))]
    words: Annotated[Text, Shown(label=_l("What happened, and how it is known"), rows=5)]
    dated: Annotated[dt.date, Shown(label=_l("Day on which it happened"))]
    file: Annotated[
        bytes | None,
        Shown(
            label=_l("File"),
            help=_l("Plain text, HTML, PDF or Word (DOCX), of at most 10 MB. Nothing is opened."),
        ),
    ] = None
    filename: Annotated[str, Shown(hidden=True)] = Field(default="", max_length=1000)

    _format: str = PrivateAttr("")

    @property
    def named(self) -> dict[str, Any]:
        """The file as it is kept: its bytes, its name and its SHA-256; nothing without one."""
        if self.file is None:
            return {}
        digest = hashlib.sha256(self.file).hexdigest()
        name = safe_name(self.filename, self._format)
        return {"data": self.file, "filename": name, "digest": digest}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.dated > clock.today():
            raise ValueError(_("The day on which it happened lies in the future."))
        if self.file is not None:
            self._format = checked(self.file, self.filename)
        return self


@action("evidence.file", _l("File evidence"), *FILERS)
def file(actor: Actor, given: File) -> Evidence:
    """File evidence: for the owner, a member that sees the undertaking, or the secretariat."""
    undertaking = held(actor, given.undertaking)
    step = _step(undertaking, given.step)
    row = Evidence(
        undertaking=undertaking,
        step=step,
        party=filer(actor, undertaking, given.party),
        by=actor.person,
        **given.model_dump(include={"shows", "words", "dated"}),
        **given.named,
    )
    row.save()
    told = [*people_of(undertaking.owner), *holders(*JUDGES)]
    notify(undertaking, Code.EVIDENCE, told, but=actor.user, part=row.pk)
    return row


def _step(undertaking: Undertaking, id: uuid.UUID | None) -> Step | None:
    if id is None:
        return None
    found: Step | None = undertaking.steps.filter(pk=id).first()
    if found is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    return found


def filer(actor: Actor, undertaking: Undertaking, key: str) -> Party:
    """For which party somebody files; raises `AccessError` where they may not."""
    own = actor.person.party
    if own.key == SECRETARIAT and key in {"", SECRETARIAT}:
        return own
    party = seat.party_of(key) if key else own
    if party.pk != undertaking.owner_id and not seat.is_member(party, clock.today()):
        raise AccessError(
            _("%(party)s is neither the owner nor a member today.") % {"party": party.name}
        )
    require_voice(actor, party)
    return party


class Finding(models.TextChoices):
    """What can be decided about evidence."""

    ACCEPTED = "accepted", _l("accepted")
    REFUSED = "refused", _l("refused")


class Judge(Given):
    """What is decided about evidence, and why."""

    evidence: Annotated[uuid.UUID, Shown(hidden=True)]
    verdict: Annotated[Finding, Shown(label=_l("Verdict"))]
    reason: Annotated[Text, Shown(label=_l("Reason"), rows=4)]


@action("evidence.judge", _l("Judge the evidence"), *JUDGES)
def judge(actor: Actor, given: Judge) -> Evidence:
    """Accept or refuse evidence, with the reason, or decide anew; never for who filed it."""
    undertaking, row = part(actor, Evidence, given.evidence)
    if row.party.key in sides(actor):
        raise AccessError(
            _("Who filed evidence does not judge it."),
            remedy=_("Another officer or the chair does, for another party."),
        )
    if row.verdict == given.verdict:
        raise ConflictError(_("This was decided already."))
    row.verdict, row.judgement = given.verdict, given.reason
    row.judged_by, row.judged_at = actor.person, clock.now()
    row.save()
    told = [row.by, *people_of(undertaking.owner)]
    notify(undertaking, Code.EVIDENCE, told, but=actor.user, part=row.pk)
    return row


def sides(actor: Actor) -> set[str]:
    """The parties whose evidence somebody does not judge: their own and those they speak for."""
    return {actor.person.party.key, *(key for key, _name in seat.spoken(actor))}


def may_file(actor: Actor, undertaking: Undertaking) -> bool:
    """Whether somebody may file evidence for any party."""
    for key in ("", *(key for key, _name in seat.spoken(actor))):
        with suppress(AccessError):
            filer(actor, undertaking, key)
            return True
    return False
