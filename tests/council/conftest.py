"""A house to test in: the CSTO with a secretariat, an administration and three delegations."""

from __future__ import annotations

import copy
import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import django
import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache as shared
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.test import override_settings
from django.utils import translation

django.setup()  # models are defined by the imports below, also where only these tests are asked for

from tocsin.brief import charts
from tocsin.council import demo
from tocsin.council.desk import sheets, sheets_read
from tocsin.council.desk.models import Edition
from tocsin.council.people import actions as people
from tocsin.council.people.models import Party, User
from tocsin.council.people.role import Role
from tocsin.council.record import backup, clock
from tocsin.council.record.action import Actor, Via
from tocsin.desk import hindsight
from tocsin.desk.reading import apart, reader

Furniture = list[tuple[type[Model], list[Any]]]
COMMAND = Actor(None, Via.COMMAND)
SINCE = dt.date(2013, 1, 1)
MOMENT = dt.datetime(2013, 9, 23, 9, tzinfo=dt.UTC)
ROLES = {
    "administrator": ("administration", Role.ADMINISTRATOR),
    "officer": ("secretariat", Role.OFFICER),
    "analyst": ("secretariat", Role.ANALYST),
    "chair": ("RUS", Role.CHAIR),
    "armenia": ("ARM", Role.DELEGATE),
    "belarus": ("BLR", Role.DELEGATE),
    "tajikistan": ("TJK", Role.DELEGATE),
    "observer": ("SRB", Role.OBSERVER),
}
PASSWORD = "a bell rung at the border post"  # noqa: S105 (of accounts that live for one test)


@dataclass
class House:
    """An organisation set up for a test, and its people by the name of their part."""

    people: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str, via: Via = Via.PAGE) -> Actor:
        """Somebody as an actor."""
        return Actor(self.people[name], via)

    def party(self, key: str) -> Party:
        """A party by its key."""
        found: Party = Party.objects.get(key=key)
        return found


@pytest.fixture(autouse=True)
def _real_time() -> Iterator[None]:
    """No test sees the clock that another has set, nor the attempts that it made."""
    clock.forget()
    shared.clear()
    yield
    clock.forget()


@pytest.fixture(autouse=True)
def _plain_english() -> Iterator[None]:
    """No test is told in the language that another has asked for."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _plain_files(settings: Any) -> None:
    """Static files are served as they lie; the server's own start collects and names them."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@cache
def _hashed() -> str:
    """The password's hash, computed once, since Argon2 is slow on purpose."""
    return make_password(PASSWORD)


@pytest.fixture(scope="session")
def furniture(django_db_setup: None, django_db_blocker: Any) -> Furniture:
    """The rows of the house, built once by the actions that an administrator uses."""
    with django_db_blocker.unblock(), transaction.atomic():
        build()
        rows = held()
        transaction.set_rollback(True)
    return rows


def held() -> Furniture:
    """All rows that the database holds."""
    return [(model, list(model._base_manager.all())) for model in backup.tables()]


@pytest.fixture
def house(db: None, furniture: Furniture) -> House:
    """The house, with one person for each role and delegation."""
    return furnished(furniture)


def furnished(furniture: Furniture) -> House:
    """Fill the database with these rows alone, in a tenth of the time of building the house."""
    for model, rows in furniture:
        QuerySet(model)._raw_delete(connection.alias)
        QuerySet(model).bulk_create(copy.deepcopy(rows))
    return House({user.email.partition("@")[0]: user for user in User.objects.all()})


def build() -> House:
    """Set the organisation and its people up by the actions that an administrator uses."""
    text = files("tocsin.world").joinpath("data/organisations/csto.toml").read_text("utf-8")
    people.adopt(COMMAND, people.Adopt(key="csto", text=text))
    house = House()
    for name, (party, role) in ROLES.items():
        user = people.admit(
            COMMAND,
            people.Admit(
                email=f"{name}@example.org", name=name.title(), office=str(role.label), party=party
            ),
        )
        user.password = _hashed()
        user.save(update_fields=["password"])
        people.appoint(COMMAND, people.Appoint(user=user.pk, role=role, since=SINCE))
        if role in {Role.DELEGATE, Role.CHAIR}:
            people.accredit(COMMAND, people.Accredit(user=user.pk, party=party, since=SINCE))
        house.people[name] = user
    return house


def cheaply(folder: Path) -> Iterator[None]:
    """Let outlooks go to a folder and cost little: a plain model, and charts without drawing."""
    settings = override_settings(DATA=folder, MODEL="conflictology")
    with pytest.MonkeyPatch.context() as patch, settings:
        patch.setattr(
            charts, "svg", lambda draw, *, of, title: f"<svg><title>{title}</title></svg>"
        )
        patch.setattr(hindsight, "ORIGINS", 1)
        sheets_read.forget()
        yield


@pytest.fixture(scope="session")
def story_rows(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Furniture:
    """The rows of the story that ships, played once for all tests that look at it."""
    folder = tmp_path_factory.mktemp("story")
    with django_db_blocker.unblock(), transaction.atomic():
        for _ in told_cheaply(folder):
            demo.play()
        rows = held()
        transaction.set_rollback(True)
    clock.forget()
    return rows


def told_cheaply(folder: Path) -> Iterator[None]:
    """Let a story cost little: plain outlooks, and texts that are read in this very process."""
    for _ in cheaply(folder):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(apart, "read", lambda text, dated, limits: reader.read(text, dated))
            yield


@pytest.fixture
def played(db: None, story_rows: Furniture) -> None:
    """The story that ships, played."""
    furnished(story_rows)
    clock.forget()


@dataclass(frozen=True)
class Computed:
    """A house with its outlook: all rows, and the folder of the archive."""

    rows: Furniture
    folder: Path


@pytest.fixture
def cheap(tmp_path: Path) -> Iterator[None]:
    """Outlooks cost little, and go to a folder of the test's own."""
    yield from cheaply(tmp_path)


@pytest.fixture(scope="session")
def computed(
    furniture: Furniture, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Computed:
    """The outlook as of 23 September 2013, computed once for all tests that only read it."""
    folder = tmp_path_factory.mktemp("computed")
    with django_db_blocker.unblock(), transaction.atomic():
        furnished(furniture)
        for _ in cheaply(folder):
            with clock.stopped(MOMENT):
                assert sheets.compute_due(MOMENT) == 1
        rows = held()
        transaction.set_rollback(True)
    return Computed(rows, folder)


@pytest.fixture
def edition(house: Any, cheap: None, computed: Computed, tmp_path: Path) -> Edition:
    """That outlook, in the house."""
    furnished(computed.rows)
    shutil.copytree(computed.folder, tmp_path, dirs_exist_ok=True)
    return Edition.objects.get()
