"""What is done with minutes: drawn up, corrected, adopted."""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import Annotated, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import StringConstraints

from tocsin.council.council.agreedlines import Reason
from tocsin.council.council.hearing import HEARD, require_hearing
from tocsin.council.council.minutes import Correction, Minutes, Passage
from tocsin.council.council.minutes_drawing import drawn
from tocsin.council.council.minutes_opening import CELL, cleaned
from tocsin.council.council.session import Session, SessionStage
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.chain import GENESIS, Head
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.marking import readers, require_within
from tocsin.council.site.notice import Code, notify
from tocsin.world.errors import ConflictError, MissingError, RequestError

Fate = Correction.Ruling
Words = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]


class Draw(Given):
    """A session of which minutes are drawn up, and whom they are for."""

    session: Annotated[uuid.UUID, Shown(hidden=True)]
    marking: Annotated[
        str,
        Shown(
            label=_l("Marking"),
            help=_l("Only what all of these readers may see goes into the minutes."),
            marking=True,
        ),
    ]


@action("minutes.draw", _l("Draw up minutes"), Role.OFFICER)
def draw(actor: Actor, given: Draw) -> Minutes:
    """Draw up the minutes of a session for the readers of a marking, once."""
    person = actor.person
    Session.objects.seen(person, given.session)
    session = Session.held(given.session)
    if session.stage not in {SessionStage.OPEN, SessionStage.CLOSED}:
        raise ConflictError(_("This session was not opened."))
    target = marking.marking(given.marking, maker=person)
    require_within(target, [session])
    if Minutes.objects.visible(person).filter(session=session, marking=target).exists():
        raise ConflictError(
            _("The minutes of this session were drawn up for these readers already."),
            remedy=_("Correct them instead."),
        )
    made = drawn(session, target, clock.now())
    minutes = Minutes(session=session, marking=target, originator=person.party, drawn_by=person)
    minutes.left_out, minutes.head = made.left_out, _head()
    minutes.language = get_language()
    minutes.save()
    for number, (heading, words) in enumerate(made.lines, 1):
        row = Passage(minutes=minutes, number=number, heading=heading, drawn=words, words=words)
        row.save()
    notify(minutes, Code.MINUTES, _told(minutes), but=person)
    return minutes


def _head() -> str:
    """The hash at the end of the record now."""
    return Head.objects.filter(pk=1).values_list("hash", flat=True).first() or GENESIS


def _told(minutes: Minutes) -> list[User]:
    return [user for user, answer in readers(minutes) if answer.allowed]


def held(actor: Actor, id: Any) -> Minutes:
    """Minutes that the actor sees, held, and not adopted."""
    Minutes.objects.seen(actor.person, id)
    minutes = Minutes.held(id)
    if minutes.adopted_at:
        raise ConflictError(_("These minutes were adopted: nothing changes them any more."))
    return minutes


class Correct(Given):
    """Other words for a passage of minutes, and why."""

    passage: Annotated[uuid.UUID, Shown(hidden=True)]
    words: Annotated[
        Words, Shown(label=_l("How it should read"), help=_l("Empty: leave it out."), rows=10)
    ] = ""
    reason: Annotated[Reason, Shown(label=_l("Reason"))]

    @classmethod
    def initially(cls, actor: Actor, asked: dict[str, str]) -> dict[str, Any]:
        """The form begins with the passage as it reads now, for those who may see it."""
        try:
            id = uuid.UUID(str(asked.get("passage")))
        except ValueError:
            return {}
        mine = Minutes.objects.visible(actor.person).values("pk")
        row = Passage.objects.filter(pk=id, minutes__in=mine).first()
        return {"words": row.words} if row else {}


@action("minutes.correct", _l("Propose a correction"), *HEARD)
def correct(actor: Actor, given: Correct) -> Minutes:
    """Propose other words for a passage of minutes that were not adopted yet."""
    require_hearing(actor)
    passage = _passage(actor, given.passage)
    words = cleaned(given.words)
    if CELL not in passage.drawn:
        words = words.replace(CELL, " ")
    if words == passage.words:
        raise RequestError(_("It reads so already."), remedy=_("Change its words."))
    said = {"before": passage.words, "words": words, "reason": given.reason}
    Correction(passage=passage, by=actor.person, **said).save()
    return passage.minutes


def _passage(actor: Actor, id: uuid.UUID) -> Passage:
    """A passage of minutes that the actor sees, both held, the minutes first."""
    if (found := Passage.objects.filter(pk=id).first()) is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    minutes = held(actor, found.minutes_id)
    passage = Passage.held(id)
    passage.minutes = minutes
    return passage


class Judgement(StrEnum):
    """What is decided about a correction."""

    TAKEN = Fate.TAKEN.value
    REFUSED = Fate.REFUSED.value

    @property
    def label(self) -> str:
        """What it is called."""
        return str(Fate(self.value).label)


class Judge(Given):
    """What is decided about a correction."""

    correction: Annotated[uuid.UUID, Shown(hidden=True)]
    fate: Annotated[Judgement, Shown(label=_l("The correction is"))]


@action("minutes.judge", _l("Decide on a correction"), Role.OFFICER)
def judge(actor: Actor, given: Judge) -> Minutes:
    """Take a correction, so that the passage reads as it says, or refuse it."""
    found = Correction.objects.filter(pk=given.correction).first()
    if found is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    passage = _passage(actor, found.passage_id)
    correction = Correction.held(given.correction)
    if correction.fate != Fate.PROPOSED:
        raise ConflictError(_("This was decided already."))
    if given.fate == Judgement.TAKEN:
        _take(correction, passage)
    correction.fate = Fate(given.fate)
    correction.judged_by, correction.judged_at = actor.person, clock.now()
    correction.save()
    return passage.minutes


def _take(correction: Correction, passage: Passage) -> None:
    if passage.words != correction.before:
        raise ConflictError(
            _("The passage reads otherwise by now than when this was proposed."),
            remedy=_("Refuse it, and have it proposed anew."),
        )
    passage.words = correction.words
    passage.save()


class Adopt(Given):
    """Minutes that are adopted."""

    minutes: Annotated[uuid.UUID, Shown(hidden=True)]


@action("minutes.adopt", _l("Adopt the minutes"), Role.CHAIR)
def adopt(actor: Actor, given: Adopt) -> Minutes:
    """Adopt minutes of a closed session on which no correction is open; this freezes them."""
    minutes = held(actor, given.minutes)
    if minutes.session.stage != SessionStage.CLOSED:
        raise ConflictError(_("The session is not closed yet."))
    if Correction.objects.filter(passage__minutes=minutes, fate=Fate.PROPOSED).exists():
        raise ConflictError(
            _("A correction is still open."), remedy=_("The secretariat takes or refuses it first.")
        )
    minutes.adopted_at, minutes.adopted_by, minutes.head = clock.now(), actor.person, _head()
    minutes.save()
    notify(minutes, Code.MINUTES, _told(minutes), but=actor.user)
    return minutes
