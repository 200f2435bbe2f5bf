"""Organisations and their parties, read from TOML, with membership right on any day."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

from tocsin.world.errors import DataError, RequestError
from tocsin.world.place import countries, country, neighbours


class Role(StrEnum):
    """What a party is to the organisation."""

    MEMBER = "member"
    OBSERVER = "observer"
    PARTNER = "partner"


@dataclass(frozen=True)
class Party:
    """A state or body in its role from one day to another (both included; None: still so)."""

    key: str
    name: str
    role: Role
    since: dt.date
    until: dt.date | None = None
    note: str = ""

    def current(self, day: dt.date) -> bool:
        """Whether the party held its role on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Organisation:
    """A body that runs tocsin: its name, short name and all parties it ever had."""

    key: str
    name: str
    short: str
    parties: tuple[Party, ...]

    def parties_on(self, day: dt.date, role: Role | None = None) -> list[Party]:
        """The parties on a day, in the file's order, all or those in one role."""
        return [p for p in self.parties if p.current(day) and role in {None, p.role}]

    def members(self, day: dt.date) -> list[str]:
        """The places of the members on a day, in alphabetical order."""
        found = {p.key for p in self.parties_on(day, Role.MEMBER)}
        return sorted(found & countries().keys())

    def neighbours(self, day: dt.date) -> list[str]:
        """Countries bordering a member on a day that are not members, in alphabetical order."""
        members = self.members(day)
        return sorted({n for m in members for n in neighbours(m, day)} - set(members))

    def watched(self, day: dt.date) -> list[str]:
        """Members, then their neighbours: the places that the organisation watches."""
        return self.members(day) + self.neighbours(day)


def parse(text: str, *, key: str, where: str) -> Organisation:
    """Read an organisation from the text of its TOML file.

    The file has `name`, `short` and one `[[party]]` each with `place` (ISO alpha-3) or `body` (any
    key) and `name`, a `role`, `since` and, if it ended, `until`. `where` names the file in errors.
    Raises `DataError` for anything missing, misspelt or contradictory.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"This is not valid TOML: {error}.", where=where) from None
    _refuse_unknown(table, {"name", "short", "party"}, where)
    rows = table.get("party")
    if not isinstance(rows, list) or not rows:
        raise DataError("There is no party.", where=where, remedy="Add a [[party]] for each.")
    name = _text(table, "name", where)
    parties = tuple(_party(row, f"{where}, party {n}") for n, row in enumerate(rows, start=1))
    return Organisation(key=key, name=name, short=str(table.get("short", name)), parties=parties)


def bundled() -> list[str]:
    """The keys of the organisations that ship with tocsin."""
    folder = files("tocsin.world").joinpath("data/organisations")
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir())


def load(key: str) -> Organisation:
    """A bundled organisation; raises `RequestError` for an unknown key."""
    if key not in bundled():
        raise RequestError(
            f"There is no organisation “{key}”.",
            remedy=f"Bundled are {', '.join(bundled())}; or name a TOML file of your own.",
        )
    source = files("tocsin.world").joinpath(f"data/organisations/{key}.toml")
    return parse(source.read_text(encoding="utf-8"), key=key, where=f"{key}.toml")


def _party(row: object, where: str) -> Party:
    if not isinstance(row, dict):
        raise DataError("This is not a table.", where=where, remedy="Write it as [[party]].")
    _refuse_unknown(row, {"place", "body", "name", "role", "since", "until", "note"}, where)
    if ("place" in row) == ("body" in row):
        raise DataError("A party needs either a place or a body.", where=where)
    since, until = _day(row, "since", where), _day(row, "until", where) if "until" in row else None
    if until and until < since:
        raise DataError("It ends before it begins.", where=where)
    try:
        key = _text(row, "place" if "place" in row else "body", where)
        known_as = country(key).name if "place" in row else key
        name = str(row.get("name") or known_as)
        role = Role(row.get("role", ""))
    except RequestError as error:
        raise DataError(error.what, where=where, remedy=error.remedy) from None
    except ValueError:
        raise DataError(
            f"“{row.get('role', '')}” is not a role.", where=where, remedy=f"Use {', '.join(Role)}."
        ) from None
    return Party(key, name, role, since, until, str(row.get("note", "")))


def _refuse_unknown(table: dict[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(table.keys() - known):
        raise DataError(
            f"Nothing is known of {', '.join(unknown)}.",
            where=where,
            remedy=f"Known are {', '.join(sorted(known))}.",
        )


def _text(table: dict[str, Any], key: str, where: str) -> str:
    if not isinstance(value := table.get(key), str) or not value.strip():
        raise DataError(f"“{key}” is missing.", where=where)
    return value


def _day(table: dict[str, Any], key: str, where: str) -> dt.date:
    if not isinstance(value := table.get(key), dt.date) or isinstance(value, dt.datetime):
        raise DataError(f"“{key}” must be a day such as 2013-09-23.", where=where)
    return value
