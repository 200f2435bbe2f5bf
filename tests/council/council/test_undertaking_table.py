"""Undertakings handed to the brief, for its readers and as of its day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.council.council.test_undertakings import FOR_ALL, NOW, entered, filed, judged

from tocsin.brief.handed import COLUMNS, check
from tocsin.council.council import undertakings
from tocsin.council.council.undertaking_table import plain, table
from tocsin.council.record import actions as markings
from tocsin.council.record import clock
from tocsin.world.marking import Marking

DAY = dt.timedelta(days=1)
ALL = Marking.parse(FOR_ALL)


def _stands(after: int) -> str:
    return str(table(ALL, NOW.date() + after * DAY).rows["standing"].item())


def test_it_has_the_columns_of_the_brief(house: Any) -> None:
    """The brief takes the table as it is, empty or not."""
    assert check(table(ALL, clock.today()).rows, "undertakings", "").is_empty()
    entered(house, due=dt.date(2090, 3, 1), precision="quarter")
    handed = table(ALL, clock.today())
    assert set(handed.rows.columns) == {*COLUMNS["undertakings"], "marking"}
    row = check(handed.rows, "undertakings", "").row(0, named=True)
    assert (row["party"], row["to"], row["due"]) == ("Armenia", "Tajikistan", "2090-Q1")
    assert (row["what"], row["standing"]) == ("Deliver twenty vehicles.", "unknown")


def test_what_not_all_readers_may_see_is_left_out(house: Any) -> None:
    """Rows that a reader of the target may not see are left out, and counted."""
    thing = entered(house, marking="AMBER:secretariat,ARM,BLR")
    for target, expected in (
        ("AMBER:ARM", (1, 0)),
        ("AMBER:ARM,RUS", (0, 1)),
        ("GREEN:ARM", (0, 1)),
        ("CLEAR", (0, 1)),
    ):
        handed = table(Marking.parse(target), clock.today())
        assert (handed.rows.height, handed.left_out) == expected, target
    kept = markings.Keep(table="council.undertaking", thing=thing.pk, party="BLR", reason="No.")
    markings.bar(house.actor("officer"), kept)
    handed = table(Marking.parse("AMBER:ARM,BLR"), clock.today())
    assert (handed.rows.height, handed.left_out) == (0, 1)


def test_a_day_sees_nothing_later(house: Any) -> None:
    """Evidence, verdicts, overrides and releases of later days are not known on an earlier one."""
    officer = house.actor("officer")
    with clock.stopped(NOW):
        thing = entered(house)
    with clock.stopped(NOW + 2 * DAY):
        row = filed(house, thing, shows="delivery")
    with clock.stopped(NOW + 4 * DAY):
        judged(house, row)
    given = {"undertaking": thing.pk, "reason": "So."}
    with clock.stopped(NOW + 6 * DAY):
        undertakings.override(officer, undertakings.Overrule(**given, standing="breached"))
    with clock.stopped(NOW + 8 * DAY):
        undertakings.lift(officer, undertakings.Lift(**given))
    with clock.stopped(NOW + 10 * DAY):
        undertakings.release(officer, undertakings.Release(**given))
    assert table(ALL, NOW.date() - DAY).rows.is_empty()
    assert [_stands(after) for after in (0, 2, 4, 6, 8, 10)] == [
        *("unknown", "on track", "delivered", "breached", "delivered", "released")
    ]


def test_due_dates_are_as_precise_as_they_are_known() -> None:
    """Nothing is made more precise than it was said, and no date is no day."""
    day = dt.date(2014, 3, 31)
    said = {p: plain(day, p) for p in ("day", "month", "quarter", "year", "vague")}
    assert said == {
        "day": "2014-03-31",
        "month": "2014-03",
        "quarter": "2014-Q1",
        "year": "2014",
        "vague": "about 2014-03",
    }
    assert plain(None, "") == "no date"
