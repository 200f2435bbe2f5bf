"""Signs by which acts are told."""

from __future__ import annotations

import pytest

from tocsin.desk.reading.sign import adverse, given, giving, offering_too, performed, signs
from tocsin.desk.reading.statement import Deed


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("we will help", "will"),
        ("they’ll never do it", "will"),
        ("it won't help", "will"),
        ("is still ready to talk", "ready"),
        ("has offered to mediate", "offer"),
        ("It is therefore vital to act", "needful"),
        ("I doubt it", "doubt"),
        ("you ought to go", "duty"),
        ("We strongly condemn it", "verb"),
    ],
)
def test_each_sign_has_its_group(text: str, group: str) -> None:
    """A sign is found by one group of the pattern, with adverbs between."""
    match = signs().search(text)
    assert match is not None
    assert match[group]


def test_adverse_verbs_can_be_pledged() -> None:
    """What is adverse is among what can follow “will”, or the list would be idle."""
    left = {verb for verb in adverse() if not giving().match(f" {verb}")}
    assert left <= {"obstruct", "harm", "leave", "forget", "desert", "betray"}


def test_the_first_person_performs() -> None:
    """Forms of verbs that do what they say; those that assert are not among them."""
    assert performed()["condemned"] is Deed.CRITICISE
    assert "said" not in performed()
    assert given()["provide"] is Deed.OFFER
    assert offering_too().search("help and provide it")
