"""A cue as it is used in a sentence, which is what the steps of reading hand on."""

from __future__ import annotations

from dataclasses import dataclass, field

Range = tuple[int, int]
"""First and last+1 token."""

SPOKEN = frozenset({"say", "tell", "quote", "judge", "name", "mention", "ask_for"})
"""Groups of verbs by which something is said, not only thought or wanted."""


@dataclass(slots=True)
class Use:
    """A cue in a sentence of `low` to `high`: cue from `first` to `last`, source, what is said.

    `form` is finite, plain (a base form), gerund, passive, adjective, noun or particle. `kind`
    tells where its source stands: subject (left of the cue), inverted (right of it), relative (who
    said), linked (and said), gerund (…, adding), agent (by X), owner (X's claim), nobody,
    particle, label (X: …); or that it goes on from what was said before (follow).
    """

    sentence: int
    low: int
    high: int
    first: int
    last: int
    takes: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    form: str = "finite"
    kind: str = ""
    source: Range | None = None
    content: list[Range] = field(default_factory=list)

    @property
    def edge(self) -> int:
        """The first token of source and cue."""
        return min(self.first, self.source[0]) if self.source else self.first

    @property
    def behind(self) -> int:
        """The token after source and cue."""
        return max(self.last, self.source[1]) if self.source else self.last


def trimmed(tags: str, low: int, high: int) -> int:
    """Last+1 token of a sentence without the marks that end it."""
    while high > low and tags[high - 1] in ".,;:-":
        high -= 1
    return high
