"""What is done with positions: taken by members; and which of them count for a reader."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Annotated, Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council import amendments, seat, texts
from tocsin.council.council.item import ItemStage
from tocsin.council.council.models import Amendment, Item, Offer, Paragraph, Position, String, Text
from tocsin.council.council.offer import OfferStage
from tocsin.council.council.position import Stand
from tocsin.council.council.text import AmendmentFate, TextStage
from tocsin.council.people.models import User
from tocsin.council.record import marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.marking import Marked
from tocsin.council.site.notice import Code, notify
from tocsin.world.errors import ConflictError, MissingError, RequestError

TARGETS = ("string", "amendment", "paragraph", "text", "item")
"""What a position may be about, the most particular first."""

Target = tuple[str, uuid.UUID]
"""What a position is about: which of `TARGETS`, and its identifier."""

Hidden = Annotated[uuid.UUID | None, Shown(hidden=True)]
Longer = Field(default="", max_length=20_000, pattern=r"^[^\x00]*$")


class Take(Given):
    """Where a party stands on exactly one of an item, a text, a part of one, or a string."""

    item: Hidden = None
    text: Hidden = None
    paragraph: Hidden = None
    amendment: Hidden = None
    string: Hidden = None
    party: Annotated[str, Shown(label=_l("For"), choices=seat.spoken)]
    stand: Annotated[Stand, Shown(label=_l("It"))]
    words: Annotated[str, Shown(label=_l("In words"), rows=5)] = Longer
    condition: Annotated[
        str, Shown(label=_l("On which condition"), help=_l("What would change it."), rows=3)
    ] = Longer
    red_line: Annotated[
        str, Shown(label=_l("Red line"), help=_l("What it will not accept in any case."), rows=3)
    ] = Longer
    unless: Annotated[
        tuple[int, ...],
        Shown(
            label=_l("Unless one of these amendments is carried"),
            help=_l(
                "Only for an objection to a text as a whole: the numbers of the amendments of "
                "which any one lifts it, such as 2, 5."
            ),
        ),
    ] = Field(default=(), max_length=amendments.MOST)
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]

    @classmethod
    def initially(cls, actor: Actor, asked: dict[str, str]) -> dict[str, Any]:
        """The marking of what it is about, and the party if there is but one to speak for."""
        spoken = seat.spoken(actor)
        party = {"party": spoken[0][0]} if len(spoken) == 1 else {}
        about = _asked(actor, asked)
        return {**party, "marking": str(about.thing.marking)} if about else party

    @classmethod
    def about(cls, actor: Actor, asked: dict[str, str]) -> str:
        """The words that it is about."""
        found = _asked(actor, asked)
        if found is None:
            return ""
        part = next((v for v in found.fields.values() if getattr(v, "words", "")), None)
        return f"{found.thing}\n\n{part.words}" if part else str(found.thing)


@dataclass(frozen=True)
class About:
    """What a position is about: the marked thing, whether it is still open, the fields to fill."""

    thing: Marked
    open: bool
    fields: dict[str, Any]

    @property
    def text(self) -> Text | None:
        """The text, if it is about one or a part of one."""
        return self.thing if isinstance(self.thing, Text) else None


@action("position.take", _l("Take a position"), *texts.DRAFTERS)
def take(actor: Actor, given: Take) -> Position:
    """Take a position for a member; for those who see it, it replaces the one before."""
    about = _about(actor, given)
    party = seat.seated(actor, given.party)
    _require_unsettled(about)
    borne = marking.marking(given.marking, maker=actor.person)
    marking.require_within(borne, [about.thing])
    row = Position(party=party, given_by=actor.person, stand=given.stand, **about.fields)
    row.marking, row.originator = borne, party
    row.words, row.condition, row.red_line = given.words, given.condition, given.red_line
    row.unless = _unless(given, about)
    row.save()
    notify(row, Code.TAKEN, texts.interested(), but=actor.user)
    return row


def _about(actor: Actor, given: Take) -> About:
    """What is meant, of what the actor sees; raises `MissingError` for anything else."""
    named = {name: getattr(given, name) for name in TARGETS if getattr(given, name)}
    if len(named) != 1:
        raise RequestError(
            _("A position is on exactly one thing."),
            remedy=_("Name an item, a text, a paragraph, an amendment or a string of an offer."),
        )
    ((name, id),) = named.items()
    return FINDERS[name](actor, id)


def _asked(actor: Actor, asked: dict[str, str]) -> About | None:
    """What a form's address asks for; None where it names nothing, or too much."""
    named = {name: asked[name] for name in TARGETS if asked.get(name)}
    if len(named) != 1:
        return None
    ((name, said),) = named.items()
    return FINDERS[name](actor, texts.identifier(said))


def _item(actor: Actor, id: uuid.UUID) -> About:
    item = Item.objects.seen(actor.person, id)
    return About(item, item.stage == ItemStage.OPEN, {"item": item})


def _text(actor: Actor, id: uuid.UUID) -> About:
    text = Text.objects.seen(actor.person, id)
    unsettled = text.stage in {TextStage.OPEN, TextStage.FROZEN}
    return About(text, unsettled, {"text": text, "item_id": text.item_id})


def _paragraph(actor: Actor, id: uuid.UUID) -> About:
    row = _part(Paragraph, id)
    about = _text(actor, row.text_id)
    placed = {one.paragraph_id for one in texts.placed(about.thing)}  # type: ignore[arg-type]
    if row.pk not in placed:
        raise ConflictError(
            _("This paragraph is not in the newest version."),
            remedy=_("Look at the newest version, and take a position on what it says."),
        )
    return replace(about, fields={**about.fields, "paragraph": row})


def _amendment(actor: Actor, id: uuid.UUID) -> About:
    row = _part(Amendment, id)
    about = _text(actor, row.text_id)
    if row.fate != AmendmentFate.TABLED:
        raise ConflictError(
            _("This amendment is %(fate)s.") % {"fate": row.get_fate_display()},
            remedy=_("Take a position on the paragraph as it is now."),
        )
    return replace(about, fields={**about.fields, "amendment": row})


def _string(actor: Actor, id: uuid.UUID) -> About:
    row = _part(String, id)
    offer = Offer.objects.seen(actor.person, row.offer_id)
    return About(offer, offer.stage == OfferStage.OPEN, {"string": row})


def _part(model: Any, id: uuid.UUID) -> Any:
    """A part of a marked thing, which is to be seen before anything is said of it."""
    if (row := model.objects.filter(pk=id).first()) is None:
        raise MissingError(_("There is no such thing, or it is not marked for you."))
    return row


FINDERS = {
    "item": _item,
    "text": _text,
    "paragraph": _paragraph,
    "amendment": _amendment,
    "string": _string,
}


def _require_unsettled(about: About) -> None:
    if not about.open:
        raise ConflictError(
            _("This was decided on, and no further positions are taken on it."),
            remedy=_("Propose a new item if the matter is to be taken up again."),
        )


def _unless(given: Take, about: About) -> list[str]:
    """The identifiers of the amendments that would lift an objection to a text as a whole."""
    if not given.unless:
        return []
    if about.text is None or given.text is None or given.stand != Stand.OBJECT:
        raise RequestError(
            _("Only an objection to a text as a whole is lifted by amendments."),
            where="unless",
            remedy=_("Leave the numbers out, or object to the text as a whole."),
        )
    found = amendments.numbered(about.text, given.unless)
    if gone := [
        one.number for one in found if one.fate not in {AmendmentFate.TABLED, AmendmentFate.CARRIED}
    ]:
        raise ConflictError(
            _("Amendments %(numbers)s are no longer tabled.")
            % {"numbers": ", ".join(map(str, gone))},
            where="unless",
        )
    return [str(one.pk) for one in found]


def current(reader: User, **about: Any) -> dict[tuple[str, Target], Position]:
    """The position of each party on each target, for a reader: the newest that they may see.

    `about` chooses the positions as a filter does, such as `text=text` or `item=item`. Parties
    are told by their keys; where nothing is said, the position is unknown. What was said of an
    amendment that was carried is said of the paragraph that has its words.
    """
    found = Position.objects.visible(reader).filter(**about).select_related("party", "marking")
    rows = list(found.order_by("made_at", "pk"))
    carried = _carried({row.amendment_id for row in rows} - {None})
    passed = {
        (row.party.key, ("paragraph", paragraph)): row
        for row in rows
        for paragraph in carried.get(row.amendment_id, ())
    }
    return passed | {(row.party.key, target(row)): row for row in rows}


def _carried(amendments: set[Any]) -> dict[Any, list[uuid.UUID]]:
    """Those of some amendments that were carried, each with the paragraphs that have its words."""
    same = Paragraph.objects.filter(
        text__amendments__in=amendments,
        text__amendments__fate=AmendmentFate.CARRIED,
        words=F("text__amendments__words"),
    )
    found: dict[Any, list[uuid.UUID]] = defaultdict(list)
    for amendment, paragraph in same.values_list("text__amendments", "pk"):
        found[amendment].append(paragraph)
    return found


def target(row: Position) -> Target:
    """What a position is about."""
    name = next(name for name in TARGETS if getattr(row, f"{name}_id"))
    return name, getattr(row, f"{name}_id")
