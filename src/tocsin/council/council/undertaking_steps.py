"""Steps of undertakings: read from lines of text, added, and given another day."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.council.council import seat
from tocsin.council.council.models import Step, Undertaking
from tocsin.council.council.standing import circle
from tocsin.council.council.undertaking_held import held, part
from tocsin.council.people.models import Party
from tocsin.council.people.role import Role
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown, Text
from tocsin.world.errors import ConflictError, RequestError

MOST = 100
LINE = re.compile(r"(\d{1,3})[.)]\s*(\S.*)")
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
AFTER = re.compile(r"after\s+(.*)", re.IGNORECASE)
EXAMPLE = _l("Write each as 2. What is done | ARM | 2014-03-01 | after 1.")


@dataclass(frozen=True)
class Told:
    """A step as a line of text tells it."""

    number: int
    what: str
    owner: Party | None = None
    due: dt.date | None = None
    after: tuple[int, ...] = ()


def told(text: str) -> list[Told]:
    """The steps that lines of text tell, one a line; raises `RequestError` naming a bad line.

    A line is `2. what | party | 2014-03-01 | after 1`; all but number and words may be left out.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise RequestError(_("An undertaking has at most %(most)s steps.") % {"most": MOST})
    steps = [_line(line) for line in lines]
    numbers = [step.number for step in steps]
    for step, line in zip(steps, lines, strict=True):
        if numbers.count(step.number) > 1:
            raise _wrong(line, _("there are two steps with this number"))
        if unknown := sorted(set(step.after) - set(numbers)):
            raise _wrong(line, _("there is no step %(number)s") % {"number": unknown[0]})
    _refuse_circle({step.number: step.after for step in steps})
    return steps


def _line(line: str) -> Told:
    first, *rest = (part.strip() for part in line.split("|"))
    if (begun := LINE.fullmatch(first)) is None or int(begun[1]) < 1:
        raise _wrong(line, _("it does not begin with a number and words"))
    found: dict[str, object] = {}
    for words in filter(None, rest):
        name, value = _field(line, words)
        if name in found:
            raise _wrong(line, _("“%(words)s” is one too many") % {"words": words[:40]})
        found[name] = value
    return Told(int(begun[1]), begun[2], **found)  # type: ignore[arg-type]  # as _field gives them


def _field(line: str, words: str) -> tuple[str, object]:
    """What stands between two strokes: a day, the steps before, or else a party."""
    try:
        if DAY.fullmatch(words):
            return "due", dt.datetime.strptime(words, "%Y-%m-%d").date()
        if before := AFTER.fullmatch(words):
            return "after", _numbers(before[1])
    except ValueError:
        raise _wrong(line, _("“%(words)s” cannot be read") % {"words": words[:40]}) from None
    try:
        return "owner", seat.party_of(words)
    except RequestError as error:
        raise _wrong(line, error.what.rstrip(".")) from None


def _numbers(text: str) -> tuple[int, ...]:
    """Numbers with commas between them; raises `ValueError` for anything else."""
    return tuple(sorted({int(number) for number in text.split(",")}))


def _wrong(line: str, why: str) -> RequestError:
    return RequestError(
        _("“%(line)s” is no step: %(why)s.") % {"line": line[:80], "why": why},
        remedy=str(EXAMPLE),
    )


def _refuse_circle(after: dict[int, tuple[int, ...]]) -> None:
    if found := circle(after):
        way = " → ".join(str(number) for number in found)
        raise RequestError(
            _("These steps wait for each other: %(circle)s.") % {"circle": way},
            remedy=_("Let one of them come first."),
        )


def keep(undertaking: Undertaking, steps: list[Told]) -> None:
    """Give an undertaking its steps."""
    for step in steps:
        Step(
            undertaking=undertaking,
            number=step.number,
            what=step.what,
            owner=step.owner,
            due=step.due,
            after=list(step.after),
        ).save()


class Add(Given):
    """One more step."""

    undertaking: Annotated[uuid.UUID, Shown(hidden=True)]
    what: Annotated[Text, Shown(label=_l("What is to be done"), rows=3)]
    party: Annotated[
        str,
        Shown(
            label=_l("Who is bound"),
            help=_l("Leave it empty if it is the undertaking’s owner."),
            choices=seat.parties,
        ),
    ] = Field(default="", max_length=40)
    due: Annotated[dt.date | None, Shown(label=_l("Due on"))] = None
    after: Annotated[
        str, Shown(label=_l("After steps"), help=_l("Their numbers, such as 2,3."))
    ] = Field(default="", max_length=400)


@action("step.add", _l("Add a step"), Role.OFFICER)
def add(actor: Actor, given: Add) -> Undertaking:
    """Add a step to an undertaking, under the next number."""
    undertaking = held(actor, given.undertaking)
    numbers = {step.number for step in undertaking.steps.all()}
    if len(numbers) >= MOST:
        raise ConflictError(_("An undertaking has at most %(most)s steps.") % {"most": MOST})
    try:
        after = _numbers(given.after) if given.after else ()
    except ValueError:
        raise RequestError(_("“After steps” holds something that is no number.")) from None
    if unknown := sorted(set(after) - numbers):
        raise RequestError(_("There is no step %(number)s.") % {"number": unknown[0]})
    owner = seat.party_of(given.party) if given.party else None
    number = max(numbers, default=0) + 1
    keep(undertaking, [Told(number, given.what, owner, given.due, after)])
    return undertaking


class Move(Given):
    """Another day for a step, and why."""

    step: Annotated[uuid.UUID, Shown(hidden=True)]
    due: Annotated[
        dt.date | None,
        Shown(label=_l("Due on"), help=_l("Leave it empty if it has no date any more.")),
    ] = None
    reason: Annotated[Text, Shown(label=_l("Reason"), rows=3)]


@action("step.move", _l("Change the date"), Role.OFFICER)
def move(actor: Actor, given: Move) -> Undertaking:
    """Give a step another day, or none, with the reason."""
    undertaking, step = part(actor, Step, given.step)
    if step.due == given.due:
        raise ConflictError(_("It is due then already."))
    step.due = given.due
    step.save()
    return undertaking
