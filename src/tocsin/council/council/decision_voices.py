"""What members say to a decision in session, and how it is closed."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import session as sessions
from tocsin.council.council.decision import FINAL, Choice, Method, Stage
from tocsin.council.council.decisions import CHAIRING, ended, held
from tocsin.council.council.models import Decision, Voice
from tocsin.council.council.seat import seated, spoken
from tocsin.council.council.tallied import counted, sentences
from tocsin.council.council.tally import Result
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record import given as fields
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown
from tocsin.world.errors import ConflictError, RequestError

SPEAKING = (Role.DELEGATE, Role.OFFICER, Role.CHAIR)


class Speak(Given):
    """What a member says."""

    decision: Annotated[uuid.UUID, Shown(hidden=True)]
    party: Annotated[str, Shown(label=_l("For"), choices=spoken)]
    choice: Annotated[Choice, Shown(label=_l("What it says"))]
    words: Annotated[fields.Text | None, Shown(label=_l("Explanation"), rows=4)] = None


@action("decision.voice", _l("Enter a voice"), *SPEAKING)
def voice(actor: Actor, given: Speak) -> Decision:
    """Say for a member whether it consents, abstains or objects; its last word counts."""
    decision = _asked(held(actor, given.decision))
    party = seated(actor, given.party)
    before = decision.voices.filter(party=party).last()
    at = max(clock.now(), before.at + dt.datetime.resolution) if before else clock.now()
    said = {"choice": given.choice, "words": given.words or ""}
    Voice(decision=decision, party=party, at=at, by=actor.person, **said).save()
    return decision


class Close(Given):
    """The end of a decision in session."""

    decision: Annotated[uuid.UUID, Shown(hidden=True)]
    words: Annotated[fields.Text | None, Shown(label=_l("Words of the chair"), rows=3)] = None


@action("decision.close", _l("Close and declare the result"), *CHAIRING)
def close(actor: Actor, given: Close) -> Decision:
    """Freeze the tally and declare what it comes to; refused while that is not settled."""
    decision = _asked(held(actor, given.decision))
    kept = counted(decision, clock.now())
    if kept["result"] == Result.NOT_YET:
        raise ConflictError(
            _("Not yet: %(why)s.") % {"why": "; ".join(sentences(kept))},
            remedy=_("Close it when this has changed, or withdraw it."),
        )
    stage = Stage.ADOPTED if kept["result"] == Result.ADOPTED else Stage.FALLEN
    ended(decision, stage, actor, given.words or "", kept)
    return decision


def _asked(decision: Decision) -> Decision:
    """A held decision on which voices are heard now."""
    if decision.method != Method.SESSION:
        raise RequestError(_("It lies under silence: who disagrees objects in writing."))
    if decision.stage in FINAL:
        raise ConflictError(_("It has ended."))
    if decision.session and decision.session.stage != sessions.SessionStage.OPEN:
        raise ConflictError(
            _("Its session is not open now."),
            remedy=_("Where the session is over, withdraw it and put it anew."),
        )
    return decision
