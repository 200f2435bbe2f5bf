"""What an entry says can be erased, and the chain stays provable."""

from __future__ import annotations

from typing import Any

import pytest

from tocsin.council.people import actions as people
from tocsin.council.record import actions, verify
from tocsin.council.record.chain import Entry, Payload, Trace
from tocsin.council.record.erasure import Erasure
from tocsin.world.errors import AccessError, ConflictError, MissingError


def _close(house: Any) -> int:
    """Close an account, and tell which entry admitted its owner."""
    user = house.people["observer"]
    people.close(house.actor("administrator"), people.Close(user=user.pk))
    return int(Payload.objects.get(action="person.admit", thing=user.pk).entry_id)


def test_an_erased_entry_stays_provable(house: Any) -> None:
    """Its words, salt and actor are gone, old rows can't be guessed any more, nothing is amiss."""
    seq = _close(house)
    hash = Entry.objects.get(seq=seq).hash  # noqa: A001 (as the record calls it)
    actions.erase(house.actor("administrator"), actions.Erase(entry=seq, reason="Law 12, art. 3"))
    said = Payload.objects.get(entry=seq)
    assert (said.body, said.salt, said.actor) == (None, None, None)
    assert {trace.salt for trace in Trace.objects.filter(entry=seq)} == {""}
    assert Entry.objects.get(seq=seq).hash == hash
    assert not verify.findings(hash)


def test_an_erasure_without_its_entry_is_found(house: Any) -> None:
    """Who blanks words in the database alone, or takes the erasure away, is found out."""
    Payload.objects.filter(entry=2).update(body=None, salt=None)
    assert verify.findings() == ["The payload of entry 2 was erased outside of the record."]


def test_words_that_come_back_are_found(house: Any) -> None:
    """An erased payload that somebody puts back is named."""
    before = Payload.objects.get(entry=2)
    actions.erase(house.actor("administrator"), actions.Erase(entry=2, reason="Law"))
    before.save()
    assert verify.findings() == ["The payload of entry 2 was erased, and is there again."]


def test_only_the_administrator_erases_and_once(house: Any) -> None:
    """Nobody else may, nothing is erased twice, and what is not there cannot be."""
    with pytest.raises(AccessError):
        actions.erase(house.actor("officer"), actions.Erase(entry=2, reason="Law"))
    administrator = house.actor("administrator")
    actions.erase(administrator, actions.Erase(entry=2, reason="Law"))
    with pytest.raises(ConflictError):
        actions.erase(administrator, actions.Erase(entry=2, reason="Law"))
    with pytest.raises(MissingError):
        actions.erase(administrator, actions.Erase(entry=9999, reason="Law"))
    assert Erasure.objects.count() == 1
