"""What programs are told of undertakings, their steps and the evidence on them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from ninja import Schema
from pydantic import Field

from tocsin.council.council import undertaking_standing
from tocsin.council.council.models import Evidence
from tocsin.council.council.undertaking import Fulfilment, Shows, Track
from tocsin.council.council.undertaking_standing import Stood
from tocsin.council.council.undertaking_views import filed
from tocsin.council.desk.warning_schemas import Marked


class UndertakingLine(Marked):
    """An undertaking in a list."""

    title: str
    track: Track = Field(description="decision, pledge, agreement or accession.")
    owner: str = Field(description="The key of the party that is bound.")
    whom: str
    made_on: dt.date
    due: dt.date | None = Field(description="The last day that is meant; null: open.")
    precision: str = Field(description="day, month, quarter, year or vague; empty: no date.")
    standing: Fulfilment | None = Field(description="Set by hand or computed; null: released.")
    computed: Fulfilment | None = Field(description="By the rules; null: released.")
    by_hand: Fulfilment | None = Field(description="Set by an officer; null: by nobody.")
    released_at: dt.datetime | None

    @staticmethod
    def resolve_owner(thing: Any) -> str:
        """The owner's key."""
        return str(thing.owner.key)

    @staticmethod
    def resolve_standing(thing: Any) -> str | None:
        """What was set by hand, else what is computed."""
        return thing.stands if thing.released_at is None else None

    @staticmethod
    def resolve_computed(thing: Any) -> str | None:
        """What the rules say."""
        return thing.computed if thing.released_at is None else None


class StepOut(Schema):
    """A step, milestone or clause."""

    id: uuid.UUID
    number: int
    what: str
    owner: str | None = Field(description="A party's key; null: the undertaking's owner.")
    due: dt.date | None
    after: list[int] = Field(description="The numbers of the steps that come before it.")
    standing: Fulfilment
    reason: str = Field(description="The rule that gave the standing.")


class EvidenceOut(Schema):
    """A piece of evidence."""

    id: uuid.UUID
    n: int = Field(description="By filing; its file is at /undertakings/{id}/evidence/{n}/.")
    step: int | None = Field(description="The number of a step; null: the whole.")
    shows: Shows
    words: str
    dated: dt.date
    party: str
    at: dt.datetime
    filename: str = Field(description="Empty: there is no file.")
    digest: str = Field(description="The file's SHA-256.")
    verdict: Evidence.Verdict
    judged_at: dt.datetime | None
    judgement: str


class OverrideOut(Schema):
    """A standing that was set by hand."""

    standing: Fulfilment
    reason: str
    at: dt.datetime
    lifted_at: dt.datetime | None


class UndertakingOut(UndertakingLine):
    """An undertaking."""

    what: str
    condition: str
    met_on: dt.date | None = Field(description="When the condition was met; null: not yet.")
    release: str
    reason: str = Field(description="The rule that gave the computed standing.")
    steps: list[StepOut]
    evidence: list[EvidenceOut]
    overrides: list[OverrideOut]

    @staticmethod
    def resolve_standing(thing: Any) -> str | None:
        """What was set by hand, else what is computed."""
        return UndertakingOut.resolve_by_hand(thing) or UndertakingOut.resolve_computed(thing)

    @staticmethod
    def resolve_computed(thing: Any) -> str | None:
        """What the rules say."""
        return _whole(thing).standing if thing.released_at is None else None

    @staticmethod
    def resolve_by_hand(thing: Any) -> str | None:
        """What an officer has set."""
        row = None if thing.released_at else undertaking_standing.override(thing)
        return row.standing if row else None

    @staticmethod
    def resolve_reason(thing: Any) -> str:
        """The rule in words."""
        return _whole(thing).reason

    @staticmethod
    def resolve_steps(thing: Any) -> list[Any]:
        """The steps in order, each with its standing."""
        stood = undertaking_standing.each(thing, undertaking_standing.known(thing))
        return [
            {
                **{name: getattr(row, name) for name in ("id", "number", "what", "due", "after")},
                "owner": row.owner.key if row.owner else None,
                "standing": stood[row.number].standing,
                "reason": stood[row.number].reason,
            }
            for row in thing.steps.select_related("owner")
        ]

    @staticmethod
    def resolve_evidence(thing: Any) -> list[Any]:
        """The evidence by its day, without files."""
        numbers = {pk: n for n, pk in enumerate(filed(thing), 1)}
        names = [n for n in EvidenceOut.model_fields if n not in {"n", "step", "party"}]
        rows = thing.evidence.defer("data").select_related("step", "party")
        return [
            {
                **{name: getattr(row, name) for name in names},
                "n": numbers[row.pk],
                "step": row.step.number if row.step else None,
                "party": row.party.key,
            }
            for row in rows
        ]

    @staticmethod
    def resolve_overrides(thing: Any) -> list[Any]:
        """What was set by hand so far, oldest first."""
        return list(thing.overrides.all())


def _whole(thing: Any) -> Stood:
    return undertaking_standing.whole(thing, undertaking_standing.known(thing))
