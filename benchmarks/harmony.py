"""How long the harmonised approach of a large text takes, against the limit of a request.

    python benchmarks/harmony.py [--seeds 6]

Made-up negotiations of 40 paragraphs, 20 parties and 200 amendments, from calm to hopeless, with
objections to the whole and unknown stands. Prints a table in Markdown and ends in 1 if one takes
longer than five seconds or is not proven to be the smallest.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import dataclass

from tocsin.council.council.harmony import (
    Amendment,
    Harmony,
    Objection,
    Question,
    Stand,
    harmonise,
)

LIMIT = 5.0
PARAGRAPHS, PARTIES, AMENDMENTS = 40, 20, 200


@dataclass(frozen=True)
class Temper:
    """The shares of paragraphs that are disputed, of objections there and to amendments, of
    unknown stands, and how many parties object to the whole.
    """

    name: str
    disputed: float
    base: float
    amendment: float
    unknown: float
    whole: int


TEMPERS = (
    Temper("calm", 0.2, 0.15, 0.03, 0.02, 1),
    Temper("lively", 0.6, 0.15, 0.1, 0.05, 4),
    Temper("torn", 1.0, 0.3, 0.25, 0.05, 8),
    Temper("mostly unknown", 0.6, 0.15, 0.1, 0.6, 4),
)


def negotiation(temper: Temper, seed: int) -> Question:
    """A made-up text with its amendments and positions."""
    chance = random.Random(seed)
    parties = tuple(f"P{n}" for n in range(PARTIES))
    paragraphs = tuple(f"§{n}" for n in range(PARAGRAPHS))
    amendments = tuple(
        Amendment(f"A{n}", chance.choice(paragraphs) if chance.random() < 0.85 else None)
        for n in range(AMENDMENTS)
    )
    disputed = {key for key in paragraphs if chance.random() < temper.disputed}
    share = {key: temper.base if key in disputed else 0.0 for key in paragraphs}
    share |= {one.key: temper.amendment for one in amendments}
    stands = {
        (party, key): chance.choice(
            [Stand.OBJECT]
            if chance.random() < objecting
            else [Stand.SUPPORT, Stand.ACCEPT, Stand.ACCEPT, Stand.RESERVE]
        )
        for key, objecting in share.items()
        for party in parties
        if chance.random() >= temper.unknown
    }
    objections = tuple(
        Objection(chance.choice(parties), frozenset(f"A{n}" for n in chance.sample(range(200), 3)))
        for _ in range(temper.whole)
    )
    return Question(parties, paragraphs, amendments, stands, objections)


def timed(question: Question) -> tuple[float, Harmony]:
    """How long the approach took, and what it is."""
    begun = time.perf_counter()
    found = harmonise(question)
    return time.perf_counter() - begun, found


def main() -> int:
    """Measure, print the table, and tell whether the limit holds for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=6)
    seeds = parser.parse_args().seeds
    harmonise(Question(("P",), ("§",)))  # loads the solver
    print("| negotiation | seeds | seconds, longest | limit | proven | out, amendments |")
    print("|---|---:|---:|---:|---:|---|")
    broken = 0
    for temper in TEMPERS:
        runs = [timed(negotiation(temper, seed)) for seed in range(seeds)]
        longest = max(seconds for seconds, _found in runs)
        proven = sum(found.possible.proven and found.certain.proven for _s, found in runs)
        sizes = ", ".join(f"{f.possible.score.out}/{f.possible.score.amendments}" for _s, f in runs)
        print(f"| {temper.name} | {seeds} | {longest:.2f} | {LIMIT:g} | {proven} | {sizes} |")
        broken += longest > LIMIT or proven < seeds
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main())
