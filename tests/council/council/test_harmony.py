"""The harmonised approach: equal to trying everything, and lawful in what it says."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.council.council import harmony, harmony_solve
from tocsin.council.council.harmony import Amendment, Objection, Plan, Question, Score, Stand
from tocsin.world.errors import RequestError

SAID = st.sampled_from([*Stand, None])


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Small negotiations with rivals, insertions, objections to the whole and unknown stands."""
    parties = tuple("ABCD"[: draw(st.integers(0, 4))])
    paragraphs = tuple(f"p{n}" for n in range(draw(st.integers(0, 4))))
    where = st.sampled_from([*paragraphs, None])
    amendments = tuple(Amendment(f"a{n}", draw(where)) for n in range(draw(st.integers(0, 5))))
    variants = [*paragraphs, *(one.key for one in amendments)]
    cells = [(party, variant) for party in parties for variant in variants]
    said = {cell: draw(SAID) for cell in cells}
    keys = [one.key for one in amendments]
    unless = st.frozensets(st.sampled_from(keys)) if keys else st.just(frozenset[str]())
    whole = st.builds(Objection, st.sampled_from(parties), unless) if parties else st.nothing()
    return Question(
        parties,
        paragraphs,
        amendments,
        {cell: stand for cell, stand in said.items() if stand},
        tuple(draw(st.lists(whole, max_size=2))) if parties else (),
    )


def _consistent(question: Question, carried: frozenset[str]) -> bool:
    places = [one.paragraph for one in question.amendments if one.key in carried and one.paragraph]
    return len(places) == len(set(places))


def _everything(question: Question) -> list[frozenset[str]]:
    keys = [one.key for one in question.amendments]
    sets = chain.from_iterable(combinations(keys, n) for n in range(len(keys) + 1))
    return [frozenset(one) for one in sets if _consistent(question, frozenset(one))]


def _worth(question: Question, carried: frozenset[str], *, certain: bool) -> tuple[int, ...]:
    """How good a plan is, counted party by party and cell by cell."""
    replaced = {one.paragraph for one in question.amendments if one.key in carried}
    text = [p for p in question.paragraphs if p not in replaced] + sorted(carried)
    out = doubts = unsupported = 0
    for party in question.parties:
        said = [question.stands.get((party, variant)) for variant in text]
        bad = said.count(Stand.OBJECT) + (said.count(None) if certain else 0)
        for one in question.objections:
            bad += one.party == party and not (one.unless & carried)
        out += bad > 0
        doubts += said.count(Stand.RESERVE) + said.count(None)
        unsupported += len(said) - said.count(Stand.SUPPORT)
    return out, len(carried), doubts, unsupported


def _tuple(score: Score) -> tuple[int, ...]:
    return score.out, score.amendments, score.doubts, score.unsupported


@settings(max_examples=400)
@given(question=questions())
def test_it_is_as_good_as_the_best_of_all(question: Question) -> None:
    """Both plans reach what trying every set of amendments reaches, and are what they say."""
    found = harmony.harmonise(question)
    for plan, certain in ((found.certain, True), (found.possible, False)):
        best = min(_worth(question, one, certain=certain) for one in _everything(question))
        assert plan.proven
        assert _consistent(question, plan.keys)
        assert _tuple(plan.score) == _worth(question, plan.keys, certain=certain) == best
        assert {*plan.within, *(one.party for one in plan.out)} == {*question.parties}
        assert len(plan.out) == plan.score.out


@settings(max_examples=100)
@given(question=questions())
def test_what_is_certain_is_possible(question: Question) -> None:
    """The possible plan leaves no more out, and a certain plan's parties object to none of it."""
    found = harmony.harmonise(question)
    assert found.possible.score.out <= found.certain.score.out
    text = question.text(found.certain.keys)
    for party in found.certain.within:
        assert all(question.stands[party, v] is not Stand.OBJECT for v in text)
    if not found.ask:
        assert found.possible.score.out == found.certain.score.out


@settings(max_examples=100)
@given(question=questions())
def test_who_supports_everything_changes_nothing(question: Question) -> None:
    """One more party that supports all variants changes neither plan nor who is out."""
    variants = [*question.paragraphs, *(one.key for one in question.amendments)]
    more = {("Z", variant): Stand.SUPPORT for variant in variants}
    larger = replace(question, parties=(*question.parties, "Z"), stands={**question.stands, **more})
    before, after = harmony.harmonise(question), harmony.harmonise(larger)
    assert after.ask == before.ask
    for one, other in ((before.certain, after.certain), (before.possible, after.possible)):
        assert _reached(one) == _reached(other)
        assert "Z" in other.within


def _reached(plan: Plan) -> tuple[int, ...]:
    return _tuple(plan.score)


@settings(max_examples=100)
@given(question=questions(), data=st.data())
def test_an_answer_narrows_the_gap(question: Question, data: st.DataObject) -> None:
    """Support for what was unknown never makes the certain plan worse, nor an objection the
    possible one better.
    """
    before = harmony.harmonise(question)
    if not before.ask:
        return
    cell = data.draw(st.sampled_from(before.ask))
    yes = replace(question, stands={**question.stands, cell: Stand.SUPPORT})
    no = replace(question, stands={**question.stands, cell: Stand.OBJECT})
    assert _reached(harmony.harmonise(yes).certain) <= _reached(before.certain)
    assert _reached(harmony.harmonise(no).possible) >= _reached(before.possible)


@settings(max_examples=100)
@given(question=questions())
def test_when_all_asked_agree_it_is_certain(question: Question) -> None:
    """If each whom one is told to ask can accept, the possible plan's parties are in for sure."""
    found = harmony.harmonise(question)
    answers = dict.fromkeys(found.ask, Stand.ACCEPT)
    then = harmony.harmonise(replace(question, stands={**question.stands, **answers}))
    assert then.certain.score.out <= found.possible.score.out


@settings(max_examples=60)
@given(question=questions())
def test_the_same_question_has_the_same_answer(question: Question) -> None:
    """Nothing in it is left to chance."""
    assert harmony.harmonise(question) == harmony.harmonise(question)


def test_it_says_whose_objection_an_amendment_lifts() -> None:
    """Each amendment is explained by who objected to what, and by whom it would lose."""
    question = Question(
        parties=("ARM", "BLR", "TJK"),
        paragraphs=("§1", "§2"),
        amendments=(Amendment("A1", "§1"), Amendment("A2", "§1"), Amendment("A3")),
        stands={
            **{
                (party, key): Stand.ACCEPT
                for party in ("ARM", "BLR", "TJK")
                for key in ("§2", "A3")
            },
            ("ARM", "§1"): Stand.OBJECT,
            ("BLR", "§1"): Stand.SUPPORT,
            ("TJK", "§1"): Stand.RESERVE,
            ("ARM", "A1"): Stand.SUPPORT,
            ("BLR", "A1"): Stand.OBJECT,
            ("TJK", "A1"): Stand.ACCEPT,
            ("ARM", "A2"): Stand.ACCEPT,
            ("BLR", "A2"): Stand.ACCEPT,
        },
        objections=(Objection("BLR", frozenset({"A3"})),),
    )
    found = harmony.harmonise(question)
    first, third = found.possible.carried
    assert (first.key, first.lifts, first.unknown) == ("A2", (("ARM", "§1"),), ("TJK",))
    assert (third.key, third.lifts) == ("A3", (("BLR", None),))
    assert found.ask == (("TJK", "A2"),)
    assert not found.possible.out
    assert found.certain.score.out == 1
    assert [one.stands for one in found.standing] == [False, True]
    assert found.standing[0].objecting == ("ARM",)


def test_a_red_line_that_nothing_moves_stays_out_and_is_said() -> None:
    """A party that objects to every variant, or to the whole for good, is out with its reason."""
    stands = {("A", "§1"): Stand.OBJECT, ("A", "a"): Stand.OBJECT, ("B", "§1"): Stand.RESERVE}
    question = Question(("A", "B"), ("§1",), (Amendment("a", "§1"),), stands, (Objection("B"),))
    found = harmony.harmonise(question)
    assert not found.possible.carried
    assert [(one.party, one.objects, one.whole) for one in found.possible.out] == [
        ("A", ("§1",), False),
        ("B", (), True),
    ]


def test_a_text_without_positions_is_all_unknown() -> None:
    """Nobody who said nothing is taken to agree: all are out for certain, and are to be asked."""
    found = harmony.harmonise(Question(("A", "B"), ("§1",)))
    assert found.certain.score.out == 2
    assert found.possible.score.out == 0
    assert found.ask == (("A", "§1"), ("B", "§1"))
    assert found.standing[0].unknown == ("A", "B")


def test_without_time_it_says_that_nothing_is_proven() -> None:
    """A search that was cut off leaves a plan that is one, and claims no more for it."""
    question = Question(("A",), ("§1",), (Amendment("a", "§1"),), {("A", "§1"): Stand.OBJECT})
    found = harmony.harmonise(question, seconds=0)
    assert not found.possible.proven
    assert found.possible.score.out == 1
    assert harmony.harmonise(question).possible.proven


def test_a_misshapen_question_is_refused() -> None:
    """What is named twice, or amends what is not there, is no question."""
    for wrong in (
        (("A", "A"), ("§1",)),
        (("A",), ("§1", "§1")),
        (("A",), ("§1",), (Amendment("a", "§2"),)),
    ):
        with pytest.raises(RequestError):
            Question(*wrong)


def test_a_negotiation_of_full_size_is_solved() -> None:
    """Forty paragraphs disputed between twenty parties leave only what can be left."""
    parties = tuple(f"P{n}" for n in range(20))
    paragraphs = tuple(f"§{n}" for n in range(40))
    amendments = tuple(Amendment(f"A{n}", paragraphs[n % 40]) for n in range(200))
    keys = [*paragraphs, *(one.key for one in amendments)]
    stands = {(party, key): Stand.ACCEPT for party in parties for key in keys}
    stands |= {(parties[n % 20], key): Stand.OBJECT for n, key in enumerate(paragraphs)}
    stands |= {(parties[n % 20], f"A{n}"): Stand.OBJECT for n in range(120)}
    question = Question(parties, paragraphs, amendments, stands)
    model = harmony._model(question, (Stand.OBJECT,))
    ((chosen, proven),) = harmony_solve.solved([model], time.monotonic() + 60)
    assert proven
    assert _tuple(harmony.score(question, chosen, certain=True))[:2] == (0, 40)
