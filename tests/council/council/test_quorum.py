"""The quorum: its laws, and who counts for it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.council.council.test_sessions import opened

from tocsin.council.council import attendance
from tocsin.council.council.quorum import Quorum, quorum, quorum_of
from tocsin.council.people.party import organisation
from tocsin.council.record import clock

SHARES = st.fractions(min_value=Fraction(1, 100), max_value=1)


@given(present=st.integers(0, 300), members=st.integers(0, 300), share=SHARES)
def test_what_is_needed_is_the_least_that_reaches_the_share(
    present: int, members: int, share: Fraction
) -> None:
    """Needed is the smallest whole number that is at least the share, and it is reachable."""
    found = quorum(present, members, share)
    assert found.needed >= share * members > found.needed - 1
    assert found.needed <= members
    assert found.there == (members > 0 and present >= found.needed)


@given(members=st.integers(1, 300), share=SHARES)
def test_all_are_always_enough_and_none_never(members: int, share: Fraction) -> None:
    """With every member there is a quorum, with none there is not."""
    assert quorum(members, members, share).there
    assert not quorum(0, members, share).there


@given(present=st.integers(0, 300), members=st.integers(1, 300), share=SHARES)
def test_one_more_never_undoes_it(present: int, members: int, share: Fraction) -> None:
    """Whoever comes does not take the quorum away, and a lower share does not either."""
    if quorum(present, members, share).there:
        assert quorum(present + 1, members, share).there
        assert quorum(present, members, share / 2).there


def test_members_who_are_present_count(house: Any) -> None:
    """Observers and the secretariat do not count, nor who has left, nor a party twice."""
    officer, session = house.actor("officer"), opened(house, marking="CLEAR")
    members = len(organisation().members(clock.today()))
    for party in ("secretariat", "SRB", "ARM", "RUS", "BLR"):
        given = attendance.Attend(session=session.pk, party=party, office="Ministry")
        attendance.attend(officer, given)
    assert quorum_of(session) == Quorum(3, members, (members + 1) // 2, members <= 6)
    gone = session.presences.get(party__key="ARM")
    attendance.leave(officer, attendance.Leave(presence=gone.pk))
    assert quorum_of(session).present == 2
    again = attendance.Attend(session=session.pk, party="ARM", office="Embassy")
    attendance.attend(officer, again)
    assert quorum_of(session).present == 3
