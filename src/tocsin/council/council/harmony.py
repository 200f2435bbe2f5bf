"""The harmonised approach: the fewest tabled amendments with which the fewest parties stay out.

A proposal of the machine for those who negotiate: it decides nothing, and nothing is done with it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from tocsin.council.council import harmony_solve
from tocsin.world.errors import RequestError

SECONDS = 4.5
"""How long the search takes at most."""


class Stand(StrEnum):
    """Where a party stands on a variant; where nothing is said, its stand is unknown."""

    SUPPORT = "support"
    ACCEPT = "accept"
    RESERVE = "reserve"
    OBJECT = "object"


@dataclass(frozen=True)
class Amendment:
    """A tabled amendment: another variant of a `paragraph`, or, without one, an insertion."""

    key: str
    paragraph: str | None = None


@dataclass(frozen=True)
class Objection:
    """A party's objection to the text as a whole, lifted by any one amendment of `unless`."""

    party: str
    unless: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Question:
    """Who stands where: on each paragraph as it is, on each amendment, on the text as a whole.

    The variants of a paragraph are itself and the amendments that replace or delete it.
    """

    parties: tuple[str, ...]
    paragraphs: tuple[str, ...]
    amendments: tuple[Amendment, ...] = ()
    stands: Mapping[tuple[str, str], Stand] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()

    def __post_init__(self) -> None:
        variants = [*self.paragraphs, *(one.key for one in self.amendments)]
        unknown = {one.paragraph for one in self.amendments} - {*self.paragraphs, None}
        if unknown or len({*variants}) < len(variants) or len({*self.parties}) < len(self.parties):
            raise RequestError("A paragraph or amendment is named twice, or is not there.")

    @cached_property
    def rivals(self) -> dict[str, list[str]]:
        """For each paragraph the amendments that replace or delete it."""
        found: dict[str, list[str]] = {key: [] for key in self.paragraphs}
        for one in self.amendments:
            if one.paragraph is not None:
                found[one.paragraph].append(one.key)
        return found

    def text(self, carried: frozenset[str]) -> list[str]:
        """The variants of which the text consists once some amendments are carried."""
        kept = [p for p in self.paragraphs if not carried.intersection(self.rivals[p])]
        return [*kept, *(one.key for one in self.amendments if one.key in carried)]

    def on(self, variants: list[str], *stands: Stand | None) -> list[tuple[str, str]]:
        """Who has one of some stands (None: unknown) on which of some variants."""
        cells = ((party, variant) for variant in variants for party in self.parties)
        return [cell for cell in cells if self.stands.get(cell) in stands]


@dataclass(frozen=True)
class Score:
    """How good a plan is; the smaller in this order, the better."""

    out: int
    amendments: int
    doubts: int
    unsupported: int


@dataclass(frozen=True)
class Standing:
    """A paragraph as it is: who objects, and whose stand is unknown."""

    paragraph: str
    objecting: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether all stands are known and nobody objects."""
        return not self.objecting and not self.unknown


@dataclass(frozen=True)
class Carried:
    """An amendment that a plan carries: whose objection it lifts, who objects or is unsure to it.

    `lifts` holds each party with the paragraph that it objected to, None for the text as a whole.
    """

    key: str
    paragraph: str | None
    lifts: tuple[tuple[str, str | None], ...]
    loses: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class Out:
    """A party that a plan leaves out: the variants it objects to, and those it may object to.

    `whole`: an objection of it to the text as a whole is not lifted.
    """

    party: str
    objects: tuple[str, ...]
    unknown: tuple[str, ...]
    whole: bool


@dataclass(frozen=True)
class Plan:
    """The amendments to carry, who is in and who is out; `proven` to be a best one, or not."""

    carried: tuple[Carried, ...]
    within: tuple[str, ...]
    out: tuple[Out, ...]
    score: Score
    proven: bool

    @property
    def keys(self) -> frozenset[str]:
        """The amendments carried, by their keys."""
        return frozenset(one.key for one in self.carried)


@dataclass(frozen=True)
class Harmony:
    """What is known for certain, what is possible, and whom to ask about which variant.

    In the certain plan a party is in only if its stand on all is known; in the possible one what
    is unknown is taken for no objection. `ask` are the unknown stands that the possible plan
    rests on.
    """

    standing: tuple[Standing, ...]
    certain: Plan
    possible: Plan
    ask: tuple[tuple[str, str], ...]


def harmonise(question: Question, seconds: float = SECONDS) -> Harmony:
    """The harmonised approach to a text, found within some seconds or said to be unproven."""
    ways = ((Stand.OBJECT,), (Stand.OBJECT, None))
    models = [_model(question, bars) for bars in ways]
    plans = harmony_solve.solved(models, time.monotonic() + seconds)
    possible, certain = (
        _plan(question, bars, *plan) for bars, plan in zip(ways, plans, strict=True)
    )
    return Harmony(
        standing=tuple(_standing(question, key) for key in question.paragraphs),
        certain=certain,
        possible=possible,
        ask=tuple(_asked(question, possible)),
    )


def score(question: Question, carried: frozenset[str], *, certain: bool) -> Score:
    """How good it is to carry some amendments; `certain`: an unknown stand keeps a party out."""
    text = question.text(carried)
    bars = (Stand.OBJECT, None) if certain else (Stand.OBJECT,)
    out = {party for party, _variant in question.on(text, *bars)} | _whole(question, carried)
    doubts = len(question.on(text, Stand.RESERVE, None))
    supported = len(question.on(text, Stand.SUPPORT))
    cells = len(text) * len(question.parties)
    return Score(len(out), len(carried), doubts, cells - supported)


def _plan(
    question: Question, bars: tuple[Stand | None, ...], carried: frozenset[str], proven: bool
) -> Plan:
    text, certain = question.text(carried), None in bars
    barred = {party for party, _variant in question.on(text, *bars)} | _whole(question, carried)
    out = tuple(_out(question, p, text, carried) for p in question.parties if p in barred)
    chosen = [one for one in question.amendments if one.key in carried]
    return Plan(
        carried=tuple(_carried(question, one) for one in chosen),
        within=tuple(party for party in question.parties if party not in barred),
        out=out,
        score=score(question, carried, certain=certain),
        proven=proven,
    )


def _model(question: Question, bars: tuple[Stand | None, ...]) -> harmony_solve.Model:
    variants = [*question.paragraphs, *(one.key for one in question.amendments)]
    doubts = Counter(v for _p, v in question.on(variants, Stand.RESERVE, None))
    support = Counter(v for _p, v in question.on(variants, Stand.SUPPORT))
    return harmony_solve.Model(
        parties=question.parties,
        variants=tuple(variants),
        amendments=tuple(one.key for one in question.amendments),
        groups=tuple((key, *rivals) for key, rivals in question.rivals.items()),
        barred=frozenset(question.on(variants, *bars)),
        lifted=tuple((one.party, one.unless) for one in question.objections),
        doubts={key: doubts[key] for key in variants},
        unsupported={key: len(question.parties) - support[key] for key in variants},
    )


def _whole(question: Question, carried: frozenset[str]) -> set[str]:
    """The parties whose objection to the whole is not lifted."""
    return {one.party for one in question.objections if not one.unless & carried}


def _standing(question: Question, key: str) -> Standing:
    objecting = question.on([key], Stand.OBJECT)
    unknown = question.on([key], None)
    return Standing(key, tuple(p for p, _v in objecting), tuple(p for p, _v in unknown))


def _carried(question: Question, one: Amendment) -> Carried:
    base = [one.paragraph] if one.paragraph is not None else []
    lifts: list[tuple[str, str | None]] = [*question.on(base, Stand.OBJECT)]
    lifts += [(said.party, None) for said in question.objections if one.key in said.unless]
    loses, unknown = question.on([one.key], Stand.OBJECT), question.on([one.key], None)
    return Carried(
        key=one.key,
        paragraph=one.paragraph,
        lifts=tuple(dict.fromkeys(lifts)),
        loses=tuple(party for party, _variant in loses),
        unknown=tuple(party for party, _variant in unknown),
    )


def _out(question: Question, party: str, text: list[str], carried: frozenset[str]) -> Out:
    objects = [variant for who, variant in question.on(text, Stand.OBJECT) if who == party]
    unknown = [variant for who, variant in question.on(text, None) if who == party]
    return Out(party, tuple(objects), tuple(unknown), party in _whole(question, carried))


def _asked(question: Question, plan: Plan) -> list[tuple[str, str]]:
    cells = question.on(question.text(plan.keys), None)
    return [(party, variant) for party, variant in cells if party in plan.within]
