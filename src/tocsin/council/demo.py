"""The demonstration: a story kept as data, played through the same actions that people use.

A string of the story may name what was made before as `@name`, for its identifier, or one of its
parts as `@name/addressees/TJK` (by party) or `@name/statements/1` (by order).
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
import tomllib
from importlib.resources import files
from typing import Annotated, Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _l
from pydantic import BaseModel, ConfigDict, Field

from tocsin.council.council.models import Pulse
from tocsin.council.people import actions as people
from tocsin.council.people.models import User
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, Via, action, actions
from tocsin.council.record.clock import Clock
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.models import Entry, Payload
from tocsin.council.record.recorded import Recorded
from tocsin.world.errors import ConflictError

HOUSE = Actor(None, Via.COMMAND)
BEGIN = "exercise.begin"
NAMED = re.compile(r"@([a-z_]+)(?:/([a-z]+)/(\w+))?")


class Person(BaseModel):
    """Somebody in the story: the name of their part, their office, and how they are shown."""

    model_config = ConfigDict(extra="forbid")

    key: str
    name: str
    office: str
    party: str
    role: Role


class Step(BaseModel):
    """One action of the story: when, by whom, which, with what, and what its result is called."""

    model_config = ConfigDict(extra="forbid")

    at: dt.datetime
    by: str
    do: str
    name: str = ""
    given: dict[str, Any]


class Story(BaseModel):
    """An exercise: its organisation, the moment at which people enter it, and what came before."""

    model_config = ConfigDict(extra="forbid")

    organisation: str
    now: dt.datetime
    since: dt.date
    person: list[Person]
    step: list[Step]


class Begin(people.Adopt):
    """The organisation of an exercise, and the moment at which its clock stands at the start."""

    now: dt.datetime = Field(description="With its zone.")


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


def story() -> Story:
    """The story that ships."""
    text = files("tocsin.council").joinpath("data/demo.toml").read_text("utf-8")
    return Story.model_validate(tomllib.loads(text))


def play(told: Story | None = None) -> None:
    """Play a story into an empty database, all of it or nothing."""
    told = told or story()
    try:
        with transaction.atomic():
            with clock.stopped(min(step.at for step in told.step)):
                begin(HOUSE, Begin(key=told.organisation, text=_file(told), now=told.now))
                cast = {person.key: _enter(person, told.since) for person in told.person}
            made: dict[str, Recorded] = dict(cast)
            for step in told.step:
                with clock.stopped(step.at):
                    _take(step, cast, made)
    finally:
        clock.forget()


def _file(told: Story) -> str:
    """The text of the organisation's file, as it ships."""
    path = f"data/organisations/{told.organisation}.toml"
    return files("tocsin.world").joinpath(path).read_text("utf-8")


def _enter(person: Person, since: dt.date) -> User:
    """Give a person an account; nobody knows their second factor, since the doors are open."""
    email = f"{person.key}@demo.invalid"
    admitted = person.model_dump(include={"name", "office", "party"})
    user: User = people.admit(HOUSE, people.Admit(email=email, **admitted))
    people.appoint(HOUSE, people.Appoint(user=user.pk, role=person.role, since=since))
    if person.role in {Role.DELEGATE, Role.CHAIR}:
        people.accredit(HOUSE, people.Accredit(user=user.pk, party=person.party, since=since))
    if user.needs_two_factors:
        data = {"secret": secrets.token_hex(32)}
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=data)
    return user


def _take(step: Step, cast: dict[str, User], made: dict[str, Recorded]) -> None:
    act = actions[step.do]
    given = act.given.model_validate(_named(step.given, made))
    made[step.name or step.do] = act(Actor(cast[step.by], Via.COMMAND), given)


def _named(value: Any, made: dict[str, Recorded]) -> Any:
    """What is given, with the identifiers of what it names."""
    if isinstance(value, str):
        return NAMED.sub(lambda found: str(_one(made, *found.groups()).pk), value)
    if isinstance(value, list):
        return [_named(part, made) for part in value]
    if isinstance(value, dict):
        return {key: _named(part, made) for key, part in value.items()}
    return value


def _one(made: dict[str, Recorded], name: str, parts: str | None, which: str | None) -> Any:
    if parts is None or which is None:
        return made[name]
    rows = getattr(made[name], parts)
    if which.isdigit():
        order = rows.model._meta.ordering or ("made_at", "pk")
        return rows.order_by(*order)[int(which) - 1]
    return rows.get(party__key=which)
