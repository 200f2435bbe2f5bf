"""Confirmed statements handed to the brief, for its readers and as of its day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.council.desk.test_report import a_report
from tests.council.desk.test_statements import mark

from tocsin.brief.handed import COLUMNS, check
from tocsin.council.desk import reports, statements
from tocsin.council.record import clock
from tocsin.world.marking import Marking

ARMENIA = Marking.parse("AMBER:ARM")


def _confirmed(house: Any, who: str = "analyst", **more: Any) -> Any:
    report = a_report(house, who, **more)
    one = mark(house, report, content="We shall send aid", speaker="The minister", party="ARM")
    statements.confirm(house.actor("officer"), statements.Confirm(statement=one.pk))
    return report


def test_it_has_the_columns_of_the_brief(house: Any) -> None:
    """The brief takes the table as it is, empty or not."""
    assert check(statements.table(ARMENIA, clock.today()).rows, "statements", "").is_empty()
    _confirmed(house)
    mark(house, a_report(house), content="We shall send it soon.", speaker="The minister")
    handed = statements.table(ARMENIA, clock.today())
    assert set(handed.rows.columns) == {*COLUMNS["statements"], "marking"}
    row = check(handed.rows, "statements", "").row(0, named=True)
    assert row["text"] == "We shall send aid"
    assert (row["date"], row["party"]) == (dt.date(2013, 9, 23), "ARM")
    assert (handed.rows.height, handed.left_out) == (1, 0)


def test_what_not_all_readers_may_see_is_left_out(house: Any) -> None:
    """Rows that a reader of the target may not see are left out before anything, and counted."""
    _confirmed(house, marking="AMBER:secretariat,ARM")
    for target, expected in (
        ("AMBER:ARM", (1, 0)),
        ("AMBER:ARM,BLR", (0, 1)),
        ("GREEN:ARM", (0, 1)),
        ("CLEAR", (0, 1)),
    ):
        handed = statements.table(Marking.parse(target), clock.today())
        assert (handed.rows.height, handed.left_out) == expected, target


def test_a_day_sees_nothing_later(house: Any) -> None:
    """What was filed or confirmed after a day is not known on it, nor even counted."""
    _confirmed(house)
    yesterday = clock.today() - dt.timedelta(days=1)
    for target in (ARMENIA, Marking()):
        handed = statements.table(target, yesterday)
        assert (handed.rows.height, handed.left_out) == (0, 0)


def test_withdrawn_reports_are_not_used(house: Any) -> None:
    """A report that its party withdrew gives no statement any more."""
    report = _confirmed(house)
    reports.withdraw(house.actor("analyst"), reports.Withdraw(report=report.pk, reason="A draft."))
    assert statements.table(ARMENIA, clock.today()).rows.is_empty()
