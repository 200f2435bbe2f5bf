"""The tally of a decision in session: laws that hold for every vote, then the cases themselves."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.council.council.decision import Choice
from tocsin.council.council.tally import Reason, Result, Terms, Why, tally
from tocsin.world.rule import Base, Rule

SIX = ("ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK")
OTHERS = ("SRB", "AFG")
CONSENT, ABSTAIN, OBJECT = Choice.CONSENT, Choice.ABSTAIN, Choice.OBJECT
SHARES = st.fractions(min_value=Fraction(1, 12), max_value=1, max_denominator=12)
TERMS = st.builds(
    Terms,
    rule=st.sampled_from(Rule),
    threshold=st.none() | SHARES,
    base=st.sampled_from(Base),
    quorum=SHARES,
)
PARTIES = st.sampled_from(SIX + OTHERS)
SOME = st.frozensets(PARTIES)
VOICES = st.lists(st.tuples(PARTIES, st.sampled_from(Choice)), max_size=14)


def _all(choice: Choice, *parties: str) -> list[tuple[str, Choice]]:
    return [(party, choice) for party in parties or SIX]


@given(TERMS, SOME, VOICES, SOME, PARTIES)
def test_one_more_consent_never_undoes_an_adoption(
    terms: Terms,
    present: frozenset[str],
    voices: list[tuple[str, Choice]],
    concerned: frozenset[str],
    party: str,
) -> None:
    """What is adopted stays adopted whoever consents too or changes to consent."""
    before = tally(terms, SIX, present, voices, concerned)
    after = tally(terms, SIX, present, [*voices, (party, CONSENT)], concerned)
    assert before.result is not Result.ADOPTED or after.result is Result.ADOPTED


@given(TERMS, SOME, VOICES, SOME, PARTIES)
def test_one_more_objection_never_adopts(
    terms: Terms,
    present: frozenset[str],
    voices: list[tuple[str, Choice]],
    concerned: frozenset[str],
    party: str,
) -> None:
    """No objection turns what was refused into what is adopted."""
    before = tally(terms, SIX, present, voices, concerned)
    after = tally(terms, SIX, present, [*voices, (party, OBJECT)], concerned)
    assert before.result is not Result.NOT_ADOPTED or after.result is not Result.ADOPTED


@given(TERMS, SOME, VOICES, SOME, st.randoms(use_true_random=False))
def test_only_the_last_word_counts_and_no_order(
    terms: Terms,
    present: frozenset[str],
    voices: list[tuple[str, Choice]],
    concerned: frozenset[str],
    chance: object,
) -> None:
    """Earlier words of a party, and the order in which parties spoke, make no difference."""
    last = list(dict(voices).items())
    chance.shuffle(last)  # type: ignore[attr-defined]
    assert tally(terms, SIX, present, voices, concerned) == tally(
        terms, SIX, present, last, concerned
    )


@given(TERMS, SOME, VOICES, SOME)
def test_others_have_no_part_in_it(
    terms: Terms,
    present: frozenset[str],
    voices: list[tuple[str, Choice]],
    concerned: frozenset[str],
) -> None:
    """Whoever is no member on the day changes nothing by being there or by speaking."""
    own = [(party, choice) for party, choice in voices if party in SIX]
    assert tally(terms, SIX, present, voices, concerned) == tally(
        terms, SIX, present & set(SIX), own, concerned & set(SIX)
    )


@given(TERMS, SOME, VOICES, SOME, VOICES)
def test_a_settled_result_stays_whatever_those_say_who_have_not_spoken(
    terms: Terms,
    present: frozenset[str],
    voices: list[tuple[str, Choice]],
    concerned: frozenset[str],
    more: list[tuple[str, Choice]],
) -> None:
    """A majority is told early only if none of those still to speak could change it."""
    before = tally(terms, SIX, present, voices, concerned)
    later = [(party, choice) for party, choice in more if party in before.unknown]
    after = tally(terms, SIX, present, [*voices, *later], concerned)
    if before.result is not Result.NOT_YET and terms.rule is Rule.MAJORITY:
        assert after.result is before.result


@given(SOME, VOICES, SOME)
def test_consensus_is_what_it_says(
    present: frozenset[str], voices: list[tuple[str, Choice]], concerned: frozenset[str]
) -> None:
    """Adopted just when half are there, all of them spoke, and nobody entitled objects."""
    found = tally(Terms(Rule.CONSENSUS), SIX, present, voices, concerned)
    said = {party: choice for party, choice in voices if party in SIX}
    there = present & set(SIX)
    adopted = (
        len(there) >= 3 and there <= said.keys() and OBJECT not in said.values() and bool(said)
    )
    assert (found.result is Result.ADOPTED) == adopted
    assert (found.result is Result.NOT_ADOPTED) == (len(there) >= 3 and OBJECT in said.values())


def test_a_member_that_has_not_spoken_is_unknown() -> None:
    """One present member that is silent keeps the result open and is named; an absent one not."""
    voices = _all(CONSENT, "BLR", "KAZ", "KGZ")
    found = tally(Terms(Rule.CONSENSUS), SIX, ("ARM", "BLR", "KAZ", "KGZ"), voices)
    assert found.result is Result.NOT_YET
    assert found.reasons == (Reason(Why.UNKNOWN, ("ARM",)),)
    assert found.unknown == ("ARM",)
    spoken = tally(Terms(Rule.CONSENSUS), SIX, ("ARM", *SIX[1:4]), [*voices, ("ARM", ABSTAIN)])
    assert spoken.result is Result.ADOPTED


def test_a_concern_takes_the_voice_by_the_minus_rule_alone() -> None:
    """The objection of a party concerned counts, unless the rule leaves it out."""
    voices = [*_all(CONSENT), ("ARM", OBJECT)]
    usual = tally(Terms(Rule.CONSENSUS), SIX, SIX, voices, ("ARM",))
    minus = tally(Terms(Rule.CONSENSUS_MINUS), SIX, SIX, voices, ("ARM",))
    assert usual.result is Result.NOT_ADOPTED
    assert minus.result is Result.ADOPTED
    assert minus.reasons[0] == Reason(Why.LEFT_OUT, ("ARM",))
    majority = tally(Terms(Rule.MAJORITY, Fraction(1)), SIX, SIX, voices, ("ARM",))
    assert majority.result is Result.NOT_ADOPTED


def test_without_a_quorum_nothing_is_decided() -> None:
    """Two of six are no half of them, whatever they say; nobody at all decides nothing."""
    for choice in Choice:
        found = tally(Terms(Rule.MAJORITY), SIX, ("ARM", "BLR"), _all(choice, "ARM", "BLR"))
        assert found.result is Result.NOT_YET
        assert found.reasons == (Reason(Why.QUORUM, (), Fraction(1, 3), Fraction(1, 2)),)
    assert tally(Terms(Rule.CONSENSUS), (), (), []).reasons == (Reason(Why.NO_MEMBERS),)


@pytest.mark.parametrize(
    ("threshold", "base", "consents", "objects", "result"),
    [
        (None, Base.CAST, 3, 3, Result.NOT_ADOPTED),
        (None, Base.CAST, 2, 1, Result.ADOPTED),
        (None, Base.MEMBERS, 3, 0, Result.NOT_ADOPTED),
        (None, Base.MEMBERS, 4, 2, Result.ADOPTED),
        (Fraction(2, 3), Base.CAST, 4, 2, Result.ADOPTED),
        (Fraction(2, 3), Base.CAST, 3, 2, Result.NOT_ADOPTED),
        (Fraction(1, 2), Base.CAST, 3, 3, Result.ADOPTED),
        (None, Base.CAST, 0, 0, Result.NOT_ADOPTED),
    ],
)
def test_a_majority_is_exact(
    threshold: Fraction | None, base: Base, consents: int, objects: int, result: Result
) -> None:
    """More than half, or exactly a share, of the voices cast or of all members."""
    rest = 6 - consents - objects
    said = [CONSENT] * consents + [OBJECT] * objects + [ABSTAIN] * rest
    terms = Terms(Rule.MAJORITY, threshold, base)
    assert tally(terms, SIX, SIX, zip(SIX, said, strict=True)).result is result
