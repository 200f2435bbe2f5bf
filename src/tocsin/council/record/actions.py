"""What is done with markings and the record itself."""

from __future__ import annotations

import uuid
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.people.actions import require_voice
from tocsin.council.people.models import Party, User
from tocsin.council.people.party import SECRETARIAT
from tocsin.council.people.role import Role
from tocsin.council.record import clock, erasure
from tocsin.council.record import marking as markings
from tocsin.council.record.action import Actor, action
from tocsin.council.record.erasure import Erasure
from tocsin.council.record.given import Given, Line, Shown
from tocsin.council.record.marking import ADMINISTRATION, Bar, Marked
from tocsin.council.record.widening import Consent, Widening, marked, sources
from tocsin.council.site.notice import Code, notify, people_of
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError

WORKING = (Role.ANALYST, Role.OFFICER, Role.CHAIR, Role.DELEGATE)
"""The roles that deal with markings: all but the observer and the administrator."""

Reason = Annotated[Line, Shown(label=_l("Reason"))]
Hidden = Annotated[uuid.UUID, Shown(hidden=True)]


def _parties(actor: Actor) -> list[tuple[Any, Any]]:
    found = Party.objects.exclude(key=ADMINISTRATION).order_by("name")
    return [("", "—"), *((party.key, party.name) for party in found)]


def _people(actor: Actor) -> list[tuple[Any, Any]]:
    found = User.objects.filter(is_active=True).select_related("party")
    people = found.exclude(party__key=ADMINISTRATION).order_by("party__name", "name")
    return [("", "—"), *((user.pk, f"{user.name}, {user.party}") for user in people)]


class OnThing(Given):
    """A thing of any kind: `table` names its kind as the record does, such as desk.warning."""

    table: Annotated[str, Shown(hidden=True)]
    thing: Hidden

    def seen(self, actor: Actor) -> Marked:
        """The thing, held; raises `MissingError` unless the actor may see it."""
        model = marked(self.table)
        model.objects.seen(actor.person, self.thing)
        return model.held(self.thing)


class Keep(OnThing):
    """Who is to be kept from a thing, and why."""

    party: Annotated[str | None, Shown(label=_l("Party"), choices=_parties)] = None
    user: Annotated[uuid.UUID | None, Shown(label=_l("Or a person"), choices=_people)] = None
    reason: Reason


@action("thing.bar", _l("Keep somebody from it"), *WORKING)
def bar(actor: Actor, given: Keep) -> Marked:
    """Keep a party or person from a thing, whatever its marking says."""
    thing = given.seen(actor)
    _own_or_officer(actor, thing)
    party = Party.objects.filter(key=given.party).first() if given.party else None
    user = User.objects.filter(pk=given.user).first() if given.user else None
    if (party is None) == (user is None):
        raise RequestError(_("Name one party or one person to be kept from it."))
    if thing.originator_id in {party and party.pk, user and user.party_id}:
        raise RequestError(_("Nobody is kept from what comes from their own party."))
    if actor.person.pk == (user and user.pk) or actor.person.party_id == (party and party.pk):
        raise RequestError(_("You would not be able to see it yourself."))
    if Bar.objects.filter(thing=thing.pk, party=party, user=user).exists():
        raise ConflictError(_("They are kept from it already."))
    Bar(thing=thing.pk, party=party, user=user, reason=given.reason).save()
    return thing


class Unkeep(OnThing):
    """A bar that is to be lifted."""

    bar: Hidden


@action("thing.unbar", _l("Lift the bar"), *WORKING)
def unbar(actor: Actor, given: Unkeep) -> Marked:
    """Let those who were kept from a thing see it again, as far as its marking admits them."""
    thing = given.seen(actor)
    _own_or_officer(actor, thing)
    row = Bar.held(given.bar)
    if row.thing != thing.pk:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    row.delete()
    return thing


class Remark(OnThing):
    """Another marking for a thing, and why."""

    marking: Annotated[str, Shown(label=_l("New marking"), marking=True)]
    reason: Reason


@action("thing.narrow", _l("Narrow its marking"), *WORKING)
def narrow(actor: Actor, given: Remark) -> Marked:
    """Give a thing a marking that admits fewer; only for people of the party it comes from."""
    thing = given.seen(actor)
    _own(actor, thing)
    target = markings.marking(given.marking, maker=actor.person)
    if target == thing.marking or not markings.within(target, thing.marking):
        raise RequestError(
            _("%(marking)s is not narrower.") % {"marking": target},
            remedy=_("To let others see it, propose to widen it."),
        )
    for waiting in Widening.objects.filter(thing=thing.pk, done_at=None, refused_at=None):
        _refused(waiting, _("It was narrowed instead."))
    thing.marking = target
    thing.save()
    return thing


@action("thing.widen", _l("Propose to widen its marking"), *WORKING)
def widen(actor: Actor, given: Remark) -> Marked:
    """Propose another marking; every originator of what is in the thing has to agree first."""
    thing = given.seen(actor)
    _own_or_officer(actor, thing)
    target = markings.marking(given.marking, maker=actor.person)
    if markings.within(target, thing.marking):
        raise RequestError(
            _("%(marking)s admits nobody new.") % {"marking": target},
            remedy=_("To admit fewer, narrow it."),
        )
    if Widening.objects.filter(thing=thing.pk, done_at=None, refused_at=None).exists():
        raise ConflictError(_("Another widening of it is still open."))
    proposal = Widening(
        table=given.table,
        thing=thing.pk,
        before=thing.marking,
        target=target,
        reason=given.reason,
        proposed_by=actor.person,
    )
    proposal.save()
    for source in sources(thing):
        table = source._meta.label_lower
        row = Consent(widening=proposal, party=source.originator, table=table, source=source.pk)
        row.save()
        notify(source, Code.CONSENT, people_of(source.originator), but=actor.user)
    return thing


class Agree(Given):
    """One originator's part in a widening."""

    consent: Hidden


@action("widening.agree", _l("Agree to the widening"), *WORKING)
def agree(actor: Actor, given: Agree) -> Marked:
    """Agree, for an originator, that more may see what was made from a thing of theirs."""
    consent, source = _asked(actor, given.consent)
    if consent.given_at:
        raise ConflictError(_("It was agreed to already."))
    consent.given_at, consent.given_by = clock.now(), actor.person
    consent.save()
    return source


class Refuse(Agree):
    """A refusal, and why."""

    reason: Reason


@action("widening.refuse", _l("Refuse the widening"), *WORKING)
def refuse(actor: Actor, given: Refuse) -> Marked:
    """Refuse a widening for an originator, also after having agreed, until it is carried out."""
    consent, source = _asked(actor, given.consent)
    _refused(Widening.held(consent.widening_id), given.reason)
    return source


class Carry(OnThing):
    """A widening that everybody has agreed to."""

    widening: Hidden


@action("widening.carry", _l("Carry out the widening"), *WORKING)
def carry(actor: Actor, given: Carry) -> Marked:
    """Give a thing its wider marking, now that every originator has agreed."""
    thing = given.seen(actor)
    _own_or_officer(actor, thing)
    proposal = Widening.held(given.widening)
    if proposal.thing != thing.pk:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    _still_open(proposal)
    if proposal.before_id != thing.marking_id:
        raise ConflictError(_("It is marked otherwise now; propose the widening anew."))
    agreed = set(proposal.consents.exclude(given_at=None).values_list("source", flat=True))
    if not {source.pk for source in sources(thing)} <= agreed:
        raise ConflictError(_("Not every originator has agreed yet."))
    thing.marking, proposal.done_at = proposal.target, clock.now()
    thing.save()
    proposal.save()
    return thing


class Erase(Given):
    """An entry of the record whose words the law wants gone."""

    entry: Annotated[int, Shown(label=_l("Entry"))] = Field(ge=1)
    reason: Reason


@action("record.erase", _l("Erase what an entry says"), Role.ADMINISTRATOR)
def erase(actor: Actor, given: Erase) -> Erasure:
    """Erase an entry's words for good; that it was made, and when, stays provable."""
    return erasure.erase(given.entry, given.reason)


def _own(actor: Actor, thing: Marked) -> None:
    if actor.person.party_id != thing.originator_id:
        raise AccessError(
            _("Only %(party)s may do this, from whom it comes.") % {"party": thing.originator}
        )


def _own_or_officer(actor: Actor, thing: Marked) -> None:
    if Role.OFFICER not in actor.roles:
        _own(actor, thing)


def _asked(actor: Actor, id: uuid.UUID) -> tuple[Consent, Marked]:
    """A consent that the actor may give or refuse, held, and the thing it is asked for."""
    consent = Consent.held(id)
    source: Marked = marked(consent.table).objects.seen(actor.person, consent.source)
    _require_voice(actor, consent.party)
    _still_open(Widening.held(consent.widening_id))
    return consent, source


def _require_voice(actor: Actor, party: Party) -> None:
    """The secretariat's officers speak for it; for every other party it takes a credential."""
    own = party.key == SECRETARIAT and actor.person.party_id == party.pk
    if not (own and Role.OFFICER in actor.roles):
        require_voice(actor, party)


def _still_open(proposal: Widening) -> None:
    if proposal.done_at:
        raise ConflictError(_("It was carried out already."))
    if proposal.refused_at:
        raise ConflictError(_("It was refused: %(why)s") % {"why": proposal.refusal})


def _refused(proposal: Widening, reason: str) -> None:
    proposal.refused_at, proposal.refusal = clock.now(), reason
    proposal.save()
