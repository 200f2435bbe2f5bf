"""What is done with silence procedures: objected to, timed, concluded, declared.

Whatever persons do counts from the moment at which it reached the house, before it waited for
anybody else's turn; `silence` says what is possible then.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import AfterValidator

from tocsin.council.council import outages
from tocsin.council.council.decision import Move, Stage
from tocsin.council.council.decision_voices import SPEAKING
from tocsin.council.council.decisions import CHAIRING, ended, expiry, held, told
from tocsin.council.council.models import Amendment, Decision, Objection, Text, Timing
from tocsin.council.council.procedure import procedure
from tocsin.council.council.seat import is_member, parties, party_of, spoken
from tocsin.council.council.silence import Silence
from tocsin.council.council.tallied import concerned
from tocsin.council.council.walltime import WallTime, ZoneName
from tocsin.council.people.actions import require_voice
from tocsin.council.people.models import Party
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record import given as fields
from tocsin.council.record.action import Actor, action
from tocsin.council.record.canonical import moment
from tocsin.council.record.given import Given, Line, Shown
from tocsin.council.site.notice import Code, holders, notify
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError
from tocsin.world.rule import Rule


class Object(Given):
    """A written objection."""

    decision: Annotated[uuid.UUID, Shown(hidden=True)]
    amendment: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    party: Annotated[str, Shown(label=_l("For"), choices=spoken)]
    words: Annotated[fields.Text, Shown(label=_l("Objection, or the amendment wished"), rows=6)]


@action("silence.object", _l("Object in writing"), *SPEAKING)
def object_(actor: Actor, given: Object) -> Decision:
    """Break a silence by the objection or amendment of a member, in time when it arrives."""
    at, decision = clock.arrived(), held(actor, given.decision)
    party = party_of(given.party)
    require_voice(actor, party)
    amendment = _amendment(actor, decision, given.amendment, party)
    return _broken(actor, decision, party, at, words=given.words, amendment=amendment)


class Enter(Given):
    """An objection that reached the secretariat by other means."""

    decision: Annotated[uuid.UUID, Shown(hidden=True)]
    party: Annotated[str, Shown(label=_l("Party"), choices=parties)]
    at: Annotated[
        dt.datetime,
        AfterValidator(outages.zoned),
        Shown(label=_l("Reached the secretariat at"), help=_l("In UTC.")),
    ]
    means: Annotated[Line, Shown(label=_l("By which means"))]
    proof: Annotated[fields.Text, Shown(label=_l("What proves the time"), rows=3)]
    words: Annotated[fields.Text, Shown(label=_l("Its words"), rows=6)]


@action("silence.enter", _l("Enter an objection that came by other means"), Role.OFFICER)
def enter(actor: Actor, given: Enter) -> Decision:
    """Enter an objection on paper or by telephone: the time at which it came counts."""
    decision, party = held(actor, given.decision), party_of(given.party)
    if given.at > clock.now():
        raise RequestError(_("That time is still to come."))
    said = given.model_dump(include={"words", "means", "proof"})
    return _broken(actor, decision, party, given.at, **said)


def _broken(
    actor: Actor, decision: Decision, party: Party, at: dt.datetime, **said: Any
) -> Decision:
    procedure(decision).objected(at)
    if not is_member(party, at.date()):
        raise AccessError(
            _("%(party)s was no member then and has no voice in this.") % {"party": party.name}
        )
    if decision.rule == Rule.CONSENSUS_MINUS and party.key in concerned(decision):
        raise AccessError(
            _("%(party)s is concerned and has no voice in this decision.") % {"party": party.name}
        )
    Objection(decision=decision, party=party, at=at, by=actor.person, **said).save()
    tally = {**_members(decision, at), "result": "broken", "objected": [party.key]}
    ended(decision, Stage.BROKEN, actor, tally=tally)
    return decision


def _amendment(
    actor: Actor, decision: Decision, id: uuid.UUID | None, party: Party
) -> Amendment | None:
    """An amendment of the party's to the text that lies under silence."""
    if id is None:
        return None
    found = Amendment.objects.filter(pk=id, text=decision.text_id, party=party).first()
    seen = Text.objects.visible(actor.person).filter(pk=decision.text_id)
    if found is None or not seen.exists():
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    return found  # type: ignore[no-any-return]


class Retract(Given):
    """An objection that its party takes back."""

    objection: Annotated[uuid.UUID, Shown(hidden=True)]
    words: Annotated[fields.Text, Shown(label=_l("Why it is taken back"), rows=3)]


@action("silence.retract", _l("Take the objection back"), *SPEAKING)
def retract(actor: Actor, given: Retract) -> Decision:
    """Take an objection back; the silence that it broke stays broken."""
    if (found := Objection.objects.filter(pk=given.objection).first()) is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    decision = held(actor, found.decision_id)
    row = Objection.held(found.pk)
    require_voice(actor, row.party)
    if row.withdrawn_at:
        raise ConflictError(_("It was taken back already."))
    row.withdrawn_at, row.withdrawal = clock.now(), given.words
    row.save()
    return decision


class Extend(Given):
    """A later expiry."""

    decision: Annotated[uuid.UUID, Shown(hidden=True)]
    expires: Annotated[
        WallTime, Shown(label=_l("New expiry"), help=_l("Local time, as in 2013-09-25T12:00."))
    ]
    zone: Annotated[
        ZoneName | None,
        Shown(label=_l("Time zone"), help=_l("Left empty, the zone that it has.")),
    ] = None
    reason: Annotated[fields.Text, Shown(label=_l("Reason"), rows=3)]


@action("silence.extend", _l("Set a later expiry"), *CHAIRING)
def extend(actor: Actor, given: Extend) -> Decision:
    """Extend a silence before it expires; where its result is held the chair sets a new time."""
    at, decision = clock.arrived(), held(actor, given.decision)
    before, least = procedure(decision), dt.timedelta(hours=organisation().rules.silence_hours)
    if before.stage is Stage.HELD and Role.CHAIR not in actor.roles:
        raise AccessError(_("A result that is held is for the chair to deal with."))
    decision.zone, decision.holding = given.zone or decision.zone, ""
    new = expiry(given.expires, decision.zone, at, dt.timedelta(0))
    return _timed(actor, decision, before.extended(at, new, least), Move.EXTEND, at, given.reason)


class Suspend(Given):
    """Why the clock is to stand, or to run again."""

    decision: Annotated[uuid.UUID, Shown(hidden=True)]
    reason: Annotated[fields.Text, Shown(label=_l("Reason"), rows=3)]


@action("silence.suspend", _l("Suspend"), *CHAIRING)
def suspend(actor: Actor, given: Suspend) -> Decision:
    """Let the clock stand; objections are still taken."""
    at, decision = clock.arrived(), held(actor, given.decision)
    after = procedure(decision).halted(at)
    return _timed(actor, decision, after, Move.SUSPEND, at, given.reason)


@action("silence.resume", _l("Resume"), *CHAIRING)
def resume(actor: Actor, given: Suspend) -> Decision:
    """Let the clock run again; it expires later by as long as it stood."""
    at, decision = clock.arrived(), held(actor, given.decision)
    after = procedure(decision).resumed(at)
    return _timed(actor, decision, after, Move.RESUME, at, given.reason)


def _timed(
    actor: Actor, decision: Decision, after: Silence, move: Move, at: dt.datetime, reason: str
) -> Decision:
    _moved(decision, after, move, at, by=actor.user, reason=reason)
    told(decision, Code.TIMED, actor)
    return decision


def _moved(decision: Decision, after: Silence, move: Move, at: dt.datetime, **said: Any) -> None:
    """Bring a decision to where the machine says that it is, with a row on what moved it."""
    before, decision.expires_at = decision.expires_at, after.expires
    decision.stage, decision.suspended_at = after.stage, after.suspended
    decision.save()
    Timing(decision=decision, move=move, at=at, before=before, after=after.expires, **said).save()


class Conclude(Given):
    """A silence procedure whose time is over."""

    decision: uuid.UUID


@action("silence.conclude", _l("Determine the result of a silence"), on_page=False)
def conclude(actor: Actor, given: Conclude) -> Decision:
    """Find at the expiry that silence was kept, or hold the result after an outage."""
    now, decision = clock.now(), held(actor, given.decision)
    known, last = outages.known(now), within()
    after = procedure(decision).concluded(now, known, last)
    if after.stage is Stage.HELD:
        gaps = after.disturbed(known, last)
        decision.holding = "\n".join(f"{moment(since)}/{moment(until)}" for since, until in gaps)
    move = Move.HOLD if after.stage is Stage.HELD else Move.KEEP
    _moved(decision, after, move, now, reason=decision.holding)
    if after.stage is Stage.HELD:
        told(decision, Code.HELD, actor)
    else:
        notify(decision, Code.KEPT, holders(*CHAIRING))
    return decision


def disturbed(decision: Decision, now: dt.datetime) -> bool:
    """Whether an outage is known that holds the result of a decision."""
    return bool(procedure(decision).disturbed(outages.known(now), within()))


def within() -> dt.timedelta:
    """How long before an expiry an outage holds the result."""
    return dt.timedelta(hours=organisation().rules.outage_hours)


class Declare(Given):
    """The declaration of the chair."""

    decision: Annotated[uuid.UUID, Shown(hidden=True)]
    words: Annotated[fields.Text | None, Shown(label=_l("Words of the chair"), rows=3)] = None


@action("silence.declare", _l("Declare it adopted"), Role.CHAIR)
def declare(actor: Actor, given: Declare) -> Decision:
    """Declare adopted what silence was kept on; no objection changes it afterwards."""
    now, decision = clock.now(), held(actor, given.decision)
    silence = procedure(decision)
    silence.declared(now, outages.known(now), within())
    tally = {**_members(decision, silence.expires), "result": "adopted", "objected": []}
    ended(decision, Stage.ADOPTED, actor, given.words or "", tally)
    return decision


def _members(decision: Decision, at: dt.datetime) -> dict[str, Any]:
    """Who was entitled at a moment, and who was concerned."""
    return {"members": organisation().members(at.date()), "concerned": concerned(decision)}
