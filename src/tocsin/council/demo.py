"""The demonstration: a story played into an empty database by the actions that people use."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from typing import Annotated, Any

import pydantic
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council import rehearsal, story
from tocsin.council.council.models import Pulse
from tocsin.council.people import actions as people
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record import chance, clock
from tocsin.council.record.action import Action, Actor, Via, action, actions
from tocsin.council.record.clock import Clock
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.models import Entry, Payload
from tocsin.council.record.recorded import Recorded, tables
from tocsin.council.reference import Made, resolved
from tocsin.council.story import WORKER, Person, Step, Story, Told
from tocsin.world.errors import ConflictError, DataError, RequestError, TocsinError

HOUSE = Actor(None, Via.COMMAND)
BEGIN = "exercise.begin"
FIRST = "sochi"
"""The story that is played if none is named."""

BEFORE = dt.timedelta(hours=1)
"""How long before its first step the exercise begins."""

Take = Callable[[Action, User, dict[str, Any]], object]
Say = Callable[[str], None]


class Begin(people.Adopt):
    """The organisation of an exercise, where its clock stands at the start, and its story."""

    now: dt.datetime = Field(description="With its zone.")
    story: str = Field(default="", description="The file of the story, as it was played.")
    reads: str = Field(default="", description="The SHA-256 of the text it was given to read.")


@action(BEGIN, _l("Begin an exercise"), on_page=False)
def begin(actor: Actor, given: Begin) -> Clock:
    """Begin an exercise, as the first entry of an empty record."""
    if Entry.objects.exists():
        raise ConflictError("This database is not empty.")
    people.adopt.effect(actor, given)
    return clock.exercise(given.now)


class Advance(Given):
    """How far the clock of an exercise is moved."""

    hours: Annotated[int, Shown(label=_l("Hours"))] = Field(ge=1, le=10_000)


@action("exercise.advance", _l("Move the clock forward"), Role.ADMINISTRATOR)
def advance(actor: Actor, given: Advance) -> Clock:
    """Move the time of an exercise forward, so that nobody has to wait."""
    by = dt.timedelta(hours=given.hours)
    moved = clock.advance(by)
    Pulse.objects.update(at=F("at") + by)
    return moved


def here() -> bool:
    """Whether this database holds an exercise and nothing else: its first entry says so."""
    return Payload.objects.filter(entry=1, action=BEGIN).exists()


def open_doors() -> bool:
    """Whether anybody may enter as anybody: only in an exercise that was started as one."""
    return settings.DEMO and here()


def played() -> Story | None:
    """The story that this database was filled with, as its first entry keeps it."""
    said = Payload.objects.filter(entry=1, action=BEGIN).values_list("body", flat=True).first()
    return _parsed(said) if said else None


@lru_cache(maxsize=1)
def _parsed(said: str) -> Story | None:
    text = json.loads(said)["given"].get("story", "")
    return story.parse(text, where="The story") if text else None


def onlooker() -> User | None:
    """The person with whose eyes a visitor of the demonstration reads; None: there is none."""
    told = played()
    return User.objects.filter(email=_email(told.onlooker)).first() if told else None


def holds(told: Told, text: str = "") -> bool:
    """Whether this database was filled with a story; False: it is empty.

    Raises `ConflictError` if it holds anything else.
    """
    if not Entry.objects.exists():
        return False
    said = Payload.objects.filter(entry=1, action=BEGIN).values_list("body", flat=True).first()
    given = json.loads(said)["given"] if said else {}
    if (given.get("story"), given.get("reads")) != (told.text.strip(), _digest(text)):
        raise ConflictError(
            "This database is not empty.",
            remedy="Name an empty folder in TOCSIN_DATA for the demonstration.",
        )
    return True


def play(
    told: Told | None = None, *, text: str = "", take: Take | None = None, say: Say | None = None
) -> None:
    """Play a story into an empty database, all of it or nothing.

    A `text` takes the place of the one that the story reads. `take` does what a person does, by
    another way than the command, and `say` is told how it goes. Identifiers and salts are drawn
    from the story, so that whoever plays it again gets the same record. Raises `TocsinError` naming
    the step that fails.
    """
    told = told or story.told(FIRST)
    rehearsal.check(told)
    _Stage(told, text, take or _command).play(say or _silently)


def _silently(words: str) -> None:
    pass


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _command(act: Action, user: User, given: dict[str, Any]) -> object:
    return act(Actor(user, Via.COMMAND), _fitting(act, given))


class _Stage:
    """A story while it is played: its cast, and what was made so far by its name."""

    def __init__(self, told: Told, text: str, take: Take) -> None:
        self.told, self.text, self.take = told, text, take
        self.cast: dict[str, User] = {}
        self.made: Made = {}
        if text and not told.story.reads:
            raise RequestError("This story reads no text.", where=told.where)

    def play(self, say: Say) -> None:
        """Play it, all or nothing."""
        try:
            with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
                self._begin()
                self._chapters(say)
        finally:
            clock.forget()
        last = Entry.objects.latest("seq")
        say(f"{last.hash} seals {last.seq} entries.")

    def _chapters(self, say: Say) -> None:
        numbers = itertools.count(1)
        for chapter in self.told.story.chapter:
            if chapter.step:
                say(chapter.title)
            for step in chapter.step:
                if (step.by, step.do) == (WORKER, "outlook"):
                    say("the outlook is computed, which takes minutes the first time")
                with self._at(step.at, next(numbers)):
                    self._told(step)

    def _at(self, moment: dt.datetime, number: int) -> AbstractContextManager[None]:
        return _held(moment, f"{number}\n{self.told.text}")

    def _begin(self) -> None:
        told, first = self.told, next(self.told.story.steps())
        given = Begin(
            key=told.key,
            text=told.organisation,
            now=told.story.now,
            story=told.text,
            reads=_digest(self.text),
        )
        with self._at(first.at - BEFORE, 0):
            begin(HOUSE, given)
            for person in told.story.person:
                self.cast[person.key] = _enter(person, told)
        self.made.update(self.cast)

    def _told(self, step: Step) -> None:
        """Take a step; what it raises says which step it was."""
        before = Entry.objects.latest("seq").seq
        try:
            self._take(step)
        except TocsinError as error:
            where = ": ".join(filter(None, (story.place(self.told, step), error.where)))
            raise type(error)(error.what, where=where, remedy=error.remedy) from None
        made = list(Payload.objects.filter(entry__gt=before).order_by("entry"))
        if not made:
            raise ConflictError(
                f"The worker had nothing to do: {step.do}.", where=story.place(self.told, step)
            )
        if step.name:
            self.made[step.name] = _thing(made[0 if step.by == WORKER else -1])

    def _take(self, step: Step) -> None:
        if step.by == WORKER:
            rehearsal.WORK[step.do].run(clock.now())
            return
        act, given = actions[step.do], dict(step.given)
        if self.text and step.name == self.told.story.reads:
            given["text"] = self.text
        self.take(act, self.cast[step.by], resolved(given, self.made))


@contextmanager
def _held(moment: dt.datetime, words: str) -> Iterator[None]:
    """A moment of a story: the clock stands still, and chance is drawn from words alone."""
    seed = int.from_bytes(hashlib.sha256(words.encode()).digest(), "big")
    with clock.stopped(moment), chance.seeded(seed):
        yield


def _fitting(act: Action, given: dict[str, Any]) -> Given:
    try:
        return act.given.model_validate(given)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        named = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ").rstrip(".")
        raise DataError(f"{said}.", where=named) from None


def _thing(made: Payload) -> Recorded:
    """What an entry is about."""
    row: Recorded = tables()[made.table].objects.get(pk=made.thing)
    return row


def _email(key: str) -> str:
    return f"{key}@demo.invalid"


def _enter(person: Person, told: Told) -> User:
    """Give a person an account; nobody knows their second factor, since the doors are open."""
    since = told.story.since
    admitted = person.model_dump(include={"name", "office", "party"})
    try:
        user: User = people.admit(HOUSE, people.Admit(email=_email(person.key), **admitted))
        people.appoint(HOUSE, people.Appoint(user=user.pk, role=person.role, since=since))
        if person.role in {Role.DELEGATE, Role.CHAIR}:
            given = people.Accredit(user=user.pk, party=person.party, since=since)
            people.accredit(HOUSE, given)
    except TocsinError as error:
        where = f"{told.where}, person {person.key}"
        raise type(error)(error.what, where=where, remedy=error.remedy) from None
    if user.needs_two_factors:
        data = {"secret": secrets.token_hex(32)}
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return user
