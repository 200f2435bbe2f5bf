"""Things to mark, and a house in a database file of its own."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tocsin.council.desk import warnings
from tocsin.council.desk.models import Warning
from tocsin.council.record import clock

Made = Callable[..., Warning]
Ground = dict[str, str]
Grounds = Callable[[Path, str], Ground]


@pytest.fixture
def make(house: Any) -> Made:
    """Makes a marked thing that comes from the secretariat."""

    def made(marking: str = "AMBER:secretariat,TJK", title: str = "Crossings") -> Warning:
        warning: Warning = warnings.issue(
            house.actor("analyst"),
            warnings.Issue(
                title=title,
                place="TJK",
                what="More armed crossings are likely.",
                marking=marking,
                offices="TJK: Ministry" if "TJK" in marking else "secretariat: Analysts",
                answer_by=clock.now() + dt.timedelta(days=3),
            ),
        )
        return warning

    return made


@pytest.fixture(scope="session")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    """Makes the environment of a house, set up on a database of its own in a folder or on a server.

    It is set up by the command once for each kind of database, and copied from then on.
    """
    first: dict[str, Ground] = {}
    databases: list[tuple[str, str]] = []

    def made(data: Path, server: str) -> Ground:
        if server not in first:
            first[server] = _empty(tmp_path_factory.mktemp("first"), server, databases)
            setup = [sys.executable, "-m", "tocsin", "setup", "--org", "csto"]
            subprocess.run(setup, env=first[server], check=True, capture_output=True)
        data.mkdir(exist_ok=True)
        if not server:
            shutil.copy(Path(first[""]["TOCSIN_DATA"]) / "council.sqlite3", data)
        origin = first[server]["DATABASE_URL"].rpartition("/")[2]
        return _empty(data, server, databases, f" TEMPLATE {origin}")

    yield made
    for server, name in databases:
        _asked(server, f"DROP DATABASE {name} WITH (FORCE)")


def _empty(data: Path, server: str, databases: list[tuple[str, str]], like: str = "") -> Ground:
    environment = {**os.environ, "TOCSIN_DATA": str(data), "PYTHONWARNINGS": "ignore"}
    environment["DATABASE_URL"] = ""
    if server:
        name = f"house_{uuid.uuid4().hex}"
        _asked(server, f"CREATE DATABASE {name}{like}")
        databases.append((server, name))
        environment["DATABASE_URL"] = server.rpartition("/")[0] + f"/{name}"
    return environment


def _asked(server: str, statement: str) -> None:
    address = server.replace("postgres://", "postgresql://")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())
