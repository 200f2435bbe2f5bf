"""What is done with offers: entered with their strings, weighed, decided on."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field, StringConstraints

from tocsin.council.council import seat
from tocsin.council.council.decision import FINAL
from tocsin.council.council.hearing import HEARD, require_hearing
from tocsin.council.council.models import Decision, Offer, String
from tocsin.council.council.offer import OfferStage
from tocsin.council.council.quotation import confirmed
from tocsin.council.council.taxonomy import string_kind, string_kinds
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Line, Shown, Text
from tocsin.council.record.marking import require_within
from tocsin.council.site.notice import Code, holders, notify, people_of
from tocsin.world.errors import ConflictError, RequestError

MOST = 100
"""How many strings an offer has at most."""

DIGITS = 15
"""How many digits of an amount are kept exactly by every database."""

Currency = Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")]
Long = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]


def _strings_help() -> str:
    kinds = "; ".join(f"{kind.key} – {kind.name}" for kind in string_kinds().values())
    return _("One a line, after its kind, such as exclusivity: no other supplier. %(kinds)s.") % {
        "kinds": kinds
    }


def _string_choices(actor: Actor) -> list[tuple[Any, Any]]:
    return [(kind.key, kind.name) for kind in string_kinds().values()]


class Weighing(Given):
    """What an offer is held against."""

    replaces: Annotated[Long, Shown(label=_l("What it would replace"), rows=4)] = ""
    own: Annotated[Long, Shown(label=_l("The members’ own measure instead"), rows=4)] = ""
    own_cost: Annotated[
        Decimal | None,
        Shown(label=_l("Cost of the members’ own measure"), help=_l("Empty: unknown.")),
    ] = Field(default=None, ge=0, max_digits=DIGITS, decimal_places=2)


class Enter(Weighing):
    """An offer, and the strings that come with it."""

    statement: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    title: Annotated[Line, Shown(label=_l("Title"))]
    giver: Annotated[Line, Shown(label=_l("Who offers it"), help=_l("A state, body or office."))]
    party: Annotated[
        str, Shown(label=_l("To whom"), help=_l("Empty: to all."), choices=seat.parties)
    ] = ""
    what: Annotated[Text, Shown(label=_l("What is offered"), rows=6)]
    worth: Annotated[Decimal | None, Shown(label=_l("Worth"), help=_l("Empty: unknown."))] = Field(
        default=None, ge=0, max_digits=DIGITS, decimal_places=2
    )
    currency: Annotated[
        Currency, Shown(label=_l("Currency"), help=_l("Three letters, such as USD or EUR."))
    ] = ""
    received_on: Annotated[dt.date, Shown(label=_l("Received on"))]
    until: Annotated[dt.date | None, Shown(label=_l("Open until"))] = None
    strings: Annotated[
        Long,
        Shown(label=_l("Strings"), help=lazy(_strings_help, str)(), rows=6),
    ] = ""
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]


@action("offer.enter", _l("Enter an offer"), *HEARD)
def enter(actor: Actor, given: Enter) -> Offer:
    """Enter an offer with the strings that come with it; what is not known is left out."""
    require_hearing(actor)
    source = confirmed(actor, given.statement) if given.statement else None
    strings = _strings(given.strings)
    _dated(given)
    person = actor.person
    offer = Offer(entered_by=person, originator=person.party, statement=source)
    offer.marking = marking.marking(given.marking, maker=person)
    require_within(offer.marking, [source.report] if source else [])
    offer.receiver = seat.party_of(given.party) if given.party else None
    for name in ENTERED:
        setattr(offer, name, getattr(given, name))
    _priced(offer)
    offer.save()
    for number, (kind, words) in enumerate(strings, 1):
        String(offer=offer, number=number, kind=kind, words=words).save()
    notify(offer, Code.OFFERED, _told(), but=person)
    return offer


ENTERED = [
    *("title", "giver", "what", "worth", "currency", "received_on", "until"),
    *("replaces", "own", "own_cost"),
]


def _dated(given: Enter) -> None:
    if given.received_on > clock.today():
        raise RequestError(_("An offer cannot have been received in the future."))
    if given.until and given.until < given.received_on:
        raise RequestError(_("It ends before it was received."))


def _priced(offer: Offer) -> None:
    """Raise `RequestError` for an amount of which nobody knows in what currency it is."""
    if not offer.currency and (offer.worth is not None or offer.own_cost is not None):
        raise RequestError(
            _("An amount needs its currency."), remedy=_("Name it, or leave the amounts empty.")
        )


def _strings(text: str) -> list[tuple[str, str]]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise RequestError(_("An offer has at most %(most)s strings.") % {"most": MOST})
    return [_string(line) for line in lines]


def _string(line: str) -> tuple[str, str]:
    key, _colon, words = (part.strip() for part in line.partition(":"))
    if not words:
        raise RequestError(
            _("“%(line)s” is no string with its kind.") % {"line": line[:80]},
            remedy=_("Write each as exclusivity: no other supplier."),
        )
    return string_kind(key).key, words


def _told() -> list[User]:
    """The secretariat's officers and the people of the members."""
    return [*holders(Role.OFFICER), *people_of(*seat.members(clock.today()))]


def held(actor: Actor, id: uuid.UUID) -> Offer:
    """An offer that the actor sees, held, and still weighed."""
    Offer.objects.seen(actor.person, id)
    offer = Offer.held(id)
    if offer.stage != OfferStage.OPEN:
        raise ConflictError(_("This offer was decided on already."))
    return offer


class Add(Given):
    """Another string of an offer."""

    offer: Annotated[uuid.UUID, Shown(hidden=True)]
    kind: Annotated[str, Shown(label=_l("Kind"), choices=_string_choices)]
    words: Annotated[Text, Shown(label=_l("What it says"), rows=4)]


@action("string.add", _l("Add a string"), *HEARD)
def add(actor: Actor, given: Add) -> Offer:
    """Add a string that was found later to an offer."""
    require_hearing(actor)
    offer = held(actor, given.offer)
    kind = string_kind(given.kind)
    last = offer.strings.order_by("number").last()
    if (number := last.number + 1 if last else 1) > MOST:
        raise RequestError(_("An offer has at most %(most)s strings.") % {"most": MOST})
    String(offer=offer, number=number, kind=kind.key, words=given.words).save()
    return offer


class Weigh(Weighing):
    """What an offer is held against, as it is seen now; what is left empty stays as it was."""

    offer: Annotated[uuid.UUID, Shown(hidden=True)]
    currency: Annotated[
        Currency, Shown(label=_l("Currency"), help=_l("Needed once there is an amount."))
    ] = ""
    unknown: Annotated[bool, Shown(label=_l("The cost of the own measure is not known"))] = False
    reason: Annotated[Text, Shown(label=_l("Why it is seen so"), rows=3)]

    @classmethod
    def initially(cls, actor: Actor, asked: dict[str, str]) -> dict[str, Any]:
        """The form begins with what is known of the offer, for those who may see it."""
        try:
            id = uuid.UUID(str(asked.get("offer")))
        except ValueError:
            return {}
        offer = Offer.objects.visible(actor.person).filter(pk=id).first()
        known = ("replaces", "own", "own_cost", "currency")
        return {name: getattr(offer, name) for name in known} if offer else {}


@action("offer.weigh", _l("Weigh anew"), *HEARD)
def weigh(actor: Actor, given: Weigh) -> Offer:
    """Change what an offer would replace and the members' own measure, with the reason."""
    require_hearing(actor)
    offer = held(actor, given.offer)
    changes = {name: getattr(given, name) for name in ("replaces", "own", "own_cost")}
    changes = {name: value for name, value in changes.items() if value not in {None, ""}}
    if given.unknown and "own_cost" in changes:
        raise RequestError(_("The cost is either known or not."))
    if not changes and not given.unknown:
        raise RequestError(_("Nothing is changed."), remedy=_("Fill in what is seen anew."))
    if given.unknown:
        changes["own_cost"] = None
    for name, value in changes.items():
        setattr(offer, name, value)
    _denominate(offer, given.currency)
    offer.save()
    return offer


def _denominate(offer: Offer, currency: str) -> None:
    if currency and offer.currency not in {"", currency}:
        raise RequestError(
            _("The amounts of this offer are in %(currency)s.") % {"currency": offer.currency},
            remedy=_("Give the cost in the same currency."),
        )
    offer.currency = offer.currency or currency
    _priced(offer)


class Outcome(StrEnum):
    """What becomes of an offer."""

    TAKEN = OfferStage.TAKEN.value
    DECLINED = OfferStage.DECLINED.value
    LAPSED = OfferStage.LAPSED.value

    @property
    def label(self) -> str:
        """What it is called."""
        return str(OfferStage(self.value).label)


class Decide(Given):
    """What became of an offer."""

    offer: Annotated[uuid.UUID, Shown(hidden=True)]
    decision: Annotated[uuid.UUID | None, Shown(hidden=True)] = None
    outcome: Annotated[Outcome, Shown(label=_l("What becomes of it"))]
    reason: Annotated[Text, Shown(label=_l("Why"), rows=4)]


@action("offer.decide", _l("Close the weighing"), Role.OFFICER)
def decide(actor: Actor, given: Decide) -> Offer:
    """Enter that an offer was taken, declined or lapsed, and by which decision if by any."""
    offer = held(actor, given.offer)
    offer.decision = _final(actor, given.decision) if given.decision else None
    require_within(offer.marking, [offer.decision] if offer.decision else [])
    offer.stage = OfferStage(given.outcome)
    offer.ended_at, offer.ending = clock.now(), given.reason
    offer.save()
    notify(offer, Code.OFFERED, _told(), but=actor.user)
    return offer


def _final(actor: Actor, id: uuid.UUID) -> Decision:
    decision: Decision = Decision.objects.seen(actor.person, id)
    if decision.stage not in FINAL:
        raise ConflictError(
            _("This decision is not final."), remedy=_("Wait until it is, or name none.")
        )
    return decision
