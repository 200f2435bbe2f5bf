"""A reader in its plainest form: a quotation, and who is said beside it to have said it."""

from __future__ import annotations

import datetime as dt
import re

from tocsin.desk.reading import lexicon
from tocsin.desk.reading.statement import (
    Act,
    Agreement,
    Attribution,
    Deed,
    Meeting,
    Moment,
    Span,
    Speaker,
    Stance,
    Voice,
)

_QUOTED = re.compile(r"“[^“”\n]{1,2000}”|\"[^\"\n]{1,2000}\"")
_DEEDS = {
    Deed.OFFER: re.compile(r"\b(?:ready to|offer(?:s|ed)?)\b"),
    Deed.PLEDGE: re.compile(r"\b(?:shall|will)\b"),
    Deed.REQUEST: re.compile(r"\b(?:must|should|urges?|calls? on)\b"),
}


@lexicon.cached
def _beside() -> re.Pattern[str]:
    cues = "|".join(map(re.escape, lexicon.table("minimal")["cues"]))
    return re.compile(rf"\s?,?\s?((?:[A-Z]\w+ ?){{1,4}}|[Tt]he [a-z]+ ?) ?\b({cues})\b")


def attributions(text: str) -> list[Attribution]:
    """Quotations with who said them beside."""
    found = []
    for quoted in _QUOTED.finditer(text):
        if beside := _beside().match(text, quoted.end()):
            end = beside.start(1) + len(beside[1].rstrip())
            source, cue = Span(beside.start(1), end), Span(*beside.span(2))
            content = (Span(*quoted.span()),)
            found.append(Attribution(Voice.DIRECT, source, (cue,), content))
    return found


def speakers(text: str, attributed: list[Attribution], issuer: str) -> list[Speaker]:
    """Who is meant by each source."""
    return [Speaker(one.source.of(text) if one.source else issuer) for one in attributed]


def acts(text: str, attribution: Attribution, speaker: Speaker) -> tuple[Act, ...]:
    """What is done by an attribution."""
    for part in attribution.content:
        for deed, words in _DEEDS.items():
            if hit := words.search(text, part.start, part.end):
                return (Act(deed, Span(*hit.span())),)
    return (Act(Deed.ASSERT, attribution.cue[0]),)


def stances(text: str, attribution: Attribution, done: tuple[Act, ...]) -> tuple[Stance, ...]:
    """How a speaker stands."""
    return ()


def topics(text: str, attributed: list[Attribution], agenda: tuple[str, ...]) -> list[str]:
    """On what matter each attribution is."""
    return [""] * len(attributed)


def moments(text: str, date: dt.date | None) -> tuple[Moment, ...]:
    """The dates that are told."""
    return ()


def dated(text: str) -> dt.date | None:
    """The day of a document by its own words."""
    return None


def meetings(text: str, date: dt.date | None) -> tuple[Meeting, ...]:
    """The meetings that are told of."""
    return ()


def agreements(text: str, date: dt.date | None) -> tuple[Agreement, ...]:
    """The agreements that are named."""
    return ()
