"""Those concerned are told of a clock that ran out, once for each time that was set."""

from __future__ import annotations

import datetime as dt

from tests.council.conftest import House

from tocsin.council.desk import overdue
from tocsin.council.desk.warning_answers import Ask, Reply, ask, reply
from tocsin.council.desk.warnings import Close, Issue, close, issue
from tocsin.council.record import clock, verify
from tocsin.council.site.notice import Code, Notice

DAY = dt.timedelta(days=1)


def test_an_overdue_answer_is_told_once_to_both_sides(house: House) -> None:
    """The issuer and the party that was to answer get one notice each, then no more."""
    given = Issue(
        place="AFG-TJK",
        title="Border",
        what="A convoy was stopped.",
        marking="AMBER:secretariat,ARM",
        offices="ARM: Ministry of Foreign Affairs",
        answer_by=clock.now() + DAY,
    )
    warning = issue(house.actor("analyst"), given)
    assert overdue.remind(clock.now()) == 0
    with clock.stopped(clock.now() + 2 * DAY):
        assert overdue.remind(clock.now()) == 1
        assert overdue.remind(clock.now()) == 0
        told = Notice.objects.filter(code=Code.OVERDUE)
        assert {n.user for n in told} == {house.people["analyst"], house.people["armenia"]}
        part = warning.addressees.get().pk
        ask(house.actor("armenia"), Ask(addressee=part, words="Where?"))
    with clock.stopped(clock.now() + 9 * DAY):
        reply(house.actor("analyst"), Reply(addressee=part, words="At the bridge."))
        assert overdue.remind(clock.now()) == 1
        close(house.actor("analyst"), Close(warning=warning.pk, closing="It is quiet."))
        assert overdue.remind(clock.now()) == 0
    assert not verify.findings()
