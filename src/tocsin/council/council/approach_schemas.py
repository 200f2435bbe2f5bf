"""What programs are told of the harmonised approach to a text."""

from __future__ import annotations

import uuid
from typing import Any

from ninja import Schema
from pydantic import Field

from tocsin.council.council.approach import approach
from tocsin.council.council.harmony import Plan
from tocsin.council.record.action import Actor


class StandingOut(Schema):
    """A paragraph as it is."""

    paragraph: uuid.UUID
    objecting: list[str] = Field(description="The keys of the parties that object.")
    unknown: list[str] = Field(description="Those whose stand is unknown to you.")


class LiftOut(Schema):
    """An objection that an amendment lifts."""

    party: str
    paragraph: uuid.UUID | None = Field(description="null: to the text as a whole.")


class CarriedOut(Schema):
    """An amendment of a plan, and why."""

    amendment: uuid.UUID
    lifts: list[LiftOut]
    objecting: list[str]
    unknown: list[str]


class OutOut(Schema):
    """A party that a plan leaves out, and why."""

    party: str
    objects: list[uuid.UUID] = Field(description="Paragraphs and amendments it objects to.")
    unknown: list[uuid.UUID] = Field(description="Those on which its stand is unknown to you.")
    whole: bool = Field(description="It objects to the text as a whole.")


class PlanOut(Schema):
    """The fewest amendments with which the fewest parties stay out."""

    carried: list[CarriedOut]
    within: list[str]
    out: list[OutOut]
    proven: bool = Field(description="false: the time ran out before it was proven the smallest.")


class AskOut(Schema):
    """Whom to ask about what."""

    party: str
    about: uuid.UUID = Field(description="A paragraph or an amendment.")


class HarmonyOut(Schema):
    """A proposal of the machine from the positions that you may see; it decides nothing."""

    standing: list[StandingOut]
    certain: PlanOut = Field(description="What is unknown is taken for an objection.")
    possible: PlanOut = Field(description="What is unknown is taken for none.")
    ask: list[AskOut] = Field(description="The unknown stands that the possible plan rests on.")


def told(thing: Any, actor: Actor) -> dict[str, Any]:
    """The harmonised approach to a text for an actor."""
    found = approach(thing, actor.person).found
    return {
        "standing": found.standing,
        "certain": _plan(found.certain),
        "possible": _plan(found.possible),
        "ask": [{"party": party, "about": variant} for party, variant in found.ask],
    }


def _plan(plan: Plan) -> dict[str, Any]:
    carried = [
        {
            "amendment": one.key,
            "lifts": [{"party": party, "paragraph": key} for party, key in one.lifts],
            "objecting": one.loses,
            "unknown": one.unknown,
        }
        for one in plan.carried
    ]
    return {"carried": carried, "within": plan.within, "out": plan.out, "proven": plan.proven}
