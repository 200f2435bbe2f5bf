"""The figures that sheets rest on: how far they reach, what they lack, and whose they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tocsin.brief.inputs import Inputs
from tocsin.desk import freshness
from tocsin.desk.freshness import Strand
from tocsin.world.place import country
from tocsin.world.vector import vector


@dataclass(frozen=True)
class Source:
    """One source of figures, as far as it is seen as of a day.

    `behind` is the months between its last month and the last complete one; `lacking` the vectors
    that it does not hold; `strands` its vectors one by one, the worst first; `text` is Markdown.
    """

    release: str | None
    text: str
    hindsight: str
    first: dt.date | None
    last: dt.date | None
    behind: int | None
    lacking: list[str]
    strands: list[Strand]


@dataclass(frozen=True)
class Sources:
    """All sources, the worst first, with the names of the places and vectors they speak of."""

    as_of: dt.date
    origin: dt.date
    sources: list[Source]
    names: dict[str, str]


def sources(given: Inputs, release: str | None = None) -> Sources:
    """What is known, missing and late in the figures of a brief, nothing later than its day.

    `release` names the figures; None if nobody said.
    """
    places = given.now.places
    found = freshness.strands(given.cube, places, given.as_of)
    reach = freshness.reach(given.cube, given.cube.vectors)
    source = Source(
        release=release,
        text=given.sources,
        hindsight=given.hindsight,
        first=reach[0] if reach else None,
        last=reach[1] if reach else None,
        behind=freshness.behind(reach[1], given.as_of) if reach else None,
        lacking=[strand.vector for strand in found if strand.last is None],
        strands=found,
    )
    names = {place: country(place).name for place in places}
    names |= {strand.vector: vector(strand.vector).name for strand in found}
    return Sources(given.as_of, given.now.origin, [source], names)
