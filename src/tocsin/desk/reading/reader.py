"""Reading: who says what in a text, what is done by it, and what else is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from tocsin import __version__
from tocsin.desk.reading import lexicon
from tocsin.desk.reading.minimal import (
    acts,
    agreements,
    attributions,
    meetings,
    moments,
    speakers,
    stances,
    topics,
)
from tocsin.desk.reading.statement import Attribution, Found, Speaker, Statement
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
    """Read a text of a day: offline, the same for the same text, and never failing over it.

    `issuer` is who speaks where the document speaks for itself: a party's key or a name; `agenda`
    are the items that topics are taken from first; `organisation` whose organs and parties are
    known by their names.
    """
    attributed = attributions(text)
    who = speakers(text, attributed, issuer)
    matters = topics(text, attributed, tuple(agenda))
    return Found(
        statements=tuple(
            _statement(text, one, speaker, matter)
            for one, speaker, matter in zip(attributed, who, matters, strict=True)
        ),
        meetings=tuple(meetings(text, date)),
        agreements=tuple(agreements(text, date)),
        dates=tuple(moments(text, date)),
    )


def _statement(text: str, attribution: Attribution, speaker: Speaker, topic: str) -> Statement:
    done = acts(text, attribution, speaker)
    return Statement(attribution, speaker, topic, done, stances(text, attribution, done))


def release() -> str:
    """The reader's release: that of tocsin, and a digest of its code and of the words in use."""
    return f"{__version__}+{digest(_code(), lexicon.digest())[:12]}"


@cache
def _code() -> str:
    modules = files("tocsin.desk.reading").iterdir()
    named = sorted((m for m in modules if m.name.endswith(".py")), key=lambda module: module.name)
    return digest(*(part for m in named for part in (m.name, m.read_bytes())))
