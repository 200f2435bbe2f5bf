"""What is found, in words for people: who speaks, what is said, what is done by it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from tocsin.desk.reading.statement import (
    Act,
    Deed,
    Found,
    Moment,
    Precision,
    Span,
    Speaker,
    Statement,
    Voice,
)
from tocsin.world.place import countries
from tocsin.world.vector import vectors

DEEDS = {
    Deed.ASSERT: "asserts",
    Deed.PRAISE: "praises",
    Deed.CRITICISE: "criticises",
    Deed.DOUBT: "doubts",
    Deed.OFFER: "offers",
    Deed.PLEDGE: "pledges",
    Deed.REQUEST: "requests",
    Deed.PROPOSE: "proposes",
    Deed.AGREE: "agrees",
    Deed.REFUSE: "refuses",
    Deed.ANNOUNCE: "announces",
    Deed.DECIDE: "decides",
    Deed.REPORT: "reports",
}
VOICES = {
    Voice.DIRECT: "own words",
    Voice.INDIRECT: "in the writer’s words",
    Voice.MIXED: "partly own words",
    Voice.OWN: "the document itself",
}
UNNAMED = "Somebody not named"
_BLANKS = re.compile(r"\s+")


def speaker(who: Speaker) -> str:
    """A speaker by name, or by office or party where no name is known."""
    return who.name or who.office or party(who.party) or UNNAMED


def party(key: str) -> str:
    """The name of a party, or of several parted by commas: a country's own for its code."""
    known = countries()
    return ", ".join(known[part].name if part in known else part for part in key.split(","))


def standing(who: Speaker) -> str:
    """The office and the party that a speaker speaks for, as far as known and not said yet."""
    name, named = party(who.party), f"{speaker(who)} {who.office}"
    known = (who.office if who.office != speaker(who) else "", "" if name in named else name)
    return ", ".join(said for said in known if said)


def content(one: Statement, text: str) -> str:
    """What is said, its parts joined by dots, on one line."""
    return " … ".join(line(part, text) for part in one.attribution.content)


def line(span: Span | None, text: str) -> str:
    """The words of a span on one line; empty for none."""
    return "" if span is None else _BLANKS.sub(" ", span.of(text)).strip()


def act(one: Act, text: str) -> str:
    """What is done, by whom to whom, what, under which condition, where and until when."""
    told = [DEEDS[one.act] if one.positive else f"{DEEDS[one.act]} (negated)"]
    for label, span in (("by", one.giver), ("to", one.receiver), ("", one.object)):
        if span:
            told.append(f"{label} {line(span, text)}".strip())
    if one.condition:
        told.append(f"condition: {line(one.condition, text)}")
    told += [known for known in (place(one.place), vector(one.vector)) if known]
    if one.due:
        told.append(f"due {due(one.due, text)}")
    return " · ".join(told)


def place(key: str) -> str:
    """The names of the countries that a place's key is made of."""
    return "–".join(party(part) for part in key.split("-") if part)


def vector(key: str) -> str:
    """A vector's name, in the middle of a sentence."""
    return vectors()[key].name.lower() if key in vectors() else key


def due(moment: Moment, text: str) -> str:
    """Until when, no more precise than it is told; where it is open, in the text's words."""
    last = moment.last or moment.first
    if last is None or moment.precision is Precision.OPEN:
        return f"“{line(moment.span, text)}”"
    return day(last, moment.precision)


def day(last: dt.date, precision: Precision) -> str:
    """The period that ends on a day, such as 2014, 2014-H1, 2014-Q2, 2014-06 or 2014-06-30."""
    match precision:
        case Precision.YEAR:
            return f"{last.year}"
        case Precision.HALF:
            return f"{last.year}-H{1 if last.month <= 6 else 2}"
        case Precision.QUARTER:
            return f"{last.year}-Q{(last.month + 2) // 3}"
        case Precision.MONTH:
            return f"{last:%Y-%m}"
    return last.isoformat()


def by_speaker(found: Found) -> dict[Speaker, list[tuple[int, Statement]]]:
    """Statements with their numbers from 1, by speaker, in the order in which each first speaks."""
    grouped: dict[Speaker, list[tuple[int, Statement]]] = {}
    for number, one in enumerate(found.statements, 1):
        grouped.setdefault(one.speaker, []).append((number, one))
    return grouped


def counted(numbers: Iterable[tuple[int, str]]) -> str:
    """Numbers with their nouns, such as “1 statement, 2 meetings”; those of none are left out."""
    told = [f"{n:,} {noun}{'' if n == 1 else 's'}" for n, noun in numbers if n]
    return ", ".join(told)
