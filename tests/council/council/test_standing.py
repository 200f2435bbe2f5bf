"""The laws of standing: exactly one at a time, time alone never mends, delivery ends it."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.council.council import standing
from tocsin.council.council import undertaking as kept
from tocsin.council.council.standing import Bond, Clause, Judged, Proof, Rule, Standing

MADE = dt.date(2012, 1, 10)
DAY = dt.timedelta(days=1)
DAYS = 180
WORSE = [Standing.ON_TRACK, Standing.UNKNOWN, Standing.LATE, Standing.STALLED]
PRECISIONS = ["day", "month", "quarter", "year", "vague"]
NUMBERS = st.integers(1, 4)


@st.composite
def bonds(draw: st.DrawFn) -> Bond:
    """Any undertaking: some steps, each after earlier ones, and any evidence."""
    days = st.integers(0, 600).map(lambda n: MADE + n * DAY)
    count = draw(st.integers(0, 4))
    steps = tuple(
        Clause(
            number,
            draw(st.none() | days),
            tuple(draw(st.sets(st.integers(1, number - 1)))) if number > 1 else (),
        )
        for number in range(1, count + 1)
    )
    proof = st.builds(
        Proof,
        st.sampled_from(["progress", "delivery", "breach"]),
        st.sampled_from(["filed", "accepted", "refused"]),
        days,
        st.sampled_from([None, *range(1, count + 1)]),
    )
    return Bond(
        made_on=MADE,
        due=draw(st.none() | days),
        precision=draw(st.sampled_from(PRECISIONS)),
        conditional=draw(st.booleans()),
        met_on=draw(st.none() | days),
        steps=steps,
        proofs=tuple(draw(st.lists(proof, max_size=6))),
    )


def _on(bond: Bond, after: int) -> Judged:
    return standing.whole(bond, MADE + after * DAY, DAYS)


@given(bonds(), st.integers(600, 2000))
def test_everything_stands_somewhere(bond: Bond, after: int) -> None:
    """The whole and each step have exactly one standing, whatever is known."""
    day = MADE + after * DAY
    assert _on(bond, after).standing in set(Standing)
    each = standing.each(bond, day, DAYS)
    assert set(each) == {step.number for step in bond.steps}
    assert {judged.standing for judged in each.values()} <= set(Standing)


@given(bonds(), st.integers(600, 2000), st.integers(0, 1000))
def test_time_without_news_never_improves_anything(bond: Bond, after: int, more: int) -> None:
    """Once all evidence is in, a later day finds each thing as it was, or worse."""
    day = MADE + after * DAY
    pairs = [(_on(bond, after), _on(bond, after + more))]
    first, second = (standing.each(bond, at, DAYS) for at in (day, day + more * DAY))
    pairs += [(first[number], second[number]) for number in first]
    for before, later in pairs:
        if before.standing in WORSE:
            assert later.standing in WORSE
            assert WORSE.index(before.standing) <= WORSE.index(later.standing)
        else:
            assert before == later


@given(bonds(), st.integers(600, 2000))
def test_accepted_delivery_ends_it(bond: Bond, after: int) -> None:
    """Accepted delivery of the whole, dated after all breaches, holds on any day after."""
    done = Proof("delivery", "accepted", MADE + 601 * DAY)
    ended = replace(bond, proofs=(*bond.proofs, done))
    assert _on(ended, after).standing is Standing.DELIVERED
    each = standing.each(ended, MADE + after * DAY, DAYS)
    assert {judged.standing for judged in each.values()} <= {Standing.DELIVERED}


@settings(max_examples=50)
@given(bonds(), st.integers(600, 2000), st.randoms())
def test_the_order_of_evidence_is_of_no_matter(bond: Bond, after: int, chance: object) -> None:
    """Evidence in any order, and steps in any order, give the same standings."""
    day = MADE + after * DAY
    found = standing.each(bond, day, DAYS)
    for proofs in itertools.islice(itertools.permutations(bond.proofs), 24):
        other = replace(bond, proofs=proofs, steps=bond.steps[::-1])
        assert replace(_on(other, after), steps=()) == replace(_on(bond, after), steps=())
        assert standing.each(other, day, DAYS) == found


@given(bonds(), st.integers(600, 2000))
def test_no_step_is_delivered_before_those_before_it(bond: Bond, after: int) -> None:
    """A delivered step has only delivered ones before it, unless a breach came afterwards."""
    each = standing.each(bond, MADE + after * DAY, DAYS)
    for step in bond.steps:
        if each[step.number].rule is Rule.PART:
            assert {each[n].standing for n in step.after} <= {Standing.DELIVERED}


@given(bonds(), st.integers(0, 2000))
def test_refused_evidence_changes_nothing(bond: Bond, after: int) -> None:
    """What was refused is neither news nor a breach nor a delivery."""
    without = replace(bond, proofs=tuple(p for p in bond.proofs if p.verdict != "refused"))
    assert _on(bond, after) == _on(without, after)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), st.sampled_from(PRECISIONS))
def test_a_date_means_its_last_day(due: dt.date, precision: str) -> None:
    """The last day is not before the date, is its own last day, and a vague date has none."""
    last = standing.last_day(due, precision)
    if precision == "vague":
        assert last is None
    else:
        assert last is not None
        assert due <= last
        assert standing.last_day(last, precision) == last
        assert precision == "day" or (last + DAY).day == 1
        assert due.year == last.year


@pytest.mark.parametrize(
    ("precision", "last"),
    [
        ("day", dt.date(2012, 2, 1)),
        ("month", dt.date(2012, 2, 29)),
        ("quarter", dt.date(2012, 3, 31)),
        ("year", dt.date(2012, 12, 31)),
    ],
)
def test_it_is_late_on_the_day_after(precision: str, last: dt.date) -> None:
    """On the last day that is meant it is not late; on the next it is."""
    news = Proof("progress", "filed", last)
    bond = Bond(MADE, dt.date(2012, 2, 1), precision, proofs=(news,))
    assert standing.whole(bond, last, DAYS).standing is Standing.ON_TRACK
    late = standing.whole(bond, last + DAY, DAYS)
    assert late == Judged(Rule.DUE, last)


def test_stalled_outranks_late_and_a_vague_date_is_never_late() -> None:
    """Without news for so many days it is stalled, late or not; before that, late or unknown."""
    due = Bond(MADE, MADE + 10 * DAY, "day")
    assert _on(due, 11).standing is Standing.LATE
    assert _on(due, DAYS - 1).standing is Standing.LATE
    assert _on(due, DAYS) == Judged(Rule.SILENCE, MADE)
    vague = replace(due, precision="vague")
    assert _on(vague, DAYS - 1).standing is Standing.UNKNOWN
    assert _on(vague, DAYS).standing is Standing.STALLED


def test_no_clock_runs_before_a_condition_is_met() -> None:
    """Years may pass: it is unknown until the condition is met, and its clock starts then."""
    bond = Bond(MADE, MADE + 10 * DAY, "day", conditional=True)
    assert _on(bond, 3000) == Judged(Rule.CONDITION)
    met = replace(bond, due=None, met_on=MADE + 3000 * DAY)
    assert _on(met, 3000 + DAYS - 1).standing is Standing.UNKNOWN
    assert _on(met, 3000 + DAYS).standing is Standing.STALLED


def test_a_breach_stands_until_the_same_part_is_delivered_later() -> None:
    """Delivery of another step, or of an earlier day, mends no breach; its own later one does."""
    steps = (Clause(1), Clause(2))
    breach = Proof("breach", "accepted", MADE + 20 * DAY, 1)
    for proof in (
        Proof("delivery", "accepted", MADE + 30 * DAY, 2),
        Proof("delivery", "accepted", MADE + 20 * DAY, 1),
        Proof("delivery", "filed", MADE + 30 * DAY, 1),
    ):
        bond = Bond(MADE, steps=steps, proofs=(breach, proof))
        assert _on(bond, 40) == Judged(Rule.BREACH, breach.dated, (1,))
    mended = Bond(
        MADE, steps=steps, proofs=(breach, Proof("delivery", "accepted", MADE + 30 * DAY, 1))
    )
    assert _on(mended, 40).standing is Standing.ON_TRACK
    assert standing.each(mended, MADE + 40 * DAY, DAYS)[1].standing is Standing.DELIVERED


def test_a_step_waits_for_those_before_it() -> None:
    """Its clock starts when they are delivered; accepted before them, it counts with them."""
    steps = (Clause(1), Clause(2, after=(1,)))
    early = Proof("delivery", "accepted", MADE + 5 * DAY, 2)
    bond = Bond(MADE, steps=steps)
    assert standing.each(bond, MADE + 900 * DAY, DAYS)[2] == Judged(Rule.WAITS, None, (1,))
    accepted = replace(bond, proofs=(early,))
    assert standing.each(accepted, MADE + 9 * DAY, DAYS)[2].rule is Rule.EARLIER
    first = Proof("delivery", "accepted", MADE + 800 * DAY, 1)
    runs = standing.each(replace(bond, proofs=(first,)), MADE + 900 * DAY, DAYS)[2]
    assert runs.standing is Standing.UNKNOWN
    both = replace(bond, proofs=(early, first))
    assert _on(both, 900) == Judged(Rule.PART, first.dated)
    assert standing.each(both, MADE + 900 * DAY, DAYS)[2].standing is Standing.DELIVERED


@given(st.lists(NUMBERS, unique=True, min_size=1))
def test_a_circle_is_named_as_it_goes(numbers: list[int]) -> None:
    """Steps that wait for each other in a ring are all found, the first again at the end."""
    ring = dict(zip(numbers, [(n,) for n in [*numbers[1:], numbers[0]]], strict=True))
    found = standing.circle({**ring, 9: (numbers[0],), 10: ()})
    assert found[0] == found[-1]
    assert set(found) == set(numbers)
    assert all(later in ring[one] for one, later in itertools.pairwise(found))
    assert standing.circle({1: (), 2: (1,), 3: (1, 2)}) == []


def test_the_words_of_the_rules_are_those_of_the_tables() -> None:
    """The rules give the standings that the tables keep, and every rule gives one."""
    assert {s.value for s in Standing} == set(kept.Fulfilment.values)
    assert set(standing.GIVES) == set(Rule)
    assert set(standing.GIVES.values()) == set(Standing)
