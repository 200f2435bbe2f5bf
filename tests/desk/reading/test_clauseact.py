"""Acts inside what is said."""

from __future__ import annotations

import pytest

from tocsin.desk.reading.clauseact import denial, in_clauses
from tocsin.desk.reading.statement import Act, Attribution, Deed, Span, Speaker, Voice
from tocsin.desk.reading.subject import sentences

KENYA = Speaker("A", "", "KEN")


def _acts(text: str, voice: Voice) -> list[Act]:
    one = Attribution(voice, None, (), (Span(0, len(text)),))
    return in_clauses(text, sentences(text, one.content), one, KENYA)


@pytest.mark.parametrize(
    ("text", "voice", "found"),
    [
        ("We will help.", Voice.DIRECT, ["pledge"]),
        ("Kenya would provide police to Haiti.", Voice.INDIRECT, ["offer"]),
        ("Kenya would provide police to Haiti.", Voice.DIRECT, []),
        ("he was prepared to mediate.", Voice.INDIRECT, ["offer"]),
        ("He is prepared to mediate.", Voice.DIRECT, ["report"]),
        ("The ship is ready to sail.", Voice.DIRECT, []),
        ("Uganda will help.", Voice.DIRECT, []),
        ("We will defend it and will stay.", Voice.DIRECT, ["pledge"]),
        ("We will defend it. We will stay.", Voice.DIRECT, ["pledge", "pledge"]),
        ("whether it will help.", Voice.INDIRECT, []),
        ("I thank you and we propose talks.", Voice.DIRECT, ["praise", "propose"]),
    ],
)
def test_whose_act_it_is(text: str, voice: Voice, found: list[str]) -> None:
    """One's own is pledged or offered, another's offer reported, the rest is no act."""
    assert [act.act for act in _acts(text, voice)] == found


def test_a_condition_carries_to_the_next_sentence_only() -> None:
    """What follows a conditional pledge is on the same condition; what follows that is not."""
    acts = _acts(
        "If it rains, we will stay. We will help. We will go. We will send it.", Voice.DIRECT
    )
    assert [act.condition is not None for act in acts[:3]] == [True, True, False]


def test_hostile_texts_yield_few_acts() -> None:
    """A statement has a hundred acts at most, however long it runs."""
    assert len(_acts("We will help. " * 500, Voice.DIRECT)) == 100


def test_a_denial_stands_in_a_sentence_of_its_own() -> None:
    """A sentence that does something denies nothing beside; a subordinate clause does not count."""
    text = "We cannot, we will not help. We have no quarrel. It is said that it is not so."
    parts = sentences(text, [Span(0, len(text))])
    found = denial(text, parts, [Act(Deed.PLEDGE, Span(15, 28))])
    assert found is not None
    assert found.span.of(text) == "have no quarrel"
    assert denial(text, parts[2:], []) is None
