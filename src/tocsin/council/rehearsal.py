"""Looking through a story before it is played, so that what is wrong in its file is named."""

from __future__ import annotations

import datetime as dt

from tocsin.council import story
from tocsin.council.record.action import actions
from tocsin.council.reference import names
from tocsin.council.story import WORKER, Step, Told
from tocsin.council.worker import JOBS
from tocsin.world.errors import DataError

WORK = {job.name: job for job in JOBS if job.name not in {"notices", "pulse"}}
"""What the worker may do in a story: all but to send mail and to tell that it runs."""


def check(told: Told) -> None:
    """Raise `DataError` for the first step that cannot be played as it is written."""
    cast = _cast(told)
    known, before = set(cast), dt.datetime.min.replace(tzinfo=dt.UTC)
    steps = list(told.story.steps())
    if not steps:
        raise DataError("Nothing happens in this story: it has no step.", where=told.where)
    for step in steps:
        if problem := _problem(step, cast, known, before):
            raise DataError(problem, where=story.place(told, step))
        known |= {step.name} - {""}
        before = step.at
    if told.story.now <= before:
        raise DataError(
            "People enter it before its last step: “now” is too early.", where=told.where
        )
    if told.story.reads and told.story.reads not in known:
        raise DataError(f"It reads “{told.story.reads}”, which no step makes.", where=told.where)


def _cast(told: Told) -> set[str]:
    cast = [person.key for person in told.story.person]
    if twice := next((key for key in cast if cast.count(key) > 1 or key == WORKER), None):
        raise DataError(f"Two parts are called “{twice}”.", where=told.where)
    if told.story.onlooker not in cast:
        said = f"The onlooker, “{told.story.onlooker}”, is nobody in the story."
        raise DataError(said, where=told.where)
    return set(cast)


def _problem(step: Step, cast: set[str], known: set[str], before: dt.datetime) -> str:
    """What is wrong with a step, in a sentence; empty: nothing."""
    if step.at <= before:
        return "Time goes backwards: it is not later than the step before."
    if step.by not in {*cast, WORKER}:
        return f"“{step.by}” is nobody in the story."
    if step.by == WORKER:
        return "" if step.do in WORK else f"The worker knows no job “{step.do}”: {', '.join(WORK)}."
    act = actions.get(step.do)
    if act is None or not (act.roles or act.anyone):
        return f"People have no action “{step.do}”."
    if unknown := next((name for name in names(step.given) if name not in known), None):
        return f"“@{unknown}” is not made by any step before."
    return f"Something is called “{step.name}” already." if step.name in known else ""
