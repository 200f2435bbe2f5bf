"""Markings in the database: who may see a thing, answered in the query and with its reason."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from tocsin.council.record import clock
from tocsin.council.record.recorded import Recorded, RecordedQuerySet
from tocsin.world import marking as world
from tocsin.world.errors import MissingError, RequestError

if TYPE_CHECKING:
    from tocsin.council.people.models import User


ADMINISTRATION = "administration"
"""The party of those who run the system, which no marking made by a person can name."""


class Marking(Recorded):
    """A level and an audience, kept once however many things bear it."""

    text = models.CharField(max_length=4000, unique=True)
    level = models.PositiveSmallIntegerField(db_index=True)

    def __str__(self) -> str:
        return self.text

    @property
    def value(self) -> world.Marking:
        """The marking as the rest of the house knows it."""
        return world.Marking.parse(self.text)


class Reader(Recorded):
    """A party, or for RED a person, in the audience of a marking."""

    marking = models.ForeignKey(Marking, models.PROTECT, related_name="readers")
    party = models.ForeignKey("people.Party", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")


class Bar(Recorded):
    """A party or person kept from one thing, whatever its marking says: deny beats allow."""

    thing = models.UUIDField(db_index=True)
    party = models.ForeignKey("people.Party", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)


Thing = TypeVar("Thing", bound="Marked")


class Answer(NamedTuple):
    """Whether somebody may see a thing, and the reason."""

    allowed: bool
    reason: str


class MarkedQuerySet(RecordedQuerySet):
    """Things with a marking, of which a reader is shown only what it admits them to."""

    def visible(self, reader: User) -> Self:
        """The things that a person may see."""
        barred = Bar.objects.filter(names(reader)).values("thing")
        return self.filter(marking__in=admitting(reader)).exclude(pk__in=barred)

    def seen(self, reader: User, id: Any) -> Any:
        """One thing; raises `MissingError` if there is none that the person may see."""
        if (found := self.visible(reader).filter(pk=id).first()) is None:
            raise MissingError(_("There is no such thing, or it is not marked for you."))
        return found


class Marked(Recorded):
    """A thing with a marking, the party it comes from, and the moment it was made.

    Lists are read along the index of what is newest, which also tells who may see a thing. The
    marking has no index of its own: a database that took it would sort all that a reader may see.
    """

    marking = models.ForeignKey(Marking, models.PROTECT, related_name="+", db_index=False)
    originator = models.ForeignKey("people.Party", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    objects: ClassVar[Any] = MarkedQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-made_at", "id", "marking"], name="%(class)s_newest")
        ]

    def inputs(self) -> list[Marked]:
        """The marked things that it was made from; none unless its kind says otherwise."""
        return []


def through(field: str, reader: User) -> Q:
    """Rows whose marked thing under `field` a person may see.

    It holds for each row that is met, whereas a database may begin `field__in=visible` by going
    through all that the person may see.
    """
    barred = Bar.objects.filter(names(reader)).values("thing")
    admitted = Q(**{f"{field}__marking__in": admitting(reader)})
    return admitted & ~Q(**{f"{field}__in": barred})


def names(reader: User) -> Q:
    """Rows of an audience or of bars that concern a person, or their party."""
    return Q(party=reader.party_id) | Q(user=reader.pk)


def admitting(reader: User) -> models.QuerySet[Marking]:
    """The markings that admit a person: open to all, to their party, or to them by name."""
    named = Reader.objects.filter(names(reader)).values("marking")
    found: models.QuerySet[Marking] = Marking.objects.filter(Q(level=0) | Q(pk__in=named))
    return found


def within(target: Marking, source: Marking) -> bool:
    """Whether all whom `target` admits may see what is marked `source`, at no lower a level.

    A person named for RED is admitted by a marking that admits their party.
    """
    if source.value.may_enter(target.value):
        return True
    if target.level < source.level:
        return False
    parties, users = _admitted(source)
    named = target.readers.select_related("user")
    return bool(named) and all(
        row.party_id in parties
        or row.user_id in users
        or getattr(row.user, "party_id", 0) in parties
        for row in named
    )


def shared(one: Marking, other: Marking) -> str:
    """The marking of what only those may read whom both of two admit; empty if that is nobody."""
    level = world.Level(max(one.level, other.level))
    if world.Level.CLEAR in {one.level, other.level}:
        return str(max(one, other, key=lambda each: each.level))
    if level is not world.Level.RED:
        named = one.value.audience & other.value.audience
    else:
        rows = list((one if one.level == level else other).readers.select_related("user"))
        admitted = [_admitted(each) for each in (one, other)]
        named = frozenset(
            str(row.user_id)
            for row in rows
            if all(row.user_id in users or _party(row) in parties for parties, users in admitted)
        )
    return str(world.Marking(level, named)) if named else ""


def _party(row: Reader) -> Any:
    return row.user.party_id if row.user else row.party_id


def require_within(target: Marking, things: Iterable[Marked]) -> None:
    """Raise `RequestError` unless all whom `target` admits may see what a thing is made from."""
    bars = set(_barring(target).values_list("thing", flat=True))
    for thing in things:
        if not within(target, thing.marking) or thing.pk in bars:
            raise RequestError(
                _("Not all whom %(marking)s admits may see “%(thing)s”.")
                % {"marking": target, "thing": thing},
                remedy=_("Narrow the audience, or have what it is made from widened first."),
            )


def admissible(things: Iterable[Thing], target: Marking) -> tuple[list[Thing], int]:
    """The things that may go into one made for `target`, and how many may not.

    All whom the target admits have to be admitted to each, and none of them kept from it.
    """
    offered = list(things)
    barred = set(_barring(target).values_list("thing", flat=True))
    fits = {m: within(target, m) for m in {thing.marking for thing in offered}}
    kept = [thing for thing in offered if fits[thing.marking] and thing.pk not in barred]
    return kept, len(offered) - len(kept)


def _admitted(borne: Marking) -> tuple[set[Any], set[Any]]:
    """The parties and the persons in an audience, by their identifiers."""
    rows = list(borne.readers.values_list("party", "user"))
    return {party for party, _ in rows if party}, {user for _, user in rows if user}


def _barring(target: Marking) -> models.QuerySet[Bar]:
    """The bars against anybody whom a marking admits."""
    bars: models.QuerySet[Bar] = Bar.objects.all()
    if target.level == world.Level.CLEAR:
        return bars
    parties, users = _admitted(target)
    theirs = target.readers.exclude(user=None).values("user__party")
    return bars.filter(
        Q(party__in=parties) | Q(user__in=users) | Q(user__party__in=parties) | Q(party__in=theirs)
    )


def why(thing: Marked, reader: User) -> Answer:
    """Whether a person may see a thing, and why."""
    return _judged(
        thing, reader, list(Bar.objects.filter(thing=thing.pk)), list(thing.marking.readers.all())
    )


def readers(thing: Marked) -> list[tuple[User, Answer]]:
    """Everybody with an account, and whether and why each may see a thing."""
    from tocsin.council.people.models import User  # noqa: PLC0415 (they have markings too)

    bars, named = list(Bar.objects.filter(thing=thing.pk)), list(thing.marking.readers.all())
    people = User.objects.filter(is_active=True).select_related("party")
    return [
        (user, _judged(thing, user, bars, named))
        for user in people.exclude(party__key=ADMINISTRATION).order_by("party__name", "name")
    ]


def audience(borne: Marking) -> list[str]:
    """The names of those whom a marking admits, none for one that is open to all."""
    rows = borne.readers.select_related("party", "user")
    return sorted(str(row.party or row.user) for row in rows)


def _judged(thing: Marked, reader: User, bars: list[Bar], named: list[Reader]) -> Answer:
    def concerns(row: Bar | Reader) -> bool:
        return row.user_id == reader.pk or row.party_id == reader.party_id

    if bar := next(filter(concerns, bars), None):
        return Answer(False, _("Kept from it: %(reason)s") % {"reason": bar.reason})
    if thing.marking.level == world.Level.CLEAR:
        return Answer(True, _("It is open to everybody."))
    if (found := next(filter(concerns, named), None)) is None:
        return Answer(False, _("Neither the person nor their party is in its audience."))
    if found.user_id:
        return Answer(True, _("The person is named in its audience."))
    return Answer(True, _("Their party is in its audience."))


def marking(text: str, *, maker: User | None = None) -> Marking:
    """The marking of a text such as `AMBER:secretariat,ARM`; only within an action.

    RED names persons by their identifiers, every other level parties by their keys. Raises
    `RequestError` for one that nobody could read, or that would shut out its `maker`.
    """
    from tocsin.council.people.models import Party, User  # noqa: PLC0415 (they have markings too)

    asked = world.Marking.parse(text)
    if maker and ADMINISTRATION in asked.audience:
        raise RequestError(_("The administration runs the system without reading it."))
    by_name = asked.level is world.Level.RED
    if (known := Marking.objects.filter(text=str(asked)).first()) is None:
        rows = _persons(User, asked.audience) if by_name else _parties(Party, asked.audience)
        known = Marking(text=str(asked), level=int(asked.level))
        known.save()
        for row in rows:
            Reader(marking=known, **{"user" if by_name else "party": row}).save()
    if maker and not admitting(maker).filter(pk=known.pk).exists():
        raise RequestError(
            _("You would not be able to see it yourself."),
            remedy=_("Add yourself or your party to its audience."),
        )
    return known


def _parties(model: type[Any], keys: Iterable[str]) -> list[Any]:
    found = list(model.objects.filter(key__in=keys))
    if unknown := set(keys) - {party.key for party in found}:
        raise RequestError(
            _("There is no party %(keys)s.") % {"keys": ", ".join(sorted(unknown))},
            remedy=_("An audience names parties by their keys, such as secretariat or ARM."),
        )
    return sorted(found, key=lambda party: str(party.key))


def _persons(model: type[Any], keys: Iterable[str]) -> list[Any]:
    try:
        ids = [uuid.UUID(key) for key in keys]
    except ValueError:
        ids = []
    found = list(model.objects.filter(pk__in=ids))
    if not found or len(found) < len(set(keys)):
        raise RequestError(
            _("TLP:RED is for persons, and not all of these are known."),
            remedy=_("Name each person by their identifier."),
        )
    return sorted(found, key=lambda user: str(user.pk))
