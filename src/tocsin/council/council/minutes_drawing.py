"""Drawing up minutes: passages of what happened in a session, made for a marking.

What its readers may not all see is left out before anything is written, and counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.council.council.matter import Matter, matters
from tocsin.council.council.minutes_opening import CELL, cleaned, opening, when
from tocsin.council.council.minutes_outcomes import outcomes
from tocsin.council.council.minutes_stands import stands
from tocsin.council.council.session import Session, Speaker
from tocsin.council.record.marking import Marking, admissible

Line = tuple[bool, str]
"""Whether a passage is a heading, and its words."""


@dataclass(frozen=True)
class Drawn:
    """The passages of minutes in order, and how many things were left out of them."""

    lines: list[Line]
    left_out: int


def drawn(session: Session, target: Marking, at: dt.datetime) -> Drawn:
    """What happened in a session up to a moment, for the readers of a marking."""
    kept, left_out = _admitted(matters(session, at), target)
    speakers = list(
        session.speakers.filter(called_at__lte=at).select_related("party").order_by("called_at")
    )
    lines: list[Line] = []
    for matter in kept:
        own = [one for one in speakers if _speaks_on(one, matter)]
        speakers = [one for one in speakers if one not in own]
        lines += _matter(matter, own, session)
    if not session.listings.exclude(agreed_at=None).filter(struck_at=None).exists():
        lines.append((False, _("No item was agreed for the agenda.")))
    lines += _others(speakers)
    lines += _end(session, left_out)
    told = [(heading, cleaned(words).replace(CELL, " ")) for heading, words in lines]
    return Drawn([*opening(session, at), *told], left_out)


def _admitted(found: list[Matter], target: Marking) -> tuple[list[Matter], int]:
    """What the readers of a marking may all see of some matters, and how much they may not."""
    items, out = admissible([matter.item for matter in found], target)
    allowed = {item.pk for item in items}
    kept = [matter for matter in found if matter.item.pk in allowed]
    every = {thing.pk: thing for matter in kept for thing in matter.things()}
    things, more = admissible(every.values(), target)
    seen = {thing.pk for thing in things}
    return [_only(matter, seen) for matter in kept], out + more


def _only(matter: Matter, seen: set[Any]) -> Matter:
    decisions = [one for one in matter.decisions if one.pk in seen]
    for one in decisions:
        if one.text_id not in seen:
            one.text = None
    return Matter(
        matter.number,
        matter.item,
        [paper for paper in matter.papers if paper.report_id in seen],
        [one for one in matter.positions if one.pk in seen and one.text_id in {None, *seen}],
        decisions,
        [one for one in matter.undertakings if one.pk in seen],
    )


def _speaks_on(speaker: Speaker, matter: Matter) -> bool:
    """Whether a speaker asked for the floor on an item, by its title or number."""
    on = speaker.on.strip().rstrip(".").casefold()
    number, title = str(matter.number), matter.item.title.casefold()
    item = _("Item %(number)s") % {"number": number}
    return bool(on) and on in {number, item.casefold(), title, f"{number}. {title}"}


def _matter(matter: Matter, speakers: list[Speaker], session: Session) -> Iterator[Line]:
    yield True, f"{matter.number}. {matter.item.title}"
    if matter.item.words:
        yield False, matter.item.words
    if matter.papers:
        laid = [f"“{paper.report}” ({paper.party})" for paper in matter.papers]
        yield False, _("Papers laid: %(papers)s.") % {"papers": "; ".join(laid)}
    if speakers:
        yield False, _floor(speakers)
    for words in stands(matter.positions):
        yield False, words
    if not matter.decisions:
        yield False, _("No decision was put under this item.")
    for decision in matter.decisions:
        bound = [one for one in matter.undertakings if one.decision_id == decision.pk]
        for words in outcomes(decision, bound, session.zone):
            yield False, words


def _floor(speakers: list[Speaker]) -> str:
    names = dict.fromkeys(str(one.party) for one in speakers)
    return _("Took the floor: %(parties)s.") % {"parties": ", ".join(names)}


def _others(speakers: list[Speaker]) -> Iterator[Line]:
    """Those who took the floor on anything else."""
    if speakers:
        yield True, _("Others who took the floor")
    for one in speakers:
        yield False, f"{one.party}: {one.on}" if one.on else str(one.party)


def _end(session: Session, left_out: int) -> Iterator[Line]:
    yield True, _("Close")
    if session.closed_at:
        closed = _("The session was closed on %(at)s.")
        yield False, closed % {"at": when(session.closed_at, session.zone)}
    else:
        yield False, _("The session was not closed when these minutes were drawn up.")
    if session.closing:
        yield False, session.closing
    if left_out:
        said = ngettext(
            "%(n)s thing was left out, since not all readers of these minutes may see it.",
            "%(n)s things were left out, since not all readers of these minutes may see them.",
            left_out,
        )
        yield False, said % {"n": left_out}
