"""What is done with decisions: put to the council, told of concerns, withdrawn, ended."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council import item as items
from tocsin.council.council import session as sessions
from tocsin.council.council import silence
from tocsin.council.council import text as texts
from tocsin.council.council.decision import FINAL, Method, Stage
from tocsin.council.council.models import Concern, Decision, Item, Session, Text
from tocsin.council.council.procedure import procedure
from tocsin.council.council.seat import parties, party_of
from tocsin.council.council.walltime import WallTime, Zone, moment
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record import given as fields
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown
from tocsin.council.record.marking import readers, require_within
from tocsin.council.site.notice import Code, notify
from tocsin.world.errors import ConflictError, MissingError, RequestError
from tocsin.world.rule import Rule

CHAIRING = (Role.CHAIR, Role.OFFICER)
LONGEST = dt.timedelta(days=366)
"""How long a silence procedure lasts at most."""
CONCERNED = 100


class Put(Given):
    """A question that is put to the council."""

    item: Annotated[uuid.UUID, Shown(hidden=True)]
    text: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    session: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    title: Annotated[Line, Shown(label=_l("Title"))]
    words: Annotated[
        fields.Text | None,
        Shown(
            label=_l("What is to be decided"),
            help=_l("Only where no text is put: a text is frozen as it is and decided on whole."),
            rows=5,
        ),
    ] = None
    method: Annotated[Method, Shown(label=_l("How the council is asked"))]
    expires: Annotated[
        WallTime | None,
        Shown(
            label=_l("Silence expires at"),
            help=_l("Local time in the zone below, as in 2013-09-25T12:00; only under silence."),
        ),
    ] = None
    zone: Zone = "UTC"
    concerned: Annotated[
        fields.Text | None,
        Shown(
            label=_l("Parties concerned"),
            help=_l("One a line with the reason, after its key: ARM: a party to the dispute"),
            rows=3,
        ),
    ] = None
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]


@action("decision.put", _l("Put to the council"), *CHAIRING)
def put(actor: Actor, given: Put) -> Decision:
    """Put a text, which is frozen from then on, or a sentence to the council."""
    person, now, rules = actor.person, clock.now(), organisation().rules
    if (given.text is None) == (given.words is None):
        raise RequestError(_("Put either a text or words of its own to the council."))
    item = _item(actor, given.item)
    text = _text(actor, given.text, item) if given.text else None
    decision = Decision(
        item=item,
        text=text,
        decided=text.newest if text else None,
        session=_session(actor, given),
        title=given.title,
        words=given.words or "",
        method=given.method,
        rule=rules.rule,
        threshold=str(rules.threshold or ""),
        base=rules.base if rules.rule is Rule.MAJORITY else "",
        quorum=str(rules.quorum),
        put_by=person,
        originator=person.party,
        marking=marking.marking(given.marking, maker=person),
        made_at=now,
    )
    require_within(decision.marking, decision.inputs())
    if given.method is Method.SILENCE:
        decision.zone = given.zone
        decision.expires_at = _expiry(given, now, dt.timedelta(hours=rules.silence_hours))
    decision.save()
    for key, why in _concerned(given.concerned or ""):
        _mark(decision, key, why)
    told(decision, Code.SILENCE if decision.expires_at else Code.PUT, actor)
    return decision


def _item(actor: Actor, id: uuid.UUID) -> Item:
    Item.objects.seen(actor.person, id)
    item = Item.held(id)
    if item.stage != items.ItemStage.OPEN:
        raise ConflictError(_("This item was decided or dropped already."))
    return item


def _text(actor: Actor, id: uuid.UUID, item: Item) -> Text:
    """A text under an item, held and frozen from now on."""
    Text.objects.seen(actor.person, id)
    text = Text.held(id)
    if text.item_id != item.pk:
        raise RequestError(_("This text belongs to another item."))
    if text.stage != texts.TextStage.OPEN:
        raise ConflictError(
            _("This text is not open: %(stage)s.") % {"stage": text.get_stage_display()}
        )
    if not text.versions.exists():
        raise ConflictError(_("This text has no version yet that could be decided on."))
    text.stage = texts.TextStage.FROZEN
    text.save()
    return text


def _session(actor: Actor, given: Put) -> Session | None:
    if given.session is None:
        return None
    session: Session = Session.objects.seen(actor.person, given.session)
    if given.method is Method.SILENCE:
        raise RequestError(_("What lies under silence is put in no session."))
    if session.stage not in {sessions.SessionStage.PLANNED, sessions.SessionStage.OPEN}:
        raise ConflictError(_("This session is over."))
    return session


def _expiry(given: Put, now: dt.datetime, least: dt.timedelta) -> dt.datetime:
    if given.expires is None:
        raise RequestError(
            _("A silence procedure needs a time at which it expires."),
            remedy=_("Write it as 2013-09-25T12:00, with its zone."),
        )
    return expiry(given.expires, given.zone, now, least)


def expiry(wall: str, zone: str, now: dt.datetime, least: dt.timedelta) -> dt.datetime:
    """The moment that a local time means, if it leaves enough time and is not absurdly far."""
    at = moment(wall, zone)
    if at < now + least:
        raise silence.too_short(now + least)
    if at > now + LONGEST:
        raise RequestError(_("A silence procedure lasts a year at most."))
    return at


def _concerned(lines: str) -> list[tuple[str, str]]:
    found = [line.partition(":") for line in lines.splitlines() if line.strip()]
    if len(found) > CONCERNED:
        raise RequestError(_("Name at most %(most)s parties.") % {"most": CONCERNED})
    return [(key.strip(), why.strip()) for key, _colon, why in found]


def _mark(decision: Decision, key: str, why: str) -> None:
    party = party_of(key)
    if not 0 < len(why) <= 300:
        raise RequestError(
            _("Say in up to 300 characters why %(party)s is concerned.") % {"party": party.name},
            remedy=_("Write it as ARM: a party to the dispute."),
        )
    if decision.concerns.filter(party=party).exists():
        raise ConflictError(_("%(party)s is marked already.") % {"party": party.name})
    Concern(decision=decision, party=party, why=why).save()


class Concerned(Given):
    """A party that a decision concerns, or that has an interest of its own in it."""

    decision: Annotated[uuid.UUID, Shown(hidden=True)]
    party: Annotated[str, Shown(label=_l("Party"), choices=parties)]
    why: Annotated[Line, Shown(label=_l("What concerns it, or what its interest is"))]


@action("decision.concern", _l("Mark a party as concerned"), *CHAIRING)
def concern(actor: Actor, given: Concerned) -> Decision:
    """Mark that a party is concerned; only where the rule says so this takes its voice away."""
    decision = held(actor, given.decision)
    if decision.stage in FINAL:
        raise ConflictError(_("It has ended."))
    _mark(decision, given.party, given.why)
    return decision


class Withdraw(Given):
    """Why a decision is not to be taken."""

    decision: Annotated[uuid.UUID, Shown(hidden=True)]
    reason: Annotated[fields.Text, Shown(label=_l("Why it is withdrawn"), rows=4)]


@action("decision.withdraw", _l("Withdraw"), *CHAIRING)
def withdraw(actor: Actor, given: Withdraw) -> Decision:
    """Take a question back before it is decided; its text is open again."""
    decision = held(actor, given.decision)
    if decision.method == Method.SILENCE:
        procedure(decision).withdrawn(clock.arrived())
    elif decision.stage in FINAL:
        raise ConflictError(_("It has ended."))
    ended(decision, Stage.WITHDRAWN, actor, given.reason)
    return decision


def held(actor: Actor, id: uuid.UUID) -> Decision:
    """A decision that the actor sees, held with its item and text; the system sees all."""
    if actor.user:
        found = Decision.objects.seen(actor.user, id)
    elif (found := Decision.objects.filter(pk=id).first()) is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    item = Item.held(found.item_id)
    text = Text.held(found.text_id) if found.text_id else None
    decision = Decision.held(id)
    decision.item, decision.text = item, text
    return decision


TOLD = {Stage.ADOPTED: Code.ADOPTED, Stage.BROKEN: Code.BROKEN}
"""What is told of an end; of any other, that it was not adopted."""


def ended(
    decision: Decision,
    stage: Stage,
    actor: Actor,
    ending: str = "",
    tally: dict[str, Any] | None = None,
) -> None:
    """End a held decision: its text is adopted or open again, its item decided, all are told."""
    now, adopted = clock.now(), stage is Stage.ADOPTED
    decision.stage, decision.ended_at, decision.ended_by = stage, now, actor.user
    decision.ending, decision.tally, decision.suspended_at = ending, tally, None
    decision.save()
    if decision.text:
        decision.text.stage = texts.TextStage.ADOPTED if adopted else texts.TextStage.OPEN
        decision.text.save()
    if adopted and decision.item.stage == items.ItemStage.OPEN:
        decision.item.stage, decision.item.ended_at = items.ItemStage.DECIDED, now
        decision.item.save()
    told(decision, TOLD.get(stage, Code.FALLEN), actor)


def told(decision: Decision, code: Code, actor: Actor) -> None:
    """Tell everybody who may see a decision, but who did it, what became of it."""
    people = [user for user, answer in readers(decision) if answer.allowed]
    notify(decision, code, people, but=actor.user)
