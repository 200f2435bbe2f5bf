"""The outlook that is due: computed once by the worker, and kept as it was issued."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.council.conftest import MOMENT

from tocsin.brief import sheet
from tocsin.council.desk import outlooks, sheets, sheets_read
from tocsin.council.desk.models import Attempt, Edition, Firing, Sheet
from tocsin.council.record import clock, verify
from tocsin.council.record.action import Actor, Via
from tocsin.council.record.recorded import touched
from tocsin.desk.outlook.archive import Archive, Kind
from tocsin.world.errors import AccessError, DataError

pytestmark = pytest.mark.usefixtures("cheap")


def compute(moment: dt.datetime = MOMENT) -> int:
    """Do what is due at a moment of an exercise."""
    with clock.stopped(moment):
        return sheets.compute_due(moment)


def test_it_is_issued_once(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first call issues an edition with a sheet for each place; the next ones do nothing.

    The heavy work is done outside of any action, so that nobody waits for it.
    """
    made, seen = sheet.make, []

    def watched(*given: Any, **named: Any) -> Any:
        seen.append(touched.get())
        return made(*given, **named)

    monkeypatch.setattr(sheet, "make", watched)
    assert compute() == 1
    assert seen == [None]
    edition = Edition.objects.get()
    assert Sheet.objects.filter(edition=edition).count() == len(edition.places) + 3
    fired = Firing.objects.count()
    assert fired
    assert compute() == 0
    assert (Edition.objects.count(), Firing.objects.count()) == (1, fired)
    assert not list(verify.findings())


def test_nothing_is_done_without_an_organisation(db: None) -> None:
    """A database in which nothing was set up yet gets no outlook and no failure."""
    assert sheets.compute_due(MOMENT) == 0
    assert not Attempt.objects.exists()


def test_a_later_month_gets_an_edition_of_its_own(edition: Edition) -> None:
    """The same month is not computed again, the next one is."""
    assert compute(MOMENT + dt.timedelta(days=3)) == 0
    assert compute(MOMENT + dt.timedelta(days=10)) == 1
    origins = set(Edition.objects.values_list("origin", flat=True))
    assert origins == {dt.date(2013, 8, 1), dt.date(2013, 9, 1)}


def test_other_figures_get_an_edition_of_their_own(edition: Edition, settings: Any) -> None:
    """Figures of another release are another outlook, named by their release."""
    table = sheets.figures().table
    path = Path(settings.DATA) / "own.parquet"
    table.filter(table["month"] < dt.date(2013, 7, 1)).write_parquet(path)
    settings.FIGURES = str(path)
    assert compute() == 1
    other = Edition.objects.exclude(pk=edition.pk).get()
    assert other.release.startswith("own.parquet-")
    assert other.moved == 2


def test_an_exercise_makes_hindcasts(edition: Edition) -> None:
    """What is computed today as of a past day is a hindcast, in the row and in the archive."""
    assert edition.hindcast
    kept = Archive(sheets.folder()).find("csto", edition.origin, Kind.HINDCAST)
    assert edition.digest in {entry.digest for entry in kept}
    assert (sheets.folder() / edition.archived).is_file()


def test_nothing_is_seen_past_the_day(edition: Edition) -> None:
    """No sheet and no archived outlook knows a month after the origin."""
    assert edition.as_of == MOMENT.date()
    assert edition.origin == dt.date(2013, 8, 1)
    assert sheets_read.sources(edition).sources[0].last == edition.origin
    for key in edition.places:
        found = sheets_read.place(edition, key)
        assert found is not None
        assert all(year.year <= 2013 for year in found.history.years)


def test_its_marking_is_the_organisations(edition: Edition, house: Any) -> None:
    """The secretariat and the members see it; observers and the administration do not."""
    seen = {name for name, user in house.people.items() if Edition.objects.visible(user).exists()}
    assert seen == {"officer", "analyst", "chair", "armenia", "belarus", "tajikistan"}


def test_a_failure_is_told_and_tried_later(house: Any) -> None:
    """Figures that end years before the day issue nothing, and why is kept."""
    far = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    assert compute(far) == 0
    attempt = Attempt.objects.get()
    assert "2021-12" in attempt.failure
    assert attempt.remedy
    assert not Edition.objects.exists()
    assert compute(far + dt.timedelta(minutes=5)) == 0
    assert Attempt.objects.get().began_at == far
    assert compute(far + dt.timedelta(hours=2)) == 0
    assert Attempt.objects.get().began_at > far


def test_only_the_system_issues(house: Any) -> None:
    """Nobody issues an outlook by hand, whatever their role."""
    for name in house.people:
        with pytest.raises(AccessError):
            outlooks.issue(Actor(house.people[name], Via.API), outlooks.Issue.model_construct())


def test_a_tampered_sheet_is_found_and_not_shown(
    edition: Edition, house: Any, client: Client
) -> None:
    """A sheet that was changed in the database is named by verify and withheld from readers."""
    row = Sheet.objects.get(edition=edition, name="place/TJK")
    Sheet.objects.filter(pk=row.pk).rewrite(body=row.body.replace("Tajikistan", "Elsewhere"))
    sheets_read.forget()
    assert [finding for finding in verify.findings() if str(row.pk) in finding]
    with pytest.raises(DataError):
        sheets_read.place(edition, "TJK")
    client.force_login(house.people["analyst"])
    answer = client.get("/outlook/TJK/")
    assert answer.status_code == 500
    assert "Elsewhere" not in answer.text


def test_clock_is_the_houses(edition: Edition) -> None:
    """An edition is dated by the house's clock, also in an exercise."""
    assert edition.made_at == MOMENT
