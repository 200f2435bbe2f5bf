"""The harmonised approach as an integer programme, solved level by level by HiGHS."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]
Sided = tuple[Row, float, float]
"""A row of coefficients with its least and its greatest value."""
SMALLEST = 2
"""How many levels have to be proven for a plan to be the smallest."""


@dataclass(frozen=True)
class Model:
    """What is to be decided: one variant of each group, any other one freely, and who is out.

    `barred` are the parties and variants that cannot both be in; of each set of `lifted` one has
    to be carried for its party to be in. `doubts` and `unsupported` weigh the variants where
    nothing else tells two plans apart.
    """

    parties: tuple[str, ...]
    variants: tuple[str, ...]
    amendments: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    barred: frozenset[tuple[str, str]]
    lifted: tuple[tuple[str, frozenset[str]], ...]
    doubts: Mapping[str, int]
    unsupported: Mapping[str, int]

    @property
    def names(self) -> dict[tuple[str, str], int]:
        """The columns: each variant, and each party as being out."""
        columns = [("variant", v) for v in self.variants] + [("out", p) for p in self.parties]
        return {column: number for number, column in enumerate(columns)}


@dataclass
class Search:
    """How far the search for a best plan has come: the levels that are proven, the best so far."""

    model: Model
    rows: list[Sided]
    levels: list[Row]
    found: Row
    reached: int = 0

    @classmethod
    def of(cls, whole: Model) -> Search:
        """A search that begins with the plan that carries nothing, which is always there."""
        model = reduced(whole)
        names = model.names
        nothing = np.zeros(len(names))
        return cls(model, _rows(model, names), _levels(model, names), nothing)

    def go(self, upto: int, end: float) -> None:
        """Solve the next levels, each with what those above it reached held fast."""
        while self.reached < upto:
            level = self.levels[self.reached]
            best, sure = _solve(level, self.rows, end)
            self.found = self.found if best is None else best
            if not sure:
                return
            self.reached += 1
            self.rows.append((level, -np.inf, round(float(level @ self.found))))

    @property
    def plan(self) -> tuple[frozenset[str], bool]:
        """The amendments carried, and whether these were proven to be the fewest."""
        names, amendments = self.model.names, self.model.amendments
        chosen = [key for key in amendments if self.found[names["variant", key]] > 0.5]
        return frozenset(chosen), self.reached >= SMALLEST


def solved(models: Sequence[Model], end: float) -> list[tuple[frozenset[str], bool]]:
    """The amendments of a best plan of each, and whether it was proven before `end` the smallest.

    Fewest out, then fewest amendments: so far all are solved first. Then fewest doubts and most
    support, as far as the time allows.
    """
    searches = [Search.of(model) for model in models]
    for nth, search in enumerate(searches, 1):
        left = max(0.0, end - time.monotonic()) / (len(searches) - nth + 1)
        search.go(SMALLEST, time.monotonic() + left)
    for search in searches:
        if search.reached >= SMALLEST:
            search.go(len(search.levels), end)
    return [search.plan for search in searches]


def reduced(model: Model) -> Model:
    """The same without the variants that another one of their group is never worse than.

    That one bars and lifts no less well, and comes first in the order of all further levels. An
    insertion that lifts nothing is never worth its while.
    """
    lifts = {
        v: {n for n, (_p, some) in enumerate(model.lifted) if v in some} for v in model.variants
    }
    bars: dict[str, set[str]] = {variant: set() for variant in model.variants}
    for party, variant in model.barred:
        bars[variant].add(party)
    amendments = set(model.amendments)

    def cost(variant: str) -> tuple[bool, int, int]:
        return variant in amendments, model.doubts[variant], model.unsupported[variant]

    def kept(group: tuple[str, ...]) -> tuple[str, ...]:
        best: list[str] = []
        for v in sorted(group, key=cost):
            if not any(bars[w] <= bars[v] and lifts[v] <= lifts[w] for w in best):
                best.append(v)
        return tuple(best)

    groups = tuple(kept(group) for group in model.groups)
    grouped = {variant for group in model.groups for variant in group}
    stay = {v for group in groups for v in group}
    stay |= {v for v in model.variants if v not in grouped and lifts[v]}
    return replace(
        model,
        groups=groups,
        variants=tuple(v for v in model.variants if v in stay),
        amendments=tuple(v for v in model.amendments if v in stay),
    )


def _levels(model: Model, names: Mapping[tuple[str, str], int]) -> list[Row]:
    return [
        _row(names, {("out", party): 1 for party in model.parties}),
        _row(names, {("variant", key): 1 for key in model.amendments}),
        _row(names, {("variant", key): _weight(model, key) for key in model.variants}),
    ]


def _weight(model: Model, key: str) -> int:
    """Doubts and lacking support in one figure, of which any doubt outweighs all the lack."""
    return model.doubts[key] * (1 + sum(model.unsupported.values())) + model.unsupported[key]


def _rows(model: Model, names: Mapping[tuple[str, str], int]) -> list[Sided]:
    """The constraints."""
    found = []
    grouped = {variant for group in model.groups for variant in group}
    free = [(variant,) for variant in model.variants if variant not in grouped]
    for group in model.groups:
        found.append((_row(names, {("variant", v): 1 for v in group}), 1.0, 1.0))
    for group in (*model.groups, *free):
        for party in model.parties:
            if barred := [v for v in group if (party, v) in model.barred]:
                row = {**{("variant", v): 1 for v in barred}, ("out", party): -1}
                found.append((_row(names, row), -np.inf, 0.0))
    for party, unless in model.lifted:
        row = {**{("variant", v): 1 for v in model.amendments if v in unless}, ("out", party): 1}
        found.append((_row(names, row), 1.0, np.inf))
    for pair in _incompatible(model):
        found.append((_row(names, {("out", party): 1 for party in pair}), 1.0, np.inf))
    return found


def _incompatible(model: Model) -> Iterator[tuple[str, str]]:
    """The parties of which one has to be out, since each variant of a group bars one of them.

    It follows from the other rows, and saves most of the time.
    """
    for one, other in combinations(model.parties, 2):
        for group in model.groups:
            if all((one, v) in model.barred or (other, v) in model.barred for v in group):
                yield one, other
                break


def _row(names: Mapping[tuple[str, str], int], values: Mapping[tuple[str, str], float]) -> Row:
    row = np.zeros(len(names))
    for name, value in values.items():
        row[names[name]] = value
    return row


def _solve(level: Row, rows: list[Sided], end: float) -> tuple[Row | None, bool]:
    """The columns of a best solution, or of the best that was found by `end`, or None."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 (slow to load)
    from scipy.sparse import csr_array  # noqa: PLC0415

    left = end - time.monotonic()
    if left <= 0 or not len(level):
        return None, left > 0
    answer = milp(
        level,
        integrality=np.ones(len(level), np.int8),
        bounds=Bounds(0, 1),
        constraints=[LinearConstraint(csr_array(_sides(rows)), *_span(rows))] if rows else [],
        options={"time_limit": left, "mip_rel_gap": 0.0},
    )
    return answer.x, bool(answer.status == 0)


def _sides(rows: list[Sided]) -> Row:
    return np.array([row for row, _low, _high in rows])


def _span(rows: list[Sided]) -> tuple[Row, Row]:
    return np.array([low for _r, low, _u in rows]), np.array([high for _r, _l, high in rows])
