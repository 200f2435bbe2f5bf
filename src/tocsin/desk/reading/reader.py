"""Reading: who says what in a text, what is done by it, and what else is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from tocsin import __version__
from tocsin.desk.reading import lexicon
from tocsin.desk.reading.act import acts
from tocsin.desk.reading.agreement import agreements
from tocsin.desk.reading.attribution import attributions
from tocsin.desk.reading.concern import concerned
from tocsin.desk.reading.date import dated, moments
from tocsin.desk.reading.entity import Entities, entities
from tocsin.desk.reading.issuer import issuer_of
from tocsin.desk.reading.meeting import meetings
from tocsin.desk.reading.speaker import as_parties, speakers
from tocsin.desk.reading.stance import stances
from tocsin.desk.reading.statement import Attribution, Found, Moment, Speaker, Statement
from tocsin.desk.reading.topic import topics
from tocsin.desk.storage import digest
from tocsin.world.organisation import Organisation

NAME = "tocsin"
"""What the reader is called where others propose statements too."""


def read(
    text: str,
    date: dt.date | None = None,
    *,
    issuer: str = "",
    agenda: Sequence[str] = (),
    organisation: Organisation | None = None,
) -> Found:
    """Read a text: offline, the same for the same text, and never failing over it.

    `date` is the day of the document, by default the one it gives itself; `issuer` is who speaks
    where it speaks for itself: a party's key or a name; `agenda` are the items that topics are
    taken from first; `organisation` whose organs and parties are known by their names.
    """
    day = date or dated(text)
    said, dates = attributions(text), tuple(moments(text, day))
    issued = issuer or issuer_of(text, said)
    people = entities(text, issued)
    who = speakers(text, said, issued, people)
    if organisation:
        who = as_parties(who, organisation)
    matters = topics([worded(text, one) for one in said], agenda)
    parties = {person.name: person.party for person in people.persons if person.party}
    ours = tuple(part for part in issued.split(",") if part)
    return Found(
        statements=tuple(
            _statement(text, day, one, speaker, matter, people, dates)
            for one, speaker, matter in zip(said, who, matters, strict=True)
        ),
        meetings=tuple(meetings(text, day, dates=dates, persons=parties, ours=ours)),
        agreements=tuple(agreements(text, dates)),
        dates=dates,
    )


def worded(text: str, attribution: Attribution) -> str:
    """What is said in an attribution: its parts as one text."""
    return " ".join(part.of(text) for part in attribution.content)


def _statement(
    text: str,
    date: dt.date | None,
    attribution: Attribution,
    speaker: Speaker,
    topic: str,
    people: Entities,
    dates: Sequence[Moment],
) -> Statement:
    done = acts(text, attribution, speaker)
    told = tuple(concerned(text, date, act, attribution, dates) for act in done)
    return Statement(attribution, speaker, topic, told, stances(text, attribution, done, people))


def release() -> str:
    """The reader's release: that of tocsin, and a digest of its code and of the words in use."""
    return f"{__version__}+{digest(_code(), lexicon.digest())[:12]}"


@cache
def _code() -> str:
    modules = files("tocsin.desk.reading").iterdir()
    named = sorted((m for m in modules if m.name.endswith(".py")), key=lambda module: module.name)
    return digest(*(part for m in named for part in (m.name, m.read_bytes())))
