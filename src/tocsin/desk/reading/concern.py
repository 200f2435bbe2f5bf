"""What an act concerns: the place, the vector and the day until which it is due."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.desk.reading import mention
from tocsin.desk.reading.statement import Act, Attribution, Deed, Moment, Span

DUE = frozenset(
    {Deed.OFFER, Deed.PLEDGE, Deed.REQUEST, Deed.PROPOSE, Deed.AGREE, Deed.ANNOUNCE, Deed.DECIDE}
)
"""The acts of which something can fall due."""

_UNTIL = re.compile(
    r"\b(?:by|before|until|till|within|no later than)\s(?:\w+\s){0,3}$", re.IGNORECASE
)
_BEHIND = 40


def concerned(
    text: str, date: dt.date | None, act: Act, attribution: Attribution, dates: Sequence[Moment]
) -> Act:
    """An act with the place and vector that its words concern, and until when it is due.

    It is due by a date in the same words that is set as a limit, or that lies after the day
    `date` of the document.
    """
    around = _around(act, attribution)
    place, vector = mention.place(text, around), mention.vector(text, around)
    return replace(
        act,
        place=place[0] if place else "",
        place_span=place[1] if place else None,
        vector=vector[0] if vector else "",
        vector_span=vector[1] if vector else None,
        due=_due(text, date, around, dates) if act.act in DUE else None,
    )


def _around(act: Act, attribution: Attribution) -> Span:
    """The part of what is said in which an act is done, else all of it."""
    for part in attribution.content:
        if part.start <= act.span.start < part.end:
            return part
    return Span(attribution.content[0].start, attribution.content[-1].end)


def _due(text: str, date: dt.date | None, around: Span, dates: Sequence[Moment]) -> Moment | None:
    for moment in dates:
        if around.start <= moment.span.start and moment.span.end <= around.end:
            before = text[max(around.start, moment.span.start - _BEHIND) : moment.span.start]
            later = date and moment.last and moment.last > date
            if later or _UNTIL.search(before):
                return moment
    return None
