"""How a house begins, by two commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.council.people import founding
from tocsin.council.people.models import User
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role
from tocsin.council.record import clock, verify
from tocsin.world import organisation as world
from tocsin.world.errors import ConflictError, RequestError, StorageError

GOOD = "a bell rung at the border post"


def test_two_commands_make_a_house(db: None) -> None:
    """Setup and administrator leave an account without password and a link that sets it."""
    run = CliRunner()
    assert run.invoke(app, ["setup", "--org", "csto"]).exit_code == 0
    made = run.invoke(app, ["administrator", "ada@example.org", "--name", "Ada"])
    user = User.objects.get()
    assert not user.has_usable_password()
    assert user.roles(clock.today()) == {Role.ADMINISTRATOR}
    client = Client()
    path = made.stdout.strip().removeprefix("http://localhost:8000")
    page = client.get(path, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": GOOD, "password2": GOOD})
    user.refresh_from_db()
    assert user.check_password(GOOD)
    again = run.invoke(app, ["administrator", "ada@example.org", "--name", "Ada"])
    assert "/password/reset/key/" in again.stdout
    assert User.objects.count() == 1
    assert not list(verify.findings())


def test_a_password_is_asked_for_twice(db: None) -> None:
    """On the terminal a password is set only if it was typed alike twice."""
    founding.adopt("csto")
    command = ["administrator", "ada@example.org", "--name", "Ada", "--password"]
    CliRunner().invoke(app, command, input=f"{GOOD}\n{GOOD}\n")
    assert User.objects.get().check_password(GOOD)


def test_weak_passwords_are_refused(db: None) -> None:
    """The terminal is no way around the rules."""
    founding.adopt("csto")
    user = founding.administrator("ada@example.org", "Ada")
    with pytest.raises(RequestError, match="12"):
        founding.password(user, "short")


def test_an_organisation_comes_first(db: None) -> None:
    """Without one there is nothing to administer, and the remedy is said."""
    with pytest.raises(RequestError, match="tocsin setup"):
        founding.administrator("ada@example.org", "Ada")


def test_ones_own_file_is_adopted(db: None, tmp_path: Path) -> None:
    """A file is read as it is; one that is not there is told."""
    file = tmp_path / "league.toml"
    file.write_text(world.source("csto")[1], encoding="utf-8")
    assert founding.adopt(str(file)).key == "league"
    assert organisation().key == "league"
    with pytest.raises(StorageError):
        founding.adopt(str(tmp_path / "none.toml"))


def test_who_does_not_administer_is_not_made_to(house: Any) -> None:
    """The command takes over nobody's account."""
    with pytest.raises(ConflictError):
        founding.administrator("armenia@example.org", "Armenia")
    with pytest.raises(RequestError, match="not an e-mail"):
        founding.administrator("nonsense", "Ada")
