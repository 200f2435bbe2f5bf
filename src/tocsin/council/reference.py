"""What a step of a story names: what was made before it, its parts, and statements by their words.

A statement is sought by what it is, since a reader finds it where it stands: the report, and any of
its party, speaker, act and words; of several that fit it is the first in the text, or the `nth`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from tocsin.council.council.models import Text
from tocsin.council.council.texts import placed
from tocsin.council.desk.models import Report, Statement
from tocsin.council.desk.statement import Part
from tocsin.council.record.recorded import Recorded
from tocsin.council.story import NAMED
from tocsin.world.errors import MissingError

SEEK = "seek"
"""The field by which a table asks for a statement."""

Made = dict[str, Recorded]


class Sought(BaseModel):
    """A statement of a report, by what is known of it."""

    model_config = ConfigDict(extra="forbid")

    seek: str
    party: str = ""
    speaker: str = ""
    act: str = ""
    words: str = ""
    nth: int = Field(default=1, ge=1)

    def __str__(self) -> str:
        said = self.model_dump(exclude={SEEK}, exclude_defaults=True)
        return ", ".join(f"{name} “{value}”" for name, value in said.items())


def names(value: Any) -> Iterator[str]:
    """Every name that is used in what a step is given."""
    if isinstance(value, str):
        yield from (found[1] for found in NAMED.finditer(value))
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from names(part)


def resolved(value: Any, made: Made) -> Any:
    """What is given, with the identifiers of what it names; raises `MissingError` for nothing."""
    if isinstance(value, str):
        return NAMED.sub(lambda found: str(_one(made, *found.groups()).pk), value)
    if isinstance(value, list):
        return [resolved(part, made) for part in value]
    if isinstance(value, dict) and SEEK in value:
        return str(_statement(Sought.model_validate(value), made).pk)
    if isinstance(value, dict):
        return {key: resolved(part, made) for key, part in value.items()}
    return value


def _one(made: Made, name: str, parts: str | None, which: str | None) -> Any:
    if parts is None or which is None:
        return made[name]
    rows = _parts(made[name], name, parts)
    if which.isdigit():
        found = next(iter(rows[int(which) - 1 : int(which)]), None)
    else:
        found = next((row for row in rows if row.party.key == which), None)
    if found is None:
        raise MissingError(f"Among the {parts} of “{name}” there is no {which}.")
    return found


def _parts(row: Recorded, name: str, parts: str) -> list[Any]:
    """The parts of something in their order: of a text its paragraphs as they stand now."""
    if isinstance(row, Text) and parts == "paragraphs":
        return [placing.paragraph for placing in placed(row)]
    rows = getattr(row, parts, None)
    if rows is None or not hasattr(rows, "order_by"):
        raise MissingError(f"“{name}” has no {parts}.")
    return list(rows.order_by(*(rows.model._meta.ordering or ("made_at", "pk"))))


def _statement(sought: Sought, made: Made) -> Statement:
    report = made[sought.seek.removeprefix("@")]
    if not isinstance(report, Report):
        raise MissingError(f"“{sought.seek}” is no report, so that no statement stands in it.")
    rows = list(report.statements.prefetch_related("spans", "acts"))
    fitting: list[Statement] = [row for row in rows if _fits(row, sought, report.text)]
    if len(fitting) < sought.nth:
        raise MissingError(
            f"No statement with {sought} stands in “{report}”.",
            remedy=f"{len(rows)} statements were found in it, and {len(fitting)} of these fit.",
        )
    return sorted(fitting, key=_begins)[sought.nth - 1]


def _fits(row: Statement, sought: Sought, text: str) -> bool:
    return (
        sought.party in {"", row.party}
        and sought.speaker.casefold() in row.speaker.casefold()
        and (not sought.act or any(act.act == sought.act for act in row.acts.all()))
        and sought.words.casefold() in _words(row, text).casefold()
    )


def _words(row: Statement, text: str) -> str:
    return " … ".join(span.surface(text) for span in _content(row))


def _begins(row: Statement) -> int:
    return min((span.start for span in _content(row)), default=0)


def _content(row: Statement) -> list[Any]:
    spans = [span for span in row.spans.all() if span.role == Part.CONTENT and not span.act_id]
    return sorted(spans, key=lambda span: span.part)
