"""The tally: whether a decision in session is adopted, and why, or what is still missing.

Parties are named by their keys. Nothing here reads a table; shares are exact fractions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from tocsin.council.council.decision import Choice
from tocsin.world.rule import Base, Rule


class Result(StrEnum):
    """What a tally comes to."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not adopted"
    NOT_YET = "not yet"


class Why(StrEnum):
    """A reason for a result."""

    QUORUM = "quorum"
    NO_MEMBERS = "no members"
    OBJECTED = "objected"
    LEFT_OUT = "left out"
    UNKNOWN = "unknown"
    CONSENSUS = "consensus"
    ENOUGH = "enough"
    TOO_FEW = "too few"
    OPEN = "open"


@dataclass(frozen=True)
class Reason:
    """A reason with the parties that it names, and the share there is and the one demanded."""

    why: Why
    parties: tuple[str, ...] = ()
    share: Fraction | None = None
    least: Fraction | None = None


@dataclass(frozen=True)
class Terms:
    """By what a decision is taken: as `Rules`, on the day it was put."""

    rule: Rule
    threshold: Fraction | None = None
    base: Base = Base.CAST
    quorum: Fraction = Fraction(1, 2)


@dataclass(frozen=True)
class Tally:
    """A result with its reasons in order, who said what, and who is present and has not spoken."""

    result: Result
    reasons: tuple[Reason, ...]
    said: Mapping[str, Choice]
    unknown: tuple[str, ...]


def tally(
    terms: Terms,
    members: Collection[str],
    present: Collection[str],
    voices: Iterable[tuple[str, Choice]],
    concerned: Collection[str] = (),
) -> Tally:
    """Count voices, oldest first: the last word of each that is a member counts.

    Members that are absent count for the quorum only, unless they have spoken. Those concerned
    keep their voice, except under the rule that takes it from them.
    """
    entitled = set(members)
    said = {party: choice for party, choice in voices if party in entitled}
    there = entitled & set(present)
    left_out = entitled & set(concerned) if terms.rule is Rule.CONSENSUS_MINUS else set()
    unknown = there - said.keys() - left_out
    reasons = [Reason(Why.LEFT_OUT, _named(left_out))] if left_out else []
    if short := _short(terms.quorum, entitled, there):
        result, why = Result.NOT_YET, [short]
    elif terms.rule is Rule.MAJORITY:
        result, why = _majority(terms, len(entitled), said, unknown)
    else:
        result, why = _consensus({p: c for p, c in said.items() if p not in left_out}, unknown)
    return Tally(result, (*reasons, *why), said, _named(unknown))


def _short(quorum: Fraction, entitled: set[str], there: set[str]) -> Reason | None:
    """Why there is no quorum, if there is none."""
    if not entitled:
        return Reason(Why.NO_MEMBERS)
    share = Fraction(len(there), len(entitled))
    return Reason(Why.QUORUM, share=share, least=quorum) if share < quorum else None


def _consensus(said: Mapping[str, Choice], unknown: set[str]) -> tuple[Result, list[Reason]]:
    if objecting := {party for party, choice in said.items() if choice == Choice.OBJECT}:
        return Result.NOT_ADOPTED, [Reason(Why.OBJECTED, _named(objecting))]
    if unknown:
        return Result.NOT_YET, [Reason(Why.UNKNOWN, _named(unknown))]
    if not said:
        return Result.NOT_YET, [Reason(Why.OPEN)]
    return Result.ADOPTED, [Reason(Why.CONSENSUS)]


def _majority(
    terms: Terms, members: int, said: Mapping[str, Choice], unknown: set[str]
) -> tuple[Result, list[Reason]]:
    """Settled as soon as nothing that the others may say can change it."""
    consent = sum(choice == Choice.CONSENT for choice in said.values())
    against = sum(choice == Choice.OBJECT for choice in said.values())
    least, more = terms.threshold or Fraction(1, 2), len(unknown)

    def share(consenting: int, objecting: int) -> Fraction:
        of = members if terms.base is Base.MEMBERS else consenting + objecting
        return Fraction(consenting, of) if of else Fraction(0)

    def enough(found: Fraction) -> bool:
        return found >= least if terms.threshold else found > least

    now = share(consent, against)
    if enough(share(consent, against + more)):
        return Result.ADOPTED, [Reason(Why.ENOUGH, share=now, least=least)]
    if not enough(share(consent + more, against)):
        return Result.NOT_ADOPTED, [Reason(Why.TOO_FEW, share=now, least=least)]
    return Result.NOT_YET, [Reason(Why.UNKNOWN, _named(unknown), share=now, least=least)]


def _named(parties: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(parties))
