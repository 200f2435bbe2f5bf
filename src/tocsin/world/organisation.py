"""Organisations and their parties, read from TOML, with membership right on any day."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from tocsin.world import rule
from tocsin.world import table as tables
from tocsin.world import trigger as triggers
from tocsin.world.errors import DataError, RequestError, StorageError
from tocsin.world.marking import Level, Marking
from tocsin.world.place import countries, country, neighbours
from tocsin.world.rule import Rules
from tocsin.world.trigger import Trigger, Whose

KEYS = {"name", "short", "party", "trigger", "outlook", "council", "reading"}
"""What an organisation's file may hold."""

MEMBERS = "members"
"""In the audience of a marking in the organisation's file: all who are members on the day."""
OUTLOOK = Marking(Level.AMBER, frozenset({"secretariat", MEMBERS}))
"""For whom outlooks are if the organisation's file does not say."""
WORLD = "world"
"""Whose outlooks of every place are: they serve every organisation."""
PLACES = "places"
"""Whose outlooks of places named one by one are."""


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
    """A body that runs tocsin: its name, short name and all parties it ever had.

    Reports marked up to `model` may go to a language model where one is asked.
    """

    key: str
    name: str
    short: str
    parties: tuple[Party, ...]
    triggers: tuple[Trigger, ...] = ()
    outlook: Marking = OUTLOOK
    rules: Rules = field(default_factory=Rules)
    model: Level = Level.CLEAR

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

    def triggers_on(self, day: dt.date) -> list[Trigger]:
        """The triggers in force on a day, in the file's order."""
        return [trigger for trigger in self.triggers if trigger.current(day)]

    def places_of(self, trigger: Trigger, day: dt.date) -> list[str]:
        """The places that a trigger is about on a day."""
        match trigger.places:
            case Whose.MEMBERS:
                return self.members(day)
            case Whose.NEIGHBOURS:
                return self.neighbours(day)
            case Whose.WATCHED:
                return self.watched(day)
            case named:
                return list(named)

    def outlook_marking(self, day: dt.date) -> Marking:
        """For whom outlooks are on a day; raises `RequestError` if that is nobody."""
        if MEMBERS not in self.outlook.audience:
            return self.outlook
        members = {party.key for party in self.parties_on(day, Role.MEMBER)}
        return Marking(self.outlook.level, self.outlook.audience - {MEMBERS} | members)


def parse(text: str, *, key: str, where: str) -> Organisation:
    """Read an organisation from the text of its TOML file.

    The file has `name`, `short` and one `[[party]]` each with `place` (ISO alpha-3) or `body` (any
    key) and `name`, a `role`, `since` and, if it ended, `until`; further a `[[trigger]]` for each
    (see `Trigger`), `marking` under `[outlook]`, `[council]` (see `Rules`), and `model` under
    `[reading]`, the highest level of reports that a language model may be sent. `where` names the
    file in errors. Raises `DataError` for anything missing, misspelt or contradictory.
    """
    if key in {WORLD, PLACES}:
        raise DataError(
            f"No organisation can have the key “{key}”, under which other outlooks are kept.",
            where=where,
            remedy="Give its file another name.",
        )
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"This is not valid TOML: {error}.", where=where) from None
    tables.refuse_unknown(table, KEYS, where)
    rows = table.get("party")
    if not isinstance(rows, list) or not rows:
        raise DataError("There is no party.", where=where, remedy="Add a [[party]] for each.")
    name = tables.text(table, "name", where)
    parties = tuple(_party(row, f"{where}, party {n}") for n, row in enumerate(rows, start=1))
    return Organisation(
        key=key,
        name=name,
        short=str(table.get("short", name)),
        parties=parties,
        triggers=triggers.parse_all(table.get("trigger", []), where),
        outlook=_outlook(table.get("outlook", {}), f"{where}, outlook"),
        rules=rule.parse(table.get("council", {}), f"{where}, council"),
        model=_model(table.get("reading", {}), f"{where}, reading"),
    )


def _model(row: object, where: str) -> Level:
    """Up to which level a report may go to a language model."""
    if not isinstance(row, dict):
        raise DataError("This is not a table.", where=where, remedy="Write it as [reading].")
    tables.refuse_unknown(row, {"model"}, where)
    known = {str(level): level for level in Level}
    if (said := row.get("model", "CLEAR")) not in known:
        raise DataError(f"“{said}” is no level.", where=where, remedy=f"It is {', '.join(known)}.")
    return known[said]


def bundled() -> list[str]:
    """The keys of the organisations that ship with tocsin."""
    folder = files("tocsin.world").joinpath("data/organisations")
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir())


def load(name: str) -> Organisation:
    """A bundled organisation by its key, or one from a file; raises as `source` and `parse` do."""
    key, text = source(name)
    return parse(text, key=key, where=f"{key}.toml")


def source(name: str) -> tuple[str, str]:
    """The key and the file's text of a bundled organisation, or of a file whose name ends in .toml.

    Raises `RequestError` for an unknown key and `StorageError` for a file that cannot be read.
    """
    path = Path(name)
    if path.suffix == ".toml":
        try:
            return path.stem, path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise StorageError(f"It cannot be read: {error}.", where=name) from None
    if name not in bundled():
        raise RequestError(
            f"There is no organisation “{name}”.",
            remedy=f"Bundled are {', '.join(bundled())}; or name a TOML file of your own.",
        )
    file = files("tocsin.world").joinpath(f"data/organisations/{name}.toml")
    return name, file.read_text(encoding="utf-8")


def _party(row: object, where: str) -> Party:
    if not isinstance(row, dict):
        raise DataError("This is not a table.", where=where, remedy="Write it as [[party]].")
    tables.refuse_unknown(row, {"place", "body", "name", "role", "since", "until", "note"}, where)
    if ("place" in row) == ("body" in row):
        raise DataError("A party needs either a place or a body.", where=where)
    since = tables.day(row, "since", where)
    until = tables.until(row, since, where)
    try:
        key = tables.text(row, "place" if "place" in row else "body", where)
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


def _outlook(row: object, where: str) -> Marking:
    if not isinstance(row, dict):
        raise DataError("This is not a table.", where=where, remedy="Write it as [outlook].")
    tables.refuse_unknown(row, {"marking"}, where)
    if not row:
        return OUTLOOK
    try:
        return Marking.parse(tables.text(row, "marking", where))
    except RequestError as error:
        raise DataError(error.what, where=where, remedy=error.remedy) from None
